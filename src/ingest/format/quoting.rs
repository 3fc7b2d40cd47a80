//! The cells of one row of delimited text, after RFC 4180.
//!
//! A cell is quoted when it begins with `"`; inside, `""` is a quote and line breaks are text. Anywhere else a quote is a
//! character like any other. Knows nothing of files: it looks at bytes and says what it sees.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

/// One cell: where its content lies, and whether doubled quotes in it stand for single ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellSpan {
    pub(super) range: Range<usize>,
    pub(super) doubled: bool,
}

/// What the beginning of some bytes is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// A row of that many bytes, line break included.
    Row(usize),
    /// Not yet a whole row.
    Unfinished,
    /// A quote that does not close, or text after a closing quote.
    Broken,
}

/// What divides cells and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Whether a carriage return without a line feed ends a row too; else it is text.
    pub(super) bare_cr: bool,
}

/// Finds the cells of the row at the beginning of `bytes`; `ended` says that the file ends with them.
pub(super) fn scan(bytes: &[u8], dialect: Dialect, ended: bool, cells: &mut Vec<CellSpan>) -> Scan {
    let Dialect { delimiter, bare_cr } = dialect;
    cells.clear();
    let mut at = 0;
    loop {
        let end = if bytes.get(at) == Some(&b'"') {
            match closing_quote(bytes, at + 1, dialect, ended) {
                Ok((close, doubled)) => {
                    cells.push(CellSpan { range: at + 1..close, doubled });
                    close + 1
                }
                Err(scan) => return scan,
            }
        } else {
            let rest = &bytes[at..];
            let found = if bare_cr { memchr3(delimiter, b'\n', b'\r', rest) } else { memchr2(delimiter, b'\n', rest) };
            let end = match found {
                Some(length) => at + length,
                None if ended => bytes.len(),
                None => return Scan::Unfinished,
            };
            let is_last = bytes.get(end) != Some(&delimiter);
            let content = bytes[at..end].strip_suffix(b"\r").filter(|_| is_last).map_or(end - at, <[u8]>::len);
            cells.push(CellSpan { range: at..at + content, doubled: false });
            end
        };
        match bytes.get(end) {
            Some(byte) if *byte == delimiter => at = end + 1,
            Some(b'\r') if end + 1 == bytes.len() && !ended => return Scan::Unfinished,
            Some(b'\r') => return Scan::Row(end + 1 + usize::from(bytes.get(end + 1) == Some(&b'\n'))),
            Some(_) => return Scan::Row(end + 1),
            None => return Scan::Row(end),
        }
    }
}

/// Where the quoted cell that begins at `start` closes, and whether it has doubled quotes.
fn closing_quote(bytes: &[u8], start: usize, dialect: Dialect, ended: bool) -> Result<(usize, bool), Scan> {
    let unclosed = if ended { Scan::Broken } else { Scan::Unfinished };
    let (mut at, mut doubled) = (start, false);
    loop {
        let Some(length) = bytes.get(at..).and_then(|rest| memchr(b'"', rest)) else { return Err(unclosed) };
        let quote = at + length;
        match (bytes.get(quote + 1), bytes.get(quote + 2)) {
            (Some(b'"'), _) => {
                doubled = true;
                at = quote + 2;
            }
            (Some(b'\n'), _) | (Some(b'\r'), Some(b'\n')) => return Ok((quote, doubled)),
            (Some(b'\r'), Some(_)) if dialect.bare_cr => return Ok((quote, doubled)),
            (Some(byte), _) if *byte == dialect.delimiter => return Ok((quote, doubled)),
            (None | Some(b'\r'), None) => return if ended { Ok((quote, doubled)) } else { Err(Scan::Unfinished) },
            _ => return Err(Scan::Broken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', bare_cr: false };

    fn cells(text: &str) -> Result<(Vec<&str>, usize), Scan> {
        cells_in(text, COMMA)
    }

    fn cells_in(text: &str, dialect: Dialect) -> Result<(Vec<&str>, usize), Scan> {
        let mut spans = Vec::new();
        match scan(text.as_bytes(), dialect, true, &mut spans) {
            Scan::Row(length) => Ok((spans.into_iter().map(|cell| &text[cell.range]).collect(), length)),
            other => Err(other),
        }
    }

    #[test]
    fn rows_are_cut_into_cells() {
        let cases: [(&str, &[&str], usize); 12] = [
            ("a,b\nc", &["a", "b"], 4),
            ("a,b\r\nc", &["a", "b"], 5),
            ("a,b", &["a", "b"], 3),
            ("a,b\r", &["a", "b"], 4),
            ("a,\n", &["a", ""], 3),
            (",\n", &["", ""], 2),
            ("\"a,\nb\",c\n", &["a,\nb", "c"], 9),
            ("\"a\"\"b\"\n", &["a\"\"b"], 7),
            ("\"\",c\r\nd", &["", "c"], 6),
            ("\"a\"\r\nb", &["a"], 5),
            ("a\r,b\n", &["a\r", "b"], 5),
            ("5\" tv,b\n", &["5\" tv", "b"], 8),
        ];
        for (text, expected, length) in cases {
            assert_eq!(cells(text), Ok((expected.to_vec(), length)), "{text:?}");
        }
    }

    #[test]
    fn a_bare_carriage_return_ends_a_row_where_the_file_has_them() {
        let bare = Dialect { bare_cr: true, ..COMMA };
        for (text, expected, length) in [
            ("a,b\rc,d", ["a", "b"], 4),
            ("a,b\r\nc", ["a", "b"], 5),
            ("\"a\rb\",c\rd", ["a\rb", "c"], 8),
            ("\"a\",\"b\"\rc", ["a", "b"], 8),
        ] {
            assert_eq!(cells_in(text, bare), Ok((expected.to_vec(), length)), "{text:?}");
        }
    }

    #[test]
    fn broken_quotes_are_seen() {
        assert_eq!(cells("a,\"b\nc,d\n"), Err(Scan::Broken));
        assert_eq!(cells("a,\"b\"c\n"), Err(Scan::Broken));
        assert_eq!(cells("\"a\"\rb\n"), Err(Scan::Broken));
    }

    #[test]
    fn an_unfinished_row_waits_for_more() {
        let mut spans = Vec::new();
        for text in ["a,b", "\"a", "\"a\"", "\"a\"\r", "\"a\"\""] {
            assert_eq!(scan(text.as_bytes(), COMMA, false, &mut spans), Scan::Unfinished, "{text:?}");
        }
    }
}
