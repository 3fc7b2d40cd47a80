//! `POST /compare` and `POST /terms`.

use serde_json::{Value, json};

use crate::support::{
    client::Answer,
    server::{Server, small},
};

fn compare(server: &Server, body: &Value) -> Answer {
    server.client.post("/api/v1/compare", body)
}

fn terms(server: &Server, body: &Value) -> Answer {
    server.client.post("/api/v1/terms", body)
}

/// Two shops: the first serves slowly, the second brings cold food.
fn two_shops() -> Server {
    let server = Server::start();
    let line = |n: usize, shop: &str, stars: usize, text: &str| format!("{n},{shop},{stars},{text},2026-03-01\n");
    let mut rows = String::from("评价ID,商品名称,评分,评价内容,评价时间\n");
    for n in 0..40 {
        rows += &line(n, "甲店", 1 + n % 2, if n % 4 == 0 { "味道很好" } else { "上菜太慢了，服务态度很差" });
        rows += &line(100 + n, "乙店", 4 + n % 2, if n % 4 == 0 { "味道很好，菜是冷的" } else { "味道很好，环境不错" });
    }
    server.client.import("two.csv", rows.as_bytes(), "two");
    server
}

#[test]
fn two_shops_are_told_apart() {
    let server = two_shops();
    let request = json!({"a": {"filter": {"item": ["甲店"]}}, "b": {"filter": {"item": ["乙店"]}}});
    let chinese = [("content-type", "application/json"), ("accept-language", "zh-CN,zh")];
    let answer = server.client.post_with("/api/v1/compare", &chinese, request.to_string().as_bytes()).ok();
    assert_eq!((&answer["a"]["summary"]["count"], &answer["overlap"]), (&json!(40), &json!(0)));
    let rating = &answer["difference"]["avg_rating"];
    assert_eq!((&rating["difference"], &rating["verdict"]), (&json!(-3.0), &json!("worse")));
    assert_eq!(rating["words"], "差异显著，恶化");
    assert_eq!(answer["difference"]["ratings_delta"], -1.0);
    let speed = answer["aspects"].as_array().unwrap().iter().find(|aspect| aspect["verdict"] == "worse").unwrap();
    assert_eq!((&speed["a"]["negative"]["count"], &speed["b"]["negative"]["count"]), (&json!(30), &json!(0)));
    assert!(speed["p_value"].as_f64().unwrap() < 1e-6, "{speed}");
    assert!(speed["label"].as_str().unwrap().chars().all(|c| u32::from(c) > 0x3000), "{speed}");
    let english = compare(&server, &request).ok();
    assert_eq!(english["difference"]["avg_rating"]["words"], "significantly worse");

    let answer = terms(&server, &json!({"filter": {"item": ["甲店"]}})).ok();
    assert_eq!((&answer["total"], &answer["background_total"]), (&json!(40), &json!(40)));
    let first = &answer["terms"][0];
    assert_eq!((&first["count"], &first["background_count"]), (&json!(30), &json!(0)), "{answer}");
    let other =
        terms(&server, &json!({"filter": {"item": ["甲店"]}, "background": {"filter": {"item": ["乙店"]}}})).ok();
    assert_eq!(other["terms"][0]["score"], first["score"]);
}

#[test]
fn every_malformed_comparison_has_its_code() {
    let server = small();
    for (body, code, place) in [
        (json!({}), "invalid_value", "/a"),
        (json!({"a": {"q": "慢"}}), "invalid_value", "/b"),
        (json!({"a": null, "b": {}}), "invalid_value", "/a"),
        (json!({"a": "慢", "b": {}}), "invalid_value", "/a"),
        (json!({"a": {}, "b": {}}), "invalid_value", "/b"),
        (json!({"a": {"q": "慢"}, "b": {"q": " 慢 ", "filter": {}}}), "invalid_value", "/b"),
        (json!({"a": {"q": "慢"}, "b": {}, "c": {}}), "unknown_field", "/c"),
        (json!({"a": {"q": "慢", "limit": 5}, "b": {}}), "unknown_field", "/a/limit"),
        (json!({"a": {"q": "(慢"}, "b": {}}), "invalid_query", "/a/q"),
        (json!({"a": {"q": "慢"}, "b": {"filter": {"colour": ["red"]}}}), "unknown_field", "/b/filter/colour"),
        (
            json!({"a": {"q": "慢"}, "b": {"filter": {"rating": {"gte": 4, "lte": 1}}}}),
            "invalid_value",
            "/b/filter/rating",
        ),
        (json!({"a": {"filter": {"all": vec![json!({}); 1000]}}, "b": {}}), "too_many_clauses", "/a/filter/all"),
        (json!({"a": {"q": "慢"}, "b": {}, "synonyms": 1}), "invalid_value", "/synonyms"),
        (json!(["a", "b"]), "invalid_value", ""),
    ] {
        let problem = compare(&server, &body).problem(400, code);
        let faults = problem["faults"].as_array().unwrap();
        assert!(place.is_empty() || faults.iter().any(|fault| fault["field"] == place), "{body} {problem}");
    }
    server.client.get("/api/v1/compare").problem(405, "method_not_allowed");
}

#[test]
fn every_malformed_request_for_terms_has_its_code() {
    let server = small();
    for (body, code, place) in [
        (json!({"limit": 0}), "invalid_value", "/limit"),
        (json!({"limit": 501}), "invalid_value", "/limit"),
        (json!({"limit": "5"}), "invalid_value", "/limit"),
        (json!({"background": "others"}), "invalid_value", "/background"),
        (json!({"background": 5}), "invalid_value", "/background"),
        (json!({"background": null}), "invalid_value", "/background"),
        (json!({"q": "慢", "background": {"q": "慢"}}), "invalid_value", "/background"),
        (json!({"q": "慢", "background": {"q": "\""}}), "invalid_query", "/background/q"),
        (json!({"q": "慢", "background": {"limit": 1}}), "unknown_field", "/background/limit"),
        (json!({"q": "(慢"}), "invalid_query", "/q"),
        (json!({"colour": 1}), "unknown_field", "/colour"),
        (json!({"filter": {"all": vec![json!({}); 1000]}}), "too_many_clauses", "/filter/all"),
        (json!("慢"), "invalid_value", ""),
    ] {
        let problem = terms(&server, &body).problem(400, code);
        let faults = problem["faults"].as_array().unwrap();
        assert!(place.is_empty() || faults.iter().any(|fault| fault["field"] == place), "{body} {problem}");
    }
    server.client.get("/api/v1/terms").problem(405, "method_not_allowed");
}
