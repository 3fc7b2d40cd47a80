//! The one table of routes.

use actix_web::{HttpResponse, web};

use super::{
    api, assets, docs,
    problem::{Fault, Problem},
};
use crate::{error::Code, limits};

/// Every address of the service.
pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/healthz").route(web::get().to(api::system::healthz)))
        .service(web::resource("/readyz").route(web::get().to(api::system::readyz)))
        .service(web::resource("/metrics").route(web::get().to(api::system::metrics)))
        .service(web::resource("/openapi.json").route(web::get().to(docs::openapi_json)))
        .service(web::resource("/docs").route(web::get().to(docs::page)))
        .service(
            web::scope("/api/v1")
                .service(
                    web::resource("/search")
                        .route(web::post().to(api::search::post))
                        .route(web::get().to(api::search::get)),
                )
                .service(web::resource("/explain").route(web::post().to(api::explain::post)))
                .service(web::resource("/facets/{field}/values").route(web::post().to(api::facets::values)))
                .service(web::resource("/pivot").route(web::post().to(api::pivot::post)))
                .service(web::resource("/pain-points").route(web::post().to(api::pain_points::post)))
                .service(web::resource("/compare").route(web::post().to(api::compare::post)))
                .service(web::resource("/terms").route(web::post().to(api::terms::post)))
                .service(web::resource("/export").route(web::post().to(api::export::post)))
                .service(web::resource("/fields").route(web::get().to(api::fields::get)))
                .service(
                    web::resource("/reviews/{id}")
                        .route(web::get().to(api::reviews::get))
                        .route(web::patch().to(api::reviews::patch)),
                )
                .service(
                    web::resource("/analyze")
                        .app_data(web::PayloadConfig::new(limits::ANALYZE_BODY_BYTES))
                        .route(web::post().to(api::analyze::post)),
                )
                .service(
                    web::resource("/imports")
                        .route(web::get().to(api::imports::list))
                        .route(web::post().to(api::imports::create)),
                )
                .service(web::resource("/imports/{number}").route(web::get().to(api::imports::get)))
                .service(web::resource("/imports/{number}/rejects").route(web::get().to(api::imports::rejects)))
                .service(web::resource("/reindex").route(web::post().to(api::tasks::reindex)))
                .service(
                    web::resource("/words")
                        .app_data(web::PayloadConfig::new(limits::WORDS_BODY_BYTES))
                        .route(web::get().to(api::words::list))
                        .route(web::post().to(api::words::change)),
                )
                .service(web::resource("/words/preview").route(web::post().to(api::words::preview)))
                .service(web::resource("/tasks/{id}").route(web::get().to(api::tasks::get)))
                .service(web::resource("/tasks/{id}/cancel").route(web::post().to(api::tasks::cancel)))
                .service(web::resource("/verify").route(web::post().to(api::system::verify)))
                .default_service(web::to(not_found)),
        )
        .service(web::resource("/{path:.*}").route(web::get().to(assets::get)))
        .default_service(web::to(not_found));
}

async fn not_found() -> Result<HttpResponse, Problem> {
    let fault = Fault::new(Code::NotFound, ("没有这个地址", "there is nothing at this address"));
    Err(fault.hint("接口列表见 /docs", "The endpoints are listed at /docs").into())
}
