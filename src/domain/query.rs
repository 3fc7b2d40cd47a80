//! The query text as a tree, free of any engine.

use serde::{Deserialize, Serialize};

/// A parsed query. The bare terms of one conjunction stay separate; how each is cut into pieces is decided by the built-in dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// Every review.
    #[default]
    All,
    /// A word or words as typed: each of its pieces must occur, anywhere.
    Bare(String),
    /// Exactly these characters in a row, after folding.
    Phrase(String),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// All reviews but those.
    Not(Box<Query>),
}

impl Query {
    /// The conjunction of `parts` in its simplest form.
    #[must_use]
    pub fn and(parts: Vec<Self>) -> Self {
        Self::join(parts, Self::And, Self::All)
    }

    /// The disjunction of `parts` in its simplest form.
    #[must_use]
    pub fn or(parts: Vec<Self>) -> Self {
        Self::join(parts, Self::Or, Self::All)
    }

    fn join(mut parts: Vec<Self>, tie: fn(Vec<Self>) -> Self, empty: Self) -> Self {
        match (parts.len(), parts.pop()) {
            (0 | 1, last) => last.unwrap_or(empty),
            (_, last) => {
                parts.extend(last);
                tie(parts)
            }
        }
    }

    /// The terms that a review must or may contain (none below a `Not`), in the order typed: what is scored and highlighted.
    pub fn positive_terms(&self) -> Vec<&Self> {
        match self {
            Self::All | Self::Not(_) => Vec::new(),
            Self::Bare(_) | Self::Phrase(_) => vec![self],
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::positive_terms).collect(),
        }
    }
}
