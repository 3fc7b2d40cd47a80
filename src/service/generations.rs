//! The generations of the index, and whether they are older than the analysis in use.

use super::{Card, Listed, Service, ServiceError};
use crate::error::Wording;

/// That a generation is older than the analysis in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// What has changed since: `text`, `insight`, `fields`, `zone`; empty when the generation does not say what made it.
    pub changed: Vec<&'static str>,
    /// The same for people.
    pub detail: Wording,
    /// What makes a new one.
    pub command: &'static str,
}

/// A generation, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerationReading {
    /// The generation.
    pub listed: Listed,
    /// Changes of the store that it does not hold yet.
    pub behind: u64,
    /// Whether it is older than the analysis in use.
    pub outdated: Option<Outdated>,
}

impl Service {
    /// All generations, newest first.
    ///
    /// # Errors
    /// When the directory or the store cannot be read.
    pub fn generations(&self) -> Result<Vec<GenerationReading>, ServiceError> {
        let last = self.store.last_sequence()?;
        let reading = |listed: Listed| GenerationReading {
            behind: last.saturating_sub(listed.card.sequence),
            outdated: self.outdated(&listed.card),
            listed,
        };
        Ok(self.engine.generations()?.into_iter().map(reading).collect())
    }

    /// Whether a generation with this record is older than the analysis in use.
    #[must_use]
    pub fn outdated(&self, card: &Card) -> Option<Outdated> {
        if !self.engine.is_outdated(card) {
            return None;
        }
        let changed = card.versions.as_ref().map(|versions| self.engine.settings().analysis.changed(versions));
        let changed = changed.unwrap_or_default();
        let named = |name: &&str| match *name {
            "text" => ("文本处理", "how texts are cut"),
            "insight" => ("模型、词表或领域包", "models, lists or packs"),
            "fields" => ("字段表", "the table of fields"),
            _ => ("时区", "the zone"),
        };
        let (zh, en): (Vec<&str>, Vec<&str>) = changed.iter().map(named).unzip();
        let (zh, en) = if changed.is_empty() {
            ("程序".to_owned(), "the program".to_owned())
        } else {
            (zh.join("、"), en.join(", "))
        };
        let detail = Wording::new(
            format!("这个索引版本早于当前的{zh}；运行 pinglan reindex 重建，其间照常回答"),
            format!("this index is older than {en}; rebuild it with `pinglan reindex`, it goes on answering meanwhile"),
        );
        Some(Outdated { changed, detail, command: "pinglan reindex" })
    }
}
