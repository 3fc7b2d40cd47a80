//! Filters as tests on packed columns, and as a tantivy query over them.

use std::{collections::HashMap, fmt, sync::Arc};

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED,
    index::SegmentId,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::{
    columns::{Columns, NO_TIME, PART_SETS, RATING_VALUES, SENTIMENT_VALUES, Slot},
    document::part_bit,
    gathered::Gathered,
    lists::{List, ListField},
    snapshot::Snapshot,
};
use crate::domain::{
    analysis::{Flag, FlagSet},
    calendar::{Day, Zone},
    query::FieldClause,
    slice::{Condition, Filter},
};

/// All conditions that a filter puts on one field: what is lifted together when that field's facet is counted.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The field, or `has`/`missing`.
    pub(super) field: String,
    tests: Vec<Test>,
}

#[derive(Debug, Clone)]
enum Test {
    /// The packed value is one of these.
    Slot(Slot, Bits),
    /// Any of the values in an array is one of these — or, when `wanted` is false, none is.
    List { list: List, values: Bits, wanted: bool },
    /// Any of these packed values is zero, or one of these arrays empty — or, when `wanted` is false, none is.
    AnyMissing { slots: Vec<Slot>, lists: Vec<List>, wanted: bool },
    /// The instant lies in `[from, to)` — or, when `inside` is false, does not.
    Created { from: i64, to: i64, inside: bool },
    /// The number of likes lies in `from..=to` — or, when `inside` is false, does not.
    Likes { from: u32, to: u32, inside: bool },
    /// No review passes: the field is none of this index's.
    Nothing,
}

/// A set of small numbers.
#[derive(Debug, Clone)]
enum Bits {
    /// All below 64.
    Few(u64),
    Many(Vec<u64>),
}

impl Bits {
    fn from_values(values: impl IntoIterator<Item = usize>) -> Self {
        let mut words = vec![0u64];
        for value in values {
            if words.len() <= value / 64 {
                words.resize(value / 64 + 1, 0);
            }
            words[value / 64] |= 1 << (value % 64);
        }
        if words.len() == 1 { Self::Few(words[0]) } else { Self::Many(words) }
    }

    #[inline]
    fn contains(&self, value: usize) -> bool {
        match self {
            Self::Few(word) => value < 64 && word >> value & 1 == 1,
            Self::Many(words) => words.get(value / 64).is_some_and(|word| word >> (value % 64) & 1 == 1),
        }
    }

    fn complement(&self, values: usize) -> Self {
        Self::from_values((0..values).filter(|value| !self.contains(*value)))
    }
}

impl Test {
    /// Whether a review passes.
    #[inline]
    fn passes(&self, columns: &Columns, doc: usize) -> bool {
        match self {
            Self::Slot(slot, allowed) => allowed.contains(slot.read(&columns.words, doc)),
            Self::List { list: List::Pairs, values, wanted } => {
                columns.lists.pairs.of(doc).iter().any(|pair| values.contains(usize::from(*pair))) == *wanted
            }
            Self::List { list: List::Opinions, values, wanted } => {
                columns.lists.opinions.of(doc).iter().any(|opinion| values.contains(*opinion as usize)) == *wanted
            }
            Self::AnyMissing { slots, lists, wanted } => {
                let is_missing = slots.iter().any(|slot| slot.read(&columns.words, doc) == 0)
                    || lists.iter().any(|list| columns.lacks(*list, doc));
                is_missing == *wanted
            }
            Self::Created { from, to, inside } => {
                let at = columns.created[doc];
                (at != NO_TIME && at >= *from && at < *to) == *inside
            }
            Self::Likes { from, to, inside } => (*from..=*to).contains(&columns.likes[doc]) == *inside,
            Self::Nothing => false,
        }
    }
}

impl Group {
    /// Whether a review passes.
    #[inline]
    pub(super) fn passes(&self, columns: &Columns, doc: usize) -> bool {
        self.tests.iter().all(|test| test.passes(columns, doc))
    }

    /// The packed words that its tests read.
    pub(super) fn words(&self) -> impl Iterator<Item = usize> {
        self.tests.iter().filter_map(|test| match test {
            Test::Slot(slot, _) => Some(slot.word()),
            _ => None,
        })
    }

