//! Which aspect pack reads which reviews, as the configuration says it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The section `[packs]`. What it leaves out falls to the built-in rules; a rule for the category goes before one for the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PackRules {
    /// The pack of reviews that no rule names.
    pub default: Option<String>,
    /// Source → pack.
    pub sources: BTreeMap<String, String>,
    /// Category, exactly as stored → pack.
    pub categories: BTreeMap<String, String>,
}
