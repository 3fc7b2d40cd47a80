//! `/openapi.json`, and `/docs`: the contract as a page of its own, without scripts, offline.

use std::{fmt::Write, sync::LazyLock};

use actix_web::HttpResponse;
use serde_json::Value;
use utoipa::{
    Modify, OpenApi as _,
    openapi::{
        ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
        extensions::ExtensionsBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use super::{api, problem, routes::routes};
use crate::error::Code;

/// The contract, generated from the handlers.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Pinglan 评览", description = "Search and exact figures over Chinese user reviews"),
    paths(
        api::search::post,
        api::search::get,
        api::facets::values,
        api::pivot::post,
        api::pain_points::post,
        api::compare::post,
        api::terms::post,
        api::explain::post,
        api::export::post,
        api::fields::get,
        api::reviews::get,
        api::reviews::patch,
        api::analyze::post,
        api::imports::list,
        api::imports::create,
        api::imports::get,
        api::imports::rejects,
        api::keys::list,
        api::keys::add,
        api::keys::revoke,
        api::session::get,
        api::imports::preview,
        api::mappings::list,
        api::mappings::put,
        api::mappings::delete,
        api::words::list,
        api::words::change,
        api::words::preview,
        api::tasks::list,
        api::tasks::get,
        api::tasks::events::get,
        api::tasks::cancel,
        api::tasks::reindex,
        api::tasks::backup,
        api::generations::list,
        api::generations::activate,
        api::system::verify,
        api::system::healthz,
        api::system::readyz,
        api::system::metrics,
    ),
    components(schemas(problem::ProblemBody)),
    modifiers(&Roles)
)]
struct Contract;

/// Writes into the contract what the table of routes says: which role an operation needs.
struct Roles;

impl Modify for Roles {
    fn modify(&self, contract: &mut OpenApi) {
        let about = "A key of `pinglan keys add`; needed as soon as there is one. Roles: reader < operator < admin.";
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about)).build();
        let components = contract.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        for route in routes() {
            let Some(item) = contract.paths.paths.get_mut(route.path) else { continue };
            let operation = match route.method {
                "get" => &mut item.get,
                "post" => &mut item.post,
                "patch" => &mut item.patch,
                "put" => &mut item.put,
                "delete" => &mut item.delete,
                _ => continue,
            };
            if let (Some(operation), Some(role)) = (operation, route.role) {
                operation.security = Some(vec![SecurityRequirement::new("bearer", [""; 0])]);
                operation.extensions = Some(ExtensionsBuilder::new().add("x-role", role.name()).build());
                operation.responses.responses.entry("4XX".to_owned()).or_insert_with(refused);
            }
        }
    }
}

/// What any operation answers whose caller lacks a key or the role.
fn refused() -> RefOr<Response> {
    let problem = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(problem)).build();
    ResponseBuilder::new().content("application/json", content).build().into()
}

/// The contract as JSON.
static JSON: LazyLock<String> = LazyLock::new(|| {
    let mut text = Contract::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
});

static PAGE: LazyLock<String> = LazyLock::new(|| page_of(&serde_json::from_str(&JSON).unwrap_or_default()));

/// The contract as JSON text.
#[must_use]
pub fn openapi() -> &'static str {
    &JSON
}

pub(super) async fn openapi_json() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(openapi())
}

pub(super) async fn page() -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(PAGE.as_str())
}

fn page_of(contract: &Value) -> String {
    let mut html = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Pinglan API</title><style>\
         body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328}\
         code,pre{font:13px/1.5 ui-monospace,monospace;background:#f6f8fa}pre{padding:.75rem;overflow:auto}\
         table{border-collapse:collapse}td,th{border:1px solid #d0d7de;padding:.25rem .6rem;text-align:left}</style>\
         <h1>Pinglan API</h1><p>The machine-readable contract: <a href=\"/openapi.json\">openapi.json</a>.</p>",
    );
    html.push_str("<h2>Endpoints</h2>");
    for (path, methods) in contract["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let summary = operation["summary"].as_str().or(operation["description"].as_str()).unwrap_or_default();
            let method = method.to_uppercase();
            let role = operation["x-role"].as_str().map(|role| format!(" Role: {role}.")).unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = write!(html, "<h3><code>{method} {}</code></h3><p>{}{role}</p>", escape(path), escape(summary));
            let details = serde_json::json!({"parameters": operation["parameters"], "request": operation["requestBody"], "responses": operation["responses"]});
            let text = serde_json::to_string_pretty(&details).unwrap_or_default();
            let _ = write!(html, "<details><summary>Details</summary><pre>{}</pre></details>", escape(&text));
        }
    }
    html.push_str("<h2>Schemas</h2>");
    for (name, schema) in contract["components"]["schemas"].as_object().into_iter().flatten() {
        let text = serde_json::to_string_pretty(schema).unwrap_or_default();
        let _ = write!(
            html,
            "<details id=\"{0}\"><summary>{0}</summary><pre>{1}</pre></details>",
            escape(name),
            escape(&text)
        );
    }
    html.push_str("<h2>Error codes</h2><table><tr><th>code</th><th>status</th><th>meaning</th><th>含义</th></tr>");
    for code in Code::ALL {
        let status = problem::status_of(*code).as_u16();
        let _ = write!(
            html,
            "<tr><td><code>{}</code><td>{status}<td>{}<td>{}</tr>",
            code.name(),
            escape(code.title_en()),
            escape(code.title_zh())
        );
    }
    html.push_str("</table></html>");
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
