//! The cut of a text into clauses.
//!
//! Knows punctuation only. Every character between two boundaries belongs to one clause; clauses are never empty or blank.

use std::ops::Range;

/// What stands behind a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// A comma, a space between words of Chinese, a bracket, a colon: the sentence goes on.
    Clause,
    /// A full stop, a semicolon, the end of the text.
    Sentence,
    /// An exclamation mark.
    Exclamation,
    /// A question mark.
    Question,
}

/// One clause: bytes of the folded text, and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) range: Range<usize>,
    pub(crate) end: End,
}

/// The clauses of a folded text, in order.
pub(crate) fn cut(text: &str) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let (mut start, mut before) = (0, None);
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let after = characters.peek().map(|(_, next)| *next);
        if let Some(end) = end(before, c, after) {
            close(&mut cuts, text, start..at, end);
            start = at + c.len_utf8();
        }
        before = Some(c);
    }
    close(&mut cuts, text, start..text.len(), End::Sentence);
    cuts
}

/// A boundary right behind another one keeps the clause and raises what ends it: `!,` is an exclamation.
fn close(cuts: &mut Vec<Cut>, text: &str, range: Range<usize>, end: End) {
    if text.get(range.clone()).is_some_and(|words| words.contains(|c: char| c != ' ')) {
        cuts.push(Cut { range, end });
    } else if let Some(last) = cuts.last_mut().filter(|last| last.end == End::Clause) {
        last.end = end;
    }
}

/// What `c` ends, between its neighbours.
fn end(before: Option<char>, c: char, after: Option<char>) -> Option<End> {
    let between = |inside: fn(&char) -> bool| before.as_ref().is_some_and(inside) && after.as_ref().is_some_and(inside);
    match c {
        // 1,000 and 4.5 and 12:30 are one number; words of Latin script are apart by spaces.
        ',' | '.' | ':' if between(char::is_ascii_digit) => None,
        ' ' | '.' if between(char::is_ascii_alphanumeric) => None,
        ',' | ' ' | ':' | '(' | ')' | '"' | '[' | ']' | '【' | '】' => Some(End::Clause),
        '。' | '.' | ';' | '~' | '\n' => Some(End::Sentence),
        '!' => Some(End::Exclamation),
        '?' => Some(End::Question),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clauses(text: &str) -> Vec<(&str, End)> {
        cut(text).into_iter().map(|cut| (&text[cut.range], cut.end)).collect()
    }

    #[test]
    fn punctuation_cuts() {
        assert_eq!(
            clauses("菜好吃,服务差!真的?算了 4.5 分.no way out\n追评"),
            [
                ("菜好吃", End::Clause),
                ("服务差", End::Exclamation),
                ("真的", End::Question),
                ("算了", End::Clause),
                ("4.5", End::Clause),
                ("分", End::Sentence),
                ("no way out", End::Sentence),
                ("追评", End::Sentence),
            ]
        );
    }

    #[test]
    fn runs_of_boundaries_make_no_empty_clauses() {
        assert_eq!(clauses(",,好 !!!  ...差"), [("好", End::Exclamation), ("差", End::Sentence)]);
        assert_eq!(clauses("..."), []);
        assert_eq!(clauses(""), []);
    }
}
