//! Cross-tables: what is asked, and what the cells add up to.

use super::{calendar::Interval, slice::Slice};

/// What a cross-table is counted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The values of a facet.
    Facet(String),
    /// Calendar buckets of the time of writing.
    Calendar(Interval),
}

impl Dimension {
    /// The name used in the API.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Facet(field) => field,
            Self::Calendar(interval) => interval.name(),
        }
    }

    /// The field whose values it shows.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Facet(field) => field,
            Self::Calendar(_) => "created",
        }
    }
}

/// Which cross-table is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PivotRequest {
    /// Over which reviews.
    pub slice: Slice,
    /// One to three, outermost first.
    pub dimensions: Vec<Dimension>,
    /// Whether mean ratings are wanted.
    pub avg_rating: bool,
    /// Whether mean sentiments are wanted.
    pub avg_sentiment: bool,
}

/// A cross-table: the cells that hold a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// Reviews in the slice: the sum of all cells, unless reviews have several values of a dimension.
    pub total: u64,
    /// In the order of their values, dimension after dimension, reviews without a value last.
    pub cells: Vec<Cell>,
}

/// One combination of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// A value for each dimension, the first day for calendar buckets; `None` for reviews without a value.
    pub values: Vec<Option<String>>,
    /// Reviews.
    pub count: u64,
    /// Reviews with a rating; 0 when mean ratings were not wanted.
    pub rated: u64,
    /// Sum of their half stars.
    pub half_stars: u64,
    /// Sum of the sentiment scores in thousandths; 0 when mean sentiments were not wanted.
    pub sentiment_thousandths: i64,
}

impl Cell {
    /// The mean rating in stars.
    #[must_use]
    pub fn avg_rating(&self) -> Option<f64> {
        (self.rated > 0).then(|| self.half_stars as f64 / self.rated as f64 / 2.0)
    }

    /// The mean sentiment score, −1 to 1.
    #[must_use]
    pub fn avg_sentiment(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sentiment_thousandths as f64 / self.count as f64 / 1000.0)
    }
}
