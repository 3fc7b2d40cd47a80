//! The features that tell the readings of an opinion apart: numbers that the model has weights for.
//!
//! Knows nothing of weights. A feature is a hash of its kind and values. Those that take few values come as [`Few`], so that what they are
//! worth can be laid out beforehand; those that name characters come as hashes.

use std::ops::Range;

use super::{
    characters::Characters,
    pairs::{Asked, Found, Reading, Relation},
};

/// Features of few values that go together. The numbers stay below those of [`RADICES`].
#[derive(Debug, Clone, Copy)]
pub(super) enum Few {
    /// How the term of a reading stands to the opinion, whether there is a term before, what kind of attribute there is, and the term: unsaid,
    /// unsaid where there are none, unlisted, listed.
    Frame([u32; 4]),
    /// Relation, whether there is a term before, and characters of the clause before the opinion.
    Before([u32; 3]),
    /// Relation, and characters of the term.
    Length([u32; 2]),
    /// Relation, kind of attribute, and a value at a place of what stands between term and opinion.
    Between([u32; 4]),
}

/// How many values each number of a [`Few`] takes.
const RADICES: ([u32; 4], [u32; 3], [u32; 2], [u32; 4]) =
    ([RELATIONS, 3, 3, 4], [RELATIONS, 3, 5], [RELATIONS, 6], [RELATIONS, 3, 6, 9]);
const RELATIONS: u32 = 8;

/// Values of [`Few::Frame`] for the term.
const UNSAID: u32 = 0;
const LISTED: u32 = 3;

/// What stands for characters between term and opinion that are too many.
const LONG: u32 = 1;
/// The place of those characters among what stands between.
const SHORT_PLACE: u32 = 1;

impl Few {
    /// One more than the greatest number.
    pub(super) const COUNT: usize = count(&RADICES.0) + count(&RADICES.1) + count(&RADICES.2) + count(&RADICES.3);

    /// All there are.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let frames = (0..).map(|n| digits(n, RADICES.0)).take(count(&RADICES.0)).map(Self::Frame);
        let before = (0..).map(|n| digits(n, RADICES.1)).take(count(&RADICES.1)).map(Self::Before);
        let lengths = (0..).map(|n| digits(n, RADICES.2)).take(count(&RADICES.2)).map(Self::Length);
        let between = (0..).map(|n| digits(n, RADICES.3)).take(count(&RADICES.3)).map(Self::Between);
        frames.chain(before).chain(lengths).chain(between)
    }

    /// A number of its own.
    #[inline]
    pub(super) fn number(self) -> usize {
        match self {
            Self::Frame(digits) => number(digits, RADICES.0),
            Self::Before(digits) => count(&RADICES.0) + number(digits, RADICES.1),
            Self::Length(digits) => count(&RADICES.0) + count(&RADICES.1) + number(digits, RADICES.2),
            Self::Between(digits) => {
                count(&RADICES.0) + count(&RADICES.1) + count(&RADICES.2) + number(digits, RADICES.3)
            }
        }
    }

    /// Its features.
    pub(super) fn features(self, mut meet: impl FnMut(u32)) {
        match self {
            Self::Frame([kind, presence, attribute, term]) => {
                meet(of(1, kind));
                meet(step(of(4, kind), mix(&[2, presence, attribute])));
                if attribute == 0 {
                    meet(step(of(3, kind), 0));
                }
                if term <= UNSAID + 1 {
                    meet(step(of(12, kind), term));
                    return;
                }
                let listed = u32::from(term == LISTED);
                meet(step(of(5, kind), listed));
                meet(step(step(of(6, kind), listed), attribute));
                if attribute == 0 {
                    meet(step(step(of(11, kind), listed), 0));
                }
            }
            Self::Before([kind, presence, before]) => meet(step(of(4, kind), mix(&[13, before, presence]))),
            Self::Length([kind, length]) => meet(step(of(9, kind), length)),
            Self::Between([kind, attribute, place, value]) => {
                let values = [place, value, attribute];
                meet(step(step(of(16, kind), place), value));
                meet(values.into_iter().fold(of(17, kind), step));
            }
        }
    }
}

const fn count(radices: &[u32]) -> usize {
    let (mut count, mut place) = (1, 0);
    while place < radices.len() {
        count *= radices[place] as usize;
        place += 1;
    }
    count
}

fn number<const N: usize>(digits: [u32; N], radices: [u32; N]) -> usize {
    digits.iter().zip(radices).fold(0, |number, (digit, radix)| number * radix as usize + *digit as usize)
}

fn digits<const N: usize>(mut number: u32, radices: [u32; N]) -> [u32; N] {
    let mut digits = radices;
    for digit in digits.iter_mut().rev() {
        let radix = *digit;
        (*digit, number) = (number % radix, number / radix);
    }
    digits
}

/// What the characters of a term say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// 1 when it is just one listed term.
    pub(super) listed: u32,
    /// Hash of all of it, of its last character, of the last two, and of the one behind it.
    pub(super) whole: u32,
    last: u32,
    two: u32,
    behind: u32,
}

impl Said {
    pub(super) fn of(text: &Characters, term: &Range<usize>) -> Self {
        let Range { start, end } = *term;
        let hash = |range: Range<usize>| hash(text.codes(range));
        Self {
            listed: u32::from(text.is_listed_term(term)),
            whole: hash(start..end),
            last: hash(end - 1..end),
            two: hash(end.saturating_sub(2).max(start)..end),
            behind: hash(end..text.len().min(end + 1)),
        }
    }
}

