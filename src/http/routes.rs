//! The one table of routes: no address is served that does not stand here with the role it needs.
//!
//! The role is checked where the request has been routed, so no spelling of an address gets around it, and before the body is read.
//! Invariant: the table and the contract list the same operations.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, EitherBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::{Next, from_fn},
    web,
};

use super::{
    Shared,
    api::{
        analyze, compare, explain, export, facets, fields, generations, imports, keys, mappings, pain_points, pivot,
        reviews, search, session, system, tasks, terms, words,
    },
    assets, auth, docs,
    problem::{Fault, Problem},
};
use crate::{domain::access::Role, error::Code, limits};

/// One method of one address.
#[derive(Debug)]
pub struct Route {
    /// In lower case, as the contract writes it.
    pub method: &'static str,
    /// The address, with names for its variable parts.
    pub path: &'static str,
    /// The least role that may ask; `None` for anyone.
    pub role: Option<Role>,
    /// Whether it answers while the index catches up with the store.
    early: bool,
    /// Bytes that its body may have; `None` for [`limits::BODY_BYTES`].
    body_bytes: Option<usize>,
    build: fn() -> actix_web::Route,
}

const PUBLIC: Option<Role> = None;
const READER: Option<Role> = Some(Role::Reader);
const OPERATOR: Option<Role> = Some(Role::Operator);
const ADMIN: Option<Role> = Some(Role::Admin);

macro_rules! route {
    ($method:ident, $path:expr, $role:ident, $handler:path) => {
        Route {
            method: stringify!($method),
            path: $path,
            role: $role,
            early: $role.is_none(),
            body_bytes: None,
            build: || web::$method().to($handler),
        }
    };
}

/// Every route. Methods of one address stand together; the page, which takes whatever is left, stands last.
#[rustfmt::skip]
static TABLE: &[Route] = &[
    route!(get,    "/healthz",                        PUBLIC,   system::healthz),
    route!(get,    "/readyz",                         PUBLIC,   system::readyz),
    route!(get,    "/openapi.json",                   PUBLIC,   docs::openapi_json),
    route!(get,    "/docs",                           PUBLIC,   docs::page),
    route!(get,    "/metrics",                        READER,   system::metrics).early(),
    route!(get,    "/api/v1/session",                 PUBLIC,   session::get),
    route!(get,    "/api/v1/search",                  READER,   search::get),
    route!(post,   "/api/v1/search",                  READER,   search::post),
    route!(post,   "/api/v1/facets/{field}/values",   READER,   facets::values),
    route!(post,   "/api/v1/pivot",                   READER,   pivot::post),
    route!(post,   "/api/v1/pain-points",             READER,   pain_points::post),
    route!(post,   "/api/v1/compare",                 READER,   compare::post),
    route!(post,   "/api/v1/terms",                   READER,   terms::post),
    route!(post,   "/api/v1/explain",                 READER,   explain::post),
    route!(post,   "/api/v1/export",                  READER,   export::post),
    route!(post,   "/api/v1/analyze",                 READER,   analyze::post).body(limits::ANALYZE_BODY_BYTES),
    route!(get,    "/api/v1/fields",                  READER,   fields::get),
    route!(get,    "/api/v1/reviews/{id}",            READER,   reviews::get),
    route!(patch,  "/api/v1/reviews/{id}",            OPERATOR, reviews::patch),
    route!(get,    "/api/v1/imports",                 OPERATOR, imports::list),
    route!(post,   "/api/v1/imports",                 OPERATOR, imports::create),
    route!(post,   "/api/v1/imports/preview",         OPERATOR, imports::preview),
    route!(get,    "/api/v1/imports/{number}",        OPERATOR, imports::get),
    route!(get,    "/api/v1/imports/{number}/rejects", OPERATOR, imports::rejects),
    route!(get,    "/api/v1/mappings",                OPERATOR, mappings::list),
    route!(put,    "/api/v1/mappings/{name}",         OPERATOR, mappings::put).body(limits::MAPPING_BYTES),
    route!(delete, "/api/v1/mappings/{name}",         OPERATOR, mappings::delete).body(limits::MAPPING_BYTES),
    route!(get,    "/api/v1/words",                   OPERATOR, words::list).body(limits::WORDS_BODY_BYTES),
    route!(post,   "/api/v1/words",                   OPERATOR, words::change).body(limits::WORDS_BODY_BYTES),
    route!(post,   "/api/v1/words/preview",           OPERATOR, words::preview),
    route!(get,    "/api/v1/tasks",                   OPERATOR, tasks::list),
    route!(get,    "/api/v1/tasks/{id}",              OPERATOR, tasks::get),
    route!(get,    "/api/v1/tasks/{id}/events",       OPERATOR, tasks::events::get),
    route!(post,   "/api/v1/tasks/{id}/cancel",       OPERATOR, tasks::cancel),
    route!(post,   "/api/v1/verify",                  OPERATOR, system::verify),
    route!(post,   "/api/v1/reindex",                 ADMIN,    tasks::reindex),
    route!(get,    "/api/v1/generations",             OPERATOR, generations::list),
    route!(post,   "/api/v1/generations/{id}/activate", ADMIN,  generations::activate),
    route!(post,   "/api/v1/backup",                  ADMIN,    tasks::backup),
    route!(get,    "/api/v1/keys",                    ADMIN,    keys::list).early(),
    route!(post,   "/api/v1/keys",                    ADMIN,    keys::add).early(),
    route!(delete, "/api/v1/keys/{id}",               ADMIN,    keys::revoke).early(),
    route!(get,    PAGE,                              PUBLIC,   assets::get),
];

