//! The searched parts of a review as one text, and the way back from its bytes to characters of the parts.

use std::ops::Range;

use super::analysis::Place;
use crate::{
    domain::{query::TextPart, review::Content},
    text::{Folded, fold_with_origin},
};

/// Title, text and follow-up, folded and joined by line ends, with the way back.
pub(super) struct Joined<'c> {
    pub(super) text: String,
    parts: Vec<JoinedPart<'c>>,
}

struct JoinedPart<'c> {
    part: TextPart,
    original: &'c str,
    /// Where it begins in the joined text.
    start: usize,
    folded: Folded,
    /// Where each of its folded characters begins.
    characters: Vec<usize>,
}

impl<'c> Joined<'c> {
    pub(super) fn new(content: &'c Content) -> Self {
        let searched = [
            (TextPart::Title, content.title.as_deref()),
            (TextPart::Text, Some(content.text.as_str())),
            (TextPart::Append, content.append.as_deref()),
        ];
        let mut joined = Self { text: String::new(), parts: Vec::new() };
        for (part, original) in searched {
            let Some(original) = original else { continue };
            if !joined.parts.is_empty() {
                joined.text.push('\n');
            }
            let folded = fold_with_origin(original);
            let start = joined.text.len();
            joined.text.push_str(&folded.text);
            let characters = folded.text.char_indices().map(|(at, _)| at).collect();
            joined.parts.push(JoinedPart { part, original, start, folded, characters });
        }
        joined
    }

    /// The part that holds all of `range`, and its first and last folded character there.
    fn characters(&self, range: &Range<usize>) -> Option<(&JoinedPart<'c>, usize, usize)> {
        let part = self.parts.iter().rev().find(|part| part.start <= range.start)?;
        let index = |at: usize| part.characters.partition_point(|start| *start <= at).checked_sub(1);
        let inside = range.start < range.end && range.end <= part.start + part.folded.text.len();
        let first = index(range.start - part.start)?;
        let last = index(range.end.checked_sub(part.start + 1)?)?;
        inside.then_some((part, first, last))
    }

    pub(super) fn place(&self, range: &Range<usize>) -> Option<Place> {
        let (part, first, last) = self.characters(range)?;
        let origin = &part.folded.origin;
        Some(Place { part: part.part, range: [*origin.get(first)?, *origin.get(last)? + 1] })
    }

    /// The original words.
    pub(super) fn words(&self, range: &Range<usize>) -> Option<String> {
        let (part, ..) = self.characters(range)?;
        let [start, end] = self.place(range)?.range;
        Some(part.original.chars().skip(start as usize).take((end - start) as usize).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_characters_of_the_original_part() {
        let content = Content {
            title: Some("Ｇood".into()),
            text: "味道…很\u{200b}好".into(),
            append: Some("後來差".into()),
            ..Content::default()
        };
        let joined = Joined::new(&content);
        assert_eq!(joined.text, "good\n味道...很好\n后来差");
        let found = |words: &str| {
            let start = joined.text.find(words).unwrap();
            let range = start..start + words.len();
            (joined.words(&range).unwrap(), joined.place(&range).unwrap())
        };
        let place = |part, range| Place { part, range };
        assert_eq!(found("good"), ("Ｇood".into(), place(TextPart::Title, [0, 4])));
        assert_eq!(found("."), ("…".into(), place(TextPart::Text, [2, 3])));
        assert_eq!(found("很好"), ("很\u{200b}好".into(), place(TextPart::Text, [3, 6])));
        assert_eq!(found("差"), ("差".into(), place(TextPart::Append, [2, 3])));
        assert_eq!(joined.place(&(0..6)), None, "no place spans two parts");
        assert_eq!(joined.place(&(3..3)), None);
    }
}
