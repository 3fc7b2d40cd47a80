//! A text as characters: codes, labels and the clauses they stand in.
//!
//! Knows nothing of weights. Everything behind works on character positions; only [`Characters::bytes`] leads back.

use std::ops::Range;

use super::lists::{Lists, label};
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
    /// First byte of each character, and the length of the text.
    starts: Vec<usize>,
    pub(super) clauses: Vec<Span>,
    /// The clause of each character; `None` between clauses.
    clause: Vec<Option<u32>>,
    /// Listed words that are opinions without a term, and not negated.
    pub(super) faults: Vec<Range<usize>>,
    /// Above 0: of goods; below: of a meal.
    pub(super) side: i32,
}

impl Characters {
    pub(super) fn new(text: &str, cuts: &[Cut], lists: &Lists) -> Self {
        let mut read = Self { codes: vec![BEYOND; REACH], labels: vec![label::OUTSIDE; REACH], ..Self::default() };
        for (start, c) in text.char_indices() {
            read.starts.push(start);
            read.codes.push(u16::try_from(u32::from(c)).unwrap_or(ASTRAL));
        }
        read.starts.push(text.len());
        let count = read.len();
        read.codes.extend([BEYOND; REACH]);
        read.labels.resize(count + 2 * REACH, label::OUTSIDE);
        read.clause = vec![None; count];
        read.place_clauses(cuts);
        let mut negated = None;
        for word in lists.find(text) {
            read.side += word.side;
            let Some(class) = word.class else { continue };
            let range = read.positions(&word.bytes);
            for index in range.clone() {
                read.labels[REACH + index] = label::of(class, index - range.start, range.len());
            }
            if word.alone && negated != Some(range.start) {
                read.faults.push(range.clone());
            }
            negated = (class == label::NEGATION).then_some(range.end);
        }
        read
    }

    fn place_clauses(&mut self, cuts: &[Cut]) {
        let (mut at, mut sentence) = (0, 0);
        for (number, cut) in (0u32..).zip(cuts) {
            let first = at + self.starts[at..].partition_point(|start| *start < cut.range.start);
            let last = first + self.starts[first..].partition_point(|start| *start < cut.range.end);
            self.clause[first..last].fill(Some(number));
            self.labels[REACH + first..REACH + last].fill(label::NONE);
            self.clauses.push(Span { range: first..last, sentence });
            sentence += usize::from(cut.end != End::Clause);
            at = last;
        }
    }

    /// The character that begins at a byte.
    fn position(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start < byte)
    }

    /// How many characters.
    pub(super) const fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The bytes of a range of characters.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        self.starts[range.start]..self.starts[range.end]
    }

    /// The character positions of a range of bytes.
    pub(super) fn positions(&self, bytes: &Range<usize>) -> Range<usize> {
        self.position(bytes.start)..self.position(bytes.end)
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
