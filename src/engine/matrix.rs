//! Counting pairs of aspect and polarity by at most one value a review of anything else, without a key for each cell: what a table of aspects
//! by sentiment asks, over all reviews at about the speed of reading the array.

use tantivy::DocId;

use super::{
    axis::{Axis, Read},
    columns::{Columns, SCORE_OFFSET, Slot},
    pivot::Sums,
    rows::Rows,
};

/// Copies of a review's key that are written at once: few reviews talk about more aspects.
const COPIES: usize = 8;
/// Reviews up to which the sums of a cell fit one number of 128 bits.
const MOST_REVIEWS: u64 = 1 << 28;

/// How the cells of a table of aspects are found.
pub(super) struct Matrix {
    /// For each pair what it adds to the key of its review.
    steps: Vec<u32>,
    /// Whether nothing else is counted by, so that all pairs of a block are alike.
    is_alone: bool,
    /// The sums of each cell, added up as one number; empty where only counts are wanted.
    sums: Vec<u128>,
    /// For each pair of a block the key of its review, or the review's place in the block where sums are wanted.
    spread: Vec<u32>,
    /// For each review of a block its key and what it adds to the sums.
    reviews: Vec<(u32, u128)>,
}

/// What reviews add up to, as one number: a pair then costs one addition, whatever is wanted.
struct Packed(u128);

impl Packed {
    const HALF_STARS_FROM: u32 = 40;
    const RATED_FROM: u32 = 72;
    const COUNT_FROM: u32 = 100;

    fn of(columns: &Columns, doc: usize) -> u128 {
        let read = |slot: Slot| slot.read(&columns.words, doc) as u128;
        let (score, half_stars) = (read(columns.layout.score), read(columns.layout.rating));
        let rated = u128::from(half_stars > 0);
        1 << Self::COUNT_FROM | rated << Self::RATED_FROM | half_stars << Self::HALF_STARS_FROM | score
    }

    #[expect(clippy::cast_possible_truncation, reason = "a part has at most 40 bits")]
    const fn part(&self, from: u32, to: u32) -> u64 {
        (self.0 >> from) as u64 & ((1 << (to - from)) - 1)
    }

    fn add_to(&self, sums: &mut Sums, cell: usize) {
        let count = self.part(Self::COUNT_FROM, u128::BITS);
        sums.counts[cell] += u32::try_from(count).unwrap_or(u32::MAX);
        if let (Some(rated), Some(half_stars)) = (sums.rated.get_mut(cell), sums.half_stars.get_mut(cell)) {
            *rated += u32::try_from(self.part(Self::RATED_FROM, Self::COUNT_FROM)).unwrap_or(u32::MAX);
            *half_stars += self.part(Self::HALF_STARS_FROM, Self::RATED_FROM);
        }
        if let Some(thousandths) = sums.thousandths.get_mut(cell) {
            let scores = self.part(0, Self::HALF_STARS_FROM).cast_signed();
            *thousandths += scores - SCORE_OFFSET * count.cast_signed();
        }
    }
}

