//! How people say what the columns of their files are: mappings, kept by name or given with a file, and previews to choose them by.

use std::path::Path;

use super::{Service, ServiceError};
use crate::{
    clock,
    ingest::{self, IngestError, Input, Listing, Options, Preset, Preview},
    limits::{MAPPING_BYTES, MAPPING_NAME_CHARS, PREVIEW_TABLES},
};

/// What someone says about a file, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportRequest {
    /// The source, instead of the preset's.
    pub source: Option<String>,
    /// The preset, instead of the recognised one.
    pub preset: Option<String>,
    /// A mapping as JSON, or the name of one that is kept.
    pub mapping: Option<String>,
    /// The item of rows that name none.
    pub item: Option<String>,
    /// Where in a JSON document the reviews are.
    pub path: Option<String>,
    /// The encoding, instead of the recognised one.
    pub encoding: Option<String>,
}

impl ImportRequest {
    /// Its parts by the names that forms and flags give them.
    #[must_use]
    pub fn fields(&self) -> [(&'static str, &Option<String>); 6] {
        [
            ("source", &self.source),
            ("preset", &self.preset),
            ("mapping", &self.mapping),
            ("item", &self.item),
            ("path", &self.path),
            ("encoding", &self.encoding),
        ]
    }

    /// Sets the part of that name; false when there is none.
    pub fn set(&mut self, name: &str, value: String) -> bool {
        let part = match name {
            "source" => &mut self.source,
            "preset" => &mut self.preset,
            "mapping" => &mut self.mapping,
            "item" => &mut self.item,
            "path" => &mut self.path,
            "encoding" => &mut self.encoding,
            _ => return false,
        };
        *part = Some(value);
        true
    }
}

/// A mapping with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedMapping {
    /// The mapping; its name is that under which it is kept.
    pub mapping: Preset,
    /// When it was last changed, seconds since the epoch.
    pub updated_unix_s: i64,
}

/// The tables of one export of a file.
#[derive(Debug)]
pub struct ExportPreview {
    /// File name; of a file in an archive the archive's name before it.
    pub file: String,
    /// Its tables, or why it cannot be read.
    pub tables: Result<Vec<Preview>, IngestError>,
}

/// The exports of a file.
#[derive(Debug)]
pub struct FilePreview {
    /// Each export; at least one.
    pub exports: Vec<ExportPreview>,
    /// Files of an archive that are no exports.
    pub skipped: Vec<String>,
}

/// Reads a mapping from JSON.
///
/// # Errors
/// `InvalidMapping` when it is not JSON of the known shape, or too long.
pub fn parse_mapping(json: &str) -> Result<Preset, IngestError> {
    let invalid = |detail: String| IngestError::InvalidMapping { detail };
    if json.len() > MAPPING_BYTES {
        return Err(invalid(format!("more than {MAPPING_BYTES} bytes")));
    }
    serde_json::from_str(json).map_err(|error| invalid(error.to_string()))
}

impl Service {
    /// What a request means: its mapping read, or found by its name.
    ///
    /// # Errors
    /// `UnknownMapping`, `InvalidMapping`, or when the store cannot be read.
    pub fn import_options(&self, request: &ImportRequest) -> Result<Options, ServiceError> {
        let ImportRequest { source, preset, mapping, item, path, encoding } = request.clone();
        let mut options = Options { source, preset, mapping: None, item, path, encoding };
        match mapping {
            None => {}
            Some(json) if json.trim_start().starts_with('{') => options.mapping = Some(parse_mapping(&json)?),
            Some(name) => {
                let kept = self.mappings()?;
                let known = || kept.iter().map(|kept| kept.mapping.name.clone()).collect();
                let found = kept.iter().find(|kept| kept.mapping.name == name).map(|kept| kept.mapping.clone());
                if found.is_none() && self.schema.ingest.presets().iter().any(|preset| preset.name == name) {
                    options.preset = Some(name);
                } else {
                    options.mapping = Some(found.ok_or_else(|| IngestError::UnknownMapping { name, known: known() })?);
                }
            }
        }
        Ok(options)
    }

