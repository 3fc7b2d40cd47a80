//! The dimensions of a cross-table: for each review its indexes along an axis, and what an index means.

use tantivy::DocId;

use super::{
    columns::{Columns, Slot},
    dictionary::Dictionary,
    lists::ListField,
    snapshot::Snapshot,
};
use crate::domain::{
    analysis::{Flag, FlagSet},
    calendar::{Day, Interval},
    pivot::Dimension,
    rating::Rating,
    sentiment::SentimentBucket,
};

/// One dimension, resolved against a snapshot.
pub(super) struct Axis<'a> {
    pub(super) read: Read<'a>,
    labels: Labels<'a>,
}

/// Where the indexes of a review are found.
pub(super) enum Read<'a> {
    /// One packed value a review; for each the index along the axis, where that is not the value itself.
    Slot(Slot, Option<Vec<u32>>),
    /// Pairs of aspect and polarity; for each the index along the axis, where that is not the pair's ordinal.
    Pairs(Option<&'a [u32]>),
    /// Opinions, by ordinal.
    Opinions,
    /// The flags of a set.
    Flags(Slot),
}

/// What indexes mean.
enum Labels<'a> {
    /// In order, but for reviews without a value, which come last.
    Own(Vec<Option<String>>),
    /// Values by ordinal; 0 for reviews without one.
    Of(&'a Dictionary),
}

impl Snapshot {
    /// A dimension; `None` for a field that this index does not have.
    pub(super) fn axis(&self, dimension: &Dimension) -> Option<Axis<'_>> {
        let field = dimension.field();
        if let Some(list) = ListField::parse(field) {
            let read = match list {
                ListField::Aspect => Read::Pairs(Some(self.lists.aspect_of())),
                ListField::AspectSentiment => Read::Pairs(None),
                ListField::Opinion => Read::Opinions,
                ListField::Flag => Read::Flags(self.layout.flags),
            };
            return Some(Axis { read, labels: Labels::Of(self.lists.dictionary(list)) });
        }
        let slot = self.slot(field)?;
        let (index_of, labels) = match dimension {
            Dimension::Calendar(interval) => {
                let (index_of, labels) = self.calendar(*interval);
                (Some(index_of), Labels::Own(labels))
            }
            Dimension::Facet(field) if field == "rating" => {
                let ratings = Rating::all().map(|rating| Some(rating.to_string()));
                (None, Labels::Own(std::iter::once(None).chain(ratings).collect()))
            }
            Dimension::Facet(field) if field == "sentiment" => {
                (None, Labels::Own(SentimentBucket::ALL.map(|bucket| Some(bucket.name().to_owned())).into()))
            }
            Dimension::Facet(field) => (None, Labels::Of(self.facet(field)?.1)),
        };
        Some(Axis { read: Read::Slot(slot, index_of), labels })
    }

    /// For each packed day the index of its calendar bucket along the days of the index, and the buckets.
    fn calendar(&self, interval: Interval) -> (Vec<u32>, Vec<Option<String>>) {
        let mut index_of = vec![0; self.slot_values("created")];
        let (mut labels, mut begun) = (vec![None], None);
        for day in self.days.into_iter().flat_map(|(first, last)| first.0..=last.0) {
            let start = interval.start(Day(day));
            if begun != Some(start) {
                begun = Some(start);
                labels.push(Some(start.to_string()));
            }
            let value = self.layout.day_value(day).and_then(|value| usize::try_from(value).ok());
            if let Some(index) = value.and_then(|value| index_of.get_mut(value)) {
                *index = u32::try_from(labels.len() - 1).unwrap_or(0);
            }
        }
        (index_of, labels)
    }
}

impl Axis<'_> {
    /// How many indexes there are.
    pub(super) fn len(&self) -> usize {
        match &self.labels {
            Labels::Own(labels) => labels.len(),
            Labels::Of(dictionary) => dictionary.values.len() + 1,
        }
    }

    /// What an index means; `None` for reviews without a value.
    pub(super) fn label(&self, index: usize) -> Option<String> {
        match &self.labels {
            Labels::Own(labels) => labels.get(index).cloned().flatten(),
            Labels::Of(dictionary) => dictionary.values.get(index.checked_sub(1)?).map(|value| value.to_string()),
        }
    }

    /// Where an index stands in the order of the answer.
    pub(super) fn place(&self, index: usize) -> u32 {
        let place = match &self.labels {
            Labels::Own(labels) => labels.get(index).and_then(Option::as_ref).and_then(|_| u32::try_from(index).ok()),
            Labels::Of(dictionary) => index.checked_sub(1).and_then(|index| dictionary.places().get(index).copied()),
        };
        place.unwrap_or(u32::MAX)
    }

    /// Adds to each key, one a review, the review's index times `stride`; false when a review may have several.
    pub(super) fn add_to(&self, keys: &mut [u64], stride: u64, columns: &Columns, block: &[DocId]) -> bool {
        let Read::Slot(slot, index_of) = &self.read else { return false };
        let word = &columns.words[slot.word()];
        match index_of {
            None => {
                for (key, doc) in keys.iter_mut().zip(block) {
                    *key += slot.take(word[*doc as usize]) as u64 * stride;
                }
            }
            Some(index_of) => {
                for (key, doc) in keys.iter_mut().zip(block) {
                    *key += u64::from(index_of[slot.take(word[*doc as usize])]) * stride;
                }
            }
        }
        true
    }

    /// Calls `each` with the indexes of a review; with 0 for one without a value.
    pub(super) fn each_index(&self, columns: &Columns, doc: usize, mut each: impl FnMut(u64)) {
        let mut is_empty = true;
        let mut some = |index: u64| {
            is_empty = false;
            each(index);
        };
        match &self.read {
            Read::Slot(slot, None) => some(slot.read(&columns.words, doc) as u64),
            Read::Slot(slot, Some(index_of)) => some(u64::from(index_of[slot.read(&columns.words, doc)])),
            Read::Pairs(None) => columns.lists.pairs.of(doc).iter().for_each(|pair| some(u64::from(*pair))),
            Read::Pairs(Some(index_of)) => {
                let pairs = columns.lists.pairs.of(doc).iter();
                pairs.for_each(|pair| some(u64::from(index_of[usize::from(*pair)])));
            }
            Read::Opinions => columns.lists.opinions.of(doc).iter().for_each(|opinion| some(u64::from(*opinion))),
            Read::Flags(slot) => {
                let bits = u8::try_from(slot.read(&columns.words, doc)).unwrap_or_default();
                let flags = FlagSet::from_bits(bits);
                Flag::ALL.into_iter().filter(|flag| flags.contains(*flag)).for_each(|flag| some(flag as u64 + 1));
            }
        }
        if is_empty {
            each(0);
        }
    }
}
