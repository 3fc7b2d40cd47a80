//! The configuration file: every key with its default, checked once.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use thiserror::Error;

use crate::{
    domain::{calendar::Zone, pack_rules::PackRules, ranking::Ranking, sentiment::SentimentThresholds},
    error::{Code, Coded, Wording},
};

/// The configuration as it takes effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Where `serve` listens.
    pub listen: SocketAddr,
    /// The zone of calendar buckets and of times that exports give without one.
    pub zone: Zone,
    /// Where the sentiment buckets begin.
    pub sentiment_thresholds: SentimentThresholds,
    /// Replaces the built-in `index-schema/review.toml` and `mappings/`, and adds to `aspects/`.
    pub schema_dir: Option<PathBuf>,
    /// Threads that search.
    pub search_threads: usize,
    /// Searches that may wait for a thread; one more is answered with `busy`.
    pub search_queue: usize,
    /// The same for exports, cross-tables and costly searches, which leave one thread to the others.
    pub heavy_queue: usize,
    /// How long a search may take, waiting included.
    pub search_deadline_ms: u64,
    /// Requests that one key may send in a minute, 0 for any number.
    pub rate_limit_per_minute: u32,
    /// After how many seconds without progress a task is shown as stalled and can be left behind.
    pub task_stall_s: u64,
    /// Bytes of answers kept for repeated requests.
    pub cache_bytes: usize,
    /// How hits are ordered by relevance.
    pub ranking: Ranking,
    /// Which pack of aspects reads which reviews.
    pub packs: PackRules,
    /// The file as it was written, for backups; empty when there is none.
    pub text: String,
}

/// The file as written; every key may be left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    listen: String,
    zone: String,
    sentiment_thresholds: SentimentThresholds,
    schema_dir: Option<PathBuf>,
    search_threads: usize,
    search_queue: usize,
    heavy_queue: usize,
    search_deadline_ms: u64,
    task_stall_s: u64,
    cache_mib: usize,
    rate_limit_per_minute: u32,
    ranking: Ranking,
    packs: PackRules,
}

impl Default for File {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            sentiment_thresholds: SentimentThresholds::default(),
            schema_dir: None,
            search_threads: std::thread::available_parallelism().map_or(2, usize::from),
            search_queue: 64,
            heavy_queue: 16,
            search_deadline_ms: 5_000,
            task_stall_s: 120,
            cache_mib: 64,
            // Twenty a second: far above what a person clicks; a program that needs more says so in the configuration.
            rate_limit_per_minute: 1_200,
            ranking: Ranking::default(),
            packs: PackRules::default(),
        }
    }
}

/// A configuration that cannot be used, with every fault.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("configuration file {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file says something impossible.
    #[error("configuration: {}", faults.join("; "))]
    Invalid {
        /// All faults.
        faults: Vec<String>,
    },
}

impl Coded for ConfigError {
    fn code(&self) -> Code {
        Code::InvalidConfig
    }

    fn hint(&self) -> Option<Wording> {
        Some(Wording::new(
            "对照 README 的配置表修改配置文件",
            "Compare the file with the configuration table in the README",
        ))
    }
}

impl Config {
    /// Reads a configuration file, or takes the defaults when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or has faults; all are reported at once.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let text = match path {
            None => String::new(),
            Some(path) => {
                fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?
            }
        };
        Self::parse(&text)
    }

    /// Reads the text of a configuration file.
    ///
    /// # Errors
    /// When it has faults; all are reported at once.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let file: File = toml::from_str(text).map_err(|e| ConfigError::Invalid { faults: vec![e.to_string()] })?;
        let mut faults = Vec::new();
        let listen =
            file.listen.parse().map_err(|_| faults.push(format!("listen: `{}` is not ADDRESS:PORT", file.listen)));
        let zone = Zone::parse(&file.zone).map_err(|error| faults.push(format!("zone: {error}")));
        if !file.sentiment_thresholds.is_valid() {
            faults
                .push("sentiment_thresholds: four ascending thousandths between -1000 and 1000 are needed".to_owned());
        }
        if !file.ranking.is_valid() {
            faults.push("ranking: weights are 0 to 1000, the half-life 0.1 to 100000 days".to_owned());
        }
        let bounds = [
            ("search_threads", file.search_threads, 1..=256),
            ("search_queue", file.search_queue, 1..=100_000),
            ("heavy_queue", file.heavy_queue, 1..=100_000),
            ("cache_mib", file.cache_mib, 0..=65_536),
        ];
        for (name, value, range) in bounds {
            if !range.contains(&value) {
                faults.push(format!("{name}: {value} is outside {} to {}", range.start(), range.end()));
            }
        }
        if !(1..=600_000).contains(&file.search_deadline_ms) {
            faults.push(format!("search_deadline_ms: {} is outside 1 to 600000", file.search_deadline_ms));
        }
        if !(1..=86_400).contains(&file.task_stall_s) {
            faults.push(format!("task_stall_s: {} is outside 1 to 86400", file.task_stall_s));
        }
        match (listen, zone) {
            (Ok(listen), Ok(zone)) if faults.is_empty() => Ok(Self {
                listen,
                zone,
                sentiment_thresholds: file.sentiment_thresholds,
                schema_dir: file.schema_dir,
                search_threads: file.search_threads,
                search_queue: file.search_queue,
                heavy_queue: file.heavy_queue,
                search_deadline_ms: file.search_deadline_ms,
                rate_limit_per_minute: file.rate_limit_per_minute,
                task_stall_s: file.task_stall_s,
                cache_bytes: file.cache_mib * 1024 * 1024,
                ranking: file.ranking,
                packs: file.packs,
                text: text.to_owned(),
            }),
            _ => Err(ConfigError::Invalid { faults }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let config = Config::parse("").unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.zone.name(), "Asia/Shanghai");
        assert_eq!(config, Config::load(None).unwrap());
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        let text = "listen = 'here'\nzone = 'Mars/Base'\nsentiment_thresholds = [0, 0, 1, 2]\nsearch_queue = 0";
        let ConfigError::Invalid { faults } = Config::parse(text).unwrap_err() else { panic!() };
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(Config::parse("colour = 'red'").is_err());
        assert!(Config::parse("[packs]\nsource = { a = 'hotel' }").is_err());
    }

    #[test]
    fn packs_are_chosen_by_source_and_category() {
        let text =
            "[packs]\ndefault = 'hotel'\n[packs.sources]\nctrip = 'hotel'\n[packs.categories]\n'亲子酒店' = 'hotel'";
        let packs = Config::parse(text).unwrap().packs;
        assert_eq!(packs.default.as_deref(), Some("hotel"));
        assert_eq!(packs.sources["ctrip"], "hotel");
        assert_eq!(packs.categories["亲子酒店"], "hotel");
    }
}
