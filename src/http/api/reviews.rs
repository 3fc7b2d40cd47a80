//! `/reviews/{id}`: one review with its history, and its corrections by operators.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::slice::Reader;
use crate::{
    compute::{Lane, PoolError},
    domain::{
        analysis::{Flag, Polarity},
        aspect::Aspects,
        calendar::Zone,
        correction::{CorrectedAspect, Correction},
        rating::Rating,
        review::{Review, ReviewId, Version},
        sentiment::SentimentBucket,
    },
    error::Code,
    http::{
        Shared, extract,
        problem::{Fault, Problem, ProblemBody},
        view::{self, Hit},
    },
    service::{CorrectionRequest, HitView, ReviewDetail as Detail, Widening, correct},
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
    /// What operators corrected; null when nothing.
    correction: Option<CorrectionBody>,
    /// Other reviews with nearly the same text, earliest first, at most 20.
    duplicates: Vec<DuplicateBody>,
    /// Earlier contents, newest first.
    versions: Vec<ReviewVersion>,
}

/// A review with nearly the same text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DuplicateBody {
    /// `source:external_id`.
    id: String,
    /// RFC 3339 in the configured zone; null when unknown.
    created_at: Option<String>,
    text: String,
}

/// Corrections in effect; what is null comes from the analysis.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionBody {
    bucket: Option<&'static str>,
    aspects: Option<Vec<CorrectedAspectBody>>,
    /// Flags that hold though they were not found.
    flags_added: Vec<&'static str>,
    /// Flags that do not hold though they were or may be found.
    flags_removed: Vec<&'static str>,
}

/// An aspect as an operator sees it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectedAspectBody {
    /// Its id.
    aspect: String,
    /// negative, neutral or positive.
    polarity: String,
}

/// What to correct: a part left out stays as it is, null gives it back to the analysis.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CorrectionWire {
    /// very_negative, negative, neutral, positive or very_positive.
    #[serde(deserialize_with = "given")]
    #[schema(required = false, value_type = Option<String>)]
    bucket: Option<Option<String>>,
    /// All aspects that hold.
    #[serde(deserialize_with = "given")]
    #[schema(required = false, value_type = Option<Vec<CorrectedAspectBody>>)]
    aspects: Option<Option<Vec<CorrectedAspectBody>>>,
    /// All flags that hold.
    #[serde(deserialize_with = "given")]
    #[schema(required = false, value_type = Option<Vec<String>>)]
    flags: Option<Option<Vec<String>>>,
}

/// Tells null from what is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
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
    let id = parse_id(&id)?;
    let mut reader = Reader::new(&shared.service.schema, shared.service.today());
    let query = reader.query(&parameters.q, "/q");
    if !reader.faults.is_empty() {
        return Err(Problem::new(reader.faults));
    }
    let service = Arc::clone(&shared.service);
    let wanted = id.clone();
    let widening = Widening { synonyms: parameters.synonyms, approximate: parameters.approximate };
    let found = shared.service.pool.run(Lane::Light, move |_| service.review(&wanted, &query, widening)).await??;
    let detail = found.ok_or_else(|| not_found(&id))?;
    Ok(HttpResponse::Ok().json(ReviewDetail::new(detail, &shared.service.config.zone)))
}

