//! `POST /explain`: why a review is among the hits of a slice, or what keeps it out.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::slice::{FilterSchema, Reader, WireFilter};
use crate::{
    compute::Lane,
    domain::{calendar::Day, page::Sort, query::TextPart, slice::Slice},
    error::{Code, Wording},
    http::{
        Shared, extract,
        problem::{Fault, Problem, ProblemBody, prefers_chinese},
    },
    limits,
    service::{
        ClauseReading, Exclusion, Explanation, FilterReading, Schema, ScoreParts, Service, ServiceError, Widening,
    },
};

/// Which review, and the slice in which it is looked for.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ExplainRequest {
    /// `source:external_id`, or an external id that only one source has.
    id: String,
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
    /// The order of the search; only `relevance` has a score.
    #[schema(value_type = String, required = false)]
    sort: Sort,
}

/// The checked meaning of a request.
pub(crate) struct Question {
    id: String,
    slice: Slice,
    widening: Widening,
    sort: Sort,
}

impl ExplainRequest {
    pub(crate) fn check(self, schema: &Schema, today: Day, faults: Vec<Fault>) -> Result<Question, Problem> {
        let mut reader = Reader::new(schema, today);
        reader.faults = faults;
        let slice = reader.slice(&self.q, &self.filter);
        let id = self.id.trim().to_owned();
        if id.is_empty() || id.chars().count() > limits::ID_CHARS {
            let most = limits::ID_CHARS;
            let detail = (
                format!("评价编号须有 1 到 {most} 个字符，写法是 来源:外部编号"),
                format!("a review id has 1 to {most} characters and is source:external_id"),
            );
            reader.fault(Code::InvalidValue, detail, "/id");
        }
        if reader.faults.is_empty() {
            let widening = Widening { synonyms: self.synonyms, approximate: self.approximate };
            Ok(Question { id, slice, widening, sort: self.sort })
        } else {
            Err(Problem::new(reader.faults))
        }
    }
}

impl Question {
    pub(crate) fn answer(&self, service: &Service) -> Result<Explanation, ServiceError> {
        let slice = service.widened(self.slice.clone(), self.widening);
        service.explain(&self.id, &slice, self.sort)
    }
}

/// What becomes of a review in a slice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(crate) struct ExplanationBody {
    id: String,
    /// Whether it is among the hits.
    matches: bool,
    /// The leaves of the query, in the order typed.
    clauses: Vec<ClauseBody>,
    /// The conditions of the filter; nested slices last, as `all` and `none`.
    filters: Vec<FilterBody>,
    /// What keeps it out; null for a hit.
    excluded_by: Option<ExclusionBody>,
    /// Its score, where hits are ordered by one.
    score: Option<ScoreBody>,
}

/// One leaf of the query.
#[derive(Debug, Serialize, ToSchema)]
struct ClauseBody {
    /// As one would type it.
    text: String,
    /// Whether it holds, by itself.
    matched: bool,
    /// Whether it must not hold.
    negated: bool,
    /// The part in which `ranges` lie: text, title, append or reply.
    part: Option<&'static str>,
    /// Where its characters stand in that part, `[start, end)` in Unicode scalars.
    ranges: Vec<[u32; 2]>,
    /// Where they stand in other parts.
    elsewhere: Vec<PartRanges>,
    /// What it looks for and does not find.
    missing: Vec<String>,
    /// For a condition on a field: what was asked and what the review has.
    detail: Option<String>,
}

/// Ranges of one part.
#[derive(Debug, Serialize, ToSchema)]
struct PartRanges {
    part: &'static str,
    ranges: Vec<[u32; 2]>,
}

/// One condition of the filter.
#[derive(Debug, Serialize, ToSchema)]
struct FilterBody {
    field: String,
    /// Whether the review passes it.
    holds: bool,
    /// Whether it excludes.
    negated: bool,
    /// What the review has.
    value: Option<String>,
    /// What was asked and what the review has.
    detail: String,
}

/// What keeps a review out.
#[derive(Debug, Default, Serialize, ToSchema)]
struct ExclusionBody {
    /// clause, filter, not_imported, rejected or not_indexed.
    kind: &'static str,
    /// In words.
    detail: String,
    /// Place of the clause among the clauses.
    clause: Option<usize>,
    /// Field of the filter.
    field: Option<String>,
    /// The import that rejected its row.
    import: Option<u64>,
    /// The row in that import's file.
    row: Option<u64>,
    /// Why it was rejected.
    reason: Option<&'static str>,
    /// Reviews with the same external id in other sources.
    suggestions: Vec<String>,
}

