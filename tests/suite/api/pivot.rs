//! `POST /pivot`.

use serde_json::{Value, json};

use crate::support::server::{Server, small};

fn ask(body: &Value) -> crate::support::client::Answer {
    small().client.post("/api/v1/pivot", body)
}

#[test]
fn cells_carry_their_slices() {
    let server = small();
    let request = json!({
        "q": "-没有", "filter": {"all": [{"q": ""}]}, "dimensions": ["item", "rating", "year"], "metrics": ["avg_rating"]
    });
    let answer = ask(&request).ok();
    assert_eq!(answer["total"], 5);
    let cells: Vec<(&Value, &Value)> =
        answer["cells"].as_array().unwrap().iter().map(|cell| (&cell["values"], &cell["count"])).collect();
    let expected = [
        json!(["乙店", "5", "2021-01-01"]),
        json!(["乙店", null, "2021-01-01"]),
        json!(["甲店", "1", "2021-01-01"]),
        json!(["甲店", "4.5", "2021-01-01"]),
        json!([null, "2", null]),
    ];
    let one = json!(1);
    assert_eq!(cells, expected.iter().map(|values| (values, &one)).collect::<Vec<_>>());
    let last = &answer["cells"][4]["slice"];
    let narrowed = json!({"missing": ["item"], "rating": [2.0], "all": [{"filter": {"missing": ["created"]}}]});
    assert_eq!(last, &json!({"q": "-没有", "filter": {"all": [{"q": ""}, {"filter": narrowed}]}}));
    assert_eq!(server.client.search(last).ok()["hits"][0]["id"], "shop:5");
}

#[test]
fn every_malformed_request_has_its_code() {
    for (body, code, place) in [
        (json!({}), "invalid_value", "/dimensions"),
        (json!({"dimensions": []}), "invalid_value", "/dimensions"),
        (json!({"dimensions": ["item", "city", "brand", "rating"]}), "invalid_value", "/dimensions"),
        (json!({"dimensions": ["item", "colour"]}), "unknown_field", "/dimensions/1"),
        (json!({"dimensions": ["aspects"]}), "unknown_field", "/dimensions/0"),
        (json!({"dimensions": ["flag"], "filter": {"flag": ["spam"]}}), "invalid_value", "/filter/flag"),
        (json!({"dimensions": ["text"]}), "unknown_field", "/dimensions/0"),
        (json!({"dimensions": ["created"]}), "unknown_field", "/dimensions/0"),
        (json!({"dimensions": ["item", "item"]}), "invalid_value", "/dimensions/1"),
        (json!({"dimensions": "item"}), "invalid_value", "/dimensions"),
        (json!({"dimensions": ["item"], "metrics": ["max"]}), "invalid_value", "/metrics/0"),
        (json!({"dimensions": ["item"], "limit": 5}), "unknown_field", "/limit"),
        (json!({"dimensions": ["item"], "filter": {"colour": ["red"]}}), "unknown_field", "/filter/colour"),
        (
            json!({"dimensions": ["item"], "filter": {"rating": {"gte": 4, "lte": 1}}}),
            "invalid_value",
            "/filter/rating",
        ),
        (json!({"dimensions": ["item"], "filter": {"all": vec![json!({}); 1000]}}), "too_many_clauses", "/filter/all"),
        (json!({"dimensions": ["item"], "q": "(慢"}), "invalid_query", "/q"),
        (json!(["item"]), "invalid_value", ""),
        (json!("慢"), "invalid_value", ""),
    ] {
        let problem = ask(&body).problem(400, code);
        let faults = problem["faults"].as_array().unwrap();
        assert!(place.is_empty() || faults.iter().any(|fault| fault["field"] == place), "{body} {problem}");
    }
    small().client.get("/api/v1/pivot").problem(405, "method_not_allowed");
}

/// More cells than an answer may hold are refused with a way out, before the whole slice is walked.
#[test]
fn too_many_cells_are_refused() {
    let server = Server::start();
    let line = |n: usize| format!("{n},店{n},城{n},好,2021-01-01\n");
    let rows: String = (0..50_001).map(line).collect();
    server.client.import("wide.csv", format!("评价ID,商品名称,城市,评价内容,评价时间\n{rows}").as_bytes(), "wide");
    let ask = |body: Value| server.client.post("/api/v1/pivot", &body);
    for dimensions in [json!(["item"]), json!(["item", "city"])] {
        let problem = ask(json!({"dimensions": dimensions})).problem(400, "limit_exceeded");
        assert!(!problem["hint"].as_str().unwrap().is_empty(), "{problem}");
    }
    let answer = ask(json!({"dimensions": ["item", "city"], "filter": {"not": {"item": ["店0"]}}})).ok();
    assert_eq!((&answer["total"], answer["cells"].as_array().unwrap().len()), (&json!(50_000), 50_000));
    let long: Vec<String> = (0..900).map(|n| format!("店{n}")).collect();
    let filter = json!({"not": {"item": long}});
    let problem = ask(json!({"dimensions": ["item"], "filter": filter})).problem(400, "limit_exceeded");
    assert_eq!(problem["field"], "/filter");
}
