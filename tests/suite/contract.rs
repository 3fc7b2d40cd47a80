//! The contract at the root is what the code says, and answers keep to it.

use serde_json::{Value, json};

use crate::support::server::small;

#[test]
fn openapi_json_is_current() {
    let committed = include_str!("../../openapi.json");
    assert!(committed == pinglan::http::openapi(), "openapi.json is stale: run `cargo run -- openapi > openapi.json`");
}

/// Every address of the contract is served, and no operation goes without a summary, an id and its answers.
#[test]
fn every_operation_is_described_and_served() {
    let server = small();
    let contract = server.client.get("/openapi.json").json();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].is_string() || operation["description"].is_string(), "{method} {path}");
            assert!(operation["operationId"].is_string(), "{method} {path}");
            assert!(
                operation["responses"]["200"].is_object() || operation["responses"]["202"].is_object(),
                "{method} {path}"
            );
            let address = path.replace("{id}", "0").replace("{number}", "0").replace("{field}", "item");
            let wrong = match method.as_str() {
                "get" => server.client.get(&address),
                "patch" => server.client.patch(&address, &json!({})),
                _ => server.client.post_with(&address, &[], b""),
            };
            assert_ne!(wrong.status, 405, "{method} {path}");
            assert!(wrong.status != 404 || wrong.json()["code"] != "not_found", "{method} {path}");
        }
    }
}

#[test]
fn answers_match_their_schemas() {
    let server = small();
    let contract = server.client.get("/openapi.json").json();
    let request =
        json!({"q": "慢", "facets": ["rating", "city"], "timeline": {"interval": "month", "split": "sentiment"}});
    let answers = [
        ("/api/v1/search", "post", "200", server.client.search(&request).ok()),
        (
            "/api/v1/facets/{field}/values",
            "post",
            "200",
            server.client.post("/api/v1/facets/item/values", &json!({})).ok(),
        ),
        (
            "/api/v1/facets/{field}/values",
            "post",
            "4XX",
            server.client.post("/api/v1/facets/x/values", &json!({})).json(),
        ),
        (
            "/api/v1/pivot",
            "post",
            "200",
            server.client.post("/api/v1/pivot", &json!({"dimensions": ["item", "month"]})).ok(),
        ),
        ("/api/v1/pain-points", "post", "200", server.client.post("/api/v1/pain-points", &json!({"q": "慢"})).ok()),
        ("/api/v1/pain-points", "post", "4XX", server.client.post("/api/v1/pain-points", &json!({"by": "x"})).json()),
        ("/api/v1/pivot", "post", "4XX", server.client.post("/api/v1/pivot", &json!({})).json()),
        (
            "/api/v1/compare",
            "post",
            "200",
            server.client.post("/api/v1/compare", &json!({"a": {"q": "慢"}, "b": {"q": "-慢"}})).ok(),
        ),
        ("/api/v1/terms", "post", "200", server.client.post("/api/v1/terms", &json!({"q": "慢"})).ok()),
        ("/api/v1/export", "post", "4XX", server.client.post("/api/v1/export", &json!({})).json()),
        ("/api/v1/fields", "get", "200", server.client.get("/api/v1/fields").ok()),
        ("/api/v1/reviews/{id}", "get", "200", server.client.get("/api/v1/reviews/shop%3A1").ok()),
        ("/api/v1/reviews/{id}", "get", "4XX", server.client.get("/api/v1/reviews/shop%3A9").json()),
        ("/api/v1/imports", "get", "200", server.client.get("/api/v1/imports").ok()),
        ("/api/v1/imports/{number}", "get", "200", server.client.get("/api/v1/imports/1").ok()),
        ("/api/v1/tasks/{id}", "get", "200", server.client.get("/api/v1/tasks/1").ok()),
        ("/api/v1/verify", "post", "200", server.client.post("/api/v1/verify", &json!({})).ok()),
        ("/api/v1/search", "post", "4XX", server.client.search(&json!({"limit": 900})).json()),
    ];
    for (path, method, status, answer) in answers {
        let content = &contract["paths"][path][method]["responses"][status]["content"];
        let schema = content.as_object().unwrap_or_else(|| panic!("{method} {path} {status}")).values().next().unwrap();
        check(&contract, &schema["schema"], &answer, &format!("{method} {path} {status}"));
    }
}

/// Types, required and unknown properties, enumerations; enough of JSON Schema for what utoipa writes.
fn check(contract: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return check(contract, contract.pointer(reference.trim_start_matches('#')).unwrap(), value, at);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        // A flattened structure: its parts describe one object together.
        return parts.iter().for_each(|part| check_known(contract, part, value, at, false));
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let choice = choices.iter().find(|choice| (choice["type"] == "null") == value.is_null());
        return check(contract, choice.unwrap_or_else(|| panic!("{at}: {value} is none of {choices:?}")), value, at);
    }
    check_known(contract, schema, value, at, true);
}

fn check_known(contract: &Value, schema: &Value, value: &Value, at: &str, closed: bool) {
    if let Some(reference) = schema["$ref"].as_str() {
        return check_known(contract, contract.pointer(reference.trim_start_matches('#')).unwrap(), value, at, closed);
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("{at}: type {other}"),
    };
    assert!(types.iter().any(|name| is(name)), "{at}: {value} is not {types:?}");
    if let (Some(names), false) = (schema["enum"].as_array(), value.is_null()) {
        assert!(names.contains(value), "{at}: {value} is not one of {names:?}");
    }
    for item in value.as_array().into_iter().flatten() {
        if schema["items"].is_object() {
            check(contract, &schema["items"], item, &format!("{at}[]"));
        }
    }
    let Some(object) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(object.contains_key(name.as_str().unwrap()), "{at} lacks {name}");
    }
    for (name, value) in object {
        let at = format!("{at}/{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (property @ Value::Object(_), _) => check(contract, property, value, &at),
            (_, additional @ Value::Object(_)) => check(contract, additional, value, &at),
            // Without any properties the schema leaves the object open.
            _ => assert!(!closed || !schema["properties"].is_object(), "{at} is not in the contract"),
        }
    }
}
