//! The prepared data of the benches: a data directory of the product and the yardstick index beside it, built once for each size and
//! version and kept below the target directory.

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use anyhow::{Context, Result};
use pinglan::{
    config::Config,
    domain::review::Review,
    engine::Snapshot,
    ingest::Options,
    service::{Progress, Service},
};

use super::{
    corpus,
    plain::{Plain, Shape},
    say,
};

/// Reviews of the corpus: `BENCH_REVIEWS`, 200,000 by default.
pub(crate) fn reviews() -> usize {
    number("BENCH_REVIEWS", 200_000)
}

/// Reviews that the import bench takes in afresh: `BENCH_IMPORT_REVIEWS`, 50,000 by default.
pub(crate) fn import_reviews() -> usize {
    number("BENCH_IMPORT_REVIEWS", 50_000)
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Whose clauses the corpus is made of.
pub(crate) fn kind() -> &'static str {
    if corpus::real_exports().is_some() { "real clauses" } else { "demo clauses" }
}

/// A product with its corpus, and plain tantivy over the same reviews.
pub(crate) struct Prepared {
    pub(crate) service: Service,
    pub(crate) plain: Plain,
}

impl Prepared {
    /// Opens the prepared data; builds what is missing.
    pub(crate) fn open() -> Result<Self> {
        let dir = build()?;
        let service = open_service(&dir)?;
        let plain = Plain::open(&dir.join("plain"))?;
        Ok(Self { service, plain })
    }

    /// The state that answers.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.service.engine.snapshot()
    }

    /// Calls `each` for every review, ascending.
    pub(crate) fn each_review(&self, each: impl FnMut(&Review)) -> Result<()> {
        each_review(&self.service, each)
    }
}

/// Opens the product over the prepared data, brought up to date.
pub(crate) fn open_service(dir: &Path) -> Result<Service> {
    let service = Service::open(&dir.join("data"), Config::load(None)?)?;
    service.catch_up(&Progress::default())?;
    Ok(service)
}

/// Calls `each` for every review, ascending.
pub(crate) fn each_review(service: &Service, mut each: impl FnMut(&Review)) -> Result<()> {
    service.store.for_each_review(10_000, |batch| {
        batch.iter().for_each(&mut each);
        ControlFlow::Continue(())
    })?;
    Ok(())
}

/// The directory of the prepared data, built when it is not there yet.
pub(crate) fn build() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().context("no target directory")?;
    let kind = kind().split(' ').next().unwrap_or_default();
    let name = format!("{}-{kind}-{}-{}", reviews(), env!("CARGO_PKG_VERSION"), corpus::VERSION);
    let dir = target.join("bench-data").join(name);
    let complete = dir.join("complete");
    if complete.exists() {
        return Ok(dir);
    }
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    say(&format!("building the corpus of {} reviews, once …", reviews()));
    let begun = Instant::now();
    let exports = dir.join("exports");
    let files = corpus::write_exports(&exports, reviews())?;
    say(&format!("  exports written after {:.0} s", begun.elapsed().as_secs_f64()));
    let service = open_service(&dir)?;
    import(&service, &files)?;
    say(&format!("  imported and indexed after {:.0} s", begun.elapsed().as_secs_f64()));
    Plain::build(&dir.join("plain"), Shape::Search, &service)?;
    say(&format!("  yardstick index built after {:.0} s", begun.elapsed().as_secs_f64()));
    fs::remove_dir_all(exports)?;
    fs::write(complete, "")?;
    Ok(dir)
}

/// Imports files end to end: read, store, analyse, index, commit, merge. Returns the seconds until all was stored, and those of the rest.
pub(crate) fn import(service: &Service, files: &[(PathBuf, &str)]) -> Result<[f64; 2]> {
    let progress = Progress::default();
    let begun = Instant::now();
    for (path, source) in files {
        let options = Options { source: Some((*source).to_owned()), ..Options::default() };
        for report in service.import(path, source, &options, &progress)?.exports {
            anyhow::ensure!(report?.counts.rejected == 0, "the corpus has rows that are rejected");
        }
    }
    let stored_s = begun.elapsed().as_secs_f64();
    service.catch_up(&progress)?;
    Ok([stored_s, begun.elapsed().as_secs_f64() - stored_s])
}

/// Bytes of all files below a directory.
pub(crate) fn bytes_below(dir: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { bytes_below(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}
