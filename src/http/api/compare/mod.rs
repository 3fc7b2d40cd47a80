//! `POST /compare`: two slices side by side, each count with the slice that reproduces it.

mod body;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use self::body::CompareResponse;
use super::{narrowing, slice::Reader};
use crate::{
    compute::{Job, Lane},
    error::Code,
    http::{
        Shared, answer, extract,
        problem::{Fault, Problem, ProblemBody, prefers_chinese},
    },
    service::{CacheKey, CompareQuestion, Question, Service, Widening},
};

/// Which reviews to compare.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CompareRequest {
    /// A slice with `q` and `filter`: what is looked at.
    #[schema(value_type = Object)]
    a: Value,
    /// A slice with `q` and `filter`: what it is held against. The two should share no review.
    #[schema(value_type = Object)]
    b: Value,
    /// Whether pieces of both queries may occur in other wordings.
    #[schema(required = false)]
    synonyms: bool,
    /// Whether half of the pieces are enough.
    #[schema(required = false)]
    approximate: bool,
}

impl CompareRequest {
    fn check(self, service: &Service, faults: Vec<Fault>, chinese: bool) -> Result<CompareQuestion, Problem> {
        let mut reader = Reader::new(&service.schema, service.today());
        reader.faults = faults;
        let widening = Widening { synonyms: self.synonyms, approximate: self.approximate };
        let slices = [("/a", &self.a), ("/b", &self.b)].map(|(at, wire)| {
            let slice = reader.nested_slice(wire, at, 0);
            narrowing::check_room_at(at, slice.filter.all.len(), &mut reader);
            service.widened(slice, widening)
        });
        if reader.faults.is_empty() && slices[0] == slices[1] {
            let fault = Fault::new(Code::InvalidValue, ("a 和 b 是同一个切片", "a and b are the same slice")).at("/b");
            reader.faults.push(fault.hint("选择另一组评价", "Choose other reviews"));
        }
        if !reader.faults.is_empty() {
            return Err(Problem::new(reader.faults));
        }
        let slices_json = [&self.a, &self.b].map(|wire| narrowing::base_of(wire, widening).to_string());
        Ok(CompareQuestion { slices, slices_json, chinese })
    }
}

/// Compares two slices.
#[utoipa::path(post, operation_id = "compare", path = "/api/v1/compare", tag = "analysis", request_body = CompareRequest,
    responses((status = 200, body = CompareResponse), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<CompareRequest>(&request, &body)?;
    let question = wire.check(&shared.service, faults, prefers_chinese(&request))?;
    let key = CacheKey::new(&shared.service.engine.snapshot(), Question::Compare(question));
    answer::cached(&shared, &key, Lane::Heavy).await
}

/// The answer to a body of `POST /compare`, without a connection.
pub(crate) fn answer(service: &Service, body: Value, chinese: bool, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let (wire, faults) = extract::value::<CompareRequest>(body)?;
    render(service, &wire.check(service, faults, chinese)?, job)
}

/// The answer as JSON.
pub(crate) fn render(service: &Service, question: &CompareQuestion, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let found = service.compare(&question.slices, job)?;
    let bytes = question.slices_json.iter().map(String::len).sum();
    narrowing::check_length(bytes, body::slices_of(&found))?;
    answer::json(&CompareResponse::new(&found, question, service.analyst.aspects()))
}
