//! What stands at the root, and what every request passes.

use std::path::Path;

use serde_json::json;

use crate::support::server::{Server, small};

#[test]
fn health_readiness_and_metrics() {
    let server = small();
    assert_eq!(server.client.get("/healthz").text(), "ok");
    assert_eq!(server.client.get("/readyz").status, 200);
    server.client.search(&json!({"q": "慢"})).ok();
    let metrics = server.client.get("/metrics");
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
    let metrics = metrics.text();
    assert!(metrics.ends_with("# EOF\n"), "{metrics}");
    assert!(metrics.contains("/api/v1/search"), "{metrics}");
    let reviews = metrics.lines().find(|line| line.starts_with("pinglan_reviews ")).unwrap();
    assert!(reviews.ends_with(" 5"), "{reviews}");
}

#[test]
fn verify_compares_store_and_index() {
    let answer = small().client.post("/api/v1/verify", &json!({})).ok();
    assert_eq!(answer["ok"], true, "{answer}");
    assert_eq!((&answer["reviews"], &answer["findings"]), (&json!(5), &json!([])));
}

#[test]
fn the_contract_is_served_and_shown_without_scripts() {
    let server = small();
    assert_eq!(server.client.get("/openapi.json").json()["openapi"].as_str().unwrap().split_once('.').unwrap().0, "3");
    let docs = server.client.get("/docs");
    assert!(docs.header("content-type").starts_with("text/html"));
    let page = docs.text();
    assert!(page.contains("/api/v1/search") && page.contains("cursor_expired"));
    assert!(!page.contains("<script") && !page.contains("https://"), "the page works offline and under the policy");
}

#[test]
fn the_page_is_served_or_said_to_be_missing() {
    let server = small();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/dist/index.html").is_file();
    for path in ["/", "/some/screen"] {
        let answer = server.client.get(path);
        if built {
            assert!(answer.status == 200 && answer.header("content-type").starts_with("text/html"), "{path}");
        } else {
            answer.problem(503, "page_not_built");
        }
    }
    server.client.get("/no-such-file.js").problem(404, "not_found");
    for path in ["/../Cargo.toml", "/assets/../../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml"] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        assert_eq!(server.client.raw(request.as_bytes()), 404, "{path}");
    }
}

#[test]
fn addresses_and_methods_that_do_not_exist() {
    let server = small();
    for path in ["/api/v1/nothing", "/api/v1", "/api/v1/", "/api/v1/search/", "/api/v1/imports/1/nothing"] {
        server.client.get(path).problem(404, "not_found");
    }
    server.client.post("/api/v1/nothing", &json!({})).problem(404, "not_found");
    for path in ["/api/v1/fields", "/api/v1/reviews/shop%3A1", "/api/v1/imports/1", "/healthz", "/openapi.json"] {
        server.client.post(path, &json!({})).problem(405, "method_not_allowed");
    }
    for path in ["/api/v1/verify", "/api/v1/reindex"] {
        server.client.get(path).problem(405, "method_not_allowed");
    }
}

#[test]
fn foreign_pages_and_hosts_are_refused() {
    let server = small();
    let port = server.client.address.port();
    let ask = |headers: &[(&str, &str)]| server.client.get_with("/api/v1/fields", headers);
    for host in [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "localhost.evil.example:8080",
        "[2001:db8::1]",
    ] {
        let request = format!("GET /api/v1/fields HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(server.client.raw(request.as_bytes()), 403, "{host}");
    }
    for host in ["localhost", &format!("localhost:{port}"), "127.0.0.1", "[::1]:80", "127.0.0.1:9"] {
        let request = format!("GET /api/v1/fields HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(server.client.raw(request.as_bytes()), 200, "{host}");
    }
    for origin in ["https://evil.example", "null", "http://localhost.evil.example", "http://evil.example:8080", ""] {
        ask(&[("origin", origin)]).problem(403, "forbidden");
    }
    for origin in [format!("http://localhost:{port}"), format!("http://127.0.0.1:{port}")] {
        ask(&[("origin", &origin)]).ok();
    }
}

#[test]
fn every_answer_carries_its_id_and_the_security_headers() {
    let server = small();
    let answers =
        [server.client.get("/healthz"), server.client.get("/api/v1/nothing"), server.client.search(&json!({}))];
    let ids: std::collections::BTreeSet<&str> = answers.iter().map(|answer| answer.header("x-request-id")).collect();
    assert!(ids.len() == 3 && !ids.contains(""));
    for answer in &answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("script-src"), "{policy}");
    }
}

#[test]
fn requests_that_are_not_http_do_no_harm() {
    let server = Server::start();
    for request in [
        &b"nonsense\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/v1/search HTTP/1.1\r\nhost: localhost\r\ncontent-length: -5\r\n\r\n",
    ] {
        assert_eq!(server.client.raw(request), 400);
    }
    server.client.get("/healthz");
    assert_eq!(server.client.get("/readyz").status, 200);
}
