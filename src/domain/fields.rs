//! The table of fields: what a review can carry, what it is called, and what can be done with it.
//!
//! Read from `index-schema/review.toml`; adding a keyword field there is enough to import, filter and count it.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Running text.
    Text,
    /// One whole value, compared as it stands.
    Keyword,
    /// A rating.
    Rating,
    /// An instant.
    Time,
    /// A whole number.
    Count,
    /// Read out of the text; no export carries it.
    Derived,
}

/// A field's name for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name in API, URL and store: `[a-z_]+`.
    pub name: String,
    /// Kind.
    pub kind: FieldKind,
    /// For people.
    pub label: Label,
    /// Whether its values can be counted and filtered.
    #[serde(default)]
    pub facet: bool,
    /// Whether results can be sorted by it.
    #[serde(default)]
    pub sort: bool,
    /// Further names by which a query may speak of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names of the columns under which exports carry it, most telling first.
    #[serde(default)]
    pub columns: Vec<String>,
}

/// All fields, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldTable {
    #[serde(rename = "field")]
    fields: Vec<Field>,
}

/// Fields that code knows by name; every other field must be a keyword and is kept among the attributes.
const KNOWN: [(&str, FieldKind); 15] = [
    ("external_id", FieldKind::Keyword),
    ("source", FieldKind::Keyword),
    ("item", FieldKind::Keyword),
    ("title", FieldKind::Text),
    ("text", FieldKind::Text),
    ("append", FieldKind::Text),
    ("reply", FieldKind::Text),
    ("rating", FieldKind::Rating),
    ("created", FieldKind::Time),
    ("likes", FieldKind::Count),
    ("sentiment", FieldKind::Derived),
    ("aspect", FieldKind::Derived),
    ("aspect_sentiment", FieldKind::Derived),
    ("opinion", FieldKind::Derived),
    ("flag", FieldKind::Derived),
];

/// Fields at most: the filters of a review fit the bits of one word.
pub const MOST_FIELDS: usize = 60;

/// A field table that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FieldTableError {
    /// Not TOML of the known shape.
    #[error("field table does not parse: {0}")]
    Syntax(String),
    /// More fields than [`MOST_FIELDS`].
    #[error("at most {MOST_FIELDS} fields can be declared")]
    TooMany,
    /// Two fields share a name.
    #[error("field `{0}` is declared twice")]
    Duplicate(String),
    /// A field that code relies on is missing or has another kind.
    #[error("field `{name}` must be declared with kind `{kind:?}`")]
    Known {
        /// The field.
        name: &'static str,
        /// Its kind.
        kind: FieldKind,
    },
    /// Names are `[a-z_]+`, and a field of one's own is a keyword.
    #[error("field `{0}` must be named [a-z_]+ and be a keyword")]
    Custom(String),
    /// Two fields claim the same alias, or one another's name.
    #[error("alias `{alias}` belongs to both `{first}` and `{second}`")]
    SharedAlias {
        /// The alias.
        alias: String,
        /// The field that has it first.
        first: String,
        /// The other one.
        second: String,
    },
    /// Two fields claim the same column name.
    #[error("column name `{column}` belongs to both `{first}` and `{second}`")]
    SharedColumn {
        /// The column name.
        column: String,
        /// The field that lists it first.
        first: String,
        /// The other one.
        second: String,
    },
}

impl FieldTable {
    /// Reads and checks the text of a `review.toml`.
    ///
    /// # Errors
    /// When it does not parse, lacks a field that code relies on, or is ambiguous.
    pub fn parse(toml_text: &str) -> Result<Self, FieldTableError> {
        let table: Self = toml::from_str(toml_text).map_err(|e| FieldTableError::Syntax(e.to_string()))?;
        if table.fields.len() > MOST_FIELDS {
            return Err(FieldTableError::TooMany);
        }
        for (name, kind) in KNOWN {
            if table.get(name).is_none_or(|field| field.kind != kind) {
                return Err(FieldTableError::Known { name, kind });
            }
        }
        let mut columns = HashMap::new();
        let mut names = HashSet::new();
        for field in &table.fields {
            if !names.insert(&field.name) {
                return Err(FieldTableError::Duplicate(field.name.clone()));
            }
            let named_well = field.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !field.name.is_empty();
            if !named_well || (field.is_attribute() && field.kind != FieldKind::Keyword) {
                return Err(FieldTableError::Custom(field.name.clone()));
            }
            for column in &field.columns {
                if let Some(first) = columns.insert(column.to_lowercase(), &field.name) {
                    let (column, first) = (column.clone(), first.clone());
                    return Err(FieldTableError::SharedColumn { column, first, second: field.name.clone() });
                }
            }
        }
        table.check_aliases()?;
        Ok(table)
    }

    /// No alias may stand for two fields.
    fn check_aliases(&self) -> Result<(), FieldTableError> {
        let mut owners: HashMap<String, &str> =
            self.fields.iter().map(|field| (field.name.clone(), field.name.as_str())).collect();
        for field in &self.fields {
            for alias in &field.aliases {
                match owners.insert(alias.to_lowercase(), &field.name) {
                    Some(first) if first != field.name => {
                        let (alias, first) = (alias.clone(), first.to_owned());
                        return Err(FieldTableError::SharedAlias { alias, first, second: field.name.clone() });
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The field of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Every field, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// The fields whose values can be counted and filtered.
    pub fn facets(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.facet)
    }
}

impl Field {
    /// Whether the value is kept among [`super::review::Content::attributes`] rather than in a field of its own.
    #[must_use]
    pub fn is_attribute(&self) -> bool {
        !KNOWN.iter().any(|(name, _)| *name == self.name)
    }
}
