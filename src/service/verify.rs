//! Proving that nothing was lost: the store against itself, the index against the store, and what looks unusual in the data.

use std::collections::BTreeMap;

use super::{Service, ServiceError, index::Volumes};
use crate::{
    domain::{calendar::Day, ledger::ImportState},
    error::Wording,
    insight::volume::{Stretch, Unusual, unusual_days},
    store,
};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Errors first.
    pub findings: Vec<Finding>,
    /// Reviews in the store.
    pub reviews: u64,
    /// Reviews whose index entry was compared field by field.
    pub sampled: u64,
}

impl Verification {
    /// Whether nothing is wrong; what is only worth a look does not count.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where and what.
    pub detail: Wording,
    /// The command that mends it, or a sentence.
    pub repair: Wording,
    /// The reviews that it is about, where they can be named.
    pub affected: Option<Affected>,
}

/// Reviews that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Affected {
    /// Those of a source from the first day to the last, both included.
    Days {
        /// The source.
        source: String,
        /// First day.
        first: Day,
        /// Last day.
        last: Day,
    },
    /// Near-duplicates in these sources.
    Duplicates {
        /// The sources.
        sources: [String; 2],
    },
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is wrong.
    Error,
    /// Worth a look.
    Notice,
}

impl Severity {
    /// The name used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Notice => "notice",
        }
    }
}

/// Unusual stretches of one source, and interrupted imports, that are listed, the latest.
const LISTED: usize = 20;
const REINDEX: &str = "pinglan reindex";
const RESTORE: &str = "pinglan restore";

impl Service {
    /// Checks the store, that the index holds the same reviews with the same fields, and tells what looks unusual.
    ///
    /// # Errors
    /// When store or index cannot be read at all.
    pub fn verify(&self) -> Result<Verification, ServiceError> {
        let broken = self.store.check()?;
        let mut findings: Vec<Finding> = broken.into_iter().map(of_store).collect();
        let volumes = self.volumes()?;
        let sampled = self.verify_index(&volumes, &mut findings)?;
        findings.extend(unusual(&volumes.by_source));
        findings.extend(self.repeated_across_sources()?);
        findings.extend(self.cut_off_imports()?);
        findings.sort_by_key(|finding| finding.severity);
        Ok(Verification { findings, reviews: self.store.review_count()?, sampled })
    }

    /// Compares the index with the store; returns how many entries were compared field by field.
    fn verify_index(&self, volumes: &Volumes, findings: &mut Vec<Finding>) -> Result<u64, ServiceError> {
        let index = |code, severity, detail: String| Finding {
            code,
            severity,
            detail: detail.into(),
            repair: REINDEX.to_owned().into(),
            affected: None,
        };
        let current = self.engine.current();
        let snapshot = current.snapshot();
        if let Some(older) = self.outdated(current.card()) {
            findings.push(Finding {
                code: "index_outdated",
                severity: Severity::Notice,
                detail: older.detail,
                repair: REINDEX.to_owned().into(),
                affected: None,
            });
            return Ok(0);
        }
        if snapshot.sequence() == volumes.sequence {
            let differences = volumes.differences(&snapshot);
            findings.extend(differences.into_iter().map(|detail| index("index_count", Severity::Error, detail)));
        } else {
            // While work is under way the index follows; nothing is wrong then.
            let severity = if self.tasks.is_idle() { Severity::Error } else { Severity::Notice };
            let detail =
                format!("the index stands at change {}, the store at {}", snapshot.sequence(), volumes.sequence);
            findings.push(index("index_behind", severity, detail));
        }
        let (sampled, differences) = self.field_differences(&snapshot)?;
        findings.extend(differences.into_iter().map(|detail| index("index_fields", Severity::Error, detail)));
        Ok(sampled)
    }