impl Matrix {
    /// For so many cells in an array, of so many reviews, perhaps with averages; `None` where one axis of pairs is not all that is
    /// multi-valued.
    pub(super) fn new(axes: &[Axis<'_>], cells: usize, reviews: u64, averages: bool) -> Option<Self> {
        let mut several = axes.iter().enumerate().filter(|(_, axis)| !matches!(axis.read, Read::Slot(..)));
        let ((at, axis), None) = (several.next()?, several.next()) else { return None };
        let stride: usize = axes[at + 1..].iter().map(Axis::len).product();
        let step = |index: usize| u32::try_from(index * stride).ok();
        let steps: Option<Vec<u32>> = match axis.read {
            Read::Pairs(None) => (0..axis.len()).map(step).collect(),
            Read::Pairs(Some(index_of)) => index_of.iter().map(|index| step(*index as usize)).collect(),
            Read::Slot(..) | Read::Opinions | Read::Flags(_) => None,
        };
        if reviews >= MOST_REVIEWS {
            return None;
        }
        Some(Self {
            steps: steps?,
            is_alone: axes.len() == 1 && !averages,
            sums: vec![0; if averages { cells } else { 0 }],
            spread: Vec::new(),
            reviews: Vec::new(),
        })
    }

    /// Counts a block whose reviews have these keys.
    pub(super) fn count(&mut self, counts: &mut [u32], keys: &[u64], columns: &Columns, block: &[DocId]) {
        let pairs = &columns.lists.pairs;
        if self.is_alone {
            let all = |pairs: &[u16]| pairs.iter().for_each(|pair| add(counts, self.steps[usize::from(*pair)]));
            let without = pairs.visit(block, all);
            counts[0] += without;
            return;
        }
        let keys = keys.iter().map(|key| u32::try_from(*key).unwrap_or(u32::MAX)).zip(block);
        let averages = !self.sums.is_empty();
        let packed = |doc: DocId| if averages { Packed::of(columns, doc as usize) } else { 0 };
        self.reviews.clear();
        self.reviews.extend(keys.map(|(key, doc)| (key, packed(*doc))));
        match (pairs.of_neighbours(block), averages) {
            (Some((offsets, pairs)), false) => {
                self.spread(offsets, pairs.len(), |_, key| key);
                for (pair, key) in pairs.iter().zip(&self.spread) {
                    add(counts, key.wrapping_add(self.steps[usize::from(*pair)]));
                }
                self.without(offsets).for_each(|(key, _)| add(counts, key));
            }
            (Some((offsets, pairs)), true) => {
                self.spread(offsets, pairs.len(), |place, _| place);
                let mut sums = std::mem::take(&mut self.sums);
                for (pair, place) in pairs.iter().zip(&self.spread) {
                    let (key, review) = self.reviews[*place as usize];
                    add_sums(&mut sums, key.wrapping_add(self.steps[usize::from(*pair)]), review);
                }
                self.without(offsets).for_each(|(key, review)| add_sums(&mut sums, key, review));
                self.sums = sums;
            }
            (None, false) => {
                let add = |key: u32, _: u128| add(counts, key);
                self.each_apart(pairs, block, add);
            }
            (None, true) => {
                let mut sums = std::mem::take(&mut self.sums);
                self.each_apart(pairs, block, |key, review| add_sums(&mut sums, key, review));
                self.sums = sums;
            }
        }
    }

    /// Writes one number of each review as often as it has pairs. Always several copies at once: where a review has fewer, the next one
    /// writes over them; a loop over each review's pairs would guess its end wrongly most of the time.
    fn spread(&mut self, offsets: &[u32], pairs: usize, number: impl Fn(u32, u32) -> u32) {
        self.spread.clear();
        self.spread.resize(pairs + COPIES, 0);
        let first = offsets.first().copied().unwrap_or(0);
        for ((place, (key, _)), ends) in (0..).zip(&self.reviews).zip(offsets.windows(2)) {
            let number = number(place, *key);
            let (from, to) = ((ends[0] - first) as usize, (ends[1] - first) as usize);
            self.spread[from..from + COPIES].copy_from_slice(&[number; COPIES]);
            if to - from > COPIES {
                self.spread[from..to].fill(number);
            }
        }
    }

    /// The reviews of the block that have no pair.
    fn without(&self, offsets: &[u32]) -> impl Iterator<Item = (u32, u128)> {
        self.reviews.iter().zip(offsets.windows(2)).filter(|(_, ends)| ends[0] == ends[1]).map(|(review, _)| *review)
    }

    /// Calls `add` for each cell of reviews that are no neighbours.
    fn each_apart(&self, rows: &Rows<u16>, block: &[DocId], mut add: impl FnMut(u32, u128)) {
        for ((key, review), doc) in self.reviews.iter().zip(block) {
            let pairs = rows.of(*doc as usize);
            pairs.iter().for_each(|pair| add(key.wrapping_add(self.steps[usize::from(*pair)]), *review));
            if pairs.is_empty() {
                add(*key, *review);
            }
        }
    }

    /// Takes the sums apart, where there are any.
    pub(super) fn finish(self, sums: &mut Sums) {
        for (cell, packed) in self.sums.into_iter().enumerate().filter(|(_, packed)| *packed > 0) {
            Packed(packed).add_to(sums, cell);
        }
    }
}

/// Adds one to a cell; no count of a segment's reviews overflows.
#[inline]
fn add(counts: &mut [u32], cell: u32) {
    let count = &mut counts[cell as usize];
    *count = count.wrapping_add(1);
}

#[inline]
fn add_sums(sums: &mut [u128], cell: u32, review: u128) {
    let sum = &mut sums[cell as usize];
    *sum = sum.wrapping_add(review);
}