/// A score, taken apart.
#[derive(Debug, Serialize, ToSchema)]
struct ScoreBody {
    total: f64,
    parts: Vec<ScorePart>,
}

/// What one thing adds to the score.
#[derive(Debug, Serialize, ToSchema)]
struct ScorePart {
    /// word, literal, closeness, recency or likes.
    name: &'static str,
    /// The word, the literal text, or the characters between the parts.
    detail: Option<String>,
    value: f64,
}

impl ExplanationBody {
    pub(crate) fn new(explanation: Explanation, chinese: bool) -> Self {
        let worded = |wording: &Wording| if chinese { wording.zh.clone() } else { wording.en.clone() };
        let cause = explanation.cause().as_ref().map(worded).unwrap_or_default();
        let excluded_by = explanation.excluded_by.as_ref().map(|by| exclusion(by, &explanation.filters, cause));
        Self {
            excluded_by,
            clauses: explanation.clauses.into_iter().map(|clause| ClauseBody::new(clause, &worded)).collect(),
            filters: explanation.filters.into_iter().map(|filter| FilterBody::new(filter, &worded)).collect(),
            id: explanation.id,
            matches: explanation.matches,
            score: explanation.score.map(ScoreBody::from),
        }
    }
}

fn exclusion(by: &Exclusion, filters: &[FilterReading], detail: String) -> ExclusionBody {
    let body = ExclusionBody { detail, ..ExclusionBody::default() };
    match by {
        Exclusion::Clause(index) => ExclusionBody { kind: "clause", clause: Some(*index), ..body },
        Exclusion::Filter(index) => {
            ExclusionBody { kind: "filter", field: filters.get(*index).map(|filter| filter.field.clone()), ..body }
        }
        Exclusion::NotImported { same_external_id, .. } => {
            let suggestions = same_external_id.iter().map(ToString::to_string).collect();
            ExclusionBody { kind: "not_imported", suggestions, ..body }
        }
        Exclusion::Rejected { import, row, reason, .. } => ExclusionBody {
            kind: "rejected",
            import: Some(*import),
            row: Some(*row),
            reason: Some(reason.name()),
            ..body
        },
        Exclusion::NotIndexed { .. } => ExclusionBody { kind: "not_indexed", ..body },
    }
}

impl ClauseBody {
    fn new(ClauseReading { text, clause, detail }: ClauseReading, worded: &impl Fn(&Wording) -> String) -> Self {
        let mut found = clause.found;
        // The text first: that is where one looks.
        found.sort_by_key(|(part, _)| *part != TextPart::Text);
        let mut found = found.into_iter().map(|(part, ranges)| PartRanges { part: part.name(), ranges });
        let first = found.next();
        Self {
            text,
            matched: clause.matched,
            negated: clause.negated,
            part: first.as_ref().map(|first| first.part),
            ranges: first.map(|first| first.ranges).unwrap_or_default(),
            elsewhere: found.collect(),
            missing: clause.missing,
            detail: detail.as_ref().map(worded),
        }
    }
}

impl FilterBody {
    fn new(filter: FilterReading, worded: &impl Fn(&Wording) -> String) -> Self {
        let FilterReading { field, holds, negated, value, detail } = filter;
        Self { field, holds, negated, value, detail: worded(&detail) }
    }
}

impl From<ScoreParts> for ScoreBody {
    fn from(score: ScoreParts) -> Self {
        let part = |name, detail, value: f32| ScorePart { name, detail, value: f64::from(value) };
        let mut parts: Vec<ScorePart> =
            score.words.into_iter().map(|(word, value)| part("word", Some(word), value)).collect();
        parts.extend(score.literals.into_iter().map(|(text, value)| part("literal", Some(text), value)));
        parts.extend(score.closeness.map(|(between, value)| part("closeness", Some(between.to_string()), value)));
        parts.push(part("recency", None, score.recency));
        parts.push(part("likes", None, score.likes));
        Self { total: f64::from(score.total), parts }
    }
}

/// Explains why a review is among the hits, or which clause, filter or fact keeps it out.
#[utoipa::path(post, operation_id = "explain", path = "/api/v1/explain", tag = "search", request_body = ExplainRequest,
    responses((status = 200, body = ExplanationBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<ExplainRequest>(&request, &body)?;
    let question = wire.check(&shared.service.schema, shared.service.today(), faults)?;
    let service = Arc::clone(&shared.service);
    let explanation = shared.service.pool.run(Lane::Light, move |_| question.answer(&service)).await??;
    Ok(HttpResponse::Ok().json(ExplanationBody::new(explanation, prefers_chinese(&request))))
}