/// The page's files and screens.
const PAGE: &str = "/{path:.*}";

/// Every route with the role it needs.
#[must_use]
pub fn routes() -> &'static [Route] {
    TABLE
}

impl Route {
    const fn early(mut self) -> Self {
        self.early = true;
        self
    }

    const fn body(mut self, bytes: usize) -> Self {
        self.body_bytes = Some(bytes);
        self
    }

    fn guarded(&'static self) -> actix_web::Route {
        (self.build)().wrap(from_fn(move |request, next| self.pass(request, next)))
    }

    async fn pass(
        &'static self,
        request: ServiceRequest,
        next: Next<BoxBody>,
    ) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
        match self.check(&request) {
            Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
            Err(problem) => Ok(request.error_response(problem).map_into_right_body()),
        }
    }

    fn check(&self, request: &ServiceRequest) -> Result<(), Problem> {
        let shared = request.app_data::<web::Data<Shared>>();
        let shared = shared.ok_or_else(|| Fault::new(Code::Internal, "no shared state".to_owned()))?;
        if let Some(role) = self.role {
            auth::require(shared, request.request(), role)?;
        }
        if self.early || shared.is_ready() {
            return Ok(());
        }
        let fault = Fault::new(Code::Busy, ("索引正在跟上数据", "the index is catching up with the store"));
        let hint = ("索引正在更新，请稍候；进度见 /readyz", "The index is being brought up to date; see /readyz");
        Err(fault.hint(hint.0, hint.1).into())
    }
}

/// Every address of the service.
pub(super) fn configure(config: &mut web::ServiceConfig) {
    for methods in TABLE.chunk_by(|one, other| one.path == other.path) {
        let path = methods[0].path;
        if path == PAGE {
            // Below `/api` nothing is a screen of the page.
            config.service(web::scope("/api").default_service(web::to(not_found)));
        }
        let mut resource = web::resource(path);
        if let Some(bytes) = methods[0].body_bytes {
            resource = resource.app_data(web::PayloadConfig::new(bytes));
        }
        config.service(methods.iter().fold(resource, |resource, route| resource.route(route.guarded())));
    }
    config.default_service(web::to(not_found));
}

async fn not_found() -> Result<HttpResponse, Problem> {
    let fault = Fault::new(Code::NotFound, ("没有这个地址", "there is nothing at this address"));
    Err(fault.hint("接口列表见 /docs", "The endpoints are listed at /docs").into())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Two groups of one address would answer the second's methods with 405, and a body's limit holds for the whole address.
    #[test]
    fn each_address_stands_once_and_the_page_last() {
        let groups: Vec<&[Route]> = TABLE.chunk_by(|one, other| one.path == other.path).collect();
        let paths: BTreeSet<&str> = groups.iter().map(|group| group[0].path).collect();
        assert_eq!(paths.len(), groups.len());
        assert!(groups.iter().all(|group| group.iter().all(|route| route.body_bytes == group[0].body_bytes)));
        assert!(TABLE.iter().position(|route| route.path == PAGE) == Some(TABLE.len() - 1));
    }
}
