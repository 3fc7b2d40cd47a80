//! The demo data: made-up reviews of restaurants, hotels, home appliances and one app, with planted stories.
//!
//! Answers: what can be tried with the program before real exports are at hand. Knows nothing of how exports are read; it only
//! writes files as review platforms write them, under the column names of `index-schema/review.toml`. All sentences, names,
//! brands and contact details are invented; the tables they are made of lie in `grammar/`. The same options give the same bytes
//! on every machine: one seeded generator, whole numbers only, no clock.

mod author;
mod catalog;
mod compose;
mod dice;
mod export;
mod fields;
mod grammar;
mod rhythm;
mod story;
mod style;
mod world;

use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

use self::world::World;
use crate::{
    domain::calendar::Day,
    error::{Code, Coded, Wording},
};

/// The day on which the demo data end unless told otherwise: 2026-06-30.
const LAST_DAY: Day = Day(20_634);

/// How many days of reviews are written: two years.
pub const DAYS: u16 = 730;

/// What to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Another seed gives other reviews with the same stories.
    pub seed: u64,
    /// How many reviews, over all files; the stories shrink and grow with it.
    pub reviews: u32,
    /// The last local day (Asia/Shanghai) that has reviews.
    pub last_day: Day,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 20_260_630, reviews: 30_000, last_day: LAST_DAY }
    }
}

/// One thing hidden in the data, to be found again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// Its name, `[a-z-]+`.
    pub name: String,
    /// rise, batch, release, burst, advertising or abuse.
    pub kind: String,
    /// The item it is about; `None` when it is spread over many.
    pub item: Option<String>,
    /// The app version it is about.
    pub version: Option<String>,
    /// First local day, `YYYY-MM-DD`.
    pub from: String,
    /// Last local day.
    pub to: String,
    /// Words that all its reviews contain and few others do.
    pub query: String,
    /// For people, in Chinese.
    pub description: String,
    /// Its reviews as `source:external_id`, sorted.
    pub reviews: Vec<String>,
}

/// An export to import under a source of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFile {
    /// Where it was written.
    pub path: PathBuf,
    /// The source to import it as.
    pub source: String,
    /// How many reviews it holds.
    pub reviews: usize,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The exports.
    pub files: Vec<DemoFile>,
    /// The stories as JSON, for tests and for a guided look.
    pub stories_file: PathBuf,
    /// The same stories.
    pub stories: Vec<Story>,
}

/// Why the demo data could not be written.
#[derive(Debug, Error)]
pub enum DemoError {
    /// A table under `grammar/` does not parse.
    #[error("demo table `{name}` does not parse: {source}")]
    Table {
        /// The file.
        name: &'static str,
        /// What is wrong.
        source: Box<toml::de::Error>,
    },
    /// A table names something that no other table declares.
    #[error("demo tables do not declare `{0}`")]
    Undeclared(String),
    /// A row could not be written as CSV.
    #[error("demo rows could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// A record could not be written as JSON.
    #[error("demo records could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A file could not be written.
    #[error("{path} could not be written: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Coded for DemoError {
    fn code(&self) -> Code {
        match self {
            Self::Table { .. } | Self::Undeclared(_) | Self::Csv(_) | Self::Json(_) => Code::Internal,
            Self::Write { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => Code::DiskFull,
            Self::Write { .. } => Code::UnwritableFile,
        }
    }

    fn hint(&self) -> Option<Wording> {
        let hint = Wording::new(
            "检查目录是否可写、未满，或用 --out 换一个目录",
            "Check that the folder is writable and not full, or choose another with --out",
        );
        matches!(self, Self::Write { .. }).then_some(hint)
    }
}

/// Writes one export a source and `stories.json` into `dir`, which is made if need be; files of these names are replaced.
///
/// # Errors
/// When a file cannot be written.
pub fn write_exports(dir: &Path, options: &Options) -> Result<Demo, DemoError> {
    std::fs::create_dir_all(dir).map_err(|source| DemoError::Write { path: dir.to_owned(), source })?;
    let world = World::load()?;
    let records = world.records(options)?;
    let mut files = Vec::new();
    for source in 0..world.catalog.sources.len() {
        let (name, bytes, reviews) = export::file(&world, &records, source)?;
        let path = write(dir, &name, &bytes)?;
        files.push(DemoFile { path, source: world.catalog.sources[source].name.clone(), reviews });
    }
    let stories = story::describe(&world, &records, options);
    let stories_file = write(dir, "stories.json", &serde_json::to_vec_pretty(&stories)?)?;
    Ok(Demo { files, stories_file, stories })
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, DemoError> {
    let path = dir.join(name);
    match std::fs::write(&path, bytes) {
        Ok(()) => Ok(path),
        Err(source) => Err(DemoError::Write { path, source }),
    }
}

#[cfg(test)]
mod tests;
