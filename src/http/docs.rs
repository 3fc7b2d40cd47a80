//! `/openapi.json`, and `/docs`: the contract as a page of its own, without scripts, offline.

use std::{fmt::Write, sync::LazyLock};

use actix_web::HttpResponse;
use serde_json::Value;
use utoipa::OpenApi;

use super::{api, problem};
use crate::error::Code;

/// The contract, generated from the handlers.
#[derive(OpenApi)]
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
        api::words::list,
        api::words::change,
        api::words::preview,
        api::tasks::get,
        api::tasks::cancel,
        api::tasks::reindex,
        api::system::verify,
        api::system::healthz,
        api::system::readyz,
        api::system::metrics,
    ),
    components(schemas(problem::ProblemBody))
)]
struct Contract;

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
            // Writing to a string cannot fail.
            let _ = write!(html, "<h3><code>{method} {}</code></h3><p>{}</p>", escape(path), escape(summary));
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
