//! From a question to its rendered answer: out of the cache, from the computation of an identical request, or computed on the pool.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::{
    Shared,
    api::{compare, facets, pain_points, pivot, search, terms},
    problem::{Fault, Problem},
};
use crate::{
    compute::{Job, Lane},
    error::Code,
    service::{CacheKey, Question, Service},
};

/// The answer under `key`, computed in that lane of the pool when there is none.
pub(crate) async fn cached(shared: &Shared, key: &CacheKey, lane: Lane) -> Result<HttpResponse, Problem> {
    let compute = || async {
        let (service, question) = (Arc::clone(&shared.service), key.question.clone());
        shared.service.pool.run(lane, move |job| render(&service, &question, job)).await?
    };
    let answer = shared.flights.answer(&shared.service.cache, key, compute).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(web::Bytes::from_owner(answer)))
}

/// The answer to a question as JSON.
pub(crate) fn render(service: &Service, question: &Question, job: &Job) -> Result<Arc<[u8]>, Problem> {
    match question {
        Question::Search(request) => search::render(service, request, job),
        Question::Values(request) => facets::render(service, request, job),
        Question::Pivot(question) => pivot::render(service, question, job),
        Question::PainPoints(question) => pain_points::render(service, question, job),
        Question::Compare(question) => compare::render(service, question, job),
        Question::Terms(question) => terms::render(service, question, job),
    }
}

/// A body as JSON.
pub(crate) fn json(body: &impl Serialize) -> Result<Arc<[u8]>, Problem> {
    let bytes = serde_json::to_vec(body)
        .map_err(|error| Fault::new(Code::Internal, format!("the answer cannot be written: {error}")))?;
    Ok(bytes.into())
}
