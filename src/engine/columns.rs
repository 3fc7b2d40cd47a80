//! The columns of a segment in memory: small fields packed into 64-bit words, wide ones as arrays.
//!
//! Values of keyword facets are global ordinals from append-only dictionaries, so the columns of an unchanged segment are shared between
//! snapshots. Ordinal 0 always means "no value".

use std::{ops::Range, sync::Arc};

use tantivy::{DocId, SegmentReader, columnar::Column};

use super::{
    EngineError, clusters::Clusters, dictionary::Dictionary, lists::SegmentLists, rows::each_value, schema::column,
};
use crate::domain::{
    analysis::FlagSet,
    rating::Rating,
    sentiment::{SentimentBucket, SentimentScore, SentimentThresholds},
    slice::Part,
};

/// Where a field stands among the packed words of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    word: usize,
    shift: u32,
    mask: u64,
}

impl Slot {
    /// The packed value of a review.
    #[inline]
    pub(super) fn read(self, words: &[Vec<u64>], doc: usize) -> usize {
        self.take(words[self.word][doc])
    }

    /// Which of the packed words holds the field.
    #[inline]
    pub(super) const fn word(self) -> usize {
        self.word
    }

    /// The value that the lowest bits of a combination hold.
    pub(super) const fn value_of(self, combination: usize) -> usize {
        combination & self.mask_usize()
    }

    #[expect(clippy::cast_possible_truncation, reason = "a mask has at most 32 bits")]
    const fn mask_usize(self) -> usize {
        self.mask as usize
    }

    /// Bits that the field takes.
    pub(super) const fn bits(self) -> u32 {
        self.mask.count_ones()
    }

    /// The packed value in its word.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the mask leaves at most 32 bits")]
    pub(super) const fn take(self, word: u64) -> usize {
        ((word >> self.shift) & self.mask) as usize
    }
}

/// Which bits hold which field. Sized with room to grow, so that it seldom changes between snapshots.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) rating: Slot,
    pub(super) sentiment: Slot,
    /// Sentiment score in thousandths, plus [`SCORE_OFFSET`].
    pub(super) score: Slot,
    pub(super) parts: Slot,
    /// Local day minus `first_day`, plus one; 0 when unknown.
    pub(super) day: Slot,
    pub(super) facets: Vec<Slot>,
    /// Bit set of [`crate::domain::analysis::Flag`].
    pub(super) flags: Slot,
    /// 1 where an operator has corrected the sentiment bucket.
    pub(super) corrected: Slot,
    pub(super) first_day: i32,
    words: usize,
}

/// The largest values that a layout must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) first_day: i32,
    pub(super) last_day: i32,
    /// Values per facet.
    pub(super) facets: Vec<usize>,
}

impl Layout {
    /// Packed ratings, a power of two: 4 bits.
    pub(super) const RATINGS: usize = 16;
    /// Rating and sentiment together: the lowest 7 bits of the first word.
    pub(super) const CELLS: usize = 8 * Self::RATINGS;

    /// Sentiment × rating of a review from its first word: `sentiment * RATINGS + rating`.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "seven bits")]
    pub(super) const fn cell(word: u64) -> usize {
        word as usize & (Self::CELLS - 1)
    }

    /// The smallest layout for `extent`, with one spare bit for every field that grows.
    pub(super) fn new(extent: &Extent) -> Self {
        let mut filled: Vec<u32> = Vec::new();
        let mut place = |bits: u32| {
            let word = filled.iter().position(|used| used + bits <= 64).unwrap_or(filled.len());
            if word == filled.len() {
                filled.push(0);
            }
            let shift = filled[word];
            filled[word] += bits;
            Slot { word, shift, mask: (1 << bits) - 1 }
        };
        let bits = |values: u64| u64::BITS - values.leading_zeros();
        // Earlier reviews may still come: the day slot begins a year before the first.
        let first_day = extent.first_day.saturating_sub(366);
        let days = u64::try_from(i64::from(extent.last_day) - i64::from(first_day)).unwrap_or(0);
        // `cell` relies on rating and sentiment being first, the walk on the day being in the same word.
        let (rating, sentiment, score, parts) = (place(4), place(3), place(11), place(4));
        let day = place(bits(days + 1) + 1);
        let facets = extent.facets.iter().map(|values| place(bits(*values as u64) + 1)).collect();
        let (flags, corrected) = (place(FlagSet::COUNT.ilog2()), place(1));
        Self { rating, sentiment, score, parts, day, facets, flags, corrected, first_day, words: filled.len() }
    }

    /// Whether every value of `extent` fits.
    pub(super) fn holds(&self, extent: &Extent) -> bool {
        let fits = |slot: &Slot, value: u64| value <= slot.mask;
        extent.first_day >= self.first_day
            && self.day_value(extent.last_day).is_some_and(|value| fits(&self.day, value))
            && self.facets.iter().zip(&extent.facets).all(|(slot, values)| fits(slot, *values as u64))
    }

