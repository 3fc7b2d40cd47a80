//! What a generation records of itself beside its index, and what tells it from the analysis of this build.

use std::{collections::BTreeMap, fmt, fs, path::Path};

use serde::{Deserialize, Serialize};

use super::EngineError;

/// Names all that decides what an index holds for given reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnalysisVersion {
    /// Folding, segmenting, and the meaning of an entry.
    pub text: String,
    /// Models, lists, rules and packs of aspects.
    pub insight: String,
    /// The table of fields.
    pub fields: String,
    /// The zone of local days.
    pub zone: String,
}

impl fmt::Display for AnalysisVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, insight, fields, zone } = self;
        write!(f, "text{text}-insight{insight}-fields{fields}-{zone}")
    }
}

impl AnalysisVersion {
    /// The names of the parts in which `other` differs.
    #[must_use]
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        let parts = [
            ("text", &self.text, &other.text),
            ("insight", &self.insight, &other.insight),
            ("fields", &self.fields, &other.fields),
            ("zone", &self.zone, &other.zone),
        ];
        parts.into_iter().filter(|(_, ours, theirs)| ours != theirs).map(|(name, ..)| name).collect()
    }

    /// Whether queries of this build mean the same on an index of `other`: folding and days agree, whatever was read out of the texts.
    #[must_use]
    pub(super) fn reads(&self, other: &Self) -> bool {
        (&self.text, &self.zone) == (&other.text, &other.zone)
    }
}

/// What a generation records of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// [`AnalysisVersion`] in one text: what built it.
    pub analysis_version: String,
    /// The same by part; absent in records of earlier builds.
    #[serde(default)]
    pub versions: Option<AnalysisVersion>,
    /// When it was begun, seconds since the epoch.
    pub built_unix_s: i64,
    /// Names the set of words of users by which its texts were cut ([`crate::text::UserWords::version`]); they stand in a file beside.
    #[serde(default)]
    pub words_version: String,
    /// How far it has come.
    #[serde(default)]
    pub stage: Stage,
    /// Reviews that it held when it was complete or last answered.
    #[serde(default)]
    pub reviews: u64,
    /// The change that it reached then.
    #[serde(default)]
    pub sequence: u64,
    /// When it was last switched to.
    #[serde(default)]
    pub activated_unix_s: Option<i64>,
    /// Why it cannot be used.
    #[serde(default)]
    pub failure: Option<String>,
}

/// How far a generation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being filled; of no use after a crash.
    Building,
    /// Complete and checked.
    #[default]
    Ready,
    /// Given up; only the record is left.
    Failed,
}

/// The state of a generation, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GenerationState {
    /// Being filled.
    Building,
    /// Complete and checked, never answered.
    Ready,
    /// The one that answers.
    Serving,
    /// Answered before; can be switched back to.
    Previous,
    /// Given up.
    Failed,
}

impl GenerationState {
    /// The name used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Ready => "ready",
            Self::Serving => "serving",
            Self::Previous => "previous",
            Self::Failed => "failed",
        }
    }
}

const CARD: &str = "generation.json";

impl Card {
    pub(super) fn read(path: &Path) -> Result<Self, EngineError> {
        let text = fs::read_to_string(path.join(CARD))?;
        serde_json::from_str(&text).map_err(|e| EngineError::Card(e.to_string()))
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), EngineError> {
        let text = serde_json::to_string_pretty(self).map_err(|e| EngineError::Card(e.to_string()))?;
        super::write_durably(&path.join(CARD), text.as_bytes())?;
        Ok(())
    }

    /// The state of a generation with this record.
    pub(super) const fn state(&self, serves: bool) -> GenerationState {
        match (serves, self.stage, self.activated_unix_s) {
            (true, ..) => GenerationState::Serving,
            (_, Stage::Building, _) => GenerationState::Building,
            (_, Stage::Failed, _) => GenerationState::Failed,
            (_, Stage::Ready, Some(_)) => GenerationState::Previous,
            (_, Stage::Ready, None) => GenerationState::Ready,
        }
    }
}

/// A generation of the data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Name, such as `g7`.
    pub name: String,
    /// What it records of itself.
    pub card: Card,
    /// Its state.
    pub state: GenerationState,
    /// Bytes of its files.
    pub bytes: u64,
}

/// Bytes of the files in a directory; files that a merge removes meanwhile count nothing.
pub(super) fn bytes_in(path: &Path) -> u64 {
    let sizes =
        fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| Some(entry.metadata().ok()?.len()));
    sizes.sum()
}

/// Reviews by source and month, of the index or of the store; the month is that of the local day, as `YYYY-MM`.
pub type Counts = BTreeMap<(String, Option<String>), u64>;
