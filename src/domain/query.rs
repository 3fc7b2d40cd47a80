//! The query text as a tree, free of any engine.

use serde::{Deserialize, Serialize};

use super::slice::Condition;

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
    /// A bare term already cut, perhaps with alternatives: what [`Self::Bare`] becomes when it is widened.
    Pieces(Pieces),
    /// All terms in one part, close together.
    Near(Near),
    /// A dictionary word: not inside another one.
    Word(String),
    /// A text term ([`Self::Bare`], [`Self::Phrase`], [`Self::Pieces`] or [`Self::Near`]) that must be found in this part alone.
    In(TextPart, Box<Query>),
    /// A condition on a field, typed into the query.
    Field(FieldClause),
    /// All of them.
    And(Vec<Query>),
    /// Any of them.
    Or(Vec<Query>),
    /// All reviews but those.
    Not(Box<Query>),
}

/// A bare term cut into pieces (folded): at least so many of them must occur, each in one of its wordings.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pieces {
    /// The term as typed.
    pub typed: String,
    /// For each piece its wordings, the one typed first: that one, or any synonym.
    pub wordings: Vec<Vec<String>>,
    /// How many of the pieces must occur.
    pub at_least: usize,
}

/// Terms that stand close together, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Near {
    /// The terms as typed, two or more, each found literally after folding.
    pub terms: Vec<String>,
    /// The shortest passage that holds all of them has at most so many characters besides them.
    pub within: usize,
}

/// A condition on a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldClause {
    /// Name of the field (or `has`, `missing`).
    pub field: String,
    /// What must hold.
    pub condition: Condition,
}

/// A part of a review that holds text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextPart {
    /// 标题
    Title,
    /// 正文
    Text,
    /// 追评
    Append,
    /// 商家回复: not searched unless it is named.
    Reply,
}

impl TextPart {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Title, Self::Text, Self::Append, Self::Reply];

    /// The name of its field.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
            Self::Append => "append",
            Self::Reply => "reply",
        }
    }

    /// The part of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
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

    /// The text terms that a review must or may contain (none below a `Not`), in the order typed: what is scored and highlighted.
    pub fn positive_terms(&self) -> Vec<&Self> {
        match self {
            Self::All | Self::Not(_) | Self::Field(_) => Vec::new(),
            Self::Bare(_) | Self::Phrase(_) | Self::Pieces(_) | Self::Near(_) | Self::Word(_) | Self::In(..) => {
                vec![self]
            }
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::positive_terms).collect(),
        }
    }
}