    fn repeated_across_sources(&self) -> Result<Vec<Finding>, ServiceError> {
        let told = |shared: store::SharedTexts| {
            let store::SharedTexts { one, other, clusters, reviews } = shared;
            Finding {
                code: "shared_texts",
                severity: Severity::Notice,
                detail: Wording::new(
                    format!("来源 {one} 与 {other} 有 {clusters} 组几乎相同的文本，共 {reviews} 条评价：可能重复导入"),
                    format!(
                        "{one} and {other} share {clusters} groups of nearly the same text, {reviews} reviews: the same export may have come in twice"
                    ),
                ),
                repair: Wording::new(
                    "筛选 标记:重复 查看；核对两个来源的导入",
                    "Look at flag:duplicate, and compare the imports of both sources",
                ),
                affected: Some(Affected::Duplicates { sources: [one, other] }),
            }
        };
        Ok(self.store.shared_texts()?.into_iter().map(told).collect())
    }

    fn cut_off_imports(&self) -> Result<Vec<Finding>, ServiceError> {
        let imports = self.store.imports(1_000)?;
        let cut_off = imports.into_iter().filter(|import| import.state == ImportState::Interrupted).take(LISTED);
        let told = |import: crate::domain::ledger::Import| Finding {
            code: "interrupted_import",
            severity: Severity::Notice,
            detail: Wording::new(
                format!("第 {} 次导入（{}）在第 {} 行后中断", import.number, import.file, import.counts.rows_read),
                format!("import {} ({}) was cut off after row {}", import.number, import.file, import.counts.rows_read),
            ),
            repair: format!("pinglan import {}", import.file).into(),
            affected: None,
        };
        Ok(cut_off.map(told).collect())
    }
}

fn of_store(finding: store::Finding) -> Finding {
    Finding {
        code: finding.code,
        severity: Severity::Error,
        detail: finding.detail.into(),
        repair: RESTORE.to_owned().into(),
        affected: None,
    }
}

/// Gaps and jumps of each source.
fn unusual(by_source: &BTreeMap<String, BTreeMap<Option<Day>, u64>>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (source, days) in by_source {
        let known: BTreeMap<Day, u64> = days.iter().filter_map(|(day, reviews)| Some(((*day)?, *reviews))).collect();
        let stretches = unusual_days(&known);
        findings.extend(stretches.iter().rev().take(LISTED).map(|stretch| told(source, stretch)));
    }
    findings
}

fn told(source: &str, stretch: &Stretch) -> Finding {
    let Stretch { unusual, first, last, reviews, expected } = stretch;
    let (code, zh, en) = match unusual {
        Unusual::Gap => ("volume_gap", "可能缺少一份导出", "an export may be missing"),
        Unusual::Jump => {
            ("volume_jump", "可能重复导入，或当时确有大事", "an export may have come in twice, or something happened")
        }
    };
    let days = if first == last { first.to_string() } else { format!("{first} – {last}") };
    Finding {
        code,
        severity: Severity::Notice,
        detail: Wording::new(
            format!("来源 {source} 在 {days} 有 {reviews} 条评价，同类日子通常约 {expected:.0} 条：{zh}"),
            format!("{source} has {reviews} reviews on {days}, such days usually have about {expected:.0}: {en}"),
        ),
        repair: match unusual {
            Unusual::Gap => Wording::new(
                "核对这些日子的导出，补导入：pinglan import 文件",
                "Check the exports of these days and import what is missing: pinglan import FILE",
            ),
            Unusual::Jump => Wording::new("在时间趋势中打开这些日子查看", "Open these days in the timeline"),
        },
        affected: Some(Affected::Days { source: source.to_owned(), first: *first, last: *last }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_days_are_told_by_source_and_are_no_errors() {
        let mut days: BTreeMap<Option<Day>, u64> = (0..200).map(|day| (Some(Day(day)), 50)).collect();
        days.insert(None, 7);
        days.remove(&Some(Day(100)));
        let findings = unusual(&BTreeMap::from([("shop".to_owned(), days)]));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!((findings[0].code, findings[0].severity), ("volume_gap", Severity::Notice));
        assert!(findings[0].detail.en.contains("1970-04-11"), "{findings:?}");
        let verification = Verification { findings, ..Verification::default() };
        assert!(verification.is_ok());
    }
}
