//! One immutable state of the index: a searcher, the columns of its segments, and what they mean.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tantivy::{Searcher, index::SegmentId};

use super::{
    EngineError, Entry, Settings,
    buckets::RecentCuts,
    columns::{Columns, Extent, Layout, NO_TIME, SegmentOrdinals, Slot, day_range},
    complaints::WholeComplaints,
    dictionary::Dictionary,
    document::{Texts, part_bit},
    lists::{ListField, ListOrdinals, Lists, SegmentLists},
    schema::Fields,
};
use crate::{
    domain::{
        analysis::{FlagSet, Polarity},
        calendar::Day,
        rating::Rating,
        review::ReviewNumber,
        slice::Part,
    },
    text::Segmenter,
};

/// One immutable state of the index. Everything that one response says comes from one snapshot.
pub struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) settings: Arc<Settings>,
    /// Cuts queries into the words into which the generation's texts were cut.
    pub(super) segmenter: Segmenter,
    pub(super) layout: Arc<Layout>,
    dictionaries: Vec<Arc<Dictionary>>,
    /// The values of the fields of which a review may have several.
    pub(super) lists: Lists,
    /// By segment ordinal of the searcher.
    pub(super) columns: Vec<Arc<Columns>>,
    pub(super) columns_by_id: Arc<HashMap<SegmentId, Arc<Columns>>>,
    /// First and last local day of any review.
    pub(super) days: Option<(Day, Day)>,
    pub(super) recent_cuts: RecentCuts,
    /// Complaints of all reviews, counted when first asked for.
    pub(super) complaints: WholeComplaints,
    generation: String,
    sequence: u64,
    id: u64,
}

impl Snapshot {
    /// Reads the columns of the segments that `previous` does not have.
    pub(super) fn build(
        searcher: Searcher,
        fields: Fields,
        settings: Arc<Settings>,
        segmenter: Segmenter,
        (generation, sequence): (String, u64),
        previous: Option<&Self>,
    ) -> Result<Self, EngineError> {
        let facets = &settings.facets;
        let mut dictionaries = previous.map_or_else(|| vec![Arc::default(); facets.len()], |p| p.dictionaries.clone());
        let mut lists = previous.map_or_else(Lists::default, |p| p.lists.clone());
        let mut days: Option<(i32, i32)> = None;
        let mut ordinals = Vec::new();
        for reader in searcher.segment_readers() {
            // Dictionaries only grow, so reading a known segment again would add nothing.
            let known = previous.is_some_and(|p| p.columns_by_id.contains_key(&reader.segment_id()));
            ordinals.push(if known { None } else { Some(SegmentOrdinals::read(reader, facets, &mut dictionaries)?) });
            if let Some((first, last)) = day_range(reader)? {
                days = Some(days.map_or((first, last), |(low, high)| (low.min(first), high.max(last))));
            }
        }
        let (first_day, last_day) = days.unwrap_or_default();
        let extent = Extent { first_day, last_day, facets: dictionaries.iter().map(|d| d.values.len()).collect() };
        let kept_layout = previous.map(|p| &p.layout).filter(|layout| layout.holds(&extent));
        let layout = kept_layout.map_or_else(|| Arc::new(Layout::new(&extent)), Arc::clone);

        let mut columns = Vec::with_capacity(ordinals.len());
        for (reader, new_ordinals) in searcher.segment_readers().iter().zip(ordinals) {
            let kept = previous.and_then(|p| p.columns_by_id.get(&reader.segment_id()));
            columns.push(match (kept.filter(|kept| Arc::ptr_eq(&kept.layout, &layout)), new_ordinals) {
                (Some(kept), _) => Arc::clone(kept),
                (None, new_ordinals) => {
                    let ordinals =
                        new_ordinals.map_or_else(|| SegmentOrdinals::read(reader, facets, &mut dictionaries), Ok)?;
                    let segment_lists = match kept {
                        Some(kept) => Arc::clone(&kept.lists),
                        None => Arc::new(SegmentLists::read(reader, &ListOrdinals::read(reader, &mut lists)?)?),
                    };
                    Arc::new(Columns::read(reader, facets, &ordinals, &layout, &settings.thresholds, segment_lists)?)
                }
            });
        }
        let ids = searcher.segment_readers().iter().map(tantivy::SegmentReader::segment_id);
        let columns_by_id = Arc::new(ids.zip(columns.iter().map(Arc::clone)).collect());
        let days = days.map(|(first, last)| (Day(first), Day(last)));
        let id = previous.map_or(1, |p| p.id + 1);
        Ok(Self {
            searcher,
            fields,
            settings,
            segmenter,
            layout,
            dictionaries,
            lists,
            columns,
            columns_by_id,
            days,
            recent_cuts: RecentCuts::default(),
            complaints: WholeComplaints::default(),
            generation,
            sequence,
            id,
        })
    }

    /// Name of the generation, such as `g7`.
    #[must_use]
    pub fn generation(&self) -> &str {
        &self.generation
    }

