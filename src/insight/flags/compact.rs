//! A text without what is put between characters to hide them, with the way back.

use std::ops::Range;

/// The folded text without spaces and separators.
#[derive(Debug, Default)]
pub(super) struct Compact {
    /// What is left.
    pub(super) text: String,
    /// By byte of `text`, the byte of the original that it came from.
    origin: Vec<u32>,
    end: u32,
}

impl Compact {
    pub(super) fn new(text: &str) -> Self {
        let mut compact = Self { text: String::with_capacity(text.len()), ..Self::default() };
        compact.origin.reserve(text.len());
        for (at, c) in text.char_indices().filter(|(_, c)| !is_separator(*c)) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            compact.origin.extend(std::iter::repeat_n(at, c.len_utf8()));
            compact.text.push(c);
            compact.end = at.saturating_add(u32::try_from(c.len_utf8()).unwrap_or(0));
        }
        compact
    }

    /// The bytes of the original from which these bytes of [`Self::text`] came, separators inside included.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.origin.get(range.start).copied().unwrap_or(self.end);
        // One past the last character: from where its first byte lies, as many bytes as it has.
        let width = self.text[..range.end].chars().next_back().map_or(0, char::len_utf8);
        let last = range.end.checked_sub(width).and_then(|at| self.origin.get(at)).copied().unwrap_or(start);
        start as usize..last as usize + width
    }
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\n'
            | ','
            | '.'
            | ':'
            | ';'
            | '-'
            | '_'
            | '*'
            | '~'
            | '/'
            | '|'
            | '·'
            | '、'
            | '。'
            | '丶'
            | '('
            | ')'
            | '['
            | ']'
            | '【'
            | '】'
            | '{'
            | '}'
            | '!'
            | '?'
            | '"'
            | '\''
            | '`'
            | '^'
            | '='
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back() {
        let text = "请 加 微-信：abc";
        let compact = Compact::new(text);
        assert_eq!(compact.text, "请加微信：abc");
        let at = compact.text.find("微信").unwrap();
        assert_eq!(&text[compact.original(&(at..at + "微信".len()))], "微-信");
        assert_eq!(compact.original(&(0..0)), 0..0);
    }
}
