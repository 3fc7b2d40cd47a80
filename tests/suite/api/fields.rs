//! `GET /fields`.

use crate::support::server::small;

#[test]
fn every_field_has_its_names_and_uses() {
    let answer = small().client.get("/api/v1/fields").ok();
    assert_eq!(answer["zone"], "Asia/Shanghai");
    let fields = answer["fields"].as_array().unwrap();
    let field = |name: &str| fields.iter().find(|field| field["name"] == name).unwrap_or_else(|| panic!("no {name}"));
    for name in ["text", "title", "rating", "created", "item", "source", "sentiment", "city", "likes"] {
        assert!(!field(name)["label"]["zh"].as_str().unwrap().is_empty());
        assert!(!field(name)["label"]["en"].as_str().unwrap().is_empty());
    }
    assert_eq!((&field("rating")["kind"], &field("rating")["facetable"]), (&"rating".into(), &true.into()));
    assert_eq!((&field("created")["sortable"], &field("created")["facetable"]), (&true.into(), &false.into()));
    // What is named a facet can be asked for.
    for field in fields.iter().filter(|field| field["facetable"] == true) {
        small().client.search(&serde_json::json!({"facets": [field["name"]], "limit": 0})).ok();
    }
}
