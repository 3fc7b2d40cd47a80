//! `/generations`: the built indexes, and going back to one.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    compute::{Lane, PoolError},
    domain::calendar::Zone,
    error::Code,
    http::{
        Shared,
        api::tasks::{TaskBody, submit},
        problem::{Fault, Problem, ProblemBody},
    },
    service::{GenerationReading, GenerationState, Order, Outdated},
};

/// One built index.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Generation {
    id: String,
    /// building, ready (complete, never answered), serving, previous (can be switched back to) or failed.
    state: &'static str,
    /// Reviews that it holds, or held when it answered last.
    reviews: u64,
    /// Bytes of its files.
    bytes: u64,
    /// Changes of the store that it does not hold; they are taken in before it is switched to.
    behind: u64,
    built_at: String,
    /// When it was last switched to.
    activated_at: Option<String>,
    analysis_version: String,
    /// That it is older than the analysis in use; null when it is not.
    outdated: Option<OutdatedBody>,
    /// Why it cannot be used.
    failure: Option<String>,
}

/// What has changed since an index was built.
#[derive(Debug, Serialize, ToSchema)]
struct OutdatedBody {
    /// Of text, insight, fields and zone; empty when the index does not say.
    changed: Vec<&'static str>,
    detail_zh: String,
    detail_en: String,
    /// What makes a new one.
    command: &'static str,
}

impl From<Outdated> for OutdatedBody {
    fn from(outdated: Outdated) -> Self {
        let Outdated { changed, detail, command } = outdated;
        Self { changed, detail_zh: detail.zh, detail_en: detail.en, command }
    }
}

impl Generation {
    fn new(reading: GenerationReading, zone: &Zone) -> Self {
        let GenerationReading { listed, behind, outdated } = reading;
        let card = listed.card;
        Self {
            id: listed.name,
            state: listed.state.name(),
            reviews: card.reviews,
            bytes: listed.bytes,
            behind,
            built_at: zone.rfc3339(card.built_unix_s),
            activated_at: card.activated_unix_s.map(|at| zone.rfc3339(at)),
            analysis_version: card.analysis_version,
            outdated: outdated.map(OutdatedBody::from),
            failure: card.failure,
        }
    }
}

/// All generations, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GenerationList {
    generations: Vec<Generation>,
    /// Why the generation that answered before the start could not be opened or was older; null when all is well.
    trouble: Option<String>,
}

/// The built indexes: the one that answers, the one before, what is being built, what failed.
#[utoipa::path(get, operation_id = "list_generations", path = "/api/v1/generations", tag = "tasks", responses((status = 200, body = GenerationList)))]
pub(crate) async fn list(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    let readings = shared.service.pool.run(Lane::Light, move |_| service.generations()).await??;
    let zone = &shared.service.config.zone;
    Ok(HttpResponse::Ok().json(GenerationList {
        generations: readings.into_iter().map(|reading| Generation::new(reading, zone)).collect(),
        trouble: shared.service.engine.trouble().map(str::to_owned),
    }))
}

/// Brings an earlier generation up to date and switches to it. One that another analysis made is refused.
#[utoipa::path(post, operation_id = "activate_generation", path = "/api/v1/generations/{id}/activate", tag = "tasks",
    params(("id" = String, Path)), responses((status = 202, body = TaskBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn activate(shared: web::Data<Shared>, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (service, name) = (Arc::clone(&shared.service), id.as_str());
    let readings = web::block(move || service.generations()).await.map_err(|_| PoolError::Panicked)??;
    let found = readings.into_iter().find(|reading| reading.listed.name == *id);
    let usable = |state| matches!(state, GenerationState::Serving | GenerationState::Previous | GenerationState::Ready);
    let Some(reading) = found.filter(|reading| usable(reading.listed.state)) else {
        let (zh, en) =
            (format!("没有可以切换的索引版本 {name}"), format!("there is no generation {name} to switch to"));
        let fault = Fault::new(Code::GenerationNotFound, (zh, en));
        return Err(fault.hint("可用的版本见 GET /api/v1/generations", "GET /api/v1/generations lists them").into());
    };
    if let Some(outdated) = reading.outdated {
        return Err(Fault::new(Code::GenerationOutdated, outdated.detail).hint(
            "换回当时的程序版本、字段表或领域包后重启即可使用它；或运行 pinglan reindex 重建",
            "Start again with the program, field table or packs of that time to use it, or rebuild with `pinglan reindex`",
        ).into());
    }
    submit(&shared, Order::Activate { generation: id.into_inner() }, |_| Ok(())).await
}
