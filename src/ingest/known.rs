//! The column names that are known, for finding headers and arrays. Says of a name no more than whether it is one of them.

use std::collections::HashMap;

use super::{
    mapping::{lookup, normalised},
    pattern::Pattern,
    preset::Preset,
};
use crate::domain::fields::{FieldKind, FieldTable};

/// Known column names.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Normalised names, and whether they hold texts.
    names: HashMap<String, bool>,
}

impl Known {
    /// The names under which exports carry the fields, and those of the presets.
    pub(super) fn new<'a>(fields: &FieldTable, presets: impl Iterator<Item = &'a Preset>) -> Self {
        let mut known = Self::default();
        for field in fields.iter().filter(|field| field.kind != FieldKind::Derived) {
            let is_text = matches!(field.name.as_str(), "text" | "title" | "append");
            field.columns.iter().for_each(|column| known.add(column, is_text));
        }
        for preset in presets {
            for (column, field) in &preset.columns {
                known.add(column, matches!(field.as_deref(), Some("text" | "title" | "append")));
            }
            preset.header.iter().for_each(|column| known.add(column, false));
            // A name with stars is found in running text too.
            preset.answers.iter().filter(|name| Pattern::new(name).is_exact()).for_each(|name| known.add(name, true));
        }
        known
    }

    /// Exactly these names.
    #[cfg(test)]
    pub(super) fn of(texts: &[&str], others: &[&str]) -> Self {
        let mut known = Self::default();
        texts.iter().for_each(|name| known.add(name, true));
        others.iter().for_each(|name| known.add(name, false));
        known
    }

    /// Whether the name is known.
    pub(super) fn is_known(&self, name: &str) -> bool {
        lookup(&self.names, name).is_some()
    }

    /// Whether a column of that name holds texts.
    pub(super) fn is_text(&self, name: &str) -> bool {
        lookup(&self.names, name).is_some_and(|is_text| *is_text)
    }

    fn add(&mut self, name: &str, is_text: bool) {
        *self.names.entry(normalised(name)).or_default() |= is_text;
    }
}
