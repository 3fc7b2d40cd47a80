//! Cross-tables: the reviews of a slice counted by up to three dimensions at once, exactly, in one walk.
//!
//! Each combination of values is a cell; a review with several values of a dimension counts in several cells. Where all possible cells are few
//! they are an array, else a hash map finds the place of a cell; sums are integers, so that averages do not depend on the order of the reviews.

use std::{collections::HashMap, ops::ControlFlow};

use tantivy::DocId;

use super::{
    EngineError,
    axis::{Axis, Read},
    columns::Columns,
    matrix::Matrix,
    search::Budget,
    snapshot::Snapshot,
};
use crate::{
    domain::pivot::{Cell, Pivot, PivotRequest},
    limits,
};

/// Possible cells up to which they are an array: the largest array, with all sums, takes 24 MB.
const DENSE_CELLS: u64 = 1 << 20;

/// The sums of all cells, by cell.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) counts: Vec<u32>,
    pub(super) rated: Vec<u32>,
    pub(super) half_stars: Vec<u64>,
    pub(super) thousandths: Vec<i64>,
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
        let axes: Vec<Axis<'_>> = request.dimensions.iter().filter_map(|dimension| self.axis(dimension)).collect();
        let possible = axes.iter().map(|axis| axis.len() as u64).fold(1, u64::saturating_mul);
        // Keys of cells must fit 64 bits.
        if possible == u64::MAX {
            return Err(EngineError::TooManyCells);
        }
        let mut table = Table::new(possible, request);
        let mut keys = Keys::new(&axes);
        let mut matrix = table.matrix(&axes, self.review_count());
        let (mut total, mut overflow) = (0, false);
        self.each_block(&request.slice, budget, &mut |columns, block| {
            total += block.len() as u64;
            match &mut matrix {
                Some(matrix) => matrix.count(&mut table.sums.counts, keys.of_reviews(columns, block), columns, block),
                None => {
                    keys.of_cells(columns, block);
                    overflow = overflow || !table.add(columns, &keys.docs, &mut keys.keys);
                }
            }
            if overflow { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if let Some(matrix) = matrix {
            matrix.finish(&mut table.sums);
        }
        let cells = if overflow { None } else { table.finish(&axes) };
        cells.map(|cells| Pivot { total, cells }).ok_or(EngineError::TooManyCells)
    }
}

/// The keys of a block's cells: mixed radix over the axes.
struct Keys<'a> {
    /// Each with what a step along it adds to a key.
    axes: Vec<(&'a Axis<'a>, u64)>,
    keys: Vec<u64>,
    /// Whose keys they are.
    docs: Vec<DocId>,
}

impl<'a> Keys<'a> {
    fn new(axes: &'a [Axis<'a>]) -> Self {
        let mut with_strides: Vec<(&Axis<'_>, u64)> = Vec::with_capacity(axes.len());
        let mut stride = 1;
        for axis in axes.iter().rev() {
            with_strides.push((axis, stride));
            stride *= axis.len() as u64;
        }
        Self { axes: with_strides, keys: Vec::new(), docs: Vec::new() }
    }

    /// One key a review, from the axes along which a review has one index.
    fn of_reviews(&mut self, columns: &Columns, block: &[DocId]) -> &[u64] {
        self.keys.clear();
        self.keys.resize(block.len(), 0);
        for (axis, stride) in &self.axes {
            axis.add_to(&mut self.keys, *stride, columns, block);
        }
        &self.keys
    }

    /// One key for each cell in which a review counts.
    fn of_cells(&mut self, columns: &Columns, block: &[DocId]) {
        self.of_reviews(columns, block);
        self.docs.clear();
        self.docs.extend_from_slice(block);
        for (axis, stride) in &self.axes {
            if matches!(axis.read, Read::Slot(..)) {
                continue;
            }
            let (reviews, docs) = (std::mem::take(&mut self.keys), std::mem::take(&mut self.docs));
            for (key, doc) in reviews.into_iter().zip(docs) {
                axis.each_index(columns, doc as usize, |index| {
                    self.keys.push(key + index * stride);
                    self.docs.push(doc);
                });
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

    /// How cells are counted where they are an array and pairs of aspect and polarity are all that is multi-valued.
    fn matrix(&self, axes: &[Axis<'_>], reviews: u64) -> Option<Matrix> {
        match self.places {
            Places::Dense => Matrix::new(axes, self.sums.counts.len(), reviews, self.avg_rating || self.avg_sentiment),
            Places::Sparse(..) => None,
        }
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

    /// Adds reviews with the keys of their cells; false when there are too many cells. Leaves places in `keys`.
    fn add(&mut self, columns: &Columns, docs: &[DocId], keys: &mut [u64]) -> bool {
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
            for (cell, doc) in cells().zip(docs) {
                let half_stars = slot.take(word[*doc as usize]);
                sums.rated[cell] += u32::from(half_stars > 0);
                sums.half_stars[cell] += half_stars as u64;
            }
        }
        if self.avg_sentiment {
            for (cell, doc) in cells().zip(docs) {
                sums.thousandths[cell] += i64::from(columns.score(*doc as usize).thousandths());
            }
        }
        true
    }

    /// The cells that hold a review, in order; `None` when they are too many.
    fn finish(self, axes: &[Axis<'_>]) -> Option<Vec<Cell>> {
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
            let order = axes.iter().zip(&indexes).map(|(axis, index)| axis.place(*index)).collect();
            cells.push((order, indexes, place));
        }
        cells.sort_unstable();
        let cell = |(_, indexes, place): (_, Vec<usize>, usize)| Cell {
            values: axes.iter().zip(indexes).map(|(axis, index)| axis.label(index)).collect(),
            count: u64::from(sums.counts[place]),
            rated: u64::from(sums.rated.get(place).copied().unwrap_or(0)),
            half_stars: sums.half_stars.get(place).copied().unwrap_or(0),
            sentiment_thousandths: sums.thousandths.get(place).copied().unwrap_or(0),
        };
        Some(cells.into_iter().map(cell).collect())
    }
}

/// The index along each axis of a cell's key.
fn split(mut key: u64, axes: &[Axis<'_>]) -> Vec<usize> {
    let mut indexes: Vec<usize> = Vec::with_capacity(axes.len());
    for axis in axes.iter().rev() {
        let radix = axis.len() as u64;
        indexes.push(usize::try_from(key % radix).unwrap_or(0));
        key /= radix;
    }
    indexes.reverse();
    indexes
}