    /// The packed value of a local day, from 1; `None` before the first day.
    pub(super) fn day_value(&self, day: i32) -> Option<u64> {
        u64::try_from(i64::from(day) - i64::from(self.first_day) + 1).ok().filter(|value| *value > 0)
    }

    /// One more than the largest packed day.
    pub(super) fn day_values(&self) -> usize {
        usize::try_from(self.day.mask).unwrap_or(usize::MAX).saturating_add(1)
    }
}

/// The columns of one segment, by document.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) layout: Arc<Layout>,
    /// Column-major: `words[word][doc]`.
    pub(super) words: Vec<Vec<u64>>,
    /// Review numbers.
    pub(super) numbers: Vec<u32>,
    /// Seconds since the epoch; [`NO_TIME`] when unknown. Descending within a segment.
    pub(super) created: Vec<i64>,
    pub(super) likes: Vec<u32>,
    pub(super) most_likes: u32,
    /// Fields of which a review may have several values.
    pub(super) lists: Arc<SegmentLists>,
    /// Who repeats whom.
    pub(super) clusters: Clusters,
}

/// Makes sentiment scores non-negative, so that they pack.
pub(super) const SCORE_OFFSET: i64 = 1_000;

/// Stands for an unknown time; sorts after every known one in a descending column.
pub(super) const NO_TIME: i64 = i64::MIN;

/// What a segment adds to the dictionaries: for each facet, local ordinal → global ordinal.
pub(super) struct SegmentOrdinals(Vec<Vec<u32>>);

impl SegmentOrdinals {
    /// Reads the segment's facet values into the dictionaries.
    pub(super) fn read(
        reader: &SegmentReader,
        facets: &[String],
        dictionaries: &mut [Arc<Dictionary>],
    ) -> Result<Self, EngineError> {
        let mut maps = Vec::with_capacity(facets.len());
        for (name, dictionary) in facets.iter().zip(dictionaries) {
            let mut map = Vec::new();
            each_value(reader, &column::facet(name), |value| {
                map.push(Dictionary::insert(dictionary, value));
                Ok(())
            })?;
            maps.push(map);
        }
        Ok(Self(maps))
    }
}

/// First and last local day of a segment, when it has any.
pub(super) fn day_range(reader: &SegmentReader) -> Result<Option<(i32, i32)>, EngineError> {
    let days = reader.fast_fields().column_opt::<i64>(column::DAY)?;
    let day = |value: i64| i32::try_from(value).unwrap_or_default();
    Ok(days
        .filter(|days| days.num_docs() > 0 && days.values.num_vals() > 0)
        .map(|days| (day(days.min_value()), day(days.max_value()))))
}

impl Columns {
    /// Packs the columns of a segment.
    pub(super) fn read(
        reader: &SegmentReader,
        facets: &[String],
        ordinals: &SegmentOrdinals,
        layout: &Arc<Layout>,
        thresholds: &SentimentThresholds,
        lists: Arc<SegmentLists>,
    ) -> Result<Self, EngineError> {
        let docs = reader.max_doc();
        let fast = reader.fast_fields();
        let mut columns = Self {
            layout: Arc::clone(layout),
            words: vec![vec![0; docs as usize]; layout.words],
            numbers: collect(docs, fast.column_opt::<u64>(column::NUMBER)?, 0, |number| {
                u32::try_from(number).unwrap_or(u32::MAX)
            }),
            created: collect(docs, fast.column_opt::<i64>(column::CREATED)?, NO_TIME, |unix_s| unix_s),
            likes: collect(docs, fast.column_opt::<u64>(column::LIKES)?, 0, |likes| {
                u32::try_from(likes).unwrap_or(u32::MAX)
            }),
            most_likes: 0,
            lists,
            clusters: Clusters::read(docs, fast.column_opt::<u64>(column::CLUSTER)?),
        };
        columns.most_likes = columns.likes.iter().copied().max().unwrap_or(0);
        let scores =
            collect(docs, fast.column_opt::<i64>(column::SENTIMENT)?, SentimentScore::default(), |thousandths| {
                SentimentScore::from_thousandths(i32::try_from(thousandths).unwrap_or_default())
            });
        let corrections = collect(docs, fast.column_opt::<u64>(column::BUCKET)?, None, Some);
        for (doc, (score, correction)) in scores.into_iter().zip(corrections).enumerate() {
            let packed = u64::try_from(i64::from(score.thousandths()) + SCORE_OFFSET).unwrap_or_default();
            columns.put(layout.score, doc, packed);
            columns.put(layout.sentiment, doc, correction.unwrap_or(thresholds.bucket(score) as u64));
            columns.put(layout.corrected, doc, u64::from(correction.is_some()));
        }
        columns.pack(layout.rating, docs, fast.column_opt::<u64>(column::RATING)?, |half_stars| half_stars);
        columns.pack(layout.parts, docs, fast.column_opt::<u64>(column::PARTS)?, |bits| bits);
        columns.pack(layout.flags, docs, fast.column_opt::<u64>(column::FLAGS)?, |bits| bits);
        columns.pack(layout.day, docs, fast.column_opt::<i64>(column::DAY)?, |day| {
            i32::try_from(day).ok().and_then(|day| layout.day_value(day)).unwrap_or(0)
        });
        for ((name, slot), map) in facets.iter().zip(&layout.facets).zip(&ordinals.0) {
            if let Some(values) = fast.str(&column::facet(name))? {
                columns.pack(*slot, docs, Some(values.ords().clone()), |local| {
                    usize::try_from(local).ok().and_then(|local| map.get(local)).map_or(0, |global| u64::from(*global))
                });
            }
        }
        Ok(columns)
    }

