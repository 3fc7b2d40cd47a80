//! Health, readiness, metrics, and the check of the data.

use std::sync::{Arc, atomic::Ordering};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::{
    compute::{Lane, LaneReadings},
    error::Wording,
    http::{
        Shared,
        problem::{Problem, prefers_chinese},
    },
    service::{Affected, Finding, Verification},
    telemetry::{LaneFigures, Readings},
};

/// What the check of the data found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerificationBody {
    /// Whether no finding is an error.
    ok: bool,
    /// Reviews in the store.
    reviews: u64,
    /// Reviews whose index entry was compared field by field.
    sampled: u64,
    /// Errors first.
    findings: Vec<FindingBody>,
}

/// Something that was found in the data.
#[derive(Debug, Serialize, ToSchema)]
struct FindingBody {
    code: &'static str,
    /// error, or notice for what is only worth a look.
    severity: &'static str,
    detail: String,
    /// The command that mends it, or what to do.
    repair: String,
    /// The reviews that it is about, as a slice; null where they cannot be named.
    slice: Option<Value>,
}

/// The reviews of a finding as `/search` takes them.
fn slice_of(affected: Affected) -> Value {
    match affected {
        Affected::Days { source, first, last } => {
            let days = json!({"from": first.to_string(), "to": last.to_string()});
            json!({"filter": {"source": [source], "created": days}})
        }
        Affected::Duplicates { sources } => json!({"filter": {"source": sources, "flag": ["duplicate"]}}),
    }
}

impl VerificationBody {
    pub(crate) fn new(verification: Verification, chinese: bool) -> Self {
        let ok = verification.is_ok();
        let worded = |wording: Wording| if chinese { wording.zh } else { wording.en };
        let body = |finding: Finding| FindingBody {
            code: finding.code,
            severity: finding.severity.name(),
            detail: worded(finding.detail),
            repair: worded(finding.repair),
            slice: finding.affected.map(slice_of),
        };
        Self {
            ok,
            reviews: verification.reviews,
            sampled: verification.sampled,
            findings: verification.findings.into_iter().map(body).collect(),
        }
    }
}

/// Checks the store, and the index against it.
#[utoipa::path(post, operation_id = "verify", path = "/api/v1/verify", tag = "system", responses((status = 200, body = VerificationBody)))]
pub(crate) async fn verify(shared: web::Data<Shared>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    // Takes seconds at a million reviews, so it does not run on the pool of the searches.
    let verification =
        web::block(move || service.verify()).await.map_err(|_| crate::compute::PoolError::Panicked)??;
    Ok(HttpResponse::Ok().json(VerificationBody::new(verification, prefers_chinese(&request))))
}

/// The process is alive.
#[utoipa::path(get, operation_id = "healthz", path = "/healthz", tag = "system", responses((status = 200, body = String)))]
pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// The index has caught up with the store, or one that is older than the analysis in use answers meanwhile; further lines say so.
#[utoipa::path(get, operation_id = "readyz", path = "/readyz", tag = "system", responses((status = 200, body = String), (status = 503, body = String)))]
pub(crate) async fn readyz(shared: web::Data<Shared>) -> HttpResponse {
    if shared.ready.load(Ordering::Acquire) {
        let outdated = shared.service.outdated(shared.service.engine.current().card());
        let told = outdated.map(|outdated| format!("\n{}\n{}", outdated.detail.en, outdated.detail.zh));
        return HttpResponse::Ok().content_type(TEXT).body(format!("ready{}", told.unwrap_or_default()));
    }
    let progress = &shared.starting;
    let mut text = format!("{}: {} of {}", progress.phase(), progress.done(), progress.total());
    if let Some(trouble) = shared.service.engine.trouble() {
        text += &format!(
            "\nthe index cannot be used and is rebuilt from the store: {trouble}\n索引无法使用，正在从数据重建：{trouble}"
        );
    }
    HttpResponse::ServiceUnavailable().insert_header(("retry-after", "1")).content_type(TEXT).body(text)
}

const TEXT: &str = "text/plain; charset=utf-8";

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