    /// Sets `bit` for each review of the block that does not pass.
    pub(super) fn mark_failures(&self, columns: &Columns, block: &Gathered, bit: u64, failed: &mut [u64]) {
        for test in &self.tests {
            match test {
                Test::Slot(slot, Bits::Few(allowed)) if slot.bits() <= 6 => {
                    for (word, failed) in block.words(block.place(slot.word())).iter().zip(failed.iter_mut()) {
                        *failed |= bit * (!(allowed >> slot.take(*word)) & 1);
                    }
                }
                Test::Slot(slot, allowed) => {
                    for (word, failed) in block.words(block.place(slot.word())).iter().zip(failed.iter_mut()) {
                        *failed |= bit * u64::from(!allowed.contains(slot.take(*word)));
                    }
                }
                test => {
                    for (doc, failed) in block.docs().iter().zip(failed.iter_mut()) {
                        *failed |= bit * u64::from(!test.passes(columns, *doc as usize));
                    }
                }
            }
        }
    }
}

/// The instants to which a filter confines its reviews, when all that it says of time can be said so.
pub(super) struct TimeRange {
    /// First second.
    pub(super) from: i64,
    /// First second after.
    pub(super) to: i64,
}

impl TimeRange {
    /// Takes the condition on time out of the groups: segments are sorted by time, so it is a range of documents and no test.
    pub(super) fn take(filter: &Filter, groups: &mut Vec<Group>, zone: &Zone) -> Option<Self> {
        let conditions = filter.fields.get("created").filter(|_| !filter.not.contains_key("created"))?;
        let mut range = Self { from: NO_TIME + 1, to: i64::MAX };
        for condition in conditions {
            let (from, to) = match condition {
                Condition::Days { from, to } => {
                    (from.map(|day| zone.start_of(day)), to.map(|day| zone.start_of(Day(day.0.saturating_add(1)))))
                }
                Condition::Instants { from, to } => (*from, *to),
                _ => return None,
            };
            range.from = from.map_or(range.from, |from| from.max(range.from));
            range.to = to.map_or(range.to, |to| to.min(range.to));
        }
        groups.retain(|group| group.field != "created");
        Some(range)
    }
}

/// The group of one condition typed into a query.
pub(super) fn clause_group(clause: &FieldClause, snapshot: &Snapshot) -> Group {
    Group { field: clause.field.clone(), tests: vec![test(&clause.field, &clause.condition, true, snapshot)] }
}

/// The groups of a filter's own fields (not of the slices nested in it).
pub(super) fn groups(filter: &Filter, snapshot: &Snapshot) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let signed = filter.fields.iter().map(|field| (field, true)).chain(filter.not.iter().map(|field| (field, false)));
    for ((field, conditions), wanted) in signed {
        let tests = conditions.iter().map(|condition| test(field, condition, wanted, snapshot));
        match groups.iter_mut().find(|group| group.field == *field) {
            Some(group) => group.tests.extend(tests),
            None => groups.push(Group { field: field.clone(), tests: tests.collect() }),
        }
    }
    groups
}

