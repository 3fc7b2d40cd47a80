//! `POST /pain-points`.

use serde_json::{Value, json};

use crate::support::{client::Answer, server::small};

fn ask(body: &Value) -> Answer {
    small().client.post("/api/v1/pain-points", body)
}

#[test]
fn points_say_what_they_count() {
    let answer = ask(&json!({"filter": {"item": ["甲店"]}})).ok();
    assert_eq!((&answer["total"], &answer["baseline_total"]), (&json!(2), &json!(3)));
    let point = &answer["points"][0];
    assert_eq!((&point["polarity"], &point["count"]), (&json!("negative"), &json!(1)));
    assert_eq!(point["quotes"][0]["id"], "shop:1");
    let key = point["key"].as_str().unwrap();
    assert_eq!(key.rsplit_once(':').unwrap(), (point["aspect"].as_str().unwrap(), "negative"));
    let expected = json!({"q": "", "filter": {"item": ["甲店"], "all": [{"filter": {"aspect_sentiment": [key]}}]}});
    assert_eq!(point["slice"], expected);
    let rest =
        json!({"none": [{"q": "", "filter": {"item": ["甲店"]}}], "all": [{"filter": {"aspect_sentiment": [key]}}]});
    assert_eq!(point["baseline_slice"], json!({"q": "", "filter": rest}));
}

#[test]
fn names_and_method_follow_the_language() {
    let body = json!({"filter": {"item": ["甲店"]}});
    let labelled = |language: &str| {
        let headers = [("content-type", "application/json"), ("accept-language", language)];
        let answer = small().client.post_with("/api/v1/pain-points", &headers, body.to_string().as_bytes()).ok();
        [&answer["points"][0]["label"], &answer["method"]].map(|text| text.as_str().unwrap().to_owned())
    };
    // Twice, so that the second answers come from the cache.
    for _ in 0..2 {
        assert!(labelled("zh-CN").iter().all(|text| !text.is_ascii()));
        let [label, method] = labelled("en");
        assert!(label.is_ascii() && method.starts_with("Complaints"), "{label}");
    }
}

#[test]
fn empty_and_tiny_slices_are_answered() {
    let empty = ask(&json!({"q": "没有这句话的评价"})).ok();
    assert_eq!((&empty["total"], &empty["points"]), (&json!(0), &json!([])));
    assert_eq!(empty["mean_rating"], Value::Null);
    assert_eq!(empty["other"], json!({"count": 0, "impact": 0.0, "keys": 0}));
    assert_eq!(empty["none"], json!({"count": 0, "impact": 0.0}));
    let all = ask(&json!({})).ok();
    assert_eq!((&all["baseline_total"], &all["none"]["impact"]), (&json!(0), &Value::Null));
    assert!(
        all["points"].as_array().unwrap().iter().all(|point| point["lift"].is_null() && point["p_value"].is_null())
    );
    let one = ask(&json!({"q": "上菜慢", "filter": {"rating": [1]}, "by": "opinion"})).ok();
    assert_eq!(one["total"], 1);
    assert!(one["points"].as_array().unwrap().iter().any(|point| point["key"] == "服务态度差"), "{one}");
}

#[test]
fn every_malformed_request_has_its_code() {
    let period = "previous_period";
    for (body, code, place) in [
        (json!({"by": "item"}), "invalid_value", "/by"),
        (json!({"by": 3}), "invalid_value", "/by"),
        (json!({"limit": 0}), "invalid_value", "/limit"),
        (json!({"limit": 101}), "invalid_value", "/limit"),
        (json!({"limit": -1}), "invalid_value", "/limit"),
        (json!({"quotes": 11}), "invalid_value", "/quotes"),
        (json!({"baseline": "before"}), "invalid_value", "/baseline"),
        (json!({"baseline": 1}), "invalid_value", "/baseline"),
        (json!({"baseline": null}), "invalid_value", "/baseline"),
        (json!({"baseline": {"limit": 3}}), "unknown_field", "/baseline/limit"),
        (json!({"baseline": {"q": "("}}), "invalid_query", "/baseline/q"),
        (json!({"baseline": {"filter": {"rating": "x"}}}), "invalid_value", "/baseline/filter/rating"),
        (json!({"baseline": period}), "invalid_value", "/baseline"),
        (json!({"baseline": period, "filter": {"created": {"to": "2021-03-01"}}}), "invalid_value", "/baseline"),
        (json!({"baseline": period, "q": "time:2021-03"}), "invalid_value", "/baseline"),
        (json!({"filter": {"x": []}}), "unknown_field", "/filter/x"),
        (json!({"dimensions": []}), "unknown_field", "/dimensions"),
    ] {
        let answer = ask(&body);
        assert_eq!(answer.status, 400, "{body}");
        let problem = answer.json();
        let fault = |fault: &&Value| fault["code"] == code && fault["field"] == place;
        assert!(problem["faults"].as_array().unwrap().iter().any(|f| fault(&f)), "{body}: {problem}");
    }
    let missing = ask(&json!({"baseline": period})).json();
    assert!(missing["hint"].as_str().is_some_and(|hint| hint.contains("created")), "{missing}");
}

/// An open end of the period is that of the data.
#[test]
fn a_period_may_have_no_end() {
    let answer = ask(&json!({"filter": {"created": {"from": "2021-03-01"}}, "baseline": "previous_period"})).ok();
    // 2021-03-01 to 2021-06-30 are 122 days: 18 weeks back.
    assert_eq!((&answer["total"], &answer["baseline_total"]), (&json!(3), &json!(1)));
}
