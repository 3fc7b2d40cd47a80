//! Order and size of a page of results.

use serde::{Deserialize, Serialize};

/// In which order hits come. The review number, descending, is the last key of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By score; `Newest` when the query has no scoring term.
    #[default]
    Relevance,
    /// Latest first; unknown times last.
    Newest,
    /// Earliest first; unknown times last.
    Oldest,
    /// Lowest rating first; unrated last.
    RatingAsc,
    /// Highest rating first; unrated last.
    RatingDesc,
    /// Most likes first.
    Likes,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 6] =
        [Self::Relevance, Self::Newest, Self::Oldest, Self::RatingAsc, Self::RatingDesc, Self::Likes];

    /// The name used in API and URL.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::RatingAsc => "rating_asc",
            Self::RatingDesc => "rating_desc",
            Self::Likes => "likes",
        }
    }

    /// The order of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}
