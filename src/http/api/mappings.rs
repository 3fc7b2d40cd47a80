//! `/mappings`: what people said of the columns of their files, kept by name.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    compute::PoolError,
    domain::calendar::Zone,
    http::{
        Shared, extract,
        mapping::Mapping,
        problem::{Problem, ProblemBody},
    },
    service::NamedMapping,
};

/// A mapping that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeptMapping {
    name: String,
    mapping: Mapping,
    updated_at: String,
}

/// A preset: what the exports of one platform have in common.
#[derive(Debug, Serialize, ToSchema)]
struct PresetMapping {
    name: String,
    mapping: Mapping,
}

/// The mappings that are kept, by name, and the presets, in the order in which they are tried.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MappingList {
    mappings: Vec<KeptMapping>,
    presets: Vec<PresetMapping>,
}

/// A mapping that is gone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MappingDropped {
    name: String,
}

impl KeptMapping {
    fn new(kept: NamedMapping, zone: &Zone) -> Self {
        let updated_at = zone.rfc3339(kept.updated_unix_s);
        Self { name: kept.mapping.name.clone(), mapping: kept.mapping.into(), updated_at }
    }
}

/// The mappings that are kept, and the presets.
#[utoipa::path(get, operation_id = "list_mappings", path = "/api/v1/mappings", tag = "imports", responses((status = 200, body = MappingList)))]
pub(crate) async fn list(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    let kept = web::block(move || service.mappings()).await.map_err(|_| PoolError::Panicked)??;
    let zone = &shared.service.config.zone;
    let presets = shared.service.schema.ingest.presets().iter().cloned();
    Ok(HttpResponse::Ok().json(MappingList {
        mappings: kept.into_iter().map(|kept| KeptMapping::new(kept, zone)).collect(),
        presets: presets.map(|preset| PresetMapping { name: preset.name.clone(), mapping: preset.into() }).collect(),
    }))
}

/// Keeps a mapping under a name, in place of an earlier one. Imports then take it by that name, and, where it says by which columns, without
/// being told.
#[utoipa::path(put, operation_id = "keep_mapping", path = "/api/v1/mappings/{name}", tag = "imports", params(("name" = String, Path)),
    request_body = Mapping, responses((status = 200, body = KeptMapping), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn put(
    shared: web::Data<Shared>,
    request: HttpRequest,
    name: web::Path<String>,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (mapping, faults) = extract::json::<Mapping>(&request, &body)?;
    if !faults.is_empty() {
        return Err(Problem::new(faults));
    }
    let (service, name) = (Arc::clone(&shared.service), name.into_inner());
    let kept =
        web::block(move || service.keep_mapping(&name, mapping.into())).await.map_err(|_| PoolError::Panicked)??;
    Ok(HttpResponse::Ok().json(KeptMapping::new(kept, &shared.service.config.zone)))
}

/// Drops a mapping.
#[utoipa::path(delete, operation_id = "drop_mapping", path = "/api/v1/mappings/{name}", tag = "imports", params(("name" = String, Path)),
    responses((status = 200, body = MappingDropped), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn delete(shared: web::Data<Shared>, name: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (service, name) = (Arc::clone(&shared.service), name.into_inner());
    let dropped = name.clone();
    web::block(move || service.drop_mapping(&dropped)).await.map_err(|_| PoolError::Panicked)??;
    Ok(HttpResponse::Ok().json(MappingDropped { name }))
}