    fn pack<T>(&mut self, slot: Slot, docs: u32, column: Option<Column<T>>, value: impl Fn(T) -> u64)
    where
        T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static + Default,
    {
        let Some(column) = column else { return };
        for doc in 0..docs {
            if let Some(raw) = column.first(doc) {
                self.put(slot, doc as usize, value(raw));
            }
        }
    }

    fn put(&mut self, slot: Slot, doc: usize, value: u64) {
        debug_assert!(value <= slot.mask, "the layout was fitted to the extent of all segments");
        self.words[slot.word][doc] |= (value & slot.mask) << slot.shift;
    }

    /// The sentiment score of a review.
    pub(super) fn score(&self, doc: usize) -> SentimentScore {
        let packed = i64::try_from(self.layout.score.read(&self.words, doc)).unwrap_or_default();
        SentimentScore::from_thousandths(i32::try_from(packed - SCORE_OFFSET).unwrap_or_default())
    }

    /// The sentiment bucket of a review: the operator's, or that of its score.
    pub(super) fn bucket(&self, doc: usize) -> SentimentBucket {
        let bucket = self.layout.sentiment.read(&self.words, doc);
        SentimentBucket::ALL.get(bucket).copied().unwrap_or(SentimentBucket::Neutral)
    }

    /// The reviews written in `[from, to)`, seconds since the epoch: segments hold their reviews newest first, unknown times last.
    pub(super) fn written_in(&self, from: i64, to: i64) -> Range<DocId> {
        let index = |limit: i64| {
            DocId::try_from(self.created.partition_point(|created| *created >= limit)).unwrap_or(DocId::MAX)
        };
        let first = index(to);
        first..index(from).max(first)
    }

    /// Reviews of the segment, deleted ones included.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.len() * (self.words.len() * 8 + 4 + 8 + 4) + self.lists.bytes() + self.clusters.bytes()
    }
}

fn collect<T, V: Copy>(docs: u32, column: Option<Column<T>>, absent: V, value: impl Fn(T) -> V) -> Vec<V>
where
    T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static + Default,
{
    match column {
        None => vec![absent; docs as usize],
        Some(column) => (0..docs).map(|doc| column.first(doc).map_or(absent, &value)).collect(),
    }
}

/// Packed values of the fixed slots: rating half stars 0–10, sentiment bucket 0–4, parts bit set.
pub(super) const RATING_VALUES: usize = Rating::STEPS + 1;
/// Packed sentiment buckets.
pub(super) const SENTIMENT_VALUES: usize = SentimentBucket::ALL.len();
/// Bit sets of parts.
pub(super) const PART_SETS: usize = 1 << Part::ALL.len();

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(last_day: i32, facets: &[usize]) -> Extent {
        Extent { first_day: 18_000, last_day, facets: facets.to_vec() }
    }

    #[test]
    fn a_layout_holds_its_extent_and_some_growth() {
        let layout = Layout::new(&extent(18_730, &[5, 2_000, 70_000, 1, 300_000]));
        assert!(layout.holds(&extent(18_730, &[5, 2_000, 70_000, 1, 300_000])));
        assert!(layout.holds(&extent(18_800, &[10, 4_000, 100_000, 2, 400_000])));
        assert!(!layout.holds(&extent(18_730, &[5, 5_000, 70_000, 1, 300_000])));
        assert!(!layout.holds(&Extent { first_day: 17_000, ..extent(18_730, &[5, 2_000, 70_000, 1, 300_000]) }));
    }

    #[test]
    fn slots_do_not_overlap() {
        let layout = Layout::new(&extent(18_730, &[5, 2_000, 70_000, 1, 300_000]));
        let mut taken = vec![0u64; layout.words];
        let fixed = [layout.rating, layout.sentiment, layout.score, layout.parts, layout.day];
        let slots = [&fixed[..], &[layout.flags, layout.corrected]].concat();
        for slot in slots.iter().chain(&layout.facets) {
            assert_eq!(taken[slot.word] & (slot.mask << slot.shift), 0);
            taken[slot.word] |= slot.mask << slot.shift;
        }
    }
}
