//! `GET /session`: whether a key is needed, and what the presented one opens.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{
    Shared,
    auth::{self, Caller},
    problem::{Problem, ProblemBody},
};

/// What the caller may do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    /// Whether requests need a key; false in local mode.
    key_required: bool,
    /// `reader`, `operator` or `admin`; null when a key is needed and none is presented.
    role: Option<&'static str>,
    /// Name of the key.
    name: Option<String>,
    /// When the key ends, if it does.
    expires_at: Option<String>,
}

/// Whether a key is needed and what the presented one may do. Anyone may ask; a key that is wrong, revoked or expired is refused.
#[utoipa::path(get, operation_id = "get_session", path = "/api/v1/session", tag = "system",
    responses((status = 200, body = Session), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn get(shared: web::Data<Shared>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let caller = auth::identify(&shared, &request)?;
    let key = match &caller {
        Some(Caller::Key(held)) => Some(&held.key),
        _ => None,
    };
    let zone = &shared.service.config.zone;
    let session = Session {
        key_required: shared.needs_key(),
        role: caller.as_ref().map(|caller| caller.role().name()),
        name: key.map(|key| key.name.clone()),
        expires_at: key.and_then(|key| key.expires_unix_s).map(|expires| zone.rfc3339(expires)),
    };
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(session))
}
