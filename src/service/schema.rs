//! Fields and import presets, built in or from the configured directory.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::{
    domain::{
        aspect::Aspects,
        calendar::Zone,
        fields::{FieldKind, FieldTable, FieldTableError},
    },
    error::{Code, Coded, Wording},
    ingest,
    insight::PackError,
    text::Vocabulary,
};

/// Fields and import presets.
pub struct Schema {
    /// How exports are read.
    pub ingest: ingest::Schema,
    vocabulary: Vocabulary,
    text: String,
}

/// Fields or presets that cannot be used.
#[derive(Debug, Error)]
pub enum SchemaError {
    /// A file of the configured directory cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The field table.
    #[error("review.toml: {0}")]
    Fields(#[from] FieldTableError),
    /// A preset's file.
    #[error(transparent)]
    Preset(#[from] ingest::PresetError),
    /// Packs of aspects.
    #[error("{}", packs.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Packs {
        /// Every pack with its faults.
        packs: Vec<PackError>,
    },
    /// Fields and presets that do not fit together.
    #[error(transparent)]
    Ingest(#[from] ingest::SchemaError),
}

impl Coded for SchemaError {
    fn code(&self) -> Code {
        Code::InvalidConfig
    }

    fn hint(&self) -> Option<Wording> {
        Some(Wording::new("对照内置的 index-schema 修改", "Compare with the built-in index-schema directory"))
    }
}

impl From<Vec<PackError>> for SchemaError {
    fn from(packs: Vec<PackError>) -> Self {
        Self::Packs { packs }
    }
}

const BUILTIN_FIELDS: &str = include_str!("../../index-schema/review.toml");

impl Schema {
    /// The built-in schema, or what stands in `dir`: `review.toml` and `mappings/*.toml`, each optional.
    ///
    /// # Errors
    /// When a file cannot be read or used.
    pub fn load(dir: Option<&Path>, zone: Zone) -> Result<Self, SchemaError> {
        let read = |path: PathBuf| match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(SchemaError::Unreadable { path, source }),
        };
        let text = match dir {
            Some(dir) => read(dir.join("review.toml"))?,
            None => None,
        };
        let text = text.unwrap_or_else(|| BUILTIN_FIELDS.to_owned());
        let fields = FieldTable::parse(&text)?;
        let presets = match dir.map(|dir| dir.join("mappings")).filter(|mappings| mappings.is_dir()) {
            Some(mappings) => read_presets(&mappings)?,
            None => ingest::builtin_presets()?,
        };
        let vocabulary = Vocabulary::new(&fields);
        Ok(Self { ingest: ingest::Schema::new(fields, presets, zone)?, vocabulary, text })
    }

    /// With the names of aspects, by which queries may speak of them.
    #[must_use]
    pub fn with_aspects(mut self, aspects: &Aspects) -> Self {
        self.vocabulary = self.vocabulary.with_aspects(aspects);
        self
    }

    /// All fields.
    #[must_use]
    pub fn fields(&self) -> &FieldTable {
        self.ingest.fields()
    }

    /// The names by which queries speak of the fields.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Names of the keyword fields that are facets, in the order of the table.
    #[must_use]
    pub fn keyword_facets(&self) -> Vec<String> {
        let keywords = self.fields().facets().filter(|field| field.kind == FieldKind::Keyword);
        keywords.map(|field| field.name.clone()).collect()
    }

    /// The text of the field table: what a generation depends on.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The presets of a directory, by file name.
fn read_presets(dir: &Path) -> Result<Vec<ingest::Preset>, SchemaError> {
    toml_files(dir)?.into_iter().map(|(_, text)| Ok(ingest::Preset::parse(&text)?)).collect()
}

/// The TOML files of a directory by name, with their texts.
pub(super) fn toml_files(dir: &Path) -> Result<Vec<(String, String)>, SchemaError> {
    let unreadable = |source| SchemaError::Unreadable { path: dir.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: PathBuf| match fs::read_to_string(&path) {
        Ok(text) => Ok((path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(), text)),
        Err(source) => Err(SchemaError::Unreadable { path, source }),
    };
    paths.into_iter().map(read).collect()
}
