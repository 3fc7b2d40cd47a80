//! Tags of characters, and the best sequence of them in a clause.
//!
//! Knows nothing of texts. A sequence is lawful: what begins ends inside the clause, and nothing goes on that has not begun.

use std::ops::Range;

use super::model::{START, TAGS};

/// What a span of characters is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Term,
    Opinion,
}

/// A term or opinion words, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// Nothing of interest.
pub(super) const OUTSIDE: u8 = 0;
/// Tags of a kind: first, inner, last, only character.
const FIRST: u8 = 1;
const INNER: u8 = 2;
const LAST: u8 = 3;
const ONLY: u8 = 4;

/// Tags that may stand before one that begins something or is outside.
const CLOSED: [usize; 5] = [0, 3, 4, 7, 8];
/// Tags that may stand before an inner or last one, by kind.
const OPEN: [[usize; 2]; 2] = [[1, 2], [5, 6]];

const fn tag(kind: Kind, place: u8) -> u8 {
    match kind {
        Kind::Term => place,
        Kind::Opinion => 4 + place,
    }
}

/// Writes the tags of a span.
pub(super) fn write(tags: &mut [u8], mark: &Mark) {
    let Range { start, end } = mark.range;
    match end - start {
        0 => {}
        1 => tags[start] = tag(mark.kind, ONLY),
        _ => {
            tags[start..end].fill(tag(mark.kind, INNER));
            (tags[start], tags[end - 1]) = (tag(mark.kind, FIRST), tag(mark.kind, LAST));
        }
    }
}

/// The spans that lawful tags describe.
pub(super) fn marks(tags: &[u8]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut start = 0;
    for (position, tag) in tags.iter().enumerate() {
        let kind = if *tag > 4 { Kind::Opinion } else { Kind::Term };
        let place = if *tag > 4 { *tag - 4 } else { *tag };
        if place == FIRST || place == ONLY {
            start = position;
        }
        if place == LAST || place == ONLY {
            marks.push(Mark { kind, range: start..position + 1 });
        }
    }
    marks
}

fn before(tag: usize) -> &'static [usize] {
    match tag {
        2 | 3 => &OPEN[0],
        6 | 7 => &OPEN[1],
        _ => &CLOSED,
    }
}

/// The lawful sequence that is worth most: `worths` holds [`TAGS`] numbers a character, `follow` those by tag before and tag.
/// Time and memory grow with the clause. Of equals the lower tag wins, so that every machine decides alike.
pub(super) fn best(worths: &[i32], follow: &[i32], tags: &mut [u8]) {
    const NEVER: i32 = i32::MIN / 2;
    let mut back = vec![[0u8; TAGS]; tags.len()];
    let mut sums = [NEVER; TAGS];
    for (position, (worths, back)) in worths.chunks_exact(TAGS).zip(&mut back).enumerate() {
        let mut next = [NEVER; TAGS];
        for tag in 0..TAGS {
            let before = before(tag);
            if position == 0 {
                if before.len() == CLOSED.len() {
                    next[tag] = follow[START * TAGS + tag] + worths[tag];
                }
                continue;
            }
            for from in before {
                let sum = sums[*from] + follow[from * TAGS + tag];
                if sum > next[tag] {
                    (next[tag], back[tag]) = (sum, u8::try_from(*from).unwrap_or_default());
                }
            }
            next[tag] = next[tag].saturating_add(worths[tag]).max(NEVER);
        }
        sums = next;
    }
    let mut tag = CLOSED[0];
    for last in CLOSED {
        if sums[last] > sums[tag] {
            tag = last;
        }
    }
    for (place, back) in tags.iter_mut().zip(&back).rev() {
        *place = u8::try_from(tag).unwrap_or_default();
        tag = usize::from(back[tag]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_survive_as_tags() {
        let spans = [
            Mark { kind: Kind::Term, range: 0..1 },
            Mark { kind: Kind::Term, range: 1..4 },
            Mark { kind: Kind::Opinion, range: 5..7 },
            Mark { kind: Kind::Opinion, range: 7..8 },
        ];
        let mut tags = [OUTSIDE; 9];
        spans.iter().for_each(|mark| write(&mut tags, mark));
        assert_eq!(tags, [4, 1, 2, 3, 0, 5, 7, 8, 0]);
        assert_eq!(marks(&tags), spans);
    }

    #[test]
    fn the_best_sequence_is_lawful() {
        let follow = [0; (TAGS + 1) * TAGS];
        let mut worths = [0; 3 * TAGS];
        // An inner tag is worth most everywhere; alone it may not stand.
        (worths[2], worths[TAGS + 2], worths[2 * TAGS + 2]) = (9, 9, 9);
        (worths[1], worths[2 * TAGS + 3]) = (1, 1);
        let mut tags = [0; 3];
        best(&worths, &follow, &mut tags);
        assert_eq!(tags, [1, 2, 3]);
        best(&[0; TAGS], &follow, &mut tags[..1]);
        assert_eq!(tags[0], OUTSIDE);
    }
}
