//! Rebuilding the shipped models from labelled files, with a card each that says what they learned from and how well they do.
//!
//! Deterministic: the same files give the same bytes. One file a model.

mod abuse;
mod aspects;
mod opinions;
mod sentiment;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Serialize;
use thiserror::Error;

use super::{evaluate::Row, labelled::LabelledError};
use crate::{
    error::{Code, Coded},
    ingest::{IngestError, SchemaError},
    insight::opinions::ExtractorError,
};

pub use abuse::train as abuse;
pub use aspects::{AspectsError, aspects, write_aspects};
pub use opinions::train as opinions;
pub use sentiment::{texts as sentiment_texts, train as sentiment};

/// A model with its card.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The model's file.
    pub bytes: Vec<u8>,
    /// What it is.
    pub card: Card,
}

/// What stands beside a model's file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// File name without extension.
    pub model: String,
    /// What it does.
    pub purpose: String,
    /// Under what its weights may be used.
    pub licence: String,
    /// What a user should know about the data or the figures.
    pub notes: Vec<String>,
    /// Draws the order of the samples.
    pub seed: u64,
    /// Weights of the model.
    pub weights: usize,
    /// Bytes of its file.
    pub bytes: usize,
    /// What it learned from.
    pub data: Vec<Data>,
    /// How well it does.
    pub figures: Vec<Figure>,
}

/// A set that a model learned from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Data {
    /// Name of the set.
    pub set: String,
    /// What it holds, and its licence.
    pub about: String,
    /// Samples of the positive class, after repeated ones were dropped.
    pub positive: usize,
    /// Samples of the other class.
    pub negative: usize,
}

/// One figure of a card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What was measured.
    pub metric: String,
    /// On what.
    pub set: String,
    /// With which model, where it is not the shipped one.
    pub note: String,
    /// Texts that were judged.
    pub examples: usize,
    /// The figure.
    pub value: f64,
}

impl From<&Row> for Figure {
    fn from(row: &Row) -> Self {
        let value = (row.value * 10_000.0).round() / 10_000.0;
        Self { metric: row.metric.clone(), set: row.set.clone(), note: row.note.clone(), examples: row.examples, value }
    }
}

impl Trained {
    /// Writes `NAME.bin` and `NAME.card.toml` into a folder, which is made if need be.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), TrainError> {
        let unwritable = |path: &Path, source| TrainError::Unwritable { path: path.to_owned(), source };
        fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
        let card = toml::to_string(&self.card)?;
        for (extension, bytes) in [("bin", self.bytes.as_slice()), ("card.toml", card.as_bytes())] {
            let path = folder.join(format!("{}.{extension}", self.card.model));
            fs::write(&path, bytes).map_err(|source| unwritable(&path, source))?;
        }
        Ok(())
    }
}

/// Training that failed.
#[derive(Debug, Error)]
pub enum TrainError {
    /// A labelled file.
    #[error(transparent)]
    Labelled(#[from] LabelledError),
    /// An export.
    #[error(transparent)]
    Export(#[from] IngestError),
    /// The compiled-in schema of exports.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A card that cannot be written as TOML.
    #[error(transparent)]
    Card(#[from] toml::ser::Error),
    /// Word lists or a model of opinions.
    #[error(transparent)]
    Opinions(#[from] ExtractorError),
    /// A file of the result.
    #[error("{}: {source}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Coded for TrainError {
    fn code(&self) -> Code {
        match self {
            Self::Labelled(error) => error.code(),
            Self::Export(error) => error.code(),
            Self::Schema(_) | Self::Card(_) | Self::Opinions(_) => Code::Internal,
            Self::Unwritable { .. } => Code::UnwritableFile,
        }
    }
}
