//! What the analysis gets right, as rows of a table: figure, bar, and what guessing or a simpler method would reach.

pub mod agreement;
pub mod aspects;
mod change;
pub mod flags;
mod metrics;
pub mod opinions;
pub mod sentiment;
mod speed;

use std::collections::HashSet;

pub use change::{AspectChange, ChangeError, PackChange, compare};
use serde::Serialize;

use super::{Set, train};
use crate::insight::Insight;

/// The sets that shipped models learned from: never measured on, and texts that they share with another set are left out there.
const LEARNED_FROM: [&str; 5] =
    ["jd-heater", "offensive.train", "opinions-restaurant.train", "opinions-shampoo", "polarity-shop"];

/// What these figures do not show, and why: what no set labels.
#[must_use]
pub fn not_measured(rows: &[Row]) -> Vec<(&'static str, &'static str)> {
    let is_measured = rows.iter().any(|row| row.metric == "low_information_recall");
    let low_information =
        ("low_information precision and recall", "no set labels which reviews say nothing (`low_information`)");
    let polarity = ("polarity given mention, digital long texts", "no set labels aspects of long texts about devices");
    (!is_measured).then_some(low_information).into_iter().chain([polarity]).collect()
}

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The figures alone.
    Figures,
    /// Also baselines, and what each part is worth: models are learned again without it.
    Parts,
}

/// All figures that the labels of these sets allow, then speed and size; with `Parts` also baselines and what each part is worth.
#[must_use]
pub fn all(sets: &[Set], insight: &Insight, detail: Detail) -> Vec<Row> {
    let (learned, foreign): (Vec<&Set>, Vec<&Set>) =
        sets.iter().partition(|set| LEARNED_FROM.contains(&set.name.as_str()));
    let mut seen: HashSet<String> = train::sentiment_texts(&learned);
    seen.extend(learned.iter().flat_map(|set| &set.texts).map(|labelled| labelled.text.clone()));
    let mut rows = Vec::new();
    for set in &foreign {
        rows.extend(flags::low_information_rows(insight, set));
        if set.name.starts_with("offensive") {
            rows.extend(flags::abuse_rows(insight, set));
            continue;
        }
        rows.extend(sentiment::rows(set, &seen));
        rows.extend(aspects::rows(set, insight, detail));
        rows.extend(opinions::rows(set, &seen, insight));
    }
    rows.extend(sentiment::mean_polarity(&rows));
    rows.extend(own_pairs());
    rows.extend(speed::rows(sets, insight, insight.packs().default_pack()));
    rows.retain(|row| detail == Detail::Parts || row.kind == RowKind::Figure);
    rows
}

/// Pairs of texts that differ in one turn of speech, by how much the rules have seen of them.
fn own_pairs() -> Vec<Row> {
    let sections = include_str!("../../insight/sentiment/pairs.txt").split("\n# [").skip(1);
    let named = sections.filter_map(|section| section.split_once(']'));
    named.flat_map(|(name, lines)| sentiment::pairs(&format!("own pairs, {name}"), lines)).collect()
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// The analysis as it ships.
    Figure,
    /// What guessing or a plain method reaches on the same texts.
    Baseline,
    /// The analysis without one of its parts.
    Ablation,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Stable name of what was measured, `[a-z0-9_]+`, such as `aspect_mention_f1_restaurant`.
    pub metric: String,
    /// The set of texts.
    pub set: String,
    /// What the row is about.
    pub kind: RowKind,
    /// For people: which baseline, which part was left out, how the set was cut.
    pub note: String,
    /// Texts, clauses or opinions that were judged.
    pub examples: usize,
    /// The figure; µs or bytes where the metric's name ends so, a share of 1 otherwise.
    pub value: f64,
    /// What it should reach at least; at most for µs and bytes.
    pub bar: Option<f64>,
    /// The same for the best.
    pub stretch: Option<f64>,
}

impl Row {
    /// A row of the analysis as it ships, without bars.
    #[must_use]
    pub fn new(metric: &str, set: &str, examples: usize, value: f64) -> Self {
        Self {
            metric: metric.to_owned(),
            set: set.to_owned(),
            kind: RowKind::Figure,
            note: String::new(),
            examples,
            value,
            bar: None,
            stretch: None,
        }
    }

    /// With what it should reach.
    #[must_use]
    pub fn against(mut self, bar: f64, stretch: f64) -> Self {
        (self.bar, self.stretch) = (Some(bar), Some(stretch));
        self
    }

    /// With a word on how it was measured.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// As a baseline or an ablation, for which bars do not hold.
    #[must_use]
    pub fn of_kind(mut self, kind: RowKind) -> Self {
        (self.kind, self.bar, self.stretch) = (kind, None, None);
        self
    }

    /// Whether the bar is reached; `None` without one.
    #[must_use]
    pub fn is_met(&self) -> Option<bool> {
        let at_most = self.metric.ends_with("_us") || self.metric.ends_with("_bytes");
        self.bar.map(|bar| if at_most { self.value <= bar } else { self.value >= bar })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_not_said_to_be_missing() {
        assert_eq!(not_measured(&[]).len(), 2);
        let measured = not_measured(&[Row::new("low_information_recall", "own", 3, 0.8)]);
        assert!(measured.iter().all(|(metric, _)| !metric.starts_with("low_information")) && measured.len() == 1);
    }

    #[test]
    fn times_and_sizes_are_bounded_from_above() {
        assert_eq!(Row::new("f1", "own", 3, 0.8).against(0.7, 0.9).is_met(), Some(true));
        assert_eq!(Row::new("read_us", "own", 3, 80.0).against(60.0, 25.0).is_met(), Some(false));
        assert_eq!(Row::new("f1", "own", 3, 0.8).against(0.7, 0.9).of_kind(RowKind::Baseline).is_met(), None);
    }
}