    /// The mappings that are kept, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn mappings(&self) -> Result<Vec<NamedMapping>, ServiceError> {
        let kept = self.store.mappings()?.into_iter();
        // What an older version kept and this one cannot read is passed over.
        let read = kept.filter_map(|kept| {
            let mapping = parse_mapping(&kept.mapping).ok()?;
            let mapping = Preset { name: kept.name, ..mapping };
            Some(NamedMapping { mapping, updated_unix_s: kept.updated_unix_s })
        });
        Ok(read.collect())
    }

    /// Keeps a mapping under a name, in place of an earlier one.
    ///
    /// # Errors
    /// `InvalidMapping` when it refers to what does not exist or the name cannot be one; or when the store cannot be used.
    pub fn keep_mapping(&self, name: &str, mapping: Preset) -> Result<NamedMapping, ServiceError> {
        let invalid = |detail: &str| IngestError::InvalidMapping { detail: detail.to_owned() };
        let blank = name.trim() != name || name.is_empty();
        if blank
            || name.starts_with('{')
            || name.chars().any(char::is_control)
            || name.chars().count() > MAPPING_NAME_CHARS
        {
            return Err(invalid("a name has 1 to 64 characters, no { in front and no spaces around it").into());
        }
        if self.schema.ingest.presets().iter().any(|preset| preset.name == name) {
            return Err(invalid("a preset has this name already").into());
        }
        self.schema.ingest.check_mapping(&mapping)?;
        let mapping = Preset { name: name.to_owned(), ..mapping };
        let json = serde_json::to_string(&mapping).map_err(|error| invalid(&error.to_string()))?;
        let updated_unix_s = clock::unix_now_s();
        self.store.keep_mapping(name, &json, updated_unix_s)?;
        Ok(NamedMapping { mapping, updated_unix_s })
    }

    /// Drops a mapping.
    ///
    /// # Errors
    /// `UnknownMapping`, or when the store cannot be used.
    pub fn drop_mapping(&self, name: &str) -> Result<(), ServiceError> {
        if self.store.drop_mapping(name)? {
            return Ok(());
        }
        let known = self.mappings()?.into_iter().map(|kept| kept.mapping.name).collect();
        Err(IngestError::UnknownMapping { name: name.to_owned(), known }.into())
    }

    /// Fields and presets together with the mappings that tell by which columns they are recognised.
    pub(super) fn import_schema(&self) -> Result<ingest::Schema, ServiceError> {
        let kept = self.mappings()?.into_iter().map(|kept| kept.mapping);
        let usable: Vec<Preset> = kept.filter(|mapping| self.schema.ingest.check_mapping(mapping).is_ok()).collect();
        let with = self.schema.ingest.with_mappings(&usable);
        Ok(with.unwrap_or_else(|_| self.schema.ingest.clone()))
    }

    /// Shows the exports of a file as they would be read. Stores nothing.
    ///
    /// # Errors
    /// When the file cannot be read, or the request names what does not exist. Of several files in an archive, one that cannot be read is
    /// no error.
    pub fn preview(&self, path: &Path, file: &str, request: &ImportRequest) -> Result<FilePreview, ServiceError> {
        let (options, schema) = (self.import_options(request)?, self.import_schema()?);
        let Listing { inputs, skipped, is_archive } = Input::list(path)?;
        let mut exports = Vec::new();
        for input in inputs.into_iter().take(PREVIEW_TABLES) {
            let file = input.member().map_or_else(|| file.to_owned(), |member| format!("{file}/{member}"));
            exports.push(ExportPreview { file, tables: ingest::preview(input, &schema, &options) });
        }
        match exports.pop() {
            Some(ExportPreview { tables: Err(error), .. }) if exports.is_empty() && !is_archive => Err(error.into()),
            last => {
                exports.extend(last);
                Ok(FilePreview { exports, skipped })
            }
        }
    }
}
