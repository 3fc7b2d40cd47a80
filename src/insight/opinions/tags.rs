//! Tags of characters, and the best sequence of them in a clause.
//!
//! Knows nothing of texts. A sequence is lawful: what begins ends inside the clause, and nothing goes on that has not begun.

use std::ops::Range;

use super::model::{START, TAGS, Worths};

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

/// Tags that may stand before one that begins something or is outside, and the latter; in ascending order.
const CLOSED: [usize; 5] = [0, 3, 4, 7, 8];
const OPENING: [usize; 5] = [0, 1, 4, 5, 8];
/// Tags that may stand before an inner or last one, and the latter, by kind.
const OPEN: [([usize; 2], [usize; 2]); 2] = [([1, 2], [2, 3]), ([5, 6], [6, 7])];

/// What it is worth that a tag follows another.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Follow {
    /// Those of the first character of a clause.
    first: [i64; TAGS],
    /// By tag before and tag, as [`ranked`] numbers.
    pairs: [[i64; TAGS]; TAGS],
}

/// Bits below a sum in which it carries the tag before: the greater sum wins, and of equal ones the lower tag.
const RANK_BITS: u32 = 4;
const RANKS: i64 = (1 << RANK_BITS) - 1;

const fn ranked(worth: i32, before: usize) -> i64 {
    ((worth as i64) << RANK_BITS) + RANKS - before as i64
}

impl Follow {
    /// From the worth by tag before ([`START`] last) and tag; what is missing is worth nothing.
    pub(super) fn new(worths: &[i32]) -> Self {
        let worth = |before: usize, tag: usize| worths.get(before * TAGS + tag).copied().unwrap_or_default();
        let mut follow = Self::default();
        for tag in 0..TAGS {
            follow.first[tag] = shifted(worth(START, tag));
            (0..TAGS).for_each(|before| follow.pairs[before][tag] = ranked(worth(before, tag), before));
        }
        follow
    }
}

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

/// The lawful sequence that is worth most (Viterbi 1967, in integers). Time and memory grow with the clause. Of equals the lower tag wins,
/// so that every machine decides alike.
pub(super) fn best(worths: &[Worths], follow: &Follow, tags: &mut [u8]) {
    const NEVER: i64 = i64::MIN / 4;
    let Some((first, rest)) = worths.split_first() else { return };
    let mut sums = [NEVER; TAGS];
    for tag in OPENING {
        sums[tag] = follow.first[tag] + shifted(first[tag]);
    }
    let mut back = vec![[0u8; TAGS]; rest.len()];
    for (worths, back) in rest.iter().zip(&mut back) {
        let mut next = [NEVER; TAGS];
        for tag in OPENING {
            (next[tag], back[tag]) = likeliest(&sums, follow, CLOSED, tag, worths);
        }
        for (before, after) in OPEN {
            for tag in after {
                (next[tag], back[tag]) = likeliest(&sums, follow, before, tag, worths);
            }
        }
        sums = next;
    }
    let mut tag = CLOSED[0];
    for last in CLOSED {
        if sums[last] > sums[tag] {
            tag = last;
        }
    }
    for (position, place) in tags.iter_mut().enumerate().rev() {
        *place = u8::try_from(tag).unwrap_or_default();
        tag = back.get(position.wrapping_sub(1)).map_or(tag, |back| usize::from(back[tag]));
    }
}

/// The greatest sum with which a tag can be reached, and the tag before.
#[inline]
fn likeliest<const N: usize>(
    sums: &[i64; TAGS],
    follow: &Follow,
    before: [usize; N],
    tag: usize,
    worths: &Worths,
) -> (i64, u8) {
    // A clause sums some hundred thousand units a character: nothing wraps.
    let sums = before.map(|before| sums[before].wrapping_add(follow.pairs[before][tag]));
    let most = sums.into_iter().fold(i64::MIN, i64::max);
    #[expect(clippy::cast_possible_truncation, reason = "the mask leaves a tag")]
    #[expect(clippy::cast_sign_loss, reason = "the mask leaves a tag")]
    let from = (RANKS - (most & RANKS)) as u8;
    ((most & !RANKS).wrapping_add(shifted(worths[tag])), from)
}

fn shifted(worth: i32) -> i64 {
    i64::from(worth) << RANK_BITS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    /// Whether every span ends inside the clause and nothing goes on that has not begun.
    fn is_lawful(tags: &[u8]) -> bool {
        let may_follow = |before: u8, tag: u8| match tag {
            2 | 3 => matches!(before, 1 | 2),
            6 | 7 => matches!(before, 5 | 6),
            _ => matches!(before, 0 | 3 | 4 | 7 | 8),
        };
        let before = std::iter::once(0).chain(tags.iter().copied());
        before.zip(tags).all(|(before, tag)| may_follow(before, *tag)) && may_follow(*tags.last().unwrap_or(&0), 0)
    }

    fn worth(worths: &[Worths], follow: &[i32], tags: &[u8]) -> i64 {
        let mut before = START;
        let worth = |(worths, tag): (&Worths, &u8)| {
            let tag = usize::from(*tag);
            let followed = follow[std::mem::replace(&mut before, tag) * TAGS + tag];
            i64::from(followed) + i64::from(worths[tag])
        };
        worths.iter().zip(tags).map(worth).sum()
    }

    proptest! {
        #[test]
        fn the_best_sequence_is_lawful_and_no_lawful_one_is_worth_more(
            worths in prop::collection::vec(prop::array::uniform9(-40i32..40), 0..5),
            follow in prop::collection::vec(-30i32..30, (TAGS + 1) * TAGS),
        ) {
            let mut found = vec![OUTSIDE; worths.len()];
            best(&worths, &Follow::new(&follow), &mut found);
            prop_assert!(is_lawful(&found));
            let sequences = 9usize.pow(u32::try_from(worths.len()).unwrap());
            let most = (0..sequences).map(|number| {
                let mut rest = number;
                let mut tag = || { let tag = u8::try_from(rest % 9).unwrap(); rest /= 9; tag };
                (0..worths.len()).map(|_| tag()).collect::<Vec<u8>>()
            });
            let most = most.filter(|tags| is_lawful(tags)).map(|tags| worth(&worths, &follow, &tags)).max();
            prop_assert_eq!(Some(worth(&worths, &follow, &found)), most);
        }
    }

    #[test]
    fn of_equals_the_lower_tag_wins() {
        let follow = Follow::new(&[0; (TAGS + 1) * TAGS]);
        // An inner term is worth most everywhere; alone it may not stand.
        let mut worths = [Worths::default(); 3];
        worths.iter_mut().for_each(|worths| worths[2] = 9);
        (worths[0][1], worths[2][3]) = (1, 1);
        let mut tags = [0; 3];
        best(&worths, &follow, &mut tags);
        assert_eq!(tags, [1, 2, 3]);
        best(&[Worths::default(); 1], &follow, &mut tags[..1]);
        assert_eq!(tags[0], OUTSIDE);
    }
}
