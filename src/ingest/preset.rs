//! Import presets: which platform's export a header row belongs to, and what that says of the columns.
//!
//! Read from `index-schema/mappings/*.toml`. Must not know rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::mapping::{ANSWER, normalised};
use crate::domain::{calendar::Zone, fields::FieldTable, rating::Scale, review::is_source_name};

/// The source of a file whose platform is not recognised.
pub(super) const DEFAULT_SOURCE: &str = "import";

/// What the exports of one platform have in common, or what someone says of the columns of a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Preset {
    /// Name on the command line.
    pub name: String,
    /// The source of its reviews; `import` where the file does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The item of rows that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Columns that must all be there for the preset to be recognised.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// Columns that are another field here than everywhere else, or that are known here only: column name → field name, `answer` for an
    /// answer to an open question, or nothing for a column that is left out. A star in the name stands for anything.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, Option<String>>,
    /// Columns with answers to open questions, each of which becomes a review of its own. A star in the name stands for anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// Where in a JSON document the reviews are, such as `data.list`; found where it is not named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The scale of its ratings.
    pub scale: Scale,
    /// The time zone of times without an offset, by its IANA name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Whole cell values that mean "absent"; never applied to running text, but to answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A preset that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PresetError {
    /// Not TOML of the known shape.
    #[error("preset does not parse: {0}")]
    Syntax(String),
    /// The source's name is not `[a-z0-9_-]+`.
    #[error("preset `{preset}`: `{source_name}` cannot name a source")]
    Source {
        /// The preset.
        preset: String,
        /// Its source.
        source_name: String,
    },
    /// A column is to be a field that does not exist.
    #[error("preset `{preset}`: there is no field `{field}`")]
    Field {
        /// The preset.
        preset: String,
        /// The field.
        field: String,
    },
    /// The zone is not known.
    #[error("preset `{preset}`: {error}")]
    Zone {
        /// The preset.
        preset: String,
        /// What is wrong with it.
        error: String,
    },
}

impl Preset {
    /// Reads the text of a mapping file.
    ///
    /// # Errors
    /// When it is not TOML of the known shape.
    pub fn parse(toml_text: &str) -> Result<Self, PresetError> {
        toml::from_str(toml_text).map_err(|error| PresetError::Syntax(error.to_string()))
    }

    /// Checks what the preset refers to.
    pub(super) fn check(&self, fields: &FieldTable) -> Result<(), PresetError> {
        let preset = || self.name.clone();
        if let Some(source) = self.source.as_ref().filter(|source| !is_source_name(source)) {
            return Err(PresetError::Source { preset: preset(), source_name: source.clone() });
        }
        let mut named = self.columns.values().flatten().filter(|field| *field != ANSWER);
        if let Some(field) = named.find(|field| fields.get(field).is_none()) {
            return Err(PresetError::Field { preset: preset(), field: field.clone() });
        }
        match self.zone.as_deref().map(Zone::parse) {
            Some(Err(error)) => Err(PresetError::Zone { preset: preset(), error: error.to_string() }),
            _ => Ok(()),
        }
    }

    /// What is assumed of a file that fits no preset.
    pub(super) fn plain() -> Self {
        Self { name: "generic".to_owned(), ..Self::default() }
    }

    /// Whether it is for files without any column of texts, whose open questions it knows.
    pub(super) fn is_survey(&self) -> bool {
        self.header.is_empty() && !self.answers.is_empty()
    }

    /// This, changed by what someone says of one file.
    pub(super) fn overlaid(mut self, mapping: &Self) -> Self {
        let later = mapping.clone();
        self.name = if later.name.is_empty() { self.name } else { later.name };
        self.source = later.source.or(self.source);
        self.item = later.item.or(self.item);
        self.columns.extend(later.columns);
        self.answers.extend(later.answers);
        self.path = later.path.or(self.path);
        self.zone = later.zone.or(self.zone);
        self.missing.extend(later.missing);
        self.scale = later.scale;
        self
    }

    fn fits(&self, columns: &[String]) -> bool {
        self.header.iter().all(|name| columns.contains(&normalised(name)))
    }
}

/// The preset whose fingerprint the columns carry; of several the most specific one, then the first.
pub(super) fn recognise<'a>(presets: &'a [Preset], columns: &[String]) -> Option<&'a Preset> {
    let columns: Vec<String> = columns.iter().map(|name| normalised(name)).collect();
    presets
        .iter()
        .rev()
        .filter(|preset| !preset.is_survey() && preset.fits(&columns))
        .max_by_key(|preset| preset.header.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preset(name: &str, header: &[&str]) -> Preset {
        let header = header.iter().map(ToString::to_string).collect();
        Preset { name: name.to_owned(), header, ..Preset::parse("name = ''").unwrap() }
    }

    #[test]
    fn the_most_specific_fingerprint_wins() {
        let presets = [
            preset("any", &[]),
            preset("short", &["评分"]),
            preset("long", &["评分", "消费菜品"]),
            preset("late", &["评分"]),
        ];
        let name = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
            recognise(&presets, &columns).map(|preset| preset.name.clone())
        };
        assert_eq!(name(&["评分", "x"]).as_deref(), Some("short"));
        assert_eq!(name(&["\u{feff}评 分", "消费菜品"]).as_deref(), Some("long"));
        assert_eq!(name(&["x"]).as_deref(), Some("any"));
    }

    #[test]
    fn faults_of_a_preset_are_found() {
        let fields = FieldTable::parse(include_str!("../../index-schema/review.toml")).unwrap();
        let fault = |toml: &str| Preset::parse(toml).and_then(|preset| preset.check(&fields)).is_err();
        assert!(!fault("name = 'a'\nsource = 'a'\nzone = 'Asia/Shanghai'\ncolumns = { x = 'city' }\nscale = '10'"));
        assert!(fault("name = 'a'\nsource = 'A'"));
        assert!(fault("name = 'a'\nzone = 'Nowhere'"));
        assert!(fault("name = 'a'\ncolumns = { x = 'nothing' }"));
        assert!(fault("name = 'a'\nscale = '7'"));
        assert!(fault("name = 'a'\nunknown = 1"));
    }
}
