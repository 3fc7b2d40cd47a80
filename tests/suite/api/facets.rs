//! `POST /facets/{field}/values`.

use serde_json::{Value, json};

use crate::support::server::small;

fn ask(field: &str, body: &Value) -> crate::support::client::Answer {
    small().client.post(&format!("/api/v1/facets/{field}/values"), body)
}

#[test]
fn values_are_listed_and_searched() {
    let all = ask("item", &json!({})).ok();
    let bucket = |value: &str, count: u64| json!({"value": value, "count": count, "selected": false});
    assert_eq!(all, json!({"buckets": [bucket("乙店", 2), bucket("甲店", 2)], "distinct": 2, "missing": 1}));
    let one = ask("item", &json!({"contains": "甲"})).ok();
    assert_eq!(one, json!({"buckets": [bucket("甲店", 2)], "distinct": 1, "missing": 1}));
    // The facet's own filter is lifted, the others narrow.
    let lifted = ask("item", &json!({"filter": {"item": ["甲店"], "city": ["上海"]}, "limit": 1})).ok();
    let selected = json!({"value": "甲店", "count": 0, "selected": true});
    assert_eq!(lifted, json!({"buckets": [bucket("乙店", 2), selected], "distinct": 1, "missing": 0}));
}

#[test]
fn every_malformed_request_has_its_code() {
    for (field, body, code, place) in [
        ("colour", json!({}), "unknown_field", "/field"),
        ("text", json!({}), "unknown_field", "/field"),
        ("created", json!({}), "unknown_field", "/field"),
        ("item", json!({"limit": 0}), "invalid_value", "/limit"),
        ("item", json!({"limit": 1001}), "invalid_value", "/limit"),
        ("item", json!({"contains": "长".repeat(1001)}), "invalid_value", "/contains"),
        ("item", json!({"contains": 5}), "invalid_value", "/contains"),
        ("item", json!({"facets": ["item"]}), "unknown_field", "/facets"),
        ("item", json!({"filter": {"colour": ["red"]}}), "unknown_field", "/filter/colour"),
        ("item", json!({"filter": {"rating": {"gte": 4, "lte": 1}}}), "invalid_value", "/filter/rating"),
        ("item", json!({"q": "\""}), "invalid_query", "/q"),
        ("item", json!([]), "invalid_value", ""),
        ("item", json!("慢"), "invalid_value", ""),
    ] {
        let problem = ask(field, &body).problem(400, code);
        assert!(place.is_empty() || problem["field"] == place, "{field} {body} {problem}");
    }
    small().client.get("/api/v1/facets/item/values").problem(405, "method_not_allowed");
}
