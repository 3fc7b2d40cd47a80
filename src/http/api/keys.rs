//! `/keys`: making, listing and revoking keys.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock,
    compute::PoolError,
    domain::{
        access::{ApiKey, Role},
        calendar::Zone,
    },
    http::{
        Shared, extract,
        problem::{Fault, Problem, ProblemBody},
    },
    service::{KeyFault, KeyRequest, key_expiry, key_name, key_role},
};

/// What is known of a key; the key itself is kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Key)]
pub(crate) struct KeyBody {
    id: u64,
    name: String,
    /// `reader`, `operator` or `admin`.
    role: &'static str,
    /// How the key begins.
    prefix: String,
    created_at: String,
    /// From when on it is refused; null for never.
    expires_at: Option<String>,
    /// To the minute, across restarts.
    last_used_at: Option<String>,
    revoked_at: Option<String>,
    /// Whether it opens anything now.
    valid: bool,
}

impl KeyBody {
    pub(crate) fn new(key: ApiKey, zone: &Zone) -> Self {
        let instant = |unix_s: Option<i64>| unix_s.map(|unix_s| zone.rfc3339(unix_s));
        Self {
            valid: key.is_valid(clock::unix_now_s()),
            id: key.id,
            name: key.name,
            role: key.role.name(),
            prefix: key.prefix,
            created_at: zone.rfc3339(key.created_unix_s),
            expires_at: instant(key.expires_unix_s),
            last_used_at: instant(key.last_used_unix_s),
            revoked_at: instant(key.revoked_unix_s),
        }
    }
}

/// All keys, revoked ones included.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeyList {
    /// By id.
    keys: Vec<KeyBody>,
}

impl KeyList {
    pub(crate) fn new(keys: Vec<ApiKey>, zone: &Zone) -> Self {
        Self { keys: keys.into_iter().map(|key| KeyBody::new(key, zone)).collect() }
    }
}

/// A key to make.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = KeyRequest)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct KeyWire {
    /// What people call it, 1 to 60 characters.
    name: String,
    /// `reader`, `operator` or `admin`.
    role: String,
    /// When it ends: `90d`, `2027-01-01` (as that day begins) or an instant with offset; null for never.
    #[schema(required = false)]
    expires: Option<String>,
}

impl KeyWire {
    fn check(&self, zone: &Zone, mut faults: Vec<Fault>) -> Result<KeyRequest, Problem> {
        let mut fault = |fault: &KeyFault, field: &str| {
            // A field that could not be read has its fault already.
            if !faults.iter().any(|known| known.field.as_deref() == Some(field)) {
                faults.push(Fault::of(fault).at(field));
            }
        };
        let name = key_name(&self.name).map_err(|error| fault(&error, "/name")).unwrap_or_default();
        let role = key_role(&self.role).map_err(|error| fault(&error, "/role")).unwrap_or(Role::Reader);
        let read = |text: &String| key_expiry(text, zone, clock::unix_now_s());
        let expires = self.expires.as_ref().map(read).transpose();
        let expires_unix_s = expires.map_err(|error| fault(&error, "/expires")).unwrap_or_default();
        if faults.is_empty() { Ok(KeyRequest { name, role, expires_unix_s }) } else { Err(Problem::new(faults)) }
    }
}

/// A new key.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewKey {
    /// The key itself: shown this once.
    key: String,
    #[serde(flatten)]
    about: KeyBody,
}

impl NewKey {
    pub(crate) fn new((key, secret): (ApiKey, String), zone: &Zone) -> Self {
        Self { key: secret, about: KeyBody::new(key, zone) }
    }
}

/// All keys.
#[utoipa::path(get, operation_id = "list_keys", path = "/api/v1/keys", tag = "keys",
    responses((status = 200, body = KeyList)))]
pub(crate) async fn list(shared: web::Data<Shared>) -> HttpResponse {
    HttpResponse::Ok().json(KeyList::new(shared.service.keys.list(), &shared.service.config.zone))
}

/// Makes a key and shows it, this once. From the first key on every request needs one.
#[utoipa::path(post, operation_id = "add_key", path = "/api/v1/keys", tag = "keys", request_body = KeyWire,
    responses((status = 201, body = NewKey), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn add(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<KeyWire>(&request, &body)?;
    let wanted = wire.check(&shared.service.config.zone, faults)?;
    let service = Arc::clone(&shared.service);
    let made =
        web::block(move || service.keys.add(&service.store, &wanted)).await.map_err(|_| PoolError::Panicked)??;
    let body = NewKey::new(made, &shared.service.config.zone);
    Ok(HttpResponse::Created().insert_header(("cache-control", "no-store")).json(body))
}

/// Revokes a key: it is refused from now on, for ever.
#[utoipa::path(delete, operation_id = "revoke_key", path = "/api/v1/keys/{id}", tag = "keys",
    params(("id" = String, Path, description = "Id or name of the key")),
    responses((status = 200, body = KeyBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn revoke(shared: web::Data<Shared>, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    let revoked =
        web::block(move || service.keys.revoke(&service.store, &id)).await.map_err(|_| PoolError::Panicked)??;
    Ok(HttpResponse::Ok().json(KeyBody::new(revoked, &shared.service.config.zone)))
}
