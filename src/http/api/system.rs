//! Health, readiness, metrics, and the check of the data.

use std::sync::{Arc, atomic::Ordering};

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    compute::{Lane, LaneReadings},
    http::{Shared, problem::Problem},
    service::Verification,
    telemetry::{LaneFigures, Readings},
};

/// What the check of the data found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerificationBody {
    /// Whether nothing is wrong.
    ok: bool,
    /// Reviews in the store.
    reviews: u64,
    /// Reviews whose index entry was compared field by field.
    sampled: u64,
    findings: Vec<FindingBody>,
}

/// One fault in the data.
#[derive(Debug, Serialize, ToSchema)]
struct FindingBody {
    code: &'static str,
    detail: String,
    /// The command that mends it.
    repair: &'static str,
}

impl From<Verification> for VerificationBody {
    fn from(verification: Verification) -> Self {
        let body = |finding: crate::service::Finding| FindingBody {
            repair: if finding.code.starts_with("index_") { "pinglan reindex" } else { "pinglan restore" },
            code: finding.code,
            detail: finding.detail,
        };
        Self {
            ok: verification.findings.is_empty(),
            reviews: verification.reviews,
            sampled: verification.sampled,
            findings: verification.findings.into_iter().map(body).collect(),
        }
    }
}

/// Checks the store, and the index against it.
#[utoipa::path(post, operation_id = "verify", path = "/api/v1/verify", tag = "system", responses((status = 200, body = VerificationBody)))]
pub(crate) async fn verify(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    // Takes seconds at a million reviews, so it does not run on the pool of the searches.
    let verification =
        web::block(move || service.verify()).await.map_err(|_| crate::compute::PoolError::Panicked)??;
    Ok(HttpResponse::Ok().json(VerificationBody::from(verification)))
}

/// The process is alive.
#[utoipa::path(get, operation_id = "healthz", path = "/healthz", tag = "system", responses((status = 200, body = String)))]
pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// The index has caught up with the store.
#[utoipa::path(get, operation_id = "readyz", path = "/readyz", tag = "system", responses((status = 200, body = String), (status = 503, body = String)))]
pub(crate) async fn readyz(shared: web::Data<Shared>) -> HttpResponse {
    if shared.ready.load(Ordering::Acquire) {
        return HttpResponse::Ok().body("ready");
    }
    let progress = &shared.starting;
    let text = format!("{}: {} of {}", progress.phase(), progress.done(), progress.total());
    HttpResponse::ServiceUnavailable().insert_header(("retry-after", "1")).body(text)
}

/// Metrics for Prometheus.
#[utoipa::path(get, operation_id = "metrics", path = "/metrics", tag = "system", responses((status = 200, content_type = "text/plain", body = String)))]
pub(crate) async fn metrics(shared: web::Data<Shared>) -> HttpResponse {
    let service = &shared.service;
    let snapshot = service.engine.snapshot();
    let lane = |lane: Lane| {
        let LaneReadings { waiting, running, shed, cancelled, timed_out } = service.pool.readings(lane);
        LaneFigures { name: lane.name(), waiting, running, shed, cancelled, timed_out }
    };
    let text = shared.metrics.render(&Readings {
        reviews: snapshot.review_count(),
        sequence: snapshot.sequence(),
        lanes: Lane::ALL.map(lane),
        pinned: service.pinned_snapshots(),
        cache_bytes: service.cache.bytes(),
        column_bytes: snapshot.column_bytes(),
        cache_lookups: service.cache.hits_and_misses(),
        answers_shared: shared.flights.shared(),
        warmed_up: service.warm_up.answered_and_skipped(),
        exports_running: service.exports.running(),
        exports_ended: service.exports.ended(),
        ready: shared.ready.load(Ordering::Acquire),
    });
    HttpResponse::Ok().content_type("application/openmetrics-text; version=1.0.0; charset=utf-8").body(text)
}
