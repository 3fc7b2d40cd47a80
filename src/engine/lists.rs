//! The fields of which a review may have several values: aspects with their polarities, opinions and flags.
//!
//! Aspects are stored as pairs of aspect and polarity, such as `service_wait_time:negative`; what is said of an aspect alone follows from
//! them, because a review carries each aspect with one polarity. Flags are a bit set among the packed fields.

use std::sync::Arc;

use tantivy::SegmentReader;

use super::{
    EngineError,
    columns::Columns,
    counter::{Counter, Counts},
    dictionary::Dictionary,
    document::read_opinion,
    rows::{Rows, each_value},
    schema::column,
};
use crate::domain::analysis::{Flag, FlagSet, Polarity};

/// A field of which a review may have several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListField {
    Aspect,
    AspectSentiment,
    Opinion,
    Flag,
}

impl ListField {
    /// The field of that name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "aspect" => Self::Aspect,
            "aspect_sentiment" => Self::AspectSentiment,
            "opinion" => Self::Opinion,
            "flag" => Self::Flag,
            _ => return None,
        })
    }

    /// Where its values are read.
    pub(super) const fn list(self) -> Option<List> {
        match self {
            Self::Aspect | Self::AspectSentiment => Some(List::Pairs),
            Self::Opinion => Some(List::Opinions),
            Self::Flag => None,
        }
    }
}

/// The arrays of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Pairs,
    Opinions,
}

/// The values of these fields seen so far.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    /// Pairs of aspect and polarity.
    pairs: Arc<Dictionary>,
    aspects: Arc<Dictionary>,
    /// By ordinal of the pair, the ordinal of its aspect; none for 0.
    aspect_of: Arc<Vec<u32>>,
    opinions: Arc<Dictionary>,
    /// By ordinal of the opinion how its form judges; none for 0.
    opinion_polarities: Arc<Vec<Polarity>>,
    /// The name of each flag, in the order of the bits.
    flags: Arc<Dictionary>,
}

impl Default for Lists {
    fn default() -> Self {
        let mut flags = Arc::default();
        for flag in Flag::ALL {
            Dictionary::insert(&mut flags, flag.name());
        }
        let (pairs, aspects, opinions) = Default::default();
        Self {
            pairs,
            aspects,
            aspect_of: Arc::new(vec![0]),
            opinions,
            opinion_polarities: Arc::new(vec![Polarity::Neutral]),
            flags,
        }
    }
}

impl Lists {
    /// The values of a field.
    pub(super) fn dictionary(&self, field: ListField) -> &Dictionary {
        match field {
            ListField::Aspect => &self.aspects,
            ListField::AspectSentiment => &self.pairs,
            ListField::Opinion => &self.opinions,
            ListField::Flag => &self.flags,
        }
    }

    /// By ordinal of a pair, the ordinal of its aspect.
    pub(super) fn aspect_of(&self) -> &[u32] {
        &self.aspect_of
    }

    /// An empty counter for an array.
    pub(super) fn counter(&self, list: List) -> Counter {
        Counter::new(match list {
            List::Pairs => self.pairs.values.len(),
            List::Opinions => self.opinions.values.len(),
        })
    }

