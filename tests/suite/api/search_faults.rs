//! What `/search` refuses: each fault with its code, its place and a repair; never an internal error.

use serde_json::{Value, json};

use super::text;
use crate::support::{random::Random, server::small};

#[test]
fn every_malformed_request_has_its_code() {
    let server = small();
    let (id, many) = ("x".repeat(1_001), vec!["x"; 1_001]);
    let deep = (0..40).fold(json!({}), |inner, _| json!({"filter": {"all": [inner]}}));
    let cases: Vec<(Value, &str, &str)> = vec![
        (json!({"colour": 1}), "unknown_field", "/colour"),
        (json!({"filter": {"colour": ["red"]}}), "unknown_field", "/filter/colour"),
        (json!({"filter": {"author": ["x"]}}), "unknown_field", "/filter/author"),
        (json!({"filter": {"rating": {"min": 1}}}), "unknown_field", "/filter/rating"),
        (json!({"filter": {"not": {"colour": ["red"]}}}), "unknown_field", "/filter/not/colour"),
        (json!({"filter": {"all": [{"query": "x"}]}}), "unknown_field", "/filter/all/0/query"),
        (json!({"facets": ["colour"]}), "unknown_field", "/facets/0"),
        (json!({"facets": ["text"]}), "unknown_field", "/facets/0"),
        (json!({"timeline": {"interval": "month", "by": "x"}}), "unknown_field", "/timeline/by"),
        (json!({"q": "foo:bar"}), "unknown_field", "/q"),
        (json!({"q": "\"没有结尾"}), "invalid_query", "/q"),
        (json!({"q": "“没有结尾"}), "invalid_query", "/q"),
        (json!({"q": "(慢"}), "invalid_query", "/q"),
        (json!({"q": "慢)"}), "invalid_query", "/q"),
        (json!({"q": "慢 OR"}), "invalid_query", "/q"),
        (json!({"q": "\"\""}), "empty_phrase", "/q"),
        (json!({"q": "\"\u{200B}\""}), "empty_phrase", "/q"),
        (json!({"q": id}), "query_too_long", "/q"),
        (json!({"q": "慢 ".repeat(65)}), "too_many_clauses", "/q"),
        (json!({"q": "(".repeat(40)}), "too_many_clauses", "/q"),
        (json!({"filter": {"none": [{"q": "\""}]}}), "invalid_query", "/filter/none/0/q"),
        (json!({"sort": "best"}), "invalid_value", "/sort"),
        (json!({"limit": 201}), "invalid_value", "/limit"),
        (json!({"limit": -1}), "invalid_value", "/limit"),
        (json!({"limit": "ten"}), "invalid_value", "/limit"),
        (json!({"limit": 1e300}), "invalid_value", "/limit"),
        (json!({"facet_limit": 0}), "invalid_value", "/facet_limit"),
        (json!({"q": 5}), "invalid_value", "/q"),
        (json!({"filter": []}), "invalid_value", "/filter"),
        (json!({"filter": {"rating": {"gte": 3, "lte": 1}}}), "invalid_value", "/filter/rating"),
        (json!({"filter": {"rating": [1.2]}}), "invalid_value", "/filter/rating"),
        (json!({"filter": {"rating": "good"}}), "invalid_value", "/filter/rating"),
        (json!({"filter": {"rating": {"gte": "one"}}}), "invalid_value", "/filter/rating/gte"),
        (json!({"filter": {"created": {"from": "2021-02-30"}}}), "invalid_value", "/filter/created/from"),
        (json!({"filter": {"created": {"from": "yesterday"}}}), "invalid_value", "/filter/created/from"),
        (
            json!({"filter": {"created": {"from": "2021-03-02", "to": "2021-03-01"}}}),
            "invalid_value",
            "/filter/created",
        ),
        (
            json!({"filter": {"created": {"from": "2021-03-02", "to": "2021-03-01T00:00:00Z"}}}),
            "invalid_value",
            "/filter/created",
        ),
        (json!({"filter": {"sentiment": ["good"]}}), "invalid_value", "/filter/sentiment"),
        (json!({"filter": {"has": ["video"]}}), "invalid_value", "/filter/has"),
        (json!({"filter": {"item": "甲店"}}), "invalid_value", "/filter/item"),
        (json!({"filter": {"item": [5]}}), "invalid_value", "/filter/item"),
        (json!({"filter": {"item": many}}), "invalid_value", "/filter/item"),
        (json!({"filter": {"not": []}}), "invalid_value", "/filter/not"),
        (json!({"filter": {"all": {}}}), "invalid_value", "/filter/all"),
        (json!({"timeline": {"interval": "decade"}}), "invalid_value", "/timeline/interval"),
        (json!({"timeline": {"split": "rating"}}), "invalid_value", "/timeline/split"),
        (json!({"cursor": "nonsense"}), "invalid_cursor", ""),
        (json!({"cursor": "e30"}), "invalid_cursor", ""),
        (json!([]), "invalid_value", ""),
        (json!("慢"), "invalid_value", ""),
    ];
    for (body, code, place) in cases {
        let problem = server.client.search(&body).problem(400, code);
        if !place.is_empty() {
            assert_eq!(problem["field"], place, "{body} {problem}");
        }
    }
    let problem = server.client.search(&deep).json();
    assert!(["invalid_value", "too_many_clauses"].contains(&text(&problem, "/code")), "{problem}");
}

