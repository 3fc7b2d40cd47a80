//! Which term opinion words are about: every reading of them, and the features that tell readings apart.
//!
//! Knows nothing of weights. Readings of one opinion are few: terms beyond a handful on either side are not looked at.

use std::ops::Range;

use super::{
    characters::Characters,
    features::{Said, hash, mix},
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
    pub(super) text: &'a Characters,
    pub(super) terms: Vec<Range<usize>>,
    pub(super) opinions: Vec<Range<usize>>,
    /// By term: what its characters say.
    pub(super) said: Vec<Said>,
}

/// Opinion words with what does not depend on the reading.
pub(super) struct Asked {
    pub(super) opinion: Range<usize>,
    /// The nearest term before, in the same clause.
    left: Option<usize>,
    /// The same when it touches the opinion: an attribute, perhaps.
    attribute: Option<usize>,
    /// 0 no attribute, 1 an unlisted, 2 a listed one.
    pub(super) attribute_kind: u32,
    pub(super) attribute_hash: u32,
    /// 0 no term before, 1 one, 2 one that is an attribute.
    pub(super) presence: u32,
    /// Characters of the clause before the opinion, when few.
    pub(super) before: u32,
    /// Number of the first term not before the clause, and of the first behind the opinion.
    pub(super) clause_terms: usize,
    next_term: usize,
    /// Hash of its first characters.
    pub(super) opens: u32,
    /// What the characters of the opinion say, each a feature with every relation.
    pub(super) said: [u32; 5],
}

impl<'a> Found<'a> {
    pub(super) fn new(text: &'a Characters, marks: &[Mark]) -> Self {
        let of = |kind: Kind| -> Vec<Range<usize>> {
            marks.iter().filter(|mark| mark.kind == kind).map(|mark| mark.range.clone()).collect()
        };
        let terms = of(Kind::Term);
        let said = terms.iter().map(|term| Said::of(text, term)).collect();
        Self { text, terms, opinions: of(Kind::Opinion), said }
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
        let two = end.saturating_sub(2).max(start);
        let hash = |range: Range<usize>| hash(self.text.codes(range));
        let opens = hash(start..end.min(start + 2));
        Asked {
            opinion: opinion.clone(),
            left,
            attribute,
            attribute_kind: attribute.map_or(0, |term| 1 + self.said[term].listed),
            attribute_hash: attribute.map_or(0, |term| self.said[term].whole),
            presence: u32::from(left.is_some()) + u32::from(attribute.is_some()),
            before: u32::try_from((start - clause.start).min(4)).unwrap_or_default(),
            clause_terms,
            next_term,
            opens,
            said: [
                mix(&[40, hash(start..start + 1)]),
                mix(&[41, opens]),
                mix(&[42, hash(two..end)]),
                mix(&[43, hash(end - 1..end)]),
                mix(&[44, hash(start..end)]),
            ],
        }
    }

    /// All readings of an opinion, the unsaid term first.
    pub(super) fn readings(&self, asked: &Asked) -> Vec<Reading> {
        let mut readings = Vec::new();
        self.read(asked, &mut readings);
        readings
    }

    /// The same in place of what `readings` held.
    pub(super) fn read(&self, asked: &Asked, readings: &mut Vec<Reading>) {
        let start = asked.opinion.start;
        readings.clear();
        readings.push(Reading { relation: Relation::None, term: None, start });
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
    }

    /// Terms that share the opinion of `term`, joined to it by 和 and the like: 质量、物流都好.
    pub(super) fn joined(&self, term: usize) -> impl Iterator<Item = usize> + '_ {
        (0..term).rev().take(TERMS_BACK).take_while(|earlier| {
            let gap = self.text.codes(self.terms[*earlier].end..self.terms[earlier + 1].start);
            gap.len() == 1 && ['、', '和', '与', '跟', '及'].iter().any(|joint| u32::from(gap[0]) == u32::from(*joint))
        })
    }
}
