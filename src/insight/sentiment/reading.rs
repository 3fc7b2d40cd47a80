//! How the clauses of a text add up: contrast and concession shift the weight between them.
//!
//! Knows what each clause holds, not why. Takes time in proportion to the text: a word of contrast discounts what stands since the one
//! before, never more.

use std::ops::Range;

use super::{
    lexicon::Found,
    walk::{self, Contrast, Segment, Tone},
};
use crate::insight::clauses::{Cut, End};

/// Texts of so many clauses and fewer stand or fall with their last word; from the second number on, contrasts only colour them: there
/// strong shifts explain single sentences better and whole reviews worse.
const SHORT_CLAUSES: usize = 2;
const LONG_CLAUSES: usize = 5;
/// Weight of what stands before a contrast, after it, and of what is granted: in short texts and in long ones.
const BEFORE_CONTRAST: [f64; 2] = [0.4, 0.9];
const AFTER_CONTRAST: [f64; 2] = [1.4, 1.05];
/// What a reservation leaves of what stands before it.
const RESERVED: f64 = 0.9;
const CONCEDED: [f64; 2] = [0.3, 0.7];

/// A stretch of the text with its weight among the others.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Characters from its first word to the next piece: its punctuation included.
    pub(super) range: Range<usize>,
    /// The number of its clause.
    pub(super) clause: usize,
    /// Weighed opinions, and how many.
    pub(super) sum: f64,
    pub(super) opinions: u32,
    /// An opinion in it was turned round.
    pub(super) turned: bool,
    pub(super) weight: f64,
}

/// Puts the pieces of a text with these listed words, at least one for each clause, in place of what `pieces` held.
pub(super) fn read(words: &[Found], text: &[char], cuts: &[Cut], pieces: &mut Vec<Piece>) {
    pieces.clear();
    let mut shift = Shift::new(cuts.len());
    let mut rest = words;
    for (clause, cut) in cuts.iter().enumerate() {
        let Range { start, end } = cut.range;
        let inside = rest.iter().take_while(|word| word.start < end).count();
        let (own, others) = rest.split_at(inside);
        rest = others;
        walk::segments(&text[..end], start, own, tone(cut.end), |segment| {
            let start = if pieces.is_empty() { 0 } else { segment.start };
            if let Some(last) = pieces.last_mut() {
                last.range.end = start;
            }
            let weight = shift.weigh(&segment, pieces);
            let Segment { sum, opinions, turned, .. } = segment;
            pieces.push(Piece { range: start..text.len(), clause, sum, opinions, turned, weight });
        });
        if cut.end != End::Clause {
            shift.end_sentence(pieces.len());
        }
    }
}

const fn tone(end: End) -> Tone {
    match end {
        End::Clause | End::Sentence => Tone::Statement,
        End::Exclamation => Tone::Exclamation,
        End::Question => Tone::Question,
    }
}

/// Where contrasts stand.
struct Shift {
    before: f64,
    after: f64,
    conceded: f64,
    /// The first piece that the next word of contrast discounts.
    discountable: usize,
    sentence: usize,
    contrasted: bool,
}

impl Shift {
    fn new(clauses: usize) -> Self {
        let span = |n: usize| u32::try_from(n.clamp(SHORT_CLAUSES, LONG_CLAUSES) - SHORT_CLAUSES).unwrap_or_default();
        let long = f64::from(span(clauses)) / f64::from(span(LONG_CLAUSES));
        let between = |[short, mild]: [f64; 2]| short + (mild - short) * long;
        Self {
            before: between(BEFORE_CONTRAST),
            after: between(AFTER_CONTRAST),
            conceded: between(CONCEDED),
            discountable: 0,
            sentence: 0,
            contrasted: false,
        }
    }

    /// The weight of a segment; one that contrasts lowers those before it, in its sentence or, when it opens one, in the sentence before.
    fn weigh(&mut self, segment: &Segment, before: &mut [Piece]) -> f64 {
        if let Some(contrast) = segment.contrast {
            let outweighs = contrast == Contrast::Outweighs;
            let discount = if outweighs { self.before } else { RESERVED };
            before.iter_mut().skip(self.discountable).for_each(|piece| piece.weight *= discount);
            (self.discountable, self.contrasted) = (before.len(), outweighs);
        }
        let conceded = if segment.conceded { self.conceded } else { 1.0 };
        conceded * if self.contrasted { self.after } else { 1.0 }
    }

    fn end_sentence(&mut self, pieces: usize) {
        (self.discountable, self.sentence) = (self.discountable.max(self.sentence), pieces);
        self.contrasted = false;
    }
}
