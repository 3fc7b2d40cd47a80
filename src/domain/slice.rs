//! 切片: a query plus filters, the one thing that every endpoint shares.
//!
//! This is the checked meaning of a request, engine-neutral and serialisable: another engine could answer the same slices.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{calendar::Day, query::Query, rating::Rating, sentiment::SentimentBucket};

/// A query plus filters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Slice {
    /// What the text must say.
    pub query: Query,
    /// What else must hold.
    pub filter: Filter,
}

/// Conditions on fields: values inside one field are OR, fields are AND.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Filter {
    /// By field (or [`HAS`], [`MISSING`]); a field may carry several conditions (a range and a list), all of which must hold.
    pub fields: BTreeMap<String, Vec<Condition>>,
    /// By field: a review for which any of these holds is left out.
    pub not: BTreeMap<String, Vec<Condition>>,
    /// Slices that must all hold.
    pub all: Vec<Slice>,
    /// Slices none of which may hold.
    pub none: Vec<Slice>,
}

/// The key under which "has any of these parts" stands among the fields.
pub const HAS: &str = "has";
/// The key under which "lacks any of these fields" stands among the fields.
pub const MISSING: &str = "missing";

/// One condition on one field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// One of these values of a keyword field.
    Values(BTreeSet<String>),
    /// One of these ratings.
    Ratings(BTreeSet<u8>),
    /// One of these buckets.
    Sentiments(BTreeSet<SentimentBucket>),
    /// Local days, both included; an open end is `None`.
    Days {
        /// First day.
        from: Option<Day>,
        /// Last day.
        to: Option<Day>,
    },
    /// Instants `[from, to)` in seconds since the epoch; an open end is `None`.
    Instants {
        /// First second.
        from: Option<i64>,
        /// First second after the range.
        to: Option<i64>,
    },
    /// Has any of these parts.
    Parts(BTreeSet<Part>),
    /// Lacks any of these fields: a facet, `rating` or `created`.
    Missing(BTreeSet<String>),
    /// One of these values of a keyword field, compared after folding: how a value typed into a query is meant.
    Folded(BTreeSet<String>),
    /// A number in this range, both ends included; an open end is `None`. A review without the number has 0.
    Counts {
        /// Smallest.
        from: Option<u32>,
        /// Largest.
        to: Option<u32>,
    },
}

impl Condition {
    /// Ratings from `gte` to `lte`, both included.
    #[must_use]
    pub fn rating_range(gte: Option<f64>, lte: Option<f64>) -> Self {
        let inside = |rating: &Rating| {
            gte.is_none_or(|low| rating.stars() >= low) && lte.is_none_or(|high| rating.stars() <= high)
        };
        Self::Ratings(Rating::all().filter(inside).map(Rating::half_stars).collect())
    }
}

/// A part that a review may or may not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The merchant's reply.
    Reply,
    /// 追评
    Append,
    /// Pictures.
    Image,
    /// A title.
    Title,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Reply, Self::Append, Self::Image, Self::Title];

    /// The name used in API and URL.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Append => "append",
            Self::Image => "image",
            Self::Title => "title",
        }
    }

    /// The part of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}
