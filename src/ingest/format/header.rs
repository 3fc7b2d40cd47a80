//! Which row of a table is its header.
//!
//! Exports put titles, dates and merged group names above it. The row with the most known column names is the header; where no row
//! has any, the first is.

use crate::ingest::known::Known;

/// The header of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Its place among the rows that were looked at.
    pub(super) row: usize,
    /// The columns' names.
    pub(super) names: Vec<String>,
    /// How many of them are known.
    pub(super) known: usize,
}

/// Chooses among the first rows of a table; none when there is no row.
pub(super) fn choose(rows: &[Vec<String>], known: &Known) -> Option<Header> {
    let first = rows.first()?;
    let mut best = Header { row: 0, names: trimmed(first), known: count(first, known) };
    for (row, cells) in rows.iter().enumerate().skip(1) {
        let own = count(cells, known);
        // One known word alone may stand in any row; below a title it is a header all the same.
        if own < 2 && !(own == 1 && best.known == 0 && rows[..row].iter().all(|above| is_title(above))) {
            continue;
        }
        let names = under_groups(cells, &rows[row - 1]);
        let named = count(&names, known);
        if named > best.known {
            best = Header { row, names, known: named };
        }
    }
    if best.known == 0 && is_title(first) {
        let table = rows.iter().enumerate().find(|(_, cells)| !is_title(cells));
        if let Some((row, cells)) = table {
            best = Header { row, names: trimmed(cells), known: 0 };
        }
    }
    Some(best)
}

/// The names of a row; where it has none, the one above holds: its cell was merged downwards.
fn under_groups(cells: &[String], above: &[String]) -> Vec<String> {
    let mut names = trimmed(cells);
    names.resize(names.len().max(trimmed(above).len()), String::new());
    for (name, group) in names.iter_mut().zip(above) {
        if name.trim().is_empty() && !is_title(above) {
            group.clone_into(name);
        }
    }
    names
}

/// Without the empty names at the end.
fn trimmed(cells: &[String]) -> Vec<String> {
    let width = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    cells[..width.max(1).min(cells.len())].to_vec()
}

fn count(cells: &[String], known: &Known) -> usize {
    let mut names: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| known.is_known(cell)).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// A row with nothing but one cell.
fn is_title(cells: &[String]) -> bool {
    cells.iter().filter(|cell| !cell.trim().is_empty()).count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(rows: &[&[&str]]) -> (usize, Vec<String>) {
        let rows: Vec<Vec<String>> = rows.iter().map(|cells| cells.iter().map(ToString::to_string).collect()).collect();
        let known = Known::of(&["评价内容", "评价", "内容"], &["评分", "门店"]);
        let Header { row, names, .. } = choose(&rows, &known).unwrap();
        (row, names)
    }

    #[test]
    fn the_row_with_the_most_known_names_is_the_header() {
        assert_eq!(header(&[&["评价内容", "评分"], &["评分", "5"]]).0, 0);
        assert_eq!(header(&[&["一号店评价"], &["导出时间", "2021-09-04"], &["评价内容", "评分"], &["好", "5"]]).0, 2);
        assert_eq!(header(&[&["一号店评价", ""], &["评价内容"], &["好"]]).0, 1);
        assert_eq!(header(&[&["甲", "乙"], &["评价", "5"], &["x", "评分"]]).0, 0);
    }

    #[test]
    fn cells_that_are_merged_downwards_give_their_name() {
        let (row, names) = header(&[&["门店", "评价", ""], &["", "评分", "内容"], &["一号店", "5", "好"]]);
        assert_eq!((row, names), (1, vec!["门店".to_owned(), "评分".to_owned(), "内容".to_owned()]));
        let (row, names) = header(&[&["一号店评价报表", "", ""], &["", "评分", "内容"], &["1", "5", "好"]]);
        assert_eq!((row, names[0].as_str()), (1, ""));
    }

    #[test]
    fn without_known_names_a_title_is_still_no_header() {
        assert_eq!(header(&[&["报表"], &["a", "b"], &["1", "2"]]).0, 1);
        assert_eq!(header(&[&["a", "b"], &["1", "2"]]).0, 0);
        assert_eq!(header(&[&["a"], &["1"]]).0, 0);
    }
}
