//! What was noticed over the rows of one table, and the warnings that it makes.

use std::collections::BTreeMap;

use super::{
    check::{Noticed, Partial},
    mapping::{Mapping, Target},
    time::Clue,
};
use crate::domain::{fields::FieldTable, ledger::Warning};

/// Column names under which the fields are known that a file had better carry.
#[derive(Debug, Clone)]
pub(super) struct Accepted([(&'static str, Target, String); 4]);

impl Accepted {
    pub(super) fn of(fields: &FieldTable) -> Self {
        let names = |field| fields.get(field).map(|field| field.columns.join(", ")).unwrap_or_default();
        Self([
            ("no_rating", Target::Rating, names("rating")),
            ("no_item", Target::Item, names("item")),
            ("no_time", Target::Created, names("created")),
            ("no_external_id", Target::ExternalId, names("external_id")),
        ])
    }

    /// The warnings of those that a mapping lacks.
    pub(super) fn missing(&self, mapping: &Mapping, has_item: bool) -> impl Iterator<Item = Warning> {
        let told = move |target: Target| mapping.has(target) || (has_item && target == Target::Item);
        self.0.iter().filter(move |(_, target, _)| !told(*target)).map(|(code, _, names)| warning(code, names.clone()))
    }
}

/// Counts over the rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    partial_years: u64,
    partial_days: u64,
    rating_words: u64,
    clues: BTreeMap<Clue, u64>,
}

impl Tally {
    pub(super) fn count(&mut self, noticed: Noticed) {
        self.partial_years += u64::from(noticed.partial == Some(Partial::Year));
        self.partial_days += u64::from(noticed.partial == Some(Partial::Day));
        self.rating_words += u64::from(noticed.rating_word);
        if let Some(clue) = noticed.clue {
            *self.clues.entry(clue).or_default() += 1;
        }
    }

    pub(super) fn warnings(&self) -> Vec<Warning> {
        let serials = self.clues.get(&Clue::Serial).copied().unwrap_or(0);
        let counts = [
            ("no_year", self.partial_years),
            ("no_day", self.partial_days),
            ("rating_words", self.rating_words),
            ("excel_serial", serials),
        ];
        let counted = counts.into_iter().filter(|(_, rows)| *rows > 0);
        counted.map(|(code, rows)| warning(code, rows.to_string())).chain(self.mixed_zones()).collect()
    }

    /// Times with different offsets, or some with one and some without.
    fn mixed_zones(&self) -> Option<Warning> {
        let shown = |clue: &Clue| match clue {
            Clue::Local => Some("–".to_owned()),
            Clue::Offset(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                Some(format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
            }
            Clue::Epoch | Clue::Serial => None,
        };
        let zones: Vec<String> =
            self.clues.iter().filter_map(|(clue, rows)| Some(format!("{} × {rows}", shown(clue)?))).collect();
        (zones.len() > 1).then(|| warning("mixed_zones", zones.join(", ")))
    }
}

/// A warning of that code.
pub(super) fn warning(code: &str, detail: impl Into<String>) -> Warning {
    Warning { code: code.to_owned(), detail: detail.into() }
}
