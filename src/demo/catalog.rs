//! What is reviewed: sources, items, their kinds and releases of the app, as `grammar/catalog.toml` lists them.

use serde::Deserialize;

use super::{fields::Columns, grammar::Slots};

/// Everything that can be reviewed, and where.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalog {
    #[serde(rename = "source")]
    pub(super) sources: Vec<Source>,
    #[serde(rename = "release")]
    pub(super) releases: Vec<Release>,
    #[serde(rename = "kind")]
    pub(super) kinds: Vec<Kind>,
    #[serde(rename = "item")]
    pub(super) items: Vec<Item>,
}

/// One platform and how it writes its exports.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) format: Format,
    /// Share of all reviews, per mille.
    pub(super) share: u32,
    pub(super) grammar: Industry,
    pub(super) half_stars: bool,
    pub(super) time: TimeForm,
    pub(super) columns: Columns,
    pub(super) channels: Vec<String>,
    pub(super) levels: Vec<String>,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Format {
    CsvBom,
    CsvGb18030,
    Jsonl,
    Tsv,
}

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TimeForm {
    Second,
    Minute,
    Day,
    Rfc3339,
}

/// Whose sentences and rhythm a source follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Industry {
    Restaurant,
    Hotel,
    Appliance,
    App,
}

/// A version of the app.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Release {
    pub(super) version: String,
    /// Days before the last day.
    pub(super) from: u16,
}

/// A category of item and what it brings to the sentences: the uses of an appliance, the dishes of a cuisine.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) slots: Slots,
}

/// One restaurant, hotel, appliance or app.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) source: String,
    pub(super) name: String,
    pub(super) brand: Option<String>,
    pub(super) category: String,
    pub(super) city: Option<String>,
    pub(super) model: Option<String>,
    /// Satisfied of a hundred.
    pub(super) quality: u32,
    /// Share within its source.
    pub(super) weight: u32,
}
