//! Long work: what it does, where it stands, and how it is kept.

use serde::{Deserialize, Serialize};

/// What a task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// Imports one file.
    Import,
    /// Builds a new generation from the store and switches to it.
    Reindex,
    /// The same because users changed the words.
    Resegment,
    /// Brings an earlier generation up to date and switches to it.
    Activate,
    /// Writes a copy of the data.
    Backup,
}

impl TaskKind {
    const ALL: [Self; 5] = [Self::Import, Self::Reindex, Self::Resegment, Self::Activate, Self::Backup];

    /// The name used in API and store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Reindex => "reindex",
            Self::Resegment => "resegment",
            Self::Activate => "activate",
            Self::Backup => "backup",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Where a task stands, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStatus {
    /// Not begun, or to be gone on with.
    Queued,
    /// Under way, or cut off by the end of the process.
    Running,
    /// Ended well.
    Done,
    /// Ended with an error.
    Failed,
    /// Ended because someone asked.
    Cancelled,
    /// Cut off by the end of the process and not gone on with.
    Interrupted,
}

impl TaskStatus {
    const ALL: [Self; 6] = [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled, Self::Interrupted];

    /// The name used in API and store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether nothing more will happen.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// A task as the store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptTask {
    /// Number, from 1, never given twice.
    pub id: u64,
    /// What it does.
    pub kind: TaskKind,
    /// Where it stands.
    pub status: TaskStatus,
    /// What it works on, for people: a file, a generation, a folder.
    pub subject: Option<String>,
    /// All that is needed to begin it again.
    pub order: serde_json::Value,
    /// How often it was begun.
    pub attempts: u32,
    /// When it was entered, seconds since the epoch.
    pub created_unix_s: i64,
    /// When it was begun last.
    pub started_unix_s: Option<i64>,
    /// When it ended.
    pub ended_unix_s: Option<i64>,
    /// What it brought.
    pub result: Option<serde_json::Value>,
    /// Why it ended without.
    pub problem: Option<TaskProblem>,
}

/// Why a task ended without a result, in both languages, so that it can be told in either later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskProblem {
    /// Name of the code in the table.
    pub code: String,
    /// What happened, in Chinese.
    pub detail_zh: String,
    /// What happened, in English.
    pub detail_en: String,
    /// What to do, in Chinese.
    pub hint_zh: Option<String>,
    /// What to do, in English.
    pub hint_en: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for kind in TaskKind::ALL {
            assert_eq!(TaskKind::parse(kind.name()), Some(kind));
        }
        for status in TaskStatus::ALL {
            assert_eq!(TaskStatus::parse(status.name()), Some(status));
        }
        assert!(TaskStatus::Interrupted.has_ended() && !TaskStatus::Queued.has_ended());
    }
}
