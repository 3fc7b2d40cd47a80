//! A text as characters: codes, labels and the clauses they stand in.
//!
//! Knows nothing of weights. Everything behind works on character positions.

use std::ops::Range;

use super::lists::{Lists, Word, label};
use crate::insight::clauses::{Cut, End};

/// How far a gram may begin before or behind the character it speaks for.
pub(super) const REACH: usize = 3;
/// Stands for what lies beyond the text.
pub(super) const BEYOND: u16 = 0;
/// Stands for every character outside the basic plane: emoji, mostly.
const ASTRAL: u16 = 0xFFFE;

/// One clause, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) range: Range<usize>,
    /// Sentences before it.
    pub(super) sentence: usize,
}

/// A text made ready for the model.
#[derive(Debug, Default)]
pub(super) struct Characters {
    /// With [`REACH`] times [`BEYOND`] before and behind.
    codes: Vec<u16>,
    labels: Vec<u8>,
    pub(super) clauses: Vec<Span>,
    /// The clause of each character; `None` between clauses.
    clause: Vec<Option<u32>>,
    /// Listed words that are opinions without a term, and not negated.
    pub(super) faults: Vec<Range<usize>>,
    /// Above 0: of goods; below: of a meal.
    pub(super) side: i32,
}

impl Characters {
    pub(super) fn new(text: &[char], cuts: &[Cut], lists: &Lists) -> Self {
        Self::with_words(text, cuts, lists.find(text))
    }

    /// The same of a text in which the listed words are found already.
    pub(super) fn with_words(text: &[char], cuts: &[Cut], words: impl Iterator<Item = Word>) -> Self {
        let count = text.len();
        let mut read = Self {
            codes: Vec::with_capacity(count + 2 * REACH),
            labels: vec![label::OUTSIDE; count + 2 * REACH],
            clauses: Vec::with_capacity(cuts.len()),
            clause: vec![None; count],
            ..Self::default()
        };
        read.codes.extend([BEYOND; REACH]);
        read.codes.extend(text.iter().map(|c| u16::try_from(u32::from(*c)).unwrap_or(ASTRAL)));
        read.codes.extend([BEYOND; REACH]);
        read.place_clauses(cuts);
        let mut negated = None;
        for Word { range, class, side, alone } in words {
            read.side += side;
            let Some(class) = class else { continue };
            for index in range.clone() {
                read.labels[REACH + index] = label::of(class, index - range.start, range.len());
            }
            if alone && negated != Some(range.start) {
                read.faults.push(range.clone());
            }
            negated = (class == label::NEGATION).then_some(range.end);
        }
        read
    }

    fn place_clauses(&mut self, cuts: &[Cut]) {
        let mut sentence = 0;
        for (number, cut) in (0u32..).zip(cuts) {
            let Range { start, end } = cut.range;
            self.clause[start..end].fill(Some(number));
            self.labels[REACH + start..REACH + end].fill(label::NONE);
            self.clauses.push(Span { range: start..end, sentence });
            sentence += usize::from(cut.end != End::Clause);
        }
    }

    /// How many characters.
    pub(super) const fn len(&self) -> usize {
        self.clause.len()
    }

    /// Codes with their margins.
    pub(super) fn padded_codes(&self) -> &[u16] {
        &self.codes
    }

    /// Labels with their margins.
    pub(super) fn padded_labels(&self) -> &[u8] {
        &self.labels
    }

    /// The codes of a range.
    pub(super) fn codes(&self, range: Range<usize>) -> &[u16] {
        &self.codes[REACH + range.start..REACH + range.end]
    }

    /// The label of a character.
    pub(super) fn label(&self, position: usize) -> u8 {
        self.labels[REACH + position]
    }

    /// The number of the clause of a character.
    pub(super) fn clause(&self, position: usize) -> Option<usize> {
        self.clause.get(position).copied().flatten().and_then(|number| usize::try_from(number).ok())
    }

    /// Whether the range is exactly one listed term.
    pub(super) fn is_listed_term(&self, range: &Range<usize>) -> bool {
        let mut inside = range.clone();
        inside.next().is_some_and(|first| label::begins_term(self.label(first)))
            && inside.all(|position| label::continues_term(self.label(position)))
    }

    /// Where the listed term that begins at `position` ends, not beyond `end`.
    pub(super) fn term_end(&self, position: usize, end: usize) -> Option<usize> {
        label::begins_term(self.label(position))
            .then(|| (position + 1..end).find(|next| !label::continues_term(self.label(*next))).unwrap_or(end))
    }
}
