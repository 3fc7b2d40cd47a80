//! Cross-tables: the reviews of a slice counted by up to three dimensions at once, exactly, in one walk.
//!
//! Each combination of values is a cell. Where all possible cells are few they are an array, else a hash map finds the place of a cell; sums are
//! integers, so that averages do not depend on the order of the reviews.

use std::{collections::HashMap, ops::ControlFlow};

use tantivy::DocId;

use super::{
    EngineError,
    columns::{Columns, Slot},
    search::Budget,
    snapshot::Snapshot,
};
use crate::{
    domain::{
        calendar::{Day, Interval},
        pivot::{Cell, Dimension, Pivot, PivotRequest},
        rating::Rating,
        sentiment::SentimentBucket,
    },
    limits,
};

/// Possible cells up to which they are an array: the largest array, with all sums, takes 24 MB.
const DENSE_CELLS: u64 = 1 << 20;

/// One dimension, resolved against a snapshot.
struct Axis {
    slot: Slot,
    /// For each packed value the index along the axis, where that is not the value itself.
    index_of: Option<Vec<u32>>,
    labels: Vec<Label>,
    /// For each index, where it stands in the order of the answer.
    places: Vec<u32>,
}

/// What an index along an axis means; `None` for reviews without a value.
type Label = Option<String>;

/// The sums of all cells, by cell.
#[derive(Default)]
struct Sums {
    counts: Vec<u32>,
    rated: Vec<u32>,
    half_stars: Vec<u64>,
    thousandths: Vec<i64>,
}

/// How a cell's sums are found.
enum Places {
    /// At the cell's key.
    Dense,
    /// At the place given when the cell was first met; keys by place beside.
    Sparse(HashMap<u64, u32>, Vec<u64>),
}

