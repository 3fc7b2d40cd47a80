//! Learning a pack's aspects from a user's own labelled reviews.
//!
//! Knows nothing of options. What comes out serves the pack of that name in the configured schema directory; nothing of it ships.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::{
    error::{Code, Coded},
    insight::{Insight, Learned, LearnedParts, Lesson, Pack, learn},
    lab::{
        Set,
        evaluate::aspects::{distinct, labels},
    },
};

/// Aspects that cannot be learned.
#[derive(Debug, Error)]
pub enum AspectsError {
    /// Neither the name nor the labels lead to a pack.
    #[error("no pack `{0}` has the labelled aspects")]
    NoPack(String),
    /// The models cannot be written.
    #[error("{}: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Coded for AspectsError {
    fn code(&self) -> Code {
        match self {
            Self::NoPack(_) => Code::InvalidRequest,
            Self::Unwritable { .. } => Code::UnwritableFile,
        }
    }
}

/// The models of the pack's aspects, from the texts of a set that have labelled aspects, each text once.
#[must_use]
pub fn aspects(set: &Set, insight: &Insight, pack: &Pack) -> Learned {
    let labelled = distinct(set).into_iter().filter(|text| text.aspects.is_some());
    let lessons: Vec<Lesson> = labelled.map(|text| insight.lesson(&text.text, pack, labels(text))).collect();
    learn(pack, &lessons.iter().collect::<Vec<_>>(), LearnedParts::ALL)
}

/// Where the models of a pack stand in a schema directory.
#[must_use]
fn file_of(schema_dir: &Path, pack: &str) -> PathBuf {
    schema_dir.join("aspects").join(format!("{pack}.model"))
}

/// Writes the models of a pack into a schema directory; answers the file and its size in bytes.
///
/// # Errors
/// When the file cannot be written.
pub fn write_aspects(learned: &Learned, schema_dir: &Path, pack: &str) -> Result<(PathBuf, usize), AspectsError> {
    let path = file_of(schema_dir, pack);
    let bytes = learned.write();
    let written = fs::create_dir_all(schema_dir.join("aspects")).and_then(|()| fs::write(&path, &bytes));
    written.map_err(|source| AspectsError::Unwritable { path: path.clone(), source })?;
    Ok((path, bytes.len()))
}