#[test]
fn all_faults_are_reported_at_once() {
    let server = small();
    let body = json!({
        "q": "\"", "limit": 500, "facet_limit": 0, "facets": ["rating", "colour"],
        "filter": {"rating": {"gte": 4, "lte": 1}, "shape": ["round"], "not": {"has": ["video"]}, "all": [{"q": "慢)"}]},
    });
    let problem = server.client.search(&body).problem(400, "invalid_query");
    let mut places: Vec<&str> =
        problem["faults"].as_array().unwrap().iter().map(|fault| text(fault, "/field")).collect();
    places.sort_unstable();
    let expected = [
        "/facet_limit",
        "/facets/1",
        "/filter/all/0/q",
        "/filter/not/has",
        "/filter/rating",
        "/filter/shape",
        "/limit",
        "/q",
    ];
    assert_eq!(places, expected);
}

#[test]
fn faults_of_type_and_meaning_are_reported_together() {
    let server = small();
    let body = json!({"q": "\"", "sort": "best", "limit": "ten", "colour": 1});
    let problem = server.client.search(&body).json();
    let faults = problem["faults"].as_array().unwrap();
    let places: std::collections::BTreeSet<&str> = faults.iter().map(|fault| text(fault, "/field")).collect();
    assert_eq!(places, ["/colour", "/limit", "/q", "/sort"].into(), "{problem}");
}

#[test]
fn the_language_of_a_problem_is_that_of_the_request() {
    let server = small();
    let ask = |language: &str| {
        let headers = [("content-type", "application/json"), ("accept-language", language)];
        server.client.post_with("/api/v1/search", &headers, b"{\"q\":\"\\\"\"}").problem(400, "invalid_query")
    };
    let has_chinese = |value: &Value| value.as_str().unwrap().chars().any(|c| ('一'..='龥').contains(&c));
    for (language, chinese) in
        [("zh", true), ("zh-CN,zh;q=0.9,en;q=0.8", true), ("en-GB", false), ("fr, zh;q=0.1", false)]
    {
        let problem = ask(language);
        assert_eq!(
            (has_chinese(&problem["title"]), has_chinese(&problem["hint"])),
            (chinese, chinese),
            "{language} {problem}"
        );
    }
}

