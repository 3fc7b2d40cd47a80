//! The API's answers without a connection, for commands that print the same.

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::Value;
use thiserror::Error;

use super::{
    api::{analyze, compare, explain, export, facets, pain_points, pivot, search, system, terms},
    extract,
    problem::Problem,
    rows::Rows,
};
use crate::{
    compute::Job,
    error::{Code, Coded, Wording},
    service::{AnalyzedText, Progress, Service, Verification},
};

/// A request that the API would refuse.
#[derive(Debug, Error)]
#[error("{detail}")]
pub struct Refusal {
    code: Code,
    detail: String,
    hint: Option<Wording>,
}

impl Refusal {
    /// A body that is not JSON.
    #[must_use]
    pub fn json(error: &serde_json::Error) -> Self {
        Self { code: Code::InvalidJson, detail: error.to_string(), hint: None }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let fault = problem.into_first();
        let place = fault.field.map(|field| format!("{field}: ")).unwrap_or_default();
        Self { code: fault.code, detail: place + &fault.detail.en, hint: fault.hint }
    }
}

impl Coded for Refusal {
    fn code(&self) -> Code {
        self.code
    }

    fn hint(&self) -> Option<Wording> {
        self.hint.clone()
    }
}

/// The answer of `POST /search` to this body.
///
/// # Errors
/// What the API would answer with a problem.
pub fn search(service: &Service, body: Value, job: &Job) -> Result<Value, Refusal> {
    let answer = rendered(service, body, job)?;
    serde_json::from_slice(&answer).map_err(|error| Refusal::json(&error))
}

/// The same as it is sent: the bytes of the JSON.
///
/// # Errors
/// What the API would answer with a problem.
pub fn rendered(service: &Service, body: Value, job: &Job) -> Result<Arc<[u8]>, Refusal> {
    let (wire, faults) = extract::value::<search::SearchRequest>(body)?;
    let request = wire.check(service, faults)?;
    Ok(search::render(service, &request, job)?)
}

/// The answer of `POST /explain` to this body, in English.
///
/// # Errors
/// What the API would answer with a problem.
pub fn explain(service: &Service, body: Value) -> Result<Value, Refusal> {
    let (wire, faults) = extract::value::<explain::ExplainRequest>(body)?;
    let explanation = wire.check(&service.schema, service.today(), faults)?.answer(service).map_err(Problem::from)?;
    serde_json::to_value(explain::ExplanationBody::new(explanation, false)).map_err(|error| Refusal::json(&error))
}

/// The answer of `POST /facets/{field}/values` to this body.
///
/// # Errors
/// What the API would answer with a problem.
pub fn facet_values(service: &Service, field: &str, body: Value, job: &Job) -> Result<Value, Refusal> {
    let answer = facets::answer(service, field, body, job)?;
    serde_json::from_slice(&answer).map_err(|error| Refusal::json(&error))
}

/// The answer of `POST /pivot` to this body.
///
/// # Errors
/// What the API would answer with a problem.
pub fn pivot(service: &Service, body: Value, job: &Job) -> Result<Value, Refusal> {
    let answer = pivot::answer(service, body, job)?;
    serde_json::from_slice(&answer).map_err(|error| Refusal::json(&error))
}

/// The answer of `POST /pain-points` to this body.
///
/// # Errors
/// What the API would answer with a problem.
pub fn pain_points(service: &Service, body: Value, chinese: bool, job: &Job) -> Result<Value, Refusal> {
    let answer = pain_points::answer(service, body, chinese, job)?;
    serde_json::from_slice(&answer).map_err(|error| Refusal::json(&error))
}

/// The answer of `POST /compare` to this body.
///
/// # Errors
/// What the API would answer with a problem.
pub fn compare(service: &Service, body: Value, chinese: bool, job: &Job) -> Result<Value, Refusal> {
    let answer = compare::answer(service, body, chinese, job)?;
    serde_json::from_slice(&answer).map_err(|error| Refusal::json(&error))
}

/// The answer of `POST /terms` to this body.
///
/// # Errors
/// What the API would answer with a problem.
pub fn terms(service: &Service, body: Value, job: &Job) -> Result<Value, Refusal> {
    let answer = terms::answer(service, body, job)?;
    serde_json::from_slice(&answer).map_err(|error| Refusal::json(&error))
}

/// How long the reviews of an export may take to be found when nobody else waits.
const EXPORT_PATIENCE: Duration = Duration::from_secs(600);

/// The file of `POST /export` for this body, part by part until `take` fails, which is the inner error. Returns how many reviews there are.
///
/// # Errors
/// What the API would answer with a problem, and a store that cannot be read.
pub fn export(
    service: &Service,
    body: Value,
    chinese: bool,
    progress: &Progress,
    take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<io::Result<u64>, Refusal> {
    let (wire, faults) = extract::value::<export::ExportRequest>(body)?;
    let (request, format) = wire.check(service, faults)?;
    let job = Job { deadline: Instant::now() + EXPORT_PATIENCE, cancelled: Arc::default() };
    let mut export = service.export(&request, &job).map_err(Problem::from)?;
    let rows = Rows::new(format, service.schema.fields(), service.config.zone.clone());
    let total = export.total() as u64;
    progress.begin("exporting", total);
    let mut part = rows.head(chinese);
    loop {
        if let Err(error) = take(&part) {
            return Ok(Err(error));
        }
        if export.read() == export.total() {
            return Ok(Ok(total));
        }
        part = export::batch(service, &mut export, &rows).map_err(Problem::from)?;
        progress.set(export.read() as u64, export.read() as u64);
    }
}

/// The answer of `POST /verify`.
#[must_use]
pub fn verification(verification: Verification) -> Value {
    serde_json::to_value(system::VerificationBody::from(verification)).unwrap_or_default()
}

/// One text of the answer of `POST /analyze`.
#[must_use]
pub fn analyzed(analyzed: AnalyzedText) -> Value {
    serde_json::to_value(analyze::TextAnalysis::from(analyzed)).unwrap_or_default()
}
