//! A text without what is put between characters to hide them, with the way back.

use std::ops::Range;

use crate::insight::letters::Letters;

/// The folded text without spaces and separators.
#[derive(Debug, Default)]
pub(super) struct Compact {
    /// What is left.
    pub(super) chars: Vec<char>,
    /// By character that is left, its place in the text.
    places: Vec<usize>,
}

impl Compact {
    pub(super) fn new(letters: &Letters<'_>) -> Self {
        let mut compact = Self {
            chars: Vec::with_capacity(letters.chars().len()),
            places: Vec::with_capacity(letters.chars().len()),
        };
        for (place, c) in letters.chars().iter().enumerate().filter(|(_, c)| !is_separator(**c)) {
            compact.chars.push(*c);
            compact.places.push(place);
        }
        compact
    }

    /// The bytes of the original from which these characters came, separators inside included; at least one character.
    pub(super) fn original(&self, letters: &Letters<'_>, range: &Range<usize>) -> Range<usize> {
        letters.bytes(&(self.places[range.start]..self.places[range.end - 1] + 1))
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
        let letters = Letters::new("请 加 微-信:abc");
        let compact = Compact::new(&letters);
        assert_eq!(compact.chars.iter().collect::<String>(), "请加微信abc");
        assert_eq!(&letters.text()[compact.original(&letters, &(2..4))], "微-信");
    }
}
