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

/// The tags in three groups, so that four are weighed at once: those that begin something or are outside, and those that go on with it; the
/// only character of opinion words is left over.
const OPENING: [usize; 4] = [0, 1, 4, 5];
const GOING: [usize; 4] = [2, 3, 6, 7];
const ONE: usize = 8;
/// Where each tag stands among all groups.
const PLACES: [usize; TAGS] = [0, 1, 4, 5, 2, 3, 6, 7, 8];

/// Tags that may stand before one that begins something or is outside, in ascending order.
const CLOSED: [u8; 5] = [0, 3, 4, 7, 8];
/// Tags that may stand before each that goes on.
const OPEN: [[u8; 4]; 2] = [[1, 1, 5, 5], [2, 2, 6, 6]];

/// A number for each tag of a group.
type Four = [i32; 4];

/// What it is worth that a tag follows another.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Follow {
    /// Those of the first character of a clause.
    first: (Four, i32),
    /// By tag before, as in [`CLOSED`].
    opening: [Four; 5],
    one: [i32; 5],
    /// By tag before, as in [`OPEN`].
    going: [Four; 2],
}

impl Follow {
    /// From the worth by tag before ([`START`] last) and tag; what is missing is worth nothing.
    pub(super) fn new(worths: &[i32]) -> Self {
        let worth = |before: usize, tag: usize| worths.get(before * TAGS + tag).copied().unwrap_or_default();
        Self {
            first: (OPENING.map(|tag| worth(START, tag)), worth(START, ONE)),
            opening: CLOSED.map(|before| OPENING.map(|tag| worth(usize::from(before), tag))),
            one: CLOSED.map(|before| worth(usize::from(before), ONE)),
            going: OPEN.map(|before| std::array::from_fn(|place| worth(usize::from(before[place]), GOING[place]))),
        }
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

/// The tag before each, by [`PLACES`].
pub(super) type Step = [u8; TAGS];

/// The lawful sequence that is worth most (Viterbi 1967, in integers). Time and memory grow with the clause; `steps` is room to work in. Of
/// equals the lower tag wins, so that every machine decides alike.
///
/// A character is worth less than 2¹⁹ and what follows less than 2²⁰: sums over [`OPINION_CLAUSE_CHARS`](crate::limits::OPINION_CLAUSE_CHARS)
/// do not wrap.
pub(super) fn best(worths: &[Worths], follow: &Follow, steps: &mut Vec<Step>, tags: &mut [u8]) {
    let Some((first, rest)) = worths.split_first() else { return };
    let mut sums = Sums::first(first, follow);
    steps.clear();
    steps.extend(rest.iter().map(|worths| sums.follow(worths, follow)));
    let (_, mut tag) = greatest(sums.closed());
    for (position, place) in tags.iter_mut().enumerate().rev() {
        *place = tag;
        let step = position.checked_sub(1).and_then(|before| steps.get(before));
        tag = step.map_or(tag, |step| step[PLACES[usize::from(tag)]]);
    }
}

/// The most that a sequence up to a character can be worth, by its tag.
struct Sums {
    opening: Four,
    going: Four,
    one: i32,
}

impl Sums {
    fn first(worths: &Worths, follow: &Follow) -> Self {
        /// What cannot be: nothing goes on at the first character.
        const NEVER: i32 = i32::MIN / 2;
        let (opening, one) = follow.first;
        Self {
            opening: add(opening, OPENING.map(|tag| worths[tag])),
            going: [NEVER; 4],
            one: one.wrapping_add(worths[ONE]),
        }
    }

    /// Those of [`CLOSED`].
    const fn closed(&self) -> [i32; 5] {
        [self.opening[0], self.going[1], self.opening[2], self.going[3], self.one]
    }

    /// Goes on by one character; answers with the tags before.
    #[inline]
    fn follow(&mut self, worths: &Worths, follow: &Follow) -> Step {
        let closed = self.closed();
        let mut opening = (add([closed[0]; 4], follow.opening[0]), [CLOSED[0]; 4]);
        for place in 1..CLOSED.len() {
            raise(&mut opening, add([closed[place]; 4], follow.opening[place]), [CLOSED[place]; 4]);
        }
        let ([_, term, _, opinion], [inner_term, _, inner_opinion, _]) = (self.opening, self.going);
        let mut going = (add([term, term, opinion, opinion], follow.going[0]), OPEN[0]);
        let inner = [inner_term, inner_term, inner_opinion, inner_opinion];
        raise(&mut going, add(inner, follow.going[1]), OPEN[1]);
        let (one, before) = greatest(std::array::from_fn(|place| closed[place].wrapping_add(follow.one[place])));
        *self = Self {
            opening: add(opening.0, OPENING.map(|tag| worths[tag])),
            going: add(going.0, GOING.map(|tag| worths[tag])),
            one: one.wrapping_add(worths[ONE]),
        };
        let ([a, b, c, d], [e, f, g, h]) = (opening.1, going.1);
        [a, b, c, d, e, f, g, h, before]
    }
}

#[inline]
fn add(one: Four, other: Four) -> Four {
    std::array::from_fn(|place| one[place].wrapping_add(other[place]))
}

/// Takes over what is greater, each with the tag it comes from.
#[inline]
fn raise(best: &mut (Four, [u8; 4]), sums: Four, tags: [u8; 4]) {
    let (most, from) = best;
    for place in 0..4 {
        let is_greater = sums[place] > most[place];
        most[place] = if is_greater { sums[place] } else { most[place] };
        from[place] = if is_greater { tags[place] } else { from[place] };
    }
}

/// The greatest of the sums of [`CLOSED`], and its tag.
#[inline]
fn greatest(sums: [i32; 5]) -> (i32, u8) {
    let mut best = (sums[0], CLOSED[0]);
    for place in 1..CLOSED.len() {
        let is_greater = sums[place] > best.0;
        best = (if is_greater { sums[place] } else { best.0 }, if is_greater { CLOSED[place] } else { best.1 });
    }
    best
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
            best(&worths, &Follow::new(&follow), &mut Vec::new(), &mut found);
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
        let mut steps = Vec::new();
        best(&worths, &follow, &mut steps, &mut tags);
        assert_eq!(tags, [1, 2, 3]);
        best(&[Worths::default(); 1], &follow, &mut steps, &mut tags[..1]);
        assert_eq!(tags[0], OUTSIDE);
    }
}
