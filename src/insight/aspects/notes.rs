//! What facts are called, and where they are put down.
//!
//! Knows nothing of what is worth telling. The name of a fact depends on ids, words and characters alone, never on places in a pack, so
//! models outlive changes to other words of their pack. What many aspects share is found out once a text.

use super::{grams::Gram, learned::LearnedParts};
use crate::insight::linear::{Columns, Facts, Stem, Tail, name, of_text};

/// Characters of the longest gram that is read for each aspect apart.
const LONGEST_OF_ASPECT: usize = 2;

/// What a fact is about; part of its name.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Gram,
    GramOfAspect,
    Word,
    WordOfAspect,
    RoleOfAspect,
    WordJudged,
    Mentioned,
    Named,
    Weak,
    Verdict,
    VerdictOfAspect,
    Aspect,
    Parent,
    Measure,
    MeasureOfAspect,
    OtherVerdict,
    WholeStep,
    Clauses,
    Attended,
    AttendedOfAspect,
    Attention,
    AttentionOfAspect,
    AttendedStep,
    AttendedStepOfAspect,
    Silent,
    SilentOfAspect,
}

/// What stands for an aspect in the names of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) id: u64,
    parent: u64,
    /// The id as what a name ends in.
    tail: Tail,
}

impl Marks {
    pub(super) fn new(id: &str, parent: &str) -> Self {
        let id = of_text(id);
        Self { id, parent: of_text(parent), tail: Tail::new(id) }
    }
}

pub(super) fn fact(kind: Kind, one: u64, other: u64) -> u32 {
    name(kind as u8, [one, other])
}

/// Facts of one aspect, of the kinds that these parts of the method know.
pub(super) struct Notes<'c, C> {
    pub(super) columns: &'c C,
    pub(super) facts: Facts,
    pub(super) parts: LearnedParts,
    /// The aspect.
    pub(super) own: &'c Marks,
}

impl<'c, C: Columns> Notes<'c, C> {
    pub(super) const fn new(columns: &'c C, parts: LearnedParts, own: &'c Marks) -> Self {
        Self { columns, facts: Facts::new(), parts, own }
    }

    /// A fact that is told of all aspects together.
    pub(super) fn add(&mut self, kind: Kind, one: u64, other: u64, value: f32) {
        if self.parts.together {
            self.add_known(self.columns.column(fact(kind, one, other)), value);
        }
    }

    /// One that is told of each aspect apart.
    pub(super) fn add_apart(&mut self, kind: Kind, one: u64, value: f32) {
        if self.parts.apart {
            let name = self.own.tail.name(Stem::new(kind as u8, one));
            self.add_known(self.columns.column(name), value);
        }
    }

    /// One that is told both ways.
    pub(super) fn add_both(&mut self, [together, apart]: [Kind; 2], one: u64, value: f32) {
        self.add(together, one, 0, value);
        self.add_apart(apart, one, value);
    }

    /// Which aspect it is, and below which parent.
    pub(super) fn add_aspect(&mut self) {
        if self.parts.apart {
            self.add_known(self.columns.column(fact(Kind::Aspect, self.own.id, 0)), 1.0);
        }
        self.add(Kind::Parent, self.own.parent, 0, 0.5);
    }

    /// A gram, for all aspects together and for this one.
    pub(super) fn add_gram(&mut self, gram: &GramFact, value: f32) {
        if self.parts.together {
            self.add_known(gram.together, value);
        }
        if let Some(stem) = gram.apart.filter(|_| self.parts.apart) {
            self.add_known(self.columns.column(self.own.tail.name(stem)), value);
        }
    }

    fn add_known(&mut self, column: Option<u32>, value: f32) {
        if let Some(column) = column {
            self.facts.add(column, value);
        }
    }
}

/// What a gram is called among the facts of verdicts where the clauses about an aspect are told of.
#[derive(Clone, Copy)]
pub(super) struct GramFact {
    /// For all aspects together.
    together: Option<u32>,
    /// For each apart, but for the aspect; `None` for long grams.
    apart: Option<Stem>,
}

/// What each gram of a text is called, by number: found out once for all aspects.
pub(super) struct GramFacts {
    /// In the clauses that the words of the pack find.
    pub(super) found: Vec<GramFact>,
    /// In those that labelled reviews taught.
    pub(super) attended: Vec<GramFact>,
}

impl GramFacts {
    pub(super) fn new(columns: &impl Columns, grams: &[Gram]) -> Self {
        let facts = |together: Kind, apart: Kind| {
            let fact = |gram: &Gram| GramFact {
                together: columns.column(Stem::new(together as u8, gram.packed).alone()),
                apart: (gram.length <= LONGEST_OF_ASPECT).then(|| Stem::new(apart as u8, gram.packed)),
            };
            grams.iter().map(fact).collect()
        };
        Self { found: facts(Kind::Gram, Kind::GramOfAspect), attended: facts(Kind::Attended, Kind::AttendedOfAspect) }
    }
}

/// What each gram of a text is called among the facts of mentions, by number.
pub(super) fn grams_of_mentions(columns: &impl Columns, grams: &[Gram]) -> Vec<Option<u32>> {
    grams.iter().map(|gram| columns.column(Stem::new(Kind::Gram as u8, gram.packed).alone())).collect()
}
