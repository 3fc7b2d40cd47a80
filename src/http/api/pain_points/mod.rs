//! `POST /pain-points`: what stands out as negative in a slice, each point with the slices that reproduce its counts.

mod baseline;
mod body;
mod method;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use self::body::PainPointsResponse;
use super::{
    narrowing,
    slice::{FilterSchema, Reader, WireFilter},
};
use crate::{
    compute::{Job, Lane},
    domain::pain_points::{Key, PainPointsRequest as Request},
    error::Code,
    http::{
        Shared, answer, extract,
        problem::{Fault, Problem, ProblemBody, prefers_chinese},
    },
    limits,
    service::{CacheKey, PainPointsQuestion, Question, Service, Widening},
};

/// Where to look for pain points, and against what.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PainPointsRequest {
    /// Query text; blank for all reviews.
    #[schema(required = false)]
    q: String,
    /// Conditions on fields.
    #[schema(value_type = FilterSchema, required = false)]
    filter: WireFilter,
    /// Whether pieces of the query may occur in other wordings.
    #[schema(required = false)]
    synonyms: bool,
    /// Whether half of the pieces are enough.
    #[schema(required = false)]
    approximate: bool,
    /// `"rest"`: all reviews that are not in the slice. `"previous_period"`: as many days directly before those of `filter.created`, moved by
    /// whole weeks. Or a slice with `q` and `filter`.
    #[schema(value_type = Object, required = false)]
    baseline: Value,
    /// `aspect` or `opinion`.
    #[schema(required = false)]
    by: String,
    /// Points at most, 1 to 100.
    #[schema(required = false)]
    limit: usize,
    /// Quotes of each point at most, 0 to 10.
    #[schema(required = false)]
    quotes: usize,
}

impl Default for PainPointsRequest {
    fn default() -> Self {
        Self {
            q: String::new(),
            filter: WireFilter::default(),
            synonyms: false,
            approximate: false,
            baseline: json!("rest"),
            by: Key::Aspect.name().to_owned(),
            limit: 20,
            quotes: 3,
        }
    }
}

impl PainPointsRequest {
    fn check(self, service: &Service, faults: Vec<Fault>, chinese: bool) -> Result<PainPointsQuestion, Problem> {
        let mut reader = Reader::new(&service.schema, service.today());
        reader.faults = faults;
        let slice = reader.slice(&self.q, &self.filter);
        narrowing::check_room(slice.filter.all.len(), &mut reader);
        let by = Key::parse(&self.by).unwrap_or_else(|| {
            let detail =
                (format!("没有 `{}` 这种归类方式", self.by), format!("complaints are not gathered by `{}`", self.by));
            let fault = Fault::new(Code::InvalidValue, detail).at("/by");
            reader.faults.push(fault.hint("可用 aspect 或 opinion", "Use aspect or opinion"));
            Key::Aspect
        });
        within(self.limit, 1..=limits::PAIN_POINTS, "/limit", &mut reader);
        within(self.quotes, 0..=limits::QUOTES, "/quotes", &mut reader);
        let widening = Widening { synonyms: self.synonyms, approximate: self.approximate };
        let base = narrowing::base(&self.q, &self.filter, widening);
        let baseline = baseline::read(&self.baseline, &slice, &base, widening, service, &mut reader);
        let Some(baseline) = baseline.filter(|_| reader.faults.is_empty()) else {
            return Err(Problem::new(reader.faults));
        };
        let slice = service.widened(slice, widening);
        let request = Request { slice, baseline: baseline.meaning, by, limit: self.limit, quotes: self.quotes };
        Ok(PainPointsQuestion {
            request,
            slice_json: base.to_string(),
            baseline_json: baseline.slice_json.map(|slice| slice.to_string()),
            chinese,
        })
    }
}

fn within(value: usize, allowed: std::ops::RangeInclusive<usize>, at: &str, reader: &mut Reader<'_>) {
    if !allowed.contains(&value) {
        let (least, most) = (allowed.start(), allowed.end());
        let detail = (format!("应在 {least} 到 {most} 之间"), format!("{least} to {most} is needed"));
        reader.fault(Code::InvalidValue, detail, at);
    }
}

/// Finds the pain points of a slice.
#[utoipa::path(post, operation_id = "painPoints", path = "/api/v1/pain-points", tag = "analysis", request_body = PainPointsRequest,
    responses((status = 200, body = PainPointsResponse), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<PainPointsRequest>(&request, &body)?;
    let question = wire.check(&shared.service, faults, prefers_chinese(&request))?;
    let key = CacheKey::new(&shared.service.engine.snapshot(), Question::PainPoints(question));
    answer::cached(&shared, &key, Lane::Heavy).await
}

/// The answer to a body of `POST /pain-points`, without a connection.
pub(crate) fn answer(service: &Service, body: Value, chinese: bool, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let (wire, faults) = extract::value::<PainPointsRequest>(body)?;
    render(service, &wire.check(service, faults, chinese)?, job)
}

/// The answer as JSON.
pub(crate) fn render(service: &Service, question: &PainPointsQuestion, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let found = service.pain_points(&question.request, job)?;
    let bytes = question.slice_json.len() + question.baseline_json.as_ref().map_or(0, String::len);
    narrowing::check_length(bytes, found.points.len())?;
    answer::json(&PainPointsResponse::new(found, question, service))
}
