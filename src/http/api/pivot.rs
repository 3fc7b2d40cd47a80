//! `POST /pivot`: cross-tables over up to three dimensions, each cell with the slice that reproduces it.

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
    domain::{
        calendar::{Day, Interval},
        pivot::{Cell, Dimension, PivotRequest as Request},
    },
    error::Code,
    http::{
        Shared, answer, extract,
        problem::{Fault, Problem, ProblemBody},
    },
    limits,
    service::{CacheKey, PivotQuestion, Question, Service, Widening},
};

/// What to count by.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PivotRequest {
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
    /// One to three: any facet, day, week, month, quarter or year.
    dimensions: Vec<String>,
    /// count (always given), avg_rating, avg_sentiment.
    #[schema(required = false)]
    metrics: Vec<Metric>,
}

impl Default for PivotRequest {
    fn default() -> Self {
        let metrics = vec![Metric::Count, Metric::AvgRating, Metric::AvgSentiment];
        Self {
            q: String::new(),
            filter: WireFilter::default(),
            synonyms: false,
            approximate: false,
            dimensions: Vec::new(),
            metrics,
        }
    }
}

/// What to say of each cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Metric {
    Count,
    AvgRating,
    AvgSentiment,
}

/// A cross-table of one snapshot.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PivotResponse {
    /// Reviews in the slice: the sum of all cells, unless a dimension has several values a review (aspect, aspect_sentiment, opinion, flag).
    total: u64,
    /// The cells that hold a review, ordered by their values, dimension after dimension, null last.
    cells: Vec<PivotCell>,
}

/// One combination of values.
#[derive(Debug, Serialize, ToSchema)]
struct PivotCell {
    /// One for each dimension: a value, the first day of a calendar bucket, or null for reviews without one.
    values: Vec<Option<String>>,
    count: u64,
    /// When asked for; null without a rated review.
    #[serde(skip_serializing_if = "Option::is_none")]
    avg_rating: Option<Option<f64>>,
    /// When asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    avg_sentiment: Option<Option<f64>>,
    /// The slice that holds exactly these reviews.
    #[schema(value_type = Object)]
    slice: Value,
}

impl PivotRequest {
    fn check(self, service: &Service, faults: Vec<Fault>) -> Result<PivotQuestion, Problem> {
        let mut reader = Reader::new(&service.schema, service.today());
        reader.faults = faults;
        let slice = reader.slice(&self.q, &self.filter);
        let dimensions = dimensions(&self.dimensions, &mut reader);
        narrowing::check_room(slice.filter.all.len(), &mut reader);
        if !reader.faults.is_empty() {
            return Err(Problem::new(reader.faults));
        }
        let widening = Widening { synonyms: self.synonyms, approximate: self.approximate };
        let slice = service.widened(slice, widening);
        let wants = |metric| self.metrics.contains(&metric);
        let request = Request {
            slice,
            dimensions,
            avg_rating: wants(Metric::AvgRating),
            avg_sentiment: wants(Metric::AvgSentiment),
        };
        let slice_json = narrowing::base(&self.q, &self.filter, widening).to_string();
        Ok(PivotQuestion { request, slice_json })
    }
}

fn dimensions(names: &[String], reader: &mut Reader<'_>) -> Vec<Dimension> {
    let most = limits::PIVOT_DIMENSIONS;
    if !(1..=most).contains(&names.len()) {
        let detail = (format!("dimensions 应有 1 到 {most} 个"), format!("1 to {most} dimensions are needed"));
        let fault = Fault::new(Code::InvalidValue, detail).at("/dimensions");
        reader.faults.push(
            fault.hint("例如 {\"dimensions\":[\"item\",\"month\"]}", "Such as {\"dimensions\":[\"item\",\"month\"]}"),
        );
    }
    let mut dimensions = Vec::new();
    for (index, name) in names.iter().take(most).enumerate() {
        let at = format!("/dimensions/{index}");
        let interval = Interval::parse(name);
        if interval.is_none() {
            reader.facet(name, &at);
        }
        let dimension = interval.map_or_else(|| Dimension::Facet(name.clone()), Dimension::Calendar);
        if dimensions.contains(&dimension) {
            let detail = (format!("维度 `{name}` 重复"), format!("dimension `{name}` is named twice"));
            let fault = Fault::new(Code::InvalidValue, detail).at(&at);
            reader.faults.push(fault.hint("每个维度只写一次", "Name each dimension once"));
        }
        dimensions.push(dimension);
    }
    dimensions
}

/// Counts a slice by up to three dimensions.
#[utoipa::path(post, operation_id = "pivot", path = "/api/v1/pivot", tag = "search", request_body = PivotRequest,
    responses((status = 200, body = PivotResponse), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<PivotRequest>(&request, &body)?;
    let question = wire.check(&shared.service, faults)?;
    let key = CacheKey::new(&shared.service.engine.snapshot(), Question::Pivot(question));
    answer::cached(&shared, &key, Lane::Heavy).await
}

/// The answer to a body of `POST /pivot`, without a connection.
pub(crate) fn answer(service: &Service, body: Value, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let (wire, faults) = extract::value::<PivotRequest>(body)?;
    render(service, &wire.check(service, faults)?, job)
}

/// The answer as JSON.
pub(crate) fn render(service: &Service, question: &PivotQuestion, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let request = &question.request;
    let pivot = service.pivot(request, job)?;
    narrowing::check_length(question.slice_json.len(), pivot.cells.len())?;
    let base: Map<String, Value> = serde_json::from_str(&question.slice_json).unwrap_or_default();
    let cell = |cell: Cell| PivotCell {
        count: cell.count,
        avg_rating: request.avg_rating.then(|| cell.avg_rating()),
        avg_sentiment: request.avg_sentiment.then(|| cell.avg_sentiment()),
        slice: narrowed(&base, &request.dimensions, &cell.values),
        values: cell.values,
    };
    answer::json(&PivotResponse { total: pivot.total, cells: pivot.cells.into_iter().map(cell).collect() })
}

/// The request's slice with one more entry in `filter.all`: the values of a cell.
fn narrowed(base: &Map<String, Value>, dimensions: &[Dimension], values: &[Option<String>]) -> Value {
    let (mut filter, mut nested) = (Map::new(), Vec::new());
    for (dimension, value) in dimensions.iter().zip(values) {
        let (name, condition) = condition(dimension, value.as_deref());
        if filter.contains_key(name) {
            // A filter has one condition a field: month within year, or two missing fields.
            nested.push(json!({"filter": {name: condition}}));
        } else {
            filter.insert(name.to_owned(), condition);
        }
    }
    if !nested.is_empty() {
        filter.insert("all".to_owned(), nested.into());
    }
    narrowing::narrowed(base, filter)
}

/// The condition that holds for the reviews of one value.
fn condition<'d>(dimension: &'d Dimension, value: Option<&str>) -> (&'d str, Value) {
    let field = dimension.field();
    let Some(value) = value else { return ("missing", json!([field])) };
    match dimension {
        Dimension::Calendar(interval) => {
            let last = Day::parse(value).map(|start| Day((interval.next(start).0 - 1).max(start.0)).to_string());
            (field, json!({"from": value, "to": last}))
        }
        Dimension::Facet(_) if field == "rating" => (field, json!([value.parse::<f64>().unwrap_or_default()])),
        Dimension::Facet(_) => (field, json!([value])),
    }
}
