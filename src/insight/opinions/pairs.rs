//! Which term opinion words are about: every reading of them, and the features that tell readings apart.
//!
//! Knows nothing of weights. Readings of one opinion are few: terms beyond a handful on either side are not looked at.

use std::ops::Range;

use super::{
    characters::Characters,
    tags::{Kind, Mark},
};

/// Terms before the opinion that may be meant.
const TERMS_BACK: usize = 4;
/// Terms of earlier clauses that may be carried over.
const CARRIED: usize = 3;

/// How the term of a reading stands to the opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// Unsaid.
    None = 0,
    /// The nearest term before, in the same clause.
    Left = 1,
    /// The one before that, in the same clause.
    Second = 2,
    /// A term whose attribute stands right before the opinion, in the same clause: 米线 of 米线汤头浓.
    Holder = 3,
    /// The same, from an earlier clause.
    EarlierHolder = 4,
    /// A term of an earlier clause, when the clause has none.
    Carried = 5,
    /// Unsaid; the attribute right before the opinion belongs to it.
    Whole = 6,
    /// The nearest term behind, in the same clause.
    Right = 7,
}

impl Relation {
    /// Which margin the relation must gain over the nearest terms; these need none.
    pub(super) const fn margin(self) -> Option<usize> {
        match self {
            Self::Left | Self::Right => None,
            Self::None => Some(0),
            Self::Holder | Self::EarlierHolder | Self::Carried | Self::Whole => Some(1),
            Self::Second => Some(2),
        }
    }
}

/// One reading of an opinion.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) relation: Relation,
    /// The number of the term.
    pub(super) term: Option<usize>,
    /// Where the opinion begins: with an attribute that belongs to it.
    pub(super) start: usize,
}

/// The terms and opinions of a text.
pub(super) struct Found<'a> {
    text: &'a Characters,
    pub(super) terms: Vec<Range<usize>>,
    pub(super) opinions: Vec<Range<usize>>,
}

/// Opinion words with what does not depend on the reading.
pub(super) struct Asked {
    pub(super) opinion: Range<usize>,
    /// The nearest term before, in the same clause.
    left: Option<usize>,
    /// The same when it touches the opinion: an attribute, perhaps.
    attribute: Option<usize>,
    /// 0 no attribute, 1 an unlisted, 2 a listed one.
    attribute_kind: u32,
    attribute_hash: u32,
    /// Number of the first term not before the clause, and of the first behind the opinion.
    clause_terms: usize,
    next_term: usize,
    common: [u32; 7],
}

impl<'a> Found<'a> {
    pub(super) fn new(text: &'a Characters, marks: &[Mark]) -> Self {
        let of =
            |kind: Kind| marks.iter().filter(move |mark| mark.kind == kind).map(|mark| mark.range.clone()).collect();
        Self { text, terms: of(Kind::Term), opinions: of(Kind::Opinion) }
    }

    /// What is asked of one opinion.
    pub(super) fn ask(&self, opinion: &Range<usize>) -> Asked {
        let Range { start, end } = *opinion;
        let clause =
            self.text.clause(start).map_or(0..self.text.len(), |clause| self.text.clauses[clause].range.clone());
        let next_term = self.terms.partition_point(|term| term.start < end);
        let clause_terms = self.terms.partition_point(|term| term.start < clause.start);
        let left =
            self.terms.partition_point(|term| term.end <= start).checked_sub(1).filter(|term| *term >= clause_terms);
        let attribute = left.filter(|term| self.terms[*term].end == start);
        let attribute_kind = attribute.map_or(0, |term| 1 + u32::from(self.text.is_listed_term(&self.terms[term])));
        let presence = u32::from(left.is_some()) + u32::from(attribute.is_some());
        let before = u32::try_from((start - clause.start).min(4)).unwrap_or_default();
        let two = end.saturating_sub(2).max(start);
        Asked {
            opinion: opinion.clone(),
            left,
            attribute,
            attribute_kind,
            attribute_hash: attribute.map_or(0, |term| self.hash(self.terms[term].clone())),
            clause_terms,
            next_term,
            common: [
                mix(&[2, presence, attribute_kind]),
                mix(&[13, before, presence]),
                mix(&[40, self.hash(start..start + 1)]),
                mix(&[41, self.hash(start..end.min(start + 2))]),
                mix(&[42, self.hash(two..end)]),
                mix(&[43, self.hash(end - 1..end)]),
                mix(&[44, self.hash(start..end)]),
            ],
        }
    }

