//! `POST /explain`.

use serde_json::{Value, json};

use super::text;
use crate::support::server::{Server, small};

fn explain(body: &Value) -> Value {
    small().client.post("/api/v1/explain", body).ok()
}

#[test]
fn a_hit_says_which_clause_matched_where() {
    let answer = explain(&json!({"id": "shop:1", "q": "上菜慢 \"差评\" -好吃", "filter": {"rating": {"lte": 2}}}));
    assert_eq!((&answer["matches"], &answer["excluded_by"]), (&json!(true), &json!(null)));
    let clause = |at: usize, name: &str| answer["clauses"][at][name].clone();
    assert_eq!(
        (clause(0, "text"), clause(0, "part"), clause(0, "ranges")),
        (json!("上菜慢"), json!("text"), json!([[0, 3]]))
    );
    assert_eq!(
        (clause(1, "text"), clause(1, "part"), clause(1, "ranges")),
        (json!("\"差评\""), json!("title"), json!([[0, 2]]))
    );
    assert_eq!((clause(2, "matched"), clause(2, "negated")), (json!(false), json!(true)));
    assert_eq!(answer["filters"][0]["value"], "1");
    let parts = answer["score"]["parts"].as_array().unwrap();
    assert!(
        parts.iter().any(|part| part["name"] == "word") && parts.iter().any(|part| part["name"] == "recency"),
        "{answer}"
    );
    assert_eq!(explain(&json!({"id": "shop:1", "q": "上菜慢", "sort": "newest"}))["score"], json!(null));
}

#[test]
fn a_miss_names_the_clause_or_the_filter() {
    let by = |body: Value| explain(&body)["excluded_by"].clone();
    let clause = by(json!({"id": "shop:1", "q": "服务员 上菜快"}));
    assert_eq!((&clause["kind"], &clause["clause"]), (&json!("clause"), &json!(1)));
    assert!(text(&clause, "/detail").contains("快"), "{clause}");
    assert_eq!(by(json!({"id": "shop:1", "q": "-慢"}))["clause"], 0);
    let filter = by(json!({"id": "shop:1", "q": "慢", "filter": {"city": ["上海"]}}));
    assert_eq!((&filter["kind"], &filter["field"]), (&json!("filter"), &json!("city")));
    assert!(text(&filter, "/detail").contains("武汉"), "{filter}");
    assert_eq!(by(json!({"id": "shop:1", "filter": {"not": {"has": ["reply"]}}}))["field"], "has");
    assert_eq!(by(json!({"id": "shop:1", "filter": {"none": [{"q": "慢"}]}}))["field"], "none");
    assert_eq!(by(json!({"id": "shop:1", "filter": {"all": [{"q": "快"}]}}))["field"], "all");
}

/// A review that only a widened search finds is explained by that search, not by what was typed.
#[test]
fn a_widened_search_is_explained_as_it_was_made() {
    let of = |body: Value| explain(&body);
    let synonyms = json!({"id": "shop:1", "q": "店员态度", "synonyms": true});
    let approximate = json!({"id": "shop:1", "q": "上菜 包厢", "approximate": true});
    for mut body in [synonyms, approximate] {
        let widened = of(body.clone());
        assert_eq!((&widened["matches"], &widened["clauses"][0]["matched"]), (&json!(true), &json!(true)), "{widened}");
        assert!(!widened["clauses"][0]["ranges"].as_array().unwrap().is_empty(), "{widened}");
        assert!(widened["score"]["total"].as_f64().unwrap() > 0.0, "{widened}");
        let typed = body.as_object_mut().unwrap();
        typed.retain(|name, _| name == "id" || name == "q");
        assert_eq!(of(body)["excluded_by"]["kind"], "clause");
    }
}

#[test]
fn the_cause_is_told_in_the_language_of_the_request() {
    let body = json!({"id": "shop:1", "q": "上菜快"}).to_string();
    let headers = [("content-type", "application/json"), ("accept-language", "zh-CN")];
    let answer = small().client.post_with("/api/v1/explain", &headers, body.as_bytes()).ok();
    assert!(text(&answer, "/excluded_by/detail").contains("没有出现"), "{answer}");
}

#[test]
fn what_was_never_imported_is_said_with_the_sources_that_there_are() {
    let answer = explain(&json!({"id": "shop:99", "q": "慢"}));
    assert_eq!((&answer["matches"], &answer["clauses"]), (&json!(false), &json!([])));
    assert_eq!(answer["excluded_by"]["kind"], "not_imported");
    assert!(text(&answer, "/excluded_by/detail").contains("shop"), "{answer}");
    let other = explain(&json!({"id": "other:1"}));
    assert_eq!(other["excluded_by"]["suggestions"], json!(["shop:1"]));
    // An external id that only one source has is enough.
    assert_eq!(explain(&json!({"id": " 1 ", "q": "慢"}))["id"], "shop:1");
}

#[test]
fn a_row_that_was_rejected_is_named_with_its_reason() {
    let server = Server::start();
    server.client.import("a.csv", "id,text,time\nok-1,好,2021-01-01\nbad-7,差,2021-02-30\n".as_bytes(), "a");
    for id in ["a:bad-7", "bad-7"] {
        let answer = server.client.post("/api/v1/explain", &json!({"id": id, "q": "差"})).ok();
        let by = &answer["excluded_by"];
        assert_eq!((&by["kind"], &by["import"], &by["row"]), (&json!("rejected"), &json!(1), &json!(2)), "{answer}");
        assert_eq!(by["reason"], "invalid_time");
    }
}

#[test]
fn requests_that_cannot_be_explained_are_refused() {
    let client = &small().client;
    client.post("/api/v1/explain", &json!({"q": "慢"})).problem(400, "invalid_value");
    client.post("/api/v1/explain", &json!({"id": "x".repeat(2_000)})).problem(400, "invalid_value");
    client.post("/api/v1/explain", &json!({"id": "shop:1", "q": "\""})).problem(400, "invalid_query");
    client
        .post("/api/v1/explain", &json!({"id": "shop:1", "filter": {"colour": ["red"]}}))
        .problem(400, "unknown_field");
    client.post("/api/v1/explain", &json!({"id": "shop:1", "limit": 3})).problem(400, "unknown_field");
}