/// Corrects what was read out of a review. Corrections override the analysis, also in counts, until the text changes.
#[utoipa::path(patch, operation_id = "correct_review", path = "/api/v1/reviews/{id}", tag = "reviews", request_body = CorrectionWire,
    params(("id" = String, Path, description = "`source:external_id`, percent-encoded")),
    responses((status = 200, body = ReviewDetail), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn patch(
    shared: web::Data<Shared>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let id = parse_id(&id)?;
    let (wire, mut faults) = extract::json::<CorrectionWire>(&request, &body)?;
    let correction = wire.check(shared.service.analyst.aspects(), &mut faults);
    if !faults.is_empty() {
        return Err(Problem::new(faults));
    }
    let (service, wanted) = (Arc::clone(&shared.service), id.clone());
    let corrected = web::block(move || correct(&service, &wanted, &correction)).await;
    let detail = corrected.map_err(|_| PoolError::Panicked)??.ok_or_else(|| not_found(&id))?;
    Ok(HttpResponse::Ok().json(ReviewDetail::new(detail, &shared.service.config.zone)))
}

fn parse_id(id: &str) -> Result<ReviewId, Problem> {
    ReviewId::parse(id).ok_or_else(|| {
        Fault::new(Code::InvalidValue, ("评价编号的写法是 来源:外部编号", "a review id is source:external_id"))
            .at("/id")
            .into()
    })
}

fn not_found(id: &ReviewId) -> Fault {
    Fault::new(Code::ReviewNotFound, (format!("没有评价 {id}"), format!("there is no review {id}")))
}

impl CorrectionWire {
    fn check(self, aspects: &Aspects, faults: &mut Vec<Fault>) -> CorrectionRequest {
        let mut refuse = |value: &str, place: String, known: String| {
            let detail = (format!("不认识 {value}"), format!("`{value}` is not known"));
            faults.push(Fault::new(Code::InvalidValue, detail).at(place).hint(format!("可用：{known}"), known));
        };
        let bucket = self.bucket.map(|bucket| {
            let name = bucket?;
            let found = SentimentBucket::parse(&name);
            if found.is_none() {
                refuse(&name, "/bucket".to_owned(), SentimentBucket::ALL.map(SentimentBucket::name).join(", "));
            }
            found
        });
        let mut aspect = |(index, wire): (usize, CorrectedAspectBody)| {
            let known = aspects.find(&wire.aspect).is_some_and(|aspect| aspect.parent.is_some());
            if !known {
                let some: Vec<&str> = aspects.iter().filter(|a| a.parent.is_some()).map(|a| a.id.as_str()).collect();
                refuse(&wire.aspect, format!("/aspects/{index}/aspect"), some.join(", "));
            }
            let polarity = Polarity::parse(&wire.polarity);
            if polarity.is_none() {
                let names = Polarity::ALL.map(Polarity::name).join(", ");
                refuse(&wire.polarity, format!("/aspects/{index}/polarity"), names);
            }
            Some(CorrectedAspect { aspect: wire.aspect, polarity: polarity? }).filter(|_| known)
        };
        let aspects = self.aspects.map(|list| Some(list?.into_iter().enumerate().filter_map(&mut aspect).collect()));
        let mut flag = |(index, name): (usize, &String)| {
            let found = Flag::parse(name);
            if found.is_none() {
                refuse(name, format!("/flags/{index}"), Flag::ALL.map(Flag::name).join(", "));
            }
            found
        };
        let flags = self.flags.map(|list| Some(list?.iter().enumerate().filter_map(&mut flag).collect()));
        CorrectionRequest { bucket, aspects, flags }
    }
}

impl From<&Correction> for CorrectionBody {
    fn from(correction: &Correction) -> Self {
        let aspect = |corrected: &CorrectedAspect| CorrectedAspectBody {
            aspect: corrected.aspect.clone(),
            polarity: corrected.polarity.name().to_owned(),
        };
        let names = |flags: &[Flag]| flags.iter().map(|flag| flag.name()).collect();
        Self {
            bucket: correction.bucket.map(SentimentBucket::name),
            aspects: correction.aspects.as_ref().map(|aspects| aspects.iter().map(aspect).collect()),
            flags_added: names(&correction.flags_added),
            flags_removed: names(&correction.flags_removed),
        }
    }
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
            correction: review.correction.as_deref().map(CorrectionBody::from),
            duplicates: detail.duplicates.into_iter().map(|review| DuplicateBody::new(review, zone)).collect(),
            versions: detail.versions.into_iter().map(|version| ReviewVersion::new(version, zone)).collect(),
            hit: Hit::new(
                HitView { review: detail.review, findings: detail.findings, highlights: detail.highlights },
                zone,
            ),
        }
    }
}

impl DuplicateBody {
    fn new(review: Review, zone: &Zone) -> Self {
        let created_at = view::created_at(&review.content, zone);
        Self { id: review.id.to_string(), created_at, text: review.content.text }
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
