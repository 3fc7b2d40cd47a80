//! A data directory opened in process, with the oracle's copy of it.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, Weak, atomic::AtomicBool},
    time::{Duration, Instant},
};

use pinglan::{
    compute::Job,
    config::Config,
    error::Coded,
    http,
    ingest::Options,
    service::{ImportReport, Progress, Service},
};
use serde_json::Value;
use tempfile::TempDir;

use super::{oracle::Model, random::Random, reviews};

/// An opened data directory; it is removed with this value.
pub(crate) struct Corpus {
    // Before the directory, so that it is closed first.
    pub(crate) service: Service,
    pub(crate) dir: TempDir,
}

impl Corpus {
    pub(crate) fn empty() -> Self {
        let dir = TempDir::new().unwrap();
        let service = Service::open(&dir.path().join("data"), Config::load(None).unwrap()).unwrap();
        Self { service, dir }
    }

    /// Reviews of the generator, brought in by several imports: several segments, and some reviews changed afterwards.
    pub(crate) fn made_up(count: usize) -> Self {
        let corpus = Self::empty();
        let mut random = Random::new("made up");
        let rows: Vec<Value> = (0..count).map(|id| reviews::row(id, &mut random)).collect();
        for (part, source) in rows.chunks(count.div_ceil(5)).zip(["a", "b", "a", "c", "b"]) {
            corpus.import_rows(part, source);
        }
        corpus.update_some(&mut random);
        corpus
    }

    /// Changes a tenth of source `a`.
    pub(crate) fn update_some(&self, random: &mut Random) {
        let changed: Vec<Value> = self
            .model()
            .docs
            .iter()
            .filter(|doc| doc.values["source"] == "a")
            .step_by(10)
            .map(|doc| reviews::row(doc.review.id.external_id.parse().unwrap(), random))
            .map(|mut row| {
                // Another item, time and text at once would look like another review.
                row.as_object_mut().unwrap().remove("item");
                row
            })
            .collect();
        let report = self.import_rows(&changed, "a");
        assert!(report.counts.updated > 0);
    }

    pub(crate) fn import_rows(&self, rows: &[Value], source: &str) -> ImportReport {
        let file = self.dir.path().join("rows.jsonl");
        reviews::write_jsonl(&file, rows);
        let report = self.import(&file, Some(source));
        assert_eq!(report.counts.rejected, 0);
        report
    }

    /// Imports a file and brings the index up to it.
    pub(crate) fn import(&self, path: &Path, source: Option<&str>) -> ImportReport {
        let options = Options { source: source.map(str::to_owned), ..Options::default() };
        let name = path.file_name().unwrap().to_str().unwrap();
        let report = self.service.import(path, name, &options, &Progress::default()).unwrap();
        self.service.settle(&Progress::default()).unwrap();
        report
    }

    pub(crate) fn model(&self) -> Model {
        Model::of(&self.service)
    }

    /// The answer of `POST /search`, without a connection; the error's code when there is none.
    pub(crate) fn try_search(&self, body: Value) -> Result<Value, &'static str> {
        http::search(&self.service, body, &job()).map_err(|error| error.code().name())
    }

    /// The answer of `POST /facets/{field}/values`.
    pub(crate) fn facet_values(&self, field: &str, body: &Value) -> Value {
        http::facet_values(&self.service, field, body.clone(), &job()).unwrap_or_else(|error| panic!("{error}: {body}"))
    }

    /// The answer of `POST /pivot`; the error's code when there is none.
    pub(crate) fn try_pivot(&self, body: &Value) -> Result<Value, &'static str> {
        http::pivot(&self.service, body.clone(), &job()).map_err(|error| error.code().name())
    }

    /// The answer of `POST /compare` in Chinese; the error's code when there is none.
    pub(crate) fn try_compare(&self, body: &Value) -> Result<Value, &'static str> {
        http::compare(&self.service, body.clone(), true, &job()).map_err(|error| error.code().name())
    }

    /// The answer of `POST /terms`; the error's code when there is none.
    pub(crate) fn try_terms(&self, body: &Value) -> Result<Value, &'static str> {
        http::terms(&self.service, body.clone(), &job()).map_err(|error| error.code().name())
    }

    /// The answer of `POST /pain-points`; the error's code when there is none.
    pub(crate) fn try_pain_points(&self, body: &Value) -> Result<Value, &'static str> {
        http::pain_points(&self.service, body.clone(), true, &job()).map_err(|error| error.code().name())
    }

    /// The file of `POST /export`; `between` runs after each part of it.
    pub(crate) fn export(&self, body: &Value, mut between: impl FnMut(usize)) -> String {
        let (mut file, mut parts) = (Vec::new(), 0);
        let mut take = |part: &[u8]| {
            file.extend_from_slice(part);
            between(parts);
            parts += 1;
            Ok(())
        };
        http::export(&self.service, body.clone(), true, &Progress::default(), &mut take).unwrap().unwrap();
        String::from_utf8(file).unwrap()
    }

    pub(crate) fn search(&self, body: &Value) -> Value {
        self.try_search(body.clone()).unwrap_or_else(|code| panic!("{code}: {body}"))
    }
}

fn job() -> Job {
    Job { deadline: Instant::now() + Duration::from_secs(60), cancelled: Arc::new(AtomicBool::new(false)) }
}

/// A corpus with its oracle, shared by the tests that only read; removed when the last of them ends.
pub(crate) struct Shared {
    pub(crate) corpus: Corpus,
    pub(crate) model: Model,
}

static SHARED: Mutex<Weak<Shared>> = Mutex::new(Weak::new());

/// The shared corpus of made-up reviews.
pub(crate) fn shared() -> Arc<Shared> {
    let mut slot = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    slot.upgrade().unwrap_or_else(|| {
        let corpus = Corpus::made_up(super::cases(1_500, 6_000));
        let shared = Arc::new(Shared { model: corpus.model(), corpus });
        *slot = Arc::downgrade(&shared);
        shared
    })
}
