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

/// One clause: characters of the folded text, and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) range: Range<usize>,
    pub(crate) end: End,
}

/// The clauses of a folded text, in order.
pub(crate) fn cut(text: &[char]) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(text.len() / 8 + 1);
    cut_into(text, &mut cuts);
    cuts
}

/// The same, in place of what `cuts` held.
pub(crate) fn cut_into(text: &[char], cuts: &mut Vec<Cut>) {
    cuts.clear();
    let mut start = 0;
    for (at, c) in text.iter().enumerate().filter(|(_, c)| may_end(**c)) {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        if let Some(end) = end(before, *c, text.get(at + 1)) {
            close(cuts, text, start..at, end);
            start = at + 1;
        }
    }
    close(cuts, text, start..text.len(), End::Sentence);
}

/// Marks are few: nothing between `]` and `。` but `~` ends a clause, and nothing behind `】`.
const fn may_end(c: char) -> bool {
    matches!(c, '\n'..=']' | '~' | '。'..='】')
}

/// Whether a character ends a clause in some texts.
pub(super) fn ends_somewhere(c: char) -> bool {
    end(None, c, None).is_some()
}

/// A boundary right behind another one keeps the clause and raises what ends it: `!,` is an exclamation.
fn close(cuts: &mut Vec<Cut>, text: &[char], range: Range<usize>, end: End) {
    if text[range.clone()].iter().any(|c| *c != ' ') {
        cuts.push(Cut { range, end });
    } else if let Some(last) = cuts.last_mut().filter(|last| last.end == End::Clause) {
        last.end = end;
    }
}

/// What `c` ends, between its neighbours.
fn end(before: Option<&char>, c: char, after: Option<&char>) -> Option<End> {
    let between = |inside: fn(&char) -> bool| before.is_some_and(inside) && after.is_some_and(inside);
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

    fn clauses(text: &str) -> Vec<(String, End)> {
        let text: Vec<char> = text.chars().collect();
        cut(&text).into_iter().map(|cut| (text[cut.range].iter().collect(), cut.end)).collect()
    }

    fn check(text: &str, wanted: &[(&str, End)]) {
        let found = clauses(text);
        assert_eq!(found.iter().map(|(clause, end)| (clause.as_str(), *end)).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn no_mark_is_passed_over() {
        for c in ('\0'..=char::MAX).filter(|c| end(None, *c, None).is_some()) {
            assert!(may_end(c), "{c:?}");
        }
    }

    #[test]
    fn punctuation_cuts() {
        check(
            "菜好吃,服务差!真的?算了 4.5 分.no way out\n追评",
            &[
                ("菜好吃", End::Clause),
                ("服务差", End::Exclamation),
                ("真的", End::Question),
                ("算了", End::Clause),
                ("4.5", End::Clause),
                ("分", End::Sentence),
                ("no way out", End::Sentence),
                ("追评", End::Sentence),
            ],
        );
    }

    #[test]
    fn runs_of_boundaries_make_no_empty_clauses() {
        check(",,好 !!!  ...差", &[("好", End::Exclamation), ("差", End::Sentence)]);
        check("...", &[]);
        check("", &[]);
    }
}