    /// The counts of aspects from those of their pairs.
    pub(super) fn by_aspect(&self, pairs: &Counts<'_>) -> Counts<'static> {
        pairs.gathered(&self.aspect_of, self.aspects.values.len())
    }

    /// Takes in a pair of aspect and polarity.
    fn insert_pair(&mut self, pair: &str) -> Result<u16, EngineError> {
        let known = self.pairs.values.len();
        let ordinal = Dictionary::insert(&mut self.pairs, pair);
        if self.pairs.values.len() > known {
            let aspect = pair.rsplit_once(':').map_or(pair, |(aspect, _)| aspect);
            Arc::make_mut(&mut self.aspect_of).push(Dictionary::insert(&mut self.aspects, aspect));
        }
        u16::try_from(ordinal).map_err(|_| EngineError::TooManyAspects)
    }

    /// Takes in an opinion as it is stored. A form has one polarity wherever it occurs, so the first one seen is right for all.
    fn insert_opinion(&mut self, stored: &str) -> u32 {
        let known = self.opinions.values.len();
        let (form, polarity) = read_opinion(stored);
        let ordinal = Dictionary::insert(&mut self.opinions, form);
        if self.opinions.values.len() > known {
            Arc::make_mut(&mut self.opinion_polarities).push(polarity);
        }
        ordinal
    }

    /// By ordinal of the field's values which of them are complaints: pairs of an aspect that is judged negative, and negative opinions.
    pub(super) fn negative(&self, field: ListField) -> Vec<bool> {
        match field {
            ListField::Opinion => self.opinion_polarities.iter().map(|p| *p == Polarity::Negative).collect(),
            field => {
                let is_negative =
                    |pair: &Arc<str>| pair.rsplit_once(':').is_some_and(|(_, name)| name == Polarity::Negative.name());
                std::iter::once(false).chain(self.dictionary(field).values.iter().map(is_negative)).collect()
            }
        }
    }

    /// How the form of an opinion judges.
    pub(super) fn polarity_of_opinion(&self, ordinal: u32) -> Polarity {
        self.opinion_polarities.get(ordinal as usize).copied().unwrap_or(Polarity::Neutral)
    }

    /// Bytes of the values held.
    pub(super) fn bytes(&self) -> usize {
        self.pairs.bytes()
            + self.aspects.bytes()
            + self.opinions.bytes()
            + size_of_val(self.aspect_of.as_slice())
            + size_of_val(self.opinion_polarities.as_slice())
    }
}

/// Of each number of a set of flags how often it was met: by ordinal how often each flag was, 0 for none.
pub(super) fn by_flag(by_set: &[u32]) -> Vec<u32> {
    let mut counts = vec![0; Flag::ALL.len() + 1];
    for (bits, count) in (0..=u8::MAX).zip(by_set) {
        let set = FlagSet::from_bits(bits);
        counts[0] += if set.is_empty() { *count } else { 0 };
        set.iter().for_each(|flag| counts[flag as usize + 1] += count);
    }
    counts
}

/// What a segment adds to the dictionaries: local ordinal → global ordinal.
pub(super) struct ListOrdinals {
    pairs: Vec<u16>,
    opinions: Vec<u32>,
}

impl ListOrdinals {
    /// Reads the segment's values into the dictionaries.
    pub(super) fn read(reader: &SegmentReader, lists: &mut Lists) -> Result<Self, EngineError> {
        let mut ordinals = Self { pairs: Vec::new(), opinions: Vec::new() };
        each_value(reader, column::ASPECTS, |value| {
            ordinals.pairs.push(lists.insert_pair(value)?);
            Ok(())
        })?;
        each_value(reader, column::OPINIONS, |value| {
            ordinals.opinions.push(lists.insert_opinion(value));
            Ok(())
        })?;
        Ok(ordinals)
    }
}

/// The arrays of one segment. They depend on nothing but the segment: snapshots share them.
#[derive(Debug)]
pub(super) struct SegmentLists {
    /// Ordinals of pairs of aspect and polarity.
    pub(super) pairs: Rows<u16>,
    pub(super) opinions: Rows<u32>,
}

impl SegmentLists {
    /// Reads the arrays of a segment.
    pub(super) fn read(reader: &SegmentReader, ordinals: &ListOrdinals) -> Result<Self, EngineError> {
        let fast = reader.fast_fields();
        let docs = reader.max_doc();
        Ok(Self {
            pairs: Rows::read(docs, fast.str(column::ASPECTS)?.as_ref(), &ordinals.pairs),
            opinions: Rows::read(docs, fast.str(column::OPINIONS)?.as_ref(), &ordinals.opinions),
        })
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.pairs.bytes() + self.opinions.bytes()
    }
}

impl Columns {
    /// Counts the values of a block of reviews.
    pub(super) fn count(&self, list: List, docs: &[u32], counter: &mut Counter) {
        let without = match list {
            List::Pairs => self.lists.pairs.visit(docs, |values| counter.add(values)),
            List::Opinions => self.lists.opinions.visit(docs, |values| counter.add(values)),
        };
        counter.add_without(without);
    }

    /// Whether a review has no value in an array.
    pub(super) fn lacks(&self, list: List, doc: usize) -> bool {
        match list {
            List::Pairs => self.lists.pairs.of(doc).is_empty(),
            List::Opinions => self.lists.opinions.of(doc).is_empty(),
        }
    }
}
