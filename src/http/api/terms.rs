//! `POST /terms`: the words and opinions that a slice holds more often than a background, each with the slices that reproduce its counts.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    narrowing,
    slice::{FilterSchema, Reader, WireFilter},
};
use crate::{
    compute::{Job, Lane},
    domain::query::Query,
    error::Code,
    http::{
        Shared, answer, extract,
        problem::{Fault, Problem, ProblemBody},
    },
    limits,
    service::{
        Background, CacheKey, Question, Service, Term, TermKind, TermsQuestion, TermsRequest as Request, Widening,
    },
    text::print_query,
};

/// Whose terms are wanted, and against what.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TermsRequest {
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
    /// `"rest"`: all reviews that are not in the slice. Or a slice with `q` and `filter`, which should share no review with it.
    #[schema(value_type = Object, required = false)]
    background: Value,
    /// Terms at most, 1 to 500.
    #[schema(required = false)]
    limit: usize,
}

impl Default for TermsRequest {
    fn default() -> Self {
        Self {
            q: String::new(),
            filter: WireFilter::default(),
            synonyms: false,
            approximate: false,
            background: json!("rest"),
            limit: 50,
        }
    }
}

/// What a slice says more often than its background, all of one snapshot; exact over all of its reviews.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TermsResponse {
    /// Reviews in the slice.
    total: u64,
    /// Reviews in the background.
    background_total: u64,
    /// Most characteristic first: those that at least three reviews of the slice hold, and relatively fewer of the background.
    terms: Vec<TermBody>,
}

/// One term.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Term)]
struct TermBody {
    /// The word or the normal form of the opinion, folded.
    term: String,
    /// `word` or `opinion`.
    kind: &'static str,
    /// Reviews of the slice that hold it.
    count: u64,
    /// Reviews of the background that hold it.
    background_count: u64,
    /// z-score of the log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008), by reviews.
    score: f64,
    /// How many times as frequent it is in the slice, shrunk towards 1.
    lift: f64,
    /// That it is equally frequent in both; Fisher's test with mid-p, corrected for all terms counted (Holm).
    p_value: f64,
    /// The slice that holds exactly the `count` reviews.
    #[schema(value_type = Object)]
    slice: Value,
    /// The slice that holds exactly the `background_count` reviews; null where the rest of a widened query has no such form.
    #[schema(value_type = Option<Object>)]
    background_slice: Option<Value>,
}

impl TermsRequest {
    fn check(self, service: &Service, faults: Vec<Fault>) -> Result<TermsQuestion, Problem> {
        let mut reader = Reader::new(&service.schema, service.today());
        reader.faults = faults;
        let slice = reader.slice(&self.q, &self.filter);
        narrowing::check_room(slice.filter.all.len(), &mut reader);
        if !(1..=limits::TERMS).contains(&self.limit) {
            let most = limits::TERMS;
            reader.fault(
                Code::InvalidValue,
                (format!("limit 应为 1 到 {most}"), format!("limit is 1 to {most}")),
                "/limit",
            );
        }
        let widening = Widening { synonyms: self.synonyms, approximate: self.approximate };
        let base = narrowing::base(&self.q, &self.filter, widening);
        let background = background(&self.background, &base, widening, service, &mut reader);
        let Some((background, background_json)) = background.filter(|_| reader.faults.is_empty()) else {
            return Err(Problem::new(reader.faults));
        };
        let slice = service.widened(slice, widening);
        if background == Background::Slice(slice.clone()) {
            let fault = Fault::new(Code::InvalidValue, ("背景与切片相同", "the background is the slice itself"));
            return Err(fault
                .at("/background")
                .hint("用 \"rest\" 或另一个切片", "Use \"rest\" or another slice")
                .into());
        }
        Ok(TermsQuestion {
            request: Request { slice, background, limit: self.limit },
            slice_json: base.to_string(),
            background_json: background_json.map(|slice| slice.to_string()),
        })
    }
}

/// A background, and the slice that reproduces it where there is one; `None` with a fault.
fn background(
    wire: &Value,
    base: &Value,
    widening: Widening,
    service: &Service,
    reader: &mut Reader<'_>,
) -> Option<(Background, Option<Value>)> {
    match wire {
        Value::String(name) if name == "rest" => {
            let written = json!({"q": "", "filter": {"none": [{"q": base["q"], "filter": base["filter"]}]}});
            // One level deeper than the request's own, it may be too deep; and `none` takes a query as it is typed, not widened.
            let mut deeper = Reader::new(&service.schema, service.today());
            deeper.nested_slice(&written, "", 0);
            let has_form = deeper.faults.is_empty() && widening == Widening::default();
            Some((Background::Rest, Some(written).filter(|_| has_form)))
        }
        Value::Object(_) => {
            let given = reader.nested_slice(wire, "/background", 0);
            narrowing::check_room_at("/background", given.filter.all.len(), reader);
            Some((Background::Slice(service.widened(given, widening)), Some(narrowing::base_of(wire, widening))))
        }
        _ => {
            let fault = Fault::new(Code::InvalidValue, ("没有这样的背景", "there is no such background"));
            let hint = ("可用 \"rest\"，或一个含 q 和 filter 的切片", "Use \"rest\" or a slice with q and filter");
            reader.faults.push(fault.at("/background").hint(hint.0, hint.1));
            None
        }
    }
}

/// Finds what a slice says more often than a background.
#[utoipa::path(post, operation_id = "terms", path = "/api/v1/terms", tag = "analysis", request_body = TermsRequest,
    responses((status = 200, body = TermsResponse), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<TermsRequest>(&request, &body)?;
    let question = wire.check(&shared.service, faults)?;
    let key = CacheKey::new(&shared.service.engine.snapshot(), Question::Terms(question));
    answer::cached(&shared, &key, Lane::Heavy).await
}

/// The answer to a body of `POST /terms`, without a connection.
pub(crate) fn answer(service: &Service, body: Value, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let (wire, faults) = extract::value::<TermsRequest>(body)?;
    render(service, &wire.check(service, faults)?, job)
}

/// The answer as JSON.
pub(crate) fn render(service: &Service, question: &TermsQuestion, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let found = service.terms(&question.request, job)?;
    let background_bytes = question.background_json.as_ref().map_or(0, String::len);
    narrowing::check_length(question.slice_json.len() + background_bytes, found.terms.len())?;
    let base: Map<String, Value> = serde_json::from_str(&question.slice_json).unwrap_or_default();
    let background: Option<Map<String, Value>> =
        question.background_json.as_ref().and_then(|slice| serde_json::from_str(slice).ok());
    let [total, background_total] = found.totals;
    let terms = found.terms.iter().map(|term| TermBody::new(term, &base, background.as_ref())).collect();
    answer::json(&TermsResponse { total, background_total, terms })
}

impl TermBody {
    fn new(found: &Term, base: &Map<String, Value>, background: Option<&Map<String, Value>>) -> Self {
        let term = String::from(&*found.term);
        let (kind, entry) = match found.kind {
            TermKind::Word => ("word", json!({"q": print_query(&Query::Word(term.clone()))})),
            TermKind::Opinion => ("opinion", json!({"filter": {"opinion": [term]}})),
        };
        Self {
            term,
            kind,
            count: found.counts[0],
            background_count: found.counts[1],
            score: found.score,
            lift: found.lift,
            p_value: found.p_value,
            slice: narrowing::narrowed_to(base, entry.clone()),
            background_slice: background.map(|background| narrowing::narrowed_to(background, entry)),
        }
    }
}