impl Found<'_> {
    /// All features of a reading, as hashes.
    pub(super) fn features(&self, asked: &Asked, reading: &Reading, mut meet: impl FnMut(u32)) {
        self.each_few(asked, reading, |few| few.features(&mut meet));
        self.each_hashed(asked, reading, meet);
    }

    /// The features of few values.
    #[inline]
    pub(super) fn each_few(&self, asked: &Asked, reading: &Reading, mut meet: impl FnMut(Few)) {
        let (kind, attribute) = (reading.relation as u32, asked.attribute_kind);
        let unsaid = UNSAID + u32::from(self.terms.is_empty());
        let about = reading.term.map_or(unsaid, |term| LISTED - 1 + self.said[term].listed);
        meet(Few::Frame([kind, asked.presence, attribute, about]));
        meet(Few::Before([kind, asked.presence, asked.before]));
        let Some(term) = reading.term.map(|term| &self.terms[term]) else { return };
        meet(Few::Length([kind, small(term.len(), 5)]));
        for (place, value) in self.between(asked, reading, term) {
            meet(Few::Between([kind, attribute, place, value]));
        }
    }

    /// The features that name characters.
    #[inline]
    pub(super) fn each_hashed(&self, asked: &Asked, reading: &Reading, mut meet: impl FnMut(u32)) {
        let (kind, attribute) = (reading.relation as u32, asked.attribute_kind);
        asked.said.iter().for_each(|said| meet(step(of(4, kind), *said)));
        if attribute > 0 {
            meet(step(of(3, kind), asked.attribute_hash));
        }
        let Some(number) = reading.term else { return };
        let Said { listed, whole, last, two, behind } = self.said[number];
        meet(step(of(7, kind), last));
        meet(step(of(8, kind), two));
        meet(step(step(of(10, kind), last), asked.opens));
        if attribute > 0 {
            meet(step(step(of(11, kind), listed), asked.attribute_hash));
        }
        if listed == 1 {
            meet(step(step(of(14, kind), whole), asked.attribute_hash));
        }
        meet(step(of(15, kind), behind));
        let gap = gap(asked, reading, &self.terms[number]);
        let short = if gap.len() <= 3 { hash(self.text.codes(gap)) } else { LONG };
        meet(step(step(of(16, kind), SHORT_PLACE), short));
        meet(step(step(step(of(17, kind), SHORT_PLACE), short), attribute));
    }

    /// What stands between term and opinion, by place: how many characters, opinions and clauses, whether a sentence ends, and how many other
    /// terms were passed over.
    fn between(&self, asked: &Asked, reading: &Reading, term: &Range<usize>) -> [(u32, u32); 5] {
        let gap = gap(asked, reading, term);
        let first = self.opinions.partition_point(|opinion| opinion.start < gap.start);
        let opinions = self.opinions[first..].iter().take(3).take_while(|opinion| opinion.end <= gap.end).count();
        let clauses = [gap.start.saturating_sub(1), gap.end].map(|place| self.text.clause(place));
        let (crossed, ended) = match clauses {
            [Some(from), Some(to)] if from < to => {
                (to - from, self.text.clauses[from].sentence != self.text.clauses[to].sentence)
            }
            _ => (0, false),
        };
        let passed = match reading.relation {
            Relation::Carried => asked.clause_terms - 1 - reading.term.unwrap_or_default(),
            _ => 0,
        };
        [
            (0, small(gap.len(), 8)),
            (2, small(opinions, 3)),
            (3, small(crossed, 4)),
            (4, u32::from(ended)),
            (5, small(passed, 3)),
        ]
    }
}

/// The characters between term and opinion.
fn gap(asked: &Asked, reading: &Reading, term: &Range<usize>) -> Range<usize> {
    if term.end <= reading.start { term.end..reading.start } else { asked.opinion.end..term.start }
}

fn small(count: usize, most: usize) -> u32 {
    u32::try_from(count.min(most)).unwrap_or_default()
}

/// The hash of characters.
#[inline]
pub(super) fn hash(codes: &[u16]) -> u32 {
    codes.iter().fold(SEED, |hash, code| step(hash, *code as u32))
}

/// FNV-1a over whole numbers, with a shift so that high bits reach the low ones.
pub(super) fn mix(parts: &[u32]) -> u32 {
    parts.iter().fold(SEED, |hash, part| step(hash, *part))
}

/// How features of a kind begin, by relation: hashed once for all texts.
const BEGINNINGS: [[u32; RELATIONS as usize]; KINDS as usize] = {
    let mut beginnings = [[0; RELATIONS as usize]; KINDS as usize];
    let mut kind = 0;
    while kind < KINDS {
        let mut relation = 0;
        while relation < RELATIONS {
            beginnings[kind as usize][relation as usize] = step(step(SEED, kind), relation);
            relation += 1;
        }
        kind += 1;
    }
    beginnings
};

/// One more than the greatest kind of features.
const KINDS: u32 = 18;
const SEED: u32 = 0x811C_9DC5;

#[inline]
fn of(kind: usize, relation: u32) -> u32 {
    BEGINNINGS[kind][relation as usize % RELATIONS as usize]
}

const fn step(hash: u32, part: u32) -> u32 {
    let product = (hash ^ part).wrapping_mul(0x0100_0193);
    (product ^ (product >> 15)).wrapping_mul(0x85EB_CA6B)
}
