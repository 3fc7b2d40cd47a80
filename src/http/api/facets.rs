//! `POST /facets/{field}/values`: the values of one facet with counts, all of them or those that contain a text.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::slice::{FilterSchema, Reader, WireFilter};
use crate::{
    compute::Job,
    error::Code,
    http::{
        Shared, answer, extract,
        problem::{Fault, Problem, ProblemBody},
        view,
    },
    limits,
    service::{CacheKey, Question, Service, ValuesRequest as Request, Widening, lane_of},
};

/// Which values of the facet to list.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ValuesRequest {
    /// Query text; blank for all reviews.
    #[schema(required = false)]
    q: String,
    /// Conditions on fields; those on the facet itself are lifted.
    #[schema(value_type = FilterSchema, required = false)]
    filter: WireFilter,
    /// Whether pieces of the query may occur in other wordings.
    #[schema(required = false)]
    synonyms: bool,
    /// Whether half of the pieces are enough.
    #[schema(required = false)]
    approximate: bool,
    /// Only values that contain this; case, width and 繁简 do not matter.
    #[schema(required = false)]
    contains: String,
    /// Values, 1 to 1000; selected ones come besides.
    #[schema(required = false)]
    limit: usize,
}

impl Default for ValuesRequest {
    fn default() -> Self {
        Self {
            q: String::new(),
            filter: WireFilter::default(),
            synonyms: false,
            approximate: false,
            contains: String::new(),
            limit: 100,
        }
    }
}

impl ValuesRequest {
    fn check(self, field: String, service: &Service, faults: Vec<Fault>) -> Result<Request, Problem> {
        let mut reader = Reader::new(&service.schema, service.today());
        reader.faults = faults;
        reader.facet(&field, "/field");
        let slice = reader.slice(&self.q, &self.filter);
        if !(1..=limits::FACET_VALUES).contains(&self.limit) {
            let most = limits::FACET_VALUES;
            let detail = (format!("limit 应为 1 到 {most}"), format!("limit is 1 to {most}"));
            let fault = Fault::new(Code::InvalidValue, detail).at("/limit");
            reader.faults.push(
                fault.hint("用 contains 缩小范围，找到其余的取值", "Find other values by narrowing with `contains`"),
            );
        }
        if self.contains.chars().count() > limits::KEYWORD_CHARS {
            let most = limits::KEYWORD_CHARS;
            let detail = (format!("contains 最多 {most} 个字符"), format!("contains has at most {most} characters"));
            let fault = Fault::new(Code::InvalidValue, detail).at("/contains");
            reader.faults.push(fault.hint("缩短要查找的文字", "Shorten the text to look for"));
        }
        if !reader.faults.is_empty() {
            return Err(Problem::new(reader.faults));
        }
        let slice = service.widened(slice, Widening { synonyms: self.synonyms, approximate: self.approximate });
        Ok(Request { slice, field, contains: self.contains, limit: self.limit })
    }
}

/// Lists the values of a facet.
#[utoipa::path(post, operation_id = "facet_values", path = "/api/v1/facets/{field}/values", tag = "search",
    params(("field" = String, Path, description = "A facet of `GET /fields`")), request_body = ValuesRequest,
    responses((status = 200, body = view::Facet), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn values(
    shared: web::Data<Shared>,
    field: web::Path<String>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<ValuesRequest>(&request, &body)?;
    let request = wire.check(field.into_inner(), &shared.service, faults)?;
    let lane = lane_of(&request.slice);
    let key = CacheKey::new(&shared.service.engine.snapshot(), Question::Values(request));
    answer::cached(&shared, &key, lane).await
}

/// The answer to a body, without a connection.
pub(crate) fn answer(service: &Service, field: &str, body: Value, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let (wire, faults) = extract::value::<ValuesRequest>(body)?;
    render(service, &wire.check(field.to_owned(), service, faults)?, job)
}

/// The answer as JSON.
pub(crate) fn render(service: &Service, request: &Request, job: &Job) -> Result<Arc<[u8]>, Problem> {
    answer::json(&view::Facet::from(service.facet_values(request, job)?))
}