impl Snapshot {
    /// Counts a slice by the dimensions of `request`. Cells come ordered by their values, dimension after dimension, reviews without a value last.
    ///
    /// # Errors
    /// [`EngineError::TooManyCells`], [`EngineError::OutOfTime`] when the budget is spent, and errors of the index files.
    pub fn pivot(&self, request: &PivotRequest, budget: &Budget<'_>) -> Result<Pivot, EngineError> {
        let axes: Vec<Axis> = request.dimensions.iter().filter_map(|dimension| self.axis(dimension)).collect();
        let possible = axes.iter().map(|axis| axis.labels.len() as u64).fold(1, u64::saturating_mul);
        // Keys of cells must fit 64 bits.
        if possible == u64::MAX {
            return Err(EngineError::TooManyCells);
        }
        let mut table = Table::new(possible, request);
        let mut keys = Vec::new();
        let mut overflow = false;
        self.each_block(&request.slice, budget, &mut |columns, block| {
            keys_of(&axes, columns, block, &mut keys);
            overflow = overflow || !table.add(columns, block, &mut keys);
            if overflow { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let pivot = if overflow { None } else { table.finish(&axes) };
        pivot.ok_or(EngineError::TooManyCells)
    }

    /// A dimension's slot and values; `None` for a field that this index does not have.
    fn axis(&self, dimension: &Dimension) -> Option<Axis> {
        let slot = self.slot(dimension.field())?;
        let axis = |labels: Vec<Label>| {
            // Index 0 is "no value", which comes last.
            let last = u32::try_from(labels.len()).unwrap_or(u32::MAX);
            let places = (0..last).map(|index| if index == 0 { last } else { index }).collect();
            Axis { slot, index_of: None, labels, places }
        };
        Some(match dimension {
            Dimension::Calendar(interval) => self.calendar(slot, *interval),
            Dimension::Facet(field) if field == "rating" => {
                axis(std::iter::once(None).chain(Rating::all().map(|rating| Some(rating.to_string()))).collect())
            }
            Dimension::Facet(field) if field == "sentiment" => {
                let labels: Vec<Label> = SentimentBucket::ALL.map(|bucket| Some(bucket.name().to_owned())).into();
                let places = (0..u32::try_from(labels.len()).unwrap_or(u32::MAX)).collect();
                Axis { slot, index_of: None, labels, places }
            }
            Dimension::Facet(field) => {
                let (_, dictionary) = self.facet(field)?;
                let labels = dictionary.values.iter().map(|value| Some(value.to_string()));
                let place = |place: &usize| u32::try_from(*place).unwrap_or(u32::MAX - 1);
                let places = std::iter::once(u32::MAX).chain(dictionary.places().iter().map(place)).collect();
                Axis { slot, index_of: None, labels: std::iter::once(None).chain(labels).collect(), places }
            }
        })
    }

    /// Calendar buckets along the days of the index.
    fn calendar(&self, slot: Slot, interval: Interval) -> Axis {
        let mut index_of = vec![0; self.slot_values("created")];
        let (mut labels, mut places, mut begun) = (vec![None], vec![u32::MAX], None);
        for day in self.days.into_iter().flat_map(|(first, last)| first.0..=last.0) {
            let start = interval.start(Day(day));
            if begun != Some(start) {
                begun = Some(start);
                places.push(u32::try_from(labels.len()).unwrap_or(u32::MAX - 1));
                labels.push(Some(start.to_string()));
            }
            let value = self.layout.day_value(day).and_then(|value| usize::try_from(value).ok());
            if let Some(index) = value.and_then(|value| index_of.get_mut(value)) {
                *index = u32::try_from(labels.len() - 1).unwrap_or(0);
            }
        }
        Axis { slot, index_of: Some(index_of), labels, places }
    }
}

/// The key of each review's cell: mixed radix over the axes.
fn keys_of(axes: &[Axis], columns: &Columns, block: &[DocId], keys: &mut Vec<u64>) {
    keys.clear();
    keys.resize(block.len(), 0);
    for axis in axes {
        let (word, radix) = (&columns.words[axis.slot.word()], axis.labels.len() as u64);
        match &axis.index_of {
            None => {
                for (key, doc) in keys.iter_mut().zip(block) {
                    *key = *key * radix + axis.slot.take(word[*doc as usize]) as u64;
                }
            }
            Some(index_of) => {
                for (key, doc) in keys.iter_mut().zip(block) {
                    *key = *key * radix + u64::from(index_of[axis.slot.take(word[*doc as usize])]);
                }
            }
        }
    }
}

struct Table {
    places: Places,
    sums: Sums,
    avg_rating: bool,
    avg_sentiment: bool,
}

impl Table {
    fn new(possible: u64, request: &PivotRequest) -> Self {
        let dense = usize::try_from(possible).ok().filter(|_| possible <= DENSE_CELLS);
        let places = if dense.is_some() { Places::Dense } else { Places::Sparse(HashMap::new(), Vec::new()) };
        let mut table = Self {
            places,
            sums: Sums::default(),
            avg_rating: request.avg_rating,
            avg_sentiment: request.avg_sentiment,
        };
        table.grow(dense.unwrap_or(0));
        table
    }

    fn grow(&mut self, cells: usize) {
        self.sums.counts.resize(cells, 0);
        if self.avg_rating {
            self.sums.rated.resize(cells, 0);
            self.sums.half_stars.resize(cells, 0);
        }
        if self.avg_sentiment {
            self.sums.thousandths.resize(cells, 0);
        }
    }

    /// Adds a block of reviews with the keys of their cells; false when there are too many cells. Leaves places in `keys`.
    fn add(&mut self, columns: &Columns, block: &[DocId], keys: &mut [u64]) -> bool {
        if let Places::Sparse(place_of, met) = &mut self.places {
            for key in keys.iter_mut() {
                let next = u32::try_from(met.len()).unwrap_or(u32::MAX);
                let place = *place_of.entry(*key).or_insert(next);
                if place == next {
                    met.push(*key);
                }
                *key = u64::from(place);
            }
            let cells = met.len();
            if cells > limits::PIVOT_CELLS {
                return false;
            }
            self.grow(cells);
        }
        let sums = &mut self.sums;
        let cells = || keys.iter().map(|key| usize::try_from(*key).unwrap_or(usize::MAX));
        cells().for_each(|cell| sums.counts[cell] += 1);
        if self.avg_rating {
            let slot = columns.layout.rating;
            let word = &columns.words[slot.word()];
            for (cell, doc) in cells().zip(block) {
                let half_stars = slot.take(word[*doc as usize]);
                sums.rated[cell] += u32::from(half_stars > 0);
                sums.half_stars[cell] += half_stars as u64;
            }
        }
        if self.avg_sentiment {
            for (cell, doc) in cells().zip(block) {
                sums.thousandths[cell] += i64::from(columns.score(*doc as usize).thousandths());
            }
        }
        true
    }

    /// The cells that hold a review, in order; `None` when they are too many.
    fn finish(self, axes: &[Axis]) -> Option<Pivot> {
        let sums = &self.sums;
        let filled = (0..sums.counts.len()).filter(|place| sums.counts[*place] > 0);
        let mut cells: Vec<(Vec<u32>, Vec<usize>, usize)> = Vec::new();
        for place in filled {
            if cells.len() == limits::PIVOT_CELLS {
                return None;
            }
            let key = match &self.places {
                Places::Dense => place as u64,
                Places::Sparse(_, met) => met[place],
            };
            let indexes = split(key, axes);
            let order = axes.iter().zip(&indexes).map(|(axis, index)| axis.places[*index]).collect();
            cells.push((order, indexes, place));
        }
        cells.sort_unstable();
        let total = sums.counts.iter().map(|count| u64::from(*count)).sum();
        let cell = |(_, indexes, place): (_, Vec<usize>, usize)| Cell {
            values: axes.iter().zip(indexes).map(|(axis, index)| axis.labels[index].clone()).collect(),
            count: u64::from(sums.counts[place]),
            rated: u64::from(sums.rated.get(place).copied().unwrap_or(0)),
            half_stars: sums.half_stars.get(place).copied().unwrap_or(0),
            sentiment_thousandths: sums.thousandths.get(place).copied().unwrap_or(0),
        };
        Some(Pivot { total, cells: cells.into_iter().map(cell).collect() })
    }
}

/// The index along each axis of a cell's key.
fn split(mut key: u64, axes: &[Axis]) -> Vec<usize> {
    let mut indexes: Vec<usize> = Vec::with_capacity(axes.len());
    for axis in axes.iter().rev() {
        let radix = axis.labels.len() as u64;
        indexes.push(usize::try_from(key % radix).unwrap_or(0));
        key /= radix;
    }
    indexes.reverse();
    indexes
}
