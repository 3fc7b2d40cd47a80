//! `POST /search` and `GET /search`: hits, total, facets, timeline and summary of one snapshot.

use std::{collections::HashSet, sync::Arc, time::Instant};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    slice::{FilterSchema, Reader, WireFilter},
    url,
};
use crate::{
    compute::Job,
    domain::{calendar::Interval, page::Sort},
    error::Code,
    http::{
        Shared, answer, extract,
        problem::{Fault, Problem},
        view,
    },
    limits,
    service::{SearchRequest as Request, Service, TimelineRequest, Widening, lane_of},
};

/// What to search and what to answer beside the hits.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SearchRequest {
    /// Query text; blank for all reviews.
    #[schema(required = false)]
    q: String,
    /// Conditions on fields.
    #[schema(value_type = FilterSchema, required = false)]
    filter: WireFilter,
    /// Whether pieces of the query may occur in other wordings of the dictionary. Off: hits are exactly what was typed.
    #[schema(required = false)]
    synonyms: bool,
    /// Whether half of the pieces are enough; the answer's `mode` then says `approximate`.
    #[schema(required = false)]
    approximate: bool,
    /// relevance, newest, oldest, rating_asc, rating_desc or likes.
    #[schema(value_type = String, required = false)]
    sort: Sort,
    /// Hits, 0 to 200.
    #[schema(required = false)]
    limit: usize,
    /// Continues an earlier answer; the rest of the request stays as it was.
    #[schema(required = false)]
    cursor: Option<String>,
    /// Facets to count.
    #[schema(required = false)]
    facets: Vec<String>,
    /// Values per facet, 1 to 1000.
    #[schema(required = false)]
    facet_limit: usize,
    /// Timeline to count.
    #[schema(required = false)]
    timeline: Option<TimelineOptions>,
    /// Whether to sum up the whole slice.
    #[schema(required = false)]
    summary: bool,
}

impl Default for SearchRequest {
    fn default() -> Self {
        let Request { sort, limit, facet_limit, summary, .. } = Request::default();
        Self {
            q: String::new(),
            filter: WireFilter::default(),
            synonyms: false,
            approximate: false,
            sort,
            limit,
            cursor: None,
            facets: Vec::new(),
            facet_limit,
            timeline: None,
            summary,
        }
    }
}

/// How to cut time.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TimelineOptions {
    /// auto, day, week, month, quarter or year.
    #[schema(required = false)]
    interval: IntervalOption,
    /// Counts per sentiment bucket in each calendar bucket.
    split: Option<Split>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum IntervalOption {
    #[default]
    Auto,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Split {
    Sentiment,
}

impl IntervalOption {
    const fn request(self) -> TimelineRequest {
        match self {
            Self::Auto => TimelineRequest::Auto,
            Self::Day => TimelineRequest::Interval(Interval::Day),
            Self::Week => TimelineRequest::Interval(Interval::Week),
            Self::Month => TimelineRequest::Interval(Interval::Month),
            Self::Quarter => TimelineRequest::Interval(Interval::Quarter),
            Self::Year => TimelineRequest::Interval(Interval::Year),
        }
    }
}

impl SearchRequest {
    /// What the request means, or all that is wrong with it, the faults found in reading it included.
    pub(crate) fn check(self, service: &Service, faults: Vec<Fault>) -> Result<Request, Problem> {
        let today = service.day_of(self.cursor.as_deref())?;
        let mut reader = Reader::new(&service.schema, today);
        reader.faults = faults;
        let slice = reader.slice(&self.q, &self.filter);
        if self.limit > limits::PAGE_HITS {
            reader.fault(
                Code::InvalidValue,
                (format!("limit 最多 {}", limits::PAGE_HITS), format!("limit is at most {}", limits::PAGE_HITS)),
                "/limit",
            );
        }
        if !(1..=limits::FACET_VALUES).contains(&self.facet_limit) {
            reader.fault(
                Code::InvalidValue,
                (
                    format!("facet_limit 应为 1 到 {}", limits::FACET_VALUES),
                    format!("facet_limit is 1 to {}", limits::FACET_VALUES),
                ),
                "/facet_limit",
            );
        }
        if self.facets.len() > limits::FACETS {
            reader.fault(
                Code::InvalidValue,
                (format!("分面最多 {} 个", limits::FACETS), format!("at most {} facets", limits::FACETS)),
                "/facets",
            );
        }
        for (index, facet) in self.facets.iter().take(limits::FACETS).enumerate() {
            reader.facet(facet, &format!("/facets/{index}"));
        }
        if !reader.faults.is_empty() {
            return Err(Problem::new(reader.faults));
        }
        Ok(Request {
            slice,
            widening: Widening { synonyms: self.synonyms, approximate: self.approximate },
            sort: self.sort,
            limit: self.limit,
            cursor: self.cursor,
            facets: distinct(self.facets),
            facet_limit: self.facet_limit,
            timeline: self.timeline.as_ref().map(|timeline| timeline.interval.request()),
            split: self.timeline.is_some_and(|timeline| timeline.split.is_some()),
            summary: self.summary,
            today,
        })
    }
}

/// Each name once: an answer has one place for each.
fn distinct(mut names: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// Searches reviews.
#[utoipa::path(post, operation_id = "search", path = "/api/v1/search", tag = "search", request_body = SearchRequest,
    responses((status = 200, body = view::SearchResponse), (status = "4XX", body = crate::http::problem::ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<SearchRequest>(&request, &body)?;
    respond(&shared, wire.check(&shared.service, faults)?).await
}

/// Searches reviews by the parameters of the page's address.
#[utoipa::path(get, operation_id = "search_by_address", path = "/api/v1/search", tag = "search", params(
    ("q" = Option<String>, Query, description = "Query text"),
    ("rating" = Option<String>, Query, description = "`1..2.5` or `5`"),
    ("created" = Option<String>, Query, description = "`2021-01-01..2021-06-30`"),
    ("item" = Option<Vec<String>>, Query, description = "Any facet by its name; `-item` excludes"),
    ("sort" = Option<String>, Query), ("limit" = Option<usize>, Query), ("cursor" = Option<String>, Query),
    ("synonyms" = Option<bool>, Query), ("approximate" = Option<bool>, Query),
    ("facets" = Option<String>, Query, description = "Names joined by commas"),
    ("timeline" = Option<String>, Query, description = "Interval")),
    responses((status = 200, body = view::SearchResponse), (status = "4XX", body = crate::http::problem::ProblemBody)))]
pub(crate) async fn get(shared: web::Data<Shared>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let body = url::search_body(request.query_string())?;
    let (wire, faults) = extract::value::<SearchRequest>(body)?;
    respond(&shared, wire.check(&shared.service, faults)?).await
}

async fn respond(shared: &Shared, request: Request) -> Result<HttpResponse, Problem> {
    let key = shared.service.cache_key(&request)?;
    let answer = answer::cached(shared, &key, lane_of(&request.slice)).await?;
    // The answer may have come from the cache: its cursor needs the snapshot.
    shared.service.renew_pin(&key);
    Ok(answer)
}

/// The answer as JSON.
pub(crate) fn render(service: &Service, request: &Request, job: &Job) -> Result<Arc<[u8]>, Problem> {
    let started = Instant::now();
    let page = service.search(request, job)?;
    let response = view::SearchResponse::new(page, request, &service.config.zone, started.elapsed());
    let bytes = serde_json::to_vec(&response).map_err(|error| {
        Problem::from(crate::http::problem::Fault::new(
            Code::Internal,
            format!("the answer cannot be written: {error}"),
        ))
    })?;
    Ok(bytes.into())
}