/// The repair of a query error is a query that is answered.
#[test]
fn a_proposed_repair_is_answered() {
    let server = small();
    for q in ["慢 \"上菜", "慢 \"\"", "(慢 久", "慢)", "慢 OR", "或 慢", "慢 foo:bar"] {
        let problem = server.client.search(&json!({"q": q})).json();
        let (hint, repair) = (text(&problem, "/hint"), text(&problem, "/repair"));
        assert!(hint.ends_with(repair), "{problem}");
        assert_eq!(problem["faults"][0]["repair"], repair, "{problem}");
        server.client.search(&json!({"q": repair})).ok();
    }
    // What is too long is not mended by the service, and what is no query has nothing to be put in its place.
    for body in [json!({"q": "慢 ".repeat(65)}), json!({"limit": 500})] {
        assert_eq!(server.client.search(&body).json().get("repair"), None);
    }
}

#[test]
fn bodies_that_are_not_json_are_refused() {
    let server = small();
    let json = [("content-type", "application/json")];
    for body in ["{", "{\"q\":}", "{} {}", "\u{FEFF}{}", "nul"] {
        server.client.post_with("/api/v1/search", &json, body.as_bytes()).problem(400, "invalid_json");
    }
    server.client.post_with("/api/v1/search", &json, b"{\"q\":\"\xff\xfe\"}").problem(400, "invalid_json");
    let nested = "[".repeat(100_000);
    server.client.post_with("/api/v1/search", &json, nested.as_bytes()).problem(400, "invalid_json");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml"] {
        let answer = server.client.post_with("/api/v1/search", &[("content-type", kind)], b"{}");
        answer.problem(415, "unsupported_media_type");
    }
    let large = format!("{{\"q\":\"{}\"}}", "好".repeat(200_000));
    server.client.post_with("/api/v1/search", &json, large.as_bytes()).problem(413, "payload_too_large");
    server.client.post_with("/api/v1/search", &[("content-type", "application/json; charset=utf-8")], b"{}").ok();
}

#[test]
fn an_address_with_faults_is_refused_like_a_body() {
    let server = small();
    for (address, code) in [
        ("q=%22", "invalid_query"),
        ("colour=red", "unknown_field"),
        ("limit=500", "invalid_value"),
        ("limit=x", "invalid_value"),
        ("rating=5..1", "invalid_value"),
        ("rating=good", "invalid_value"),
        ("created=2021-13-01", "invalid_value"),
        ("sort=best", "invalid_value"),
        ("facets=colour", "unknown_field"),
        ("timeline=decade", "invalid_value"),
        ("cursor=x", "invalid_cursor"),
    ] {
        server.client.get(&format!("/api/v1/search?{address}")).problem(400, code);
    }
}

#[test]
fn a_facet_asked_twice_is_answered_once() {
    let server = small();
    let answer = server.client.search(&json!({"facets": ["city", "city"], "filter": {"city": ["武汉"]}}));
    let text = answer.text();
    assert_eq!(answer.ok()["facets"]["city"]["distinct"], 2, "{text}");
    assert_eq!(text.matches("\"city\":").count(), 1, "{text}");
}

/// Bytes and values of every kind: a problem or an answer, never an internal error, and the server lives on.
#[test]
fn noise_never_breaks_the_server() {
    let server = small();
    let mut random = Random::new("noise");
    let words = [
        "\"q\"",
        "\"filter\"",
        "\"rating\"",
        ":",
        ",",
        "{",
        "}",
        "[",
        "]",
        "null",
        "1e999",
        "-1",
        "\"\\ud800\"",
        "\"慢 -\"",
        "\"all\"",
        "\"limit\"",
        "\"cursor\"",
        "true",
    ];
    for _ in 0..crate::support::cases(300, 20_000) {
        let body: String = (0..random.within(1..24)).map(|_| *random.pick(&words)).collect();
        let answer =
            server.client.post_with("/api/v1/search", &[("content-type", "application/json")], body.as_bytes());
        assert!(answer.status < 500, "{body}: {}", answer.text());
        let marks = ['"', '(', ')', '-', '|', '\\', ' ', '慢', '非', ':', 'a', '“', '\u{200B}', '\u{0}', '😀'];
        let q: String = (0..random.within(0..12)).map(|_| *random.pick(&marks)).collect();
        let answer = server.client.search(&json!({"q": q}));
        assert!(answer.status == 200 || answer.status == 400, "{q}: {}", answer.text());
    }
}
