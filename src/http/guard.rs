//! What every request passes: its id, who may ask, security headers, metrics, and errors in one shape.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use actix_web::{
    Error, HttpRequest,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};

use super::{
    Shared,
    problem::{Fault, Problem},
};
use crate::error::Code;

/// Wraps every request.
pub(super) async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let started = Instant::now();
    let id = next_id();
    let shared = request.app_data::<web::Data<Shared>>().cloned();
    let refused = shared.as_ref().and_then(|shared| refusal(shared, request.request()));
    let mut response = match refused {
        Some(problem) => {
            let rendered = problem.respond(request.request(), &id);
            request.into_response(rendered).map_into_right_body()
        }
        None => render_problem(next.call(request).await?, &id),
    };
    add_headers(response.headers_mut(), &id);
    if let Some(shared) = shared {
        let route = response.request().match_pattern().unwrap_or_else(|| "other".to_owned());
        shared.metrics.record(&route, response.status().as_u16(), started.elapsed());
    }
    Ok(response)
}

/// Why a request is not let through, if it is not.
///
/// Local mode has no keys, so it trusts only what a program or page of this machine can send: a host name of the loopback (another name
/// would be a foreign page that resolves to this machine) and no foreign origin. A key that is needed takes their place: a foreign page
/// has none, and without CORS headers it could neither send `Authorization` nor read an answer.
fn refusal(shared: &Shared, request: &HttpRequest) -> Option<Problem> {
    if shared.needs_key() {
        return None;
    }
    let local = |host: &str| {
        let name =
            host.rsplit_once(':').map_or(host, |(name, port)| if port.parse::<u16>().is_ok() { name } else { host });
        name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    };
    let header = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let foreign_host = header(header::HOST).is_some_and(|host| !local(host));
    let foreign_origin =
        header(header::ORIGIN).is_some_and(|origin| !origin.split_once("://").is_some_and(|(_, host)| local(host)));
    (foreign_host || foreign_origin).then(|| {
        let fault = Fault::new(
            Code::Forbidden,
            ("本地模式只回应本机的网页和程序", "local mode answers pages and programs of this machine only"),
        );
        fault.hint("请通过 localhost 或 127.0.0.1 访问", "Use localhost or 127.0.0.1").into()
    })
}

/// Renders errors of handlers and of the framework as problems.
fn render_problem<B: MessageBody + 'static>(response: ServiceResponse<B>, id: &str) -> ServiceResponse<EitherBody<B>> {
    let problem = match response.response().error() {
        Some(error) => {
            error.as_error::<Problem>().cloned().or_else(|| framework_problem(response.status(), error.to_string()))
        }
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            framework_problem(response.status(), "this address does not take this method".to_owned())
        }
        None => None,
    };
    let Some(problem) = problem else { return response.map_into_left_body() };
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut rendered = problem.respond(response.request(), id);
    if let Some(allow) = allow {
        rendered.headers_mut().insert(header::ALLOW, allow);
    }
    response.into_response(rendered).map_into_right_body()
}

/// An error that the framework found before a handler ran.
fn framework_problem(status: StatusCode, detail: String) -> Option<Problem> {
    let code = match status {
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::PayloadTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::NOT_FOUND => Code::NotFound,
        status if status.is_client_error() => Code::InvalidRequest,
        status if status.is_server_error() => Code::Internal,
        _ => return None,
    };
    Some(Fault::new(code, detail).into())
}

/// Ids count up from a random start, so that those of two runs do not meet.
fn next_id() -> String {
    static NEXT: std::sync::LazyLock<AtomicU64> = std::sync::LazyLock::new(|| AtomicU64::new(rand::random()));
    format!("{:016x}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn add_headers(headers: &mut HeaderMap, id: &str) {
    let fixed = [
        (
            "content-security-policy",
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}