    /// The change-log sequence that this state reflects.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Cuts texts as this state does.
    #[must_use]
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// Tells snapshots of one engine apart; ascending.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Reviews in this state.
    #[must_use]
    pub fn review_count(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The largest review number in this state, 0 when empty.
    #[must_use]
    pub fn last_number(&self) -> u64 {
        self.columns.iter().flat_map(|columns| &columns.numbers).max().map_or(0, |number| u64::from(*number))
    }

    /// Bytes of the columns held in memory, and of the values of fields of which a review may have several.
    #[must_use]
    pub fn column_bytes(&self) -> usize {
        self.columns.iter().map(|columns| columns.bytes()).sum::<usize>() + self.lists.bytes()
    }

    /// First and last local day of any review.
    #[must_use]
    pub fn days(&self) -> Option<(Day, Day)> {
        self.days
    }

    /// Slot and values of a keyword facet.
    pub(super) fn facet(&self, field: &str) -> Option<(Slot, &Dictionary)> {
        let index = self.settings.facets.iter().position(|facet| facet == field)?;
        Some((self.layout.facets[index], &self.dictionaries[index]))
    }

    /// The values of a field of which a review has one value or several; `None` where values are not counted by ordinal.
    pub(super) fn dictionary(&self, field: &str) -> Option<&Dictionary> {
        match ListField::parse(field) {
            Some(field) => Some(self.lists.dictionary(field)),
            None => self.facet(field).map(|(_, dictionary)| dictionary),
        }
    }

    /// The slot of a facet or of a field that can be missing.
    pub(super) fn slot(&self, field: &str) -> Option<Slot> {
        match field {
            "rating" => Some(self.layout.rating),
            "sentiment" => Some(self.layout.sentiment),
            "created" => Some(self.layout.day),
            "flag" => Some(self.layout.flags),
            field => self.facet(field).map(|(slot, _)| slot),
        }
    }

    /// How many packed values a facet's slot takes, "no value" included.
    pub(super) fn slot_values(&self, field: &str) -> usize {
        match field {
            "rating" => super::columns::RATING_VALUES,
            "sentiment" => super::columns::SENTIMENT_VALUES,
            "created" => self.layout.day_values(),
            "flag" => FlagSet::COUNT,
            field => self.facet(field).map_or(0, |(_, dictionary)| dictionary.values.len() + 1),
        }
    }
}

impl Snapshot {
    /// What the index holds of these reviews, texts left out; those it does not hold are absent. One walk over the numbers.
    #[must_use]
    pub fn entries(&self, numbers: &[ReviewNumber]) -> HashMap<ReviewNumber, Entry> {
        let wanted: HashSet<u64> = numbers.iter().map(|number| number.0).collect();
        let mut entries = HashMap::with_capacity(numbers.len());
        for (reader, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
            for (doc, number) in (0..).zip(&columns.numbers) {
                let alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
                if alive && wanted.contains(&u64::from(*number)) {
                    entries.insert(ReviewNumber(u64::from(*number)), self.entry(columns, doc as usize));
                }
            }
        }
        entries
    }

    /// What the index holds of one document, texts left out.
    pub(super) fn entry(&self, columns: &Columns, doc: usize) -> Entry {
        let read = |slot: Slot| slot.read(&columns.words, doc);
        let day = i32::try_from(read(self.layout.day)).unwrap_or_default() + self.layout.first_day - 1;
        let unix_s = columns.created[doc];
        let named = |dictionary: &Dictionary, ordinal: usize| {
            ordinal.checked_sub(1).and_then(|index| dictionary.values.get(index)).map(|value| value.to_string())
        };
        let value = |(slot, dictionary): (&Slot, &Arc<Dictionary>)| named(dictionary, read(*slot));
        let pair = |ordinal: &u16| {
            let pair = named(self.lists.dictionary(ListField::AspectSentiment), usize::from(*ordinal))?;
            let (aspect, polarity) = pair.rsplit_once(':')?;
            Some((aspect.to_owned(), Polarity::parse(polarity)?))
        };
        let opinion = |ordinal: &u32| {
            let form = named(self.lists.dictionary(ListField::Opinion), *ordinal as usize)?;
            Some((form, self.lists.polarity_of_opinion(*ordinal)))
        };
        Entry {
            number: ReviewNumber(u64::from(columns.numbers[doc])),
            created: (unix_s != NO_TIME).then_some((unix_s, Day(day))),
            rating: u8::try_from(read(self.layout.rating)).ok().and_then(Rating::from_half_stars),
            likes: Some(columns.likes[doc]).filter(|likes| *likes > 0),
            sentiment: columns.score(doc),
            bucket: (read(self.layout.corrected) == 1).then(|| columns.bucket(doc)),
            aspects: columns.lists.pairs.of(doc).iter().filter_map(pair).collect(),
            opinions: columns.lists.opinions.of(doc).iter().filter_map(opinion).collect(),
            flags: FlagSet::from_bits(u8::try_from(read(self.layout.flags)).unwrap_or_default()),
            cluster: columns.clusters.of(doc).map(|number| ReviewNumber(u64::from(number))),
            parts: Part::ALL.into_iter().filter(|part| read(self.layout.parts) as u64 & part_bit(*part) != 0).collect(),
            facets: self.layout.facets.iter().zip(&self.dictionaries).map(value).collect(),
            texts: Texts::default(),
        }
    }
}
