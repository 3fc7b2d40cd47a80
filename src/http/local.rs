//! The API's answers without a connection, for commands that print the same.

use std::sync::Arc;

use serde_json::Value;
use thiserror::Error;

use super::{
    api::{explain, search, system},
    extract,
    problem::Problem,
};
use crate::{
    compute::Job,
    error::{Code, Coded, Wording},
    service::{Service, Verification},
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

/// The answer of `POST /verify`.
#[must_use]
pub fn verification(verification: Verification) -> Value {
    serde_json::to_value(system::VerificationBody::from(verification)).unwrap_or_default()
}
