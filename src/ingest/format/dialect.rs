//! How a delimited text divides its cells and rows, and where its header stands.

use memchr::memchr;

use super::{
    header::{Header, choose},
    quoting::{CellSpan, Dialect, Scan, scan},
};
use crate::{
    ingest::{error::IngestError, known::Known},
    limits::HEADER_ROWS,
};

/// Separators, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
const BOM: &[u8] = "\u{feff}".as_bytes();
/// What ends a line in a file that has no line feed at all.
pub(super) const CR_ROWS_ONLY: u8 = b'\r';

/// The beginning of a delimited text.
#[derive(Debug)]
pub(super) struct Beginning {
    pub(super) dialect: Dialect,
    pub(super) header: Header,
    /// Bytes up to the first row of data.
    pub(super) length: usize,
}

/// Recognises the separator that gives the header the most known names, then the most cells.
pub(super) fn recognise(bytes: &[u8], ended: bool, known: &Known) -> Result<Beginning, IngestError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(IngestError::Empty);
    }
    let bare_cr = memchr(b'\n', bytes).is_none() && memchr(b'\r', bytes).is_some();
    let mut best: Option<Beginning> = None;
    for delimiter in DELIMITERS {
        let dialect = Dialect { delimiter, bare_cr };
        let (rows, ends) = first_rows(bytes, dialect, ended);
        let Some(header) = choose(&rows, known) else { continue };
        let worth = |header: &Header| (header.known, header.names.len());
        if best.as_ref().is_none_or(|best| worth(&header) > worth(&best.header)) {
            let length = ends[header.row];
            best = Some(Beginning { dialect, header, length });
        }
    }
    best.ok_or_else(|| IngestError::UnknownFormat { detail: "the header row cannot be read".to_owned() })
}

/// The first rows that are not blank, as far as they can be read, and where each ends.
fn first_rows(bytes: &[u8], dialect: Dialect, ended: bool) -> (Vec<Vec<String>>, Vec<usize>) {
    let (mut rows, mut ends, mut cells, mut at) = (Vec::new(), Vec::new(), Vec::new(), 0);
    while rows.len() < HEADER_ROWS {
        at += bytes[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n' | b' ')).count();
        // Files that were joined may have one at their very beginning.
        while bytes[at..].starts_with(BOM) {
            at += BOM.len();
        }
        let rest = &bytes[at..];
        // A first row without an end is the whole text; a later one may be cut off.
        let Scan::Row(length) = scan(rest, dialect, ended || rows.is_empty(), &mut cells) else { break };
        let Ok(text) = std::str::from_utf8(&rest[..length]) else { break };
        if rest.is_empty() {
            break;
        }
        at += length;
        rows.push(cells.iter().map(|cell| name(text, cell)).collect());
        ends.push(at);
    }
    (rows, ends)
}

fn name(text: &str, cell: &CellSpan) -> String {
    text[cell.range.clone()].replace("\"\"", "\"").trim_matches('\u{feff}').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (char, bool, usize, usize) {
        let known = Known::of(&["text"], &["评分"]);
        let Beginning { dialect, header, length } = recognise(text.as_bytes(), true, &known).unwrap();
        (char::from(dialect.delimiter), dialect.bare_cr, header.row, length)
    }

    #[test]
    fn the_separator_is_that_of_the_known_names() {
        assert_eq!(found("text,评分\n"), (',', false, 0, 12));
        assert_eq!(found("报表；2021,2022,2023\ntext\t评分\n好\t5\n"), ('\t', false, 1, 36));
        assert_eq!(found("text\r好\r"), (',', true, 0, 5));
        assert_eq!(found("\n\na|b|c"), ('|', false, 0, 7));
    }

    #[test]
    fn what_has_no_row_is_refused() {
        let refused = |text: &[u8]| recognise(text, true, &Known::of(&[], &[])).unwrap_err();
        assert!(matches!(refused(b" \r\n"), IngestError::Empty));
        assert!(matches!(refused(b"\"a"), IngestError::UnknownFormat { .. }));
    }
}
