//! `GET /reviews/{id}`: one review with its history.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::slice::Reader;
use crate::{
    compute::Lane,
    domain::calendar::Zone,
    domain::{
        rating::Rating,
        review::{ReviewId, Version},
    },
    error::Code,
    http::{
        Shared,
        problem::{Fault, Problem, ProblemBody},
        view::{self, Hit},
    },
    service::{HitView, ReviewDetail as Detail, Widening},
};

/// A review with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewDetail {
    #[serde(flatten)]
    hit: Hit,
    external_id: String,
    /// The rating as the export wrote it.
    rating_raw: Option<String>,
    /// Every other field, by name.
    attributes: BTreeMap<String, String>,
    /// The import that last changed it.
    import: u64,
    /// Its row in that import's file, 1 for the first data row.
    row: u64,
    /// Earlier contents, newest first.
    versions: Vec<ReviewVersion>,
}

/// An earlier content that a later import replaced.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReviewVersion {
    /// The import that had brought it.
    import: u64,
    replaced_at: String,
    title: Option<String>,
    text: String,
    append: Option<String>,
    rating: Option<f64>,
    created_at: Option<String>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Parameters {
    /// Query text whose terms are highlighted.
    #[param(required = false)]
    q: String,
    /// Whether other wordings of its pieces are highlighted too.
    #[param(required = false)]
    synonyms: bool,
    /// Whether it is highlighted as an approximate search does.
    #[param(required = false)]
    approximate: bool,
}

/// One review.
#[utoipa::path(get, operation_id = "get_review", path = "/api/v1/reviews/{id}", tag = "reviews",
    params(("id" = String, Path, description = "`source:external_id`, percent-encoded"), Parameters),
    responses((status = 200, body = ReviewDetail), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn get(
    shared: web::Data<Shared>,
    id: web::Path<String>,
    parameters: web::Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    let id = ReviewId::parse(&id).ok_or_else(|| {
        Fault::new(Code::InvalidValue, ("评价编号的写法是 来源:外部编号", "a review id is source:external_id"))
            .at("/id")
    })?;
    let mut reader = Reader::new(&shared.service.schema, shared.service.today());
    let query = reader.query(&parameters.q, "/q");
    if !reader.faults.is_empty() {
        return Err(Problem::new(reader.faults));
    }
    let service = Arc::clone(&shared.service);
    let wanted = id.clone();
    let widening = Widening { synonyms: parameters.synonyms, approximate: parameters.approximate };
    let found = shared.service.pool.run(Lane::Light, move |_| service.review(&wanted, &query, widening)).await??;
    let detail = found.ok_or_else(|| {
        Fault::new(Code::ReviewNotFound, (format!("没有评价 {id}"), format!("there is no review {id}")))
    })?;
    Ok(HttpResponse::Ok().json(ReviewDetail::new(detail, &shared.service.config.zone)))
}

impl ReviewDetail {
    fn new(detail: Detail, zone: &Zone) -> Self {
        let review = &detail.review;
        Self {
            external_id: review.id.external_id.clone(),
            rating_raw: review.content.rating_raw.clone(),
            attributes: review.content.attributes.clone(),
            import: review.import,
            row: review.row,
            versions: detail.versions.into_iter().map(|version| ReviewVersion::new(version, zone)).collect(),
            hit: Hit::new(
                HitView {
                    review: detail.review,
                    sentiment: detail.sentiment,
                    bucket: detail.bucket,
                    highlights: detail.highlights,
                },
                zone,
            ),
        }
    }
}

impl ReviewVersion {
    fn new(version: Version, zone: &Zone) -> Self {
        Self {
            import: version.import,
            replaced_at: zone.rfc3339(version.replaced_unix_s),
            created_at: view::created_at(&version.content, zone),
            title: version.content.title,
            text: version.content.text,
            append: version.content.append,
            rating: version.content.rating.map(Rating::stars),
        }
    }
}