    /// All readings of an opinion, the unsaid term first.
    pub(super) fn readings(&self, asked: &Asked) -> Vec<Reading> {
        let start = asked.opinion.start;
        let mut readings = vec![Reading { relation: Relation::None, term: None, start }];
        let mut add = |relation, term, start| readings.push(Reading { relation, term, start });
        let attribute = asked.attribute.map(|term| self.terms[term].start);
        if let Some(start) = attribute {
            add(Relation::Whole, None, start);
        }
        match asked.left {
            Some(left) => {
                add(Relation::Left, Some(left), start);
                if left > asked.clause_terms {
                    add(Relation::Second, Some(left - 1), start);
                }
                for holder in (left.saturating_sub(TERMS_BACK)..left).rev().filter(|_| attribute.is_some()) {
                    let same = holder >= asked.clause_terms;
                    let relation = if same { Relation::Holder } else { Relation::EarlierHolder };
                    add(relation, Some(holder), attribute.unwrap_or(start));
                }
            }
            None => {
                let earlier = asked.clause_terms.saturating_sub(CARRIED)..asked.clause_terms;
                earlier.rev().for_each(|term| add(Relation::Carried, Some(term), start));
            }
        }
        let right = self.terms.get(asked.next_term);
        if right.is_some_and(|term| self.text.clause(term.start) == self.text.clause(start)) {
            add(Relation::Right, Some(asked.next_term), start);
        }
        readings
    }

    /// The hashed features of a reading.
    pub(super) fn features(&self, asked: &Asked, reading: &Reading, mut meet: impl FnMut(u32)) {
        let kind = reading.relation as u32;
        meet(mix(&[1, kind]));
        meet(mix(&[3, kind, asked.attribute_hash]));
        asked.common.iter().for_each(|common| meet(mix(&[4, kind, *common])));
        let Some(number) = reading.term else {
            meet(mix(&[12, kind, u32::from(self.terms.is_empty())]));
            return;
        };
        let term = &self.terms[number];
        let listed = u32::from(self.text.is_listed_term(term));
        let last = self.hash(term.end - 1..term.end);
        let length = u32::try_from(term.len().min(5)).unwrap_or_default();
        let opens = self.hash(asked.opinion.start..asked.opinion.end.min(asked.opinion.start + 2));
        meet(mix(&[5, kind, listed]));
        meet(mix(&[6, kind, listed, asked.attribute_kind]));
        meet(mix(&[7, kind, last]));
        meet(mix(&[8, kind, self.hash(term.end.saturating_sub(2).max(term.start)..term.end)]));
        meet(mix(&[9, kind, length]));
        meet(mix(&[10, kind, last, opens]));
        meet(mix(&[11, kind, listed, asked.attribute_hash]));
        if listed == 1 {
            meet(mix(&[14, kind, self.hash(term.clone()), asked.attribute_hash]));
        }
        meet(mix(&[15, kind, self.hash(term.end..self.text.len().min(term.end + 1))]));
        for (place, feature) in (0..).zip(self.between(asked, reading, term)) {
            meet(mix(&[16, kind, place, feature]));
            meet(mix(&[17, kind, place, feature, asked.attribute_kind]));
        }
    }

    /// What stands between term and opinion: characters, their hash when few, opinions, clauses, whether a sentence ends, and how many
    /// other terms were passed over.
    fn between(&self, asked: &Asked, reading: &Reading, term: &Range<usize>) -> [u32; 6] {
        let gap = if term.end <= reading.start { term.end..reading.start } else { asked.opinion.end..term.start };
        let first = self.opinions.partition_point(|opinion| opinion.start < gap.start);
        let opinions = self.opinions[first..].iter().take_while(|opinion| opinion.end <= gap.end).take(3).count();
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
        let small = |count: usize, most: usize| u32::try_from(count.min(most)).unwrap_or_default();
        let short = if gap.len() <= 3 { self.hash(gap.clone()) } else { 1 };
        [small(gap.len(), 8), short, small(opinions, 3), small(crossed, 4), u32::from(ended), small(passed, 3)]
    }

    fn hash(&self, range: Range<usize>) -> u32 {
        self.text.codes(range).iter().fold(0x811C_9DC5, |hash, code| step(hash, u32::from(*code)))
    }

    /// Terms that share the opinion of `term`, joined to it by 和 and the like: 质量、物流都好.
    pub(super) fn joined(&self, term: usize) -> impl Iterator<Item = usize> + '_ {
        (0..term).rev().take(TERMS_BACK).take_while(|earlier| {
            let gap = self.text.codes(self.terms[*earlier].end..self.terms[earlier + 1].start);
            gap.len() == 1 && ['、', '和', '与', '跟', '及'].iter().any(|joint| u32::from(gap[0]) == u32::from(*joint))
        })
    }
}

/// FNV-1a over whole numbers, with a shift so that high bits reach the low ones.
fn mix(parts: &[u32]) -> u32 {
    parts.iter().fold(0x811C_9DC5, |hash, part| step(hash, *part))
}

const fn step(hash: u32, part: u32) -> u32 {
    let product = (hash ^ part).wrapping_mul(0x0100_0193);
    (product ^ (product >> 15)).wrapping_mul(0x85EB_CA6B)
}