fn test(field: &str, condition: &Condition, wanted: bool, snapshot: &Snapshot) -> Test {
    let layout = &snapshot.layout;
    let slot_test = |slot: Slot, values: Bits, count: usize| {
        Test::Slot(slot, if wanted { values } else { values.complement(count) })
    };
    match condition {
        Condition::Values(values) => match (ListField::parse(field), snapshot.facet(field)) {
            (Some(list), _) => list_test(list, snapshot.ordinals(list, values, false), wanted, snapshot),
            (None, Some((slot, dictionary))) => {
                let ordinals = values.iter().filter_map(|value| dictionary.ordinal(value)).map(|o| o as usize);
                slot_test(slot, Bits::from_values(ordinals), dictionary.values.len() + 1)
            }
            (None, None) => Test::Nothing,
        },
        Condition::Ratings(ratings) => {
            slot_test(layout.rating, Bits::from_values(ratings.iter().map(|r| usize::from(*r))), RATING_VALUES)
        }
        Condition::Sentiments(buckets) => {
            slot_test(layout.sentiment, Bits::from_values(buckets.iter().map(|b| *b as usize)), SENTIMENT_VALUES)
        }
        Condition::Days { from, to } => {
            let value = |day: i32| layout.day_value(day).and_then(|value| usize::try_from(value).ok());
            let first = from.map_or(1, |day| value(day.0).unwrap_or(1));
            let past = to.map_or(layout.day_values(), |day| value(day.0).map_or(1, |value| value + 1));
            slot_test(layout.day, Bits::from_values(first..past.min(layout.day_values())), layout.day_values())
        }
        Condition::Instants { from, to } => {
            Test::Created { from: from.unwrap_or(NO_TIME), to: to.unwrap_or(i64::MAX), inside: wanted }
        }
        Condition::Parts(parts) => {
            let wanted_bits = parts.iter().fold(0, |bits, part| bits | part_bit(*part));
            slot_test(
                layout.parts,
                Bits::from_values((0..PART_SETS).filter(|set| *set as u64 & wanted_bits != 0)),
                PART_SETS,
            )
        }
        Condition::Folded(values) => match (ListField::parse(field), snapshot.facet(field)) {
            (Some(list), _) => list_test(list, snapshot.ordinals(list, values, true), wanted, snapshot),
            (None, Some((slot, dictionary))) => {
                let ordinals = values.iter().flat_map(|value| dictionary.folding_to(value)).map(|o| *o as usize);
                slot_test(slot, Bits::from_values(ordinals), dictionary.values.len() + 1)
            }
            (None, None) => Test::Nothing,
        },
        Condition::Counts { from, to } => {
            Test::Likes { from: from.unwrap_or(0), to: to.unwrap_or(u32::MAX), inside: wanted }
        }
        Condition::Missing(fields) => {
            // Every review has a sentiment, so its value 0 is a bucket and not "none".
            let can_be_missing = fields.iter().filter(|field| *field != "sentiment");
            Test::AnyMissing {
                slots: can_be_missing.filter_map(|field| snapshot.slot(field)).collect(),
                lists: fields.iter().filter_map(|field| ListField::parse(field)?.list()).collect(),
                wanted,
            }
        }
    }
}

/// Whether any value of a review is one of these.
fn list_test(field: ListField, ordinals: Vec<usize>, wanted: bool, snapshot: &Snapshot) -> Test {
    if let Some(list) = field.list() {
        return Test::List { list, values: Bits::from_values(ordinals), wanted };
    }
    let flags = ordinals.into_iter().filter_map(|ordinal| Flag::ALL.get(ordinal.checked_sub(1)?).copied());
    let named: FlagSet = flags.collect();
    let passing = (0..=u8::MAX).take(FlagSet::COUNT).filter(|bits| (bits & named.bits() != 0) == wanted);
    Test::Slot(snapshot.layout.flags, Bits::from_values(passing.map(usize::from)))
}

/// The reviews that pass all groups, as a query: how slices nested in a filter are evaluated.
#[derive(Clone)]
pub(super) struct ColumnQuery {
    groups: Arc<Vec<Group>>,
    columns: Arc<HashMap<SegmentId, Arc<Columns>>>,
}

impl ColumnQuery {
    pub(super) fn new(groups: Vec<Group>, snapshot: &Snapshot) -> Self {
        Self { groups: Arc::new(groups), columns: Arc::clone(&snapshot.columns_by_id) }
    }
}

impl fmt::Debug for ColumnQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ColumnQuery").field(&self.groups).finish()
    }
}

impl Query for ColumnQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for ColumnQuery {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let columns = self.columns.get(&reader.segment_id()).map(Arc::clone);
        let columns = columns.ok_or_else(|| tantivy::TantivyError::SystemError("segment without columns".into()))?;
        let mut scorer = ColumnScorer { groups: Arc::clone(&self.groups), columns, doc: 0 };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("ColumnQuery", 0.0))
    }
}

struct ColumnScorer {
    groups: Arc<Vec<Group>>,
    columns: Arc<Columns>,
    doc: DocId,
}

impl ColumnScorer {
    /// Moves from `doc`, itself included, to the first review that passes.
    fn settle(&mut self) -> DocId {
        let end = self.columns.len();
        let passing =
            (self.doc as usize..end).find(|doc| self.groups.iter().all(|group| group.passes(&self.columns, *doc)));
        self.doc = passing.and_then(|doc| DocId::try_from(doc).ok()).unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for ColumnScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.doc += 1;
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        if self.doc < target {
            self.doc = target;
            self.settle();
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.columns.len()).unwrap_or(u32::MAX)
    }
}

impl Scorer for ColumnScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
