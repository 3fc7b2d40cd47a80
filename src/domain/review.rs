//! What a review is: its identity, its fields, its time.

use std::{
    collections::BTreeMap,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
};

use serde::{Deserialize, Serialize};

use super::{correction::Correction, marks::Marks, rating::Rating};

/// The dense number of a review: SQLite's rowid, a fast column of the index, and the last key of every sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReviewNumber(pub u64);

/// Identity of a review: source and external id, written `source:external_id` and split at the first colon.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReviewId {
    /// The export's origin, `[a-z0-9_-]+`.
    pub source: String,
    /// The id that the source gives, or one derived from the row.
    pub external_id: String,
}

impl ReviewId {
    /// Reads `source:external_id`; `None` when the source is not `[a-z0-9_-]+` or the id is empty.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (source, external_id) = text.split_once(':')?;
        (is_source_name(source) && !external_id.is_empty())
            .then(|| Self { source: source.to_owned(), external_id: external_id.to_owned() })
    }
}

impl fmt::Display for ReviewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.external_id)
    }
}

/// Whether `name` may name a source: `[a-z0-9_-]+`, at most 64 characters.
#[must_use]
pub fn is_source_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
}

/// How exactly the time of a review is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// To the day; the instant is the local midnight that begins it.
    Day,
}

impl Precision {
    /// The name used in API and store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Day => "day",
        }
    }

    /// The precision of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Second, Self::Minute, Self::Day].into_iter().find(|precision| precision.name() == name)
    }
}

/// When a review was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Created {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix_s: i64,
    /// How exactly it is known.
    pub precision: Precision,
}

/// The content of a review: all that an export says of it, without identity and number.
///
/// Texts are kept exactly as read (never trimmed or normalised). `None` means that the export does not say.
#[derive(Debug, Clone, PartialEq, Default, Hash)]
pub struct Content {
    /// Headline.
    pub title: Option<String>,
    /// The review itself; empty only when the export has an empty cell.
    pub text: String,
    /// 追评: what the user added later.
    pub append: Option<String>,
    /// The merchant's reply.
    pub reply: Option<String>,
    /// Half stars.
    pub rating: Option<Rating>,
    /// The rating as the export writes it.
    pub rating_raw: Option<String>,
    /// When it was written.
    pub created: Option<Created>,
    /// 商品/门店: the name of what was reviewed.
    pub item: Option<String>,
    /// Likes, "useful" votes.
    pub likes: Option<u32>,
    /// Every other declared field, by name: category, brand, city, channel, author, author_level, item_id, label, created_raw, …
    pub attributes: BTreeMap<String, String>,
}

impl Content {
    /// A hash of all that it says, the same for as long as the process runs.
    #[must_use]
    pub fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        Hash::hash(self, &mut hasher);
        hasher.finish()
    }

    /// Whether title, text and follow-up are the same, so that both are read alike.
    #[must_use]
    pub fn has_same_text(&self, other: &Self) -> bool {
        (&self.title, &self.text, &self.append) == (&other.title, &other.text, &other.append)
    }

    /// `self` where it says something, `older` where it does not: an absent column never erases a stored value.
    #[must_use]
    pub fn merged_over(mut self, older: &Self) -> Self {
        fn keep<T: Clone>(new: &mut Option<T>, old: &Option<T>) {
            if new.is_none() {
                new.clone_from(old);
            }
        }
        keep(&mut self.title, &older.title);
        keep(&mut self.append, &older.append);
        keep(&mut self.reply, &older.reply);
        if self.rating_raw.is_none() {
            self.rating = self.rating.or(older.rating);
            self.rating_raw.clone_from(&older.rating_raw);
        }
        keep(&mut self.created, &older.created);
        keep(&mut self.item, &older.item);
        keep(&mut self.likes, &older.likes);
        for (name, value) in &older.attributes {
            self.attributes.entry(name.clone()).or_insert_with(|| value.clone());
        }
        self
    }
}

/// A review as the store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Dense number.
    pub number: ReviewNumber,
    /// Identity.
    pub id: ReviewId,
    /// What it says.
    pub content: Content,
    /// What operators corrected in its analysis.
    pub correction: Option<Box<Correction>>,
    /// What the whole corpus says of it.
    pub marks: Marks,
    /// The import that last changed it.
    pub import: u64,
    /// The row of that import's file, 1 for the first data row.
    pub row: u64,
}

/// An earlier content of a review that a later import replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The import that had brought it.
    pub import: u64,
    /// When it was replaced, seconds since the epoch.
    pub replaced_unix_s: i64,
    /// What it said.
    pub content: Content,
}
