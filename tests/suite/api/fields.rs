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

#[test]
fn what_the_analysis_finds_has_names() {
    let answer = small().client.get("/api/v1/fields").ok();
    let list = |name: &str| answer[name].as_array().unwrap().clone();
    let find = |list: &[serde_json::Value], id: &str| list.iter().find(|one| one["id"] == id).cloned();
    let aspects = list("aspects");
    let taste = find(&aspects, "dish_taste").unwrap();
    let parent = find(&aspects, taste["parent"].as_str().unwrap()).unwrap();
    assert_eq!((&parent["parent"], &parent["label"]["zh"]), (&serde_json::Value::Null, &"菜品".into()));
    for one in aspects.iter().chain(&list("flags")) {
        assert!(!one["label"]["zh"].as_str().unwrap().is_empty() && !one["label"]["en"].as_str().unwrap().is_empty());
    }
    let flags = list("flags");
    assert_eq!(flags.len(), 7);
    let conflict = find(&flags, "conflict").unwrap();
    let reasons = conflict["reasons"].as_array().unwrap();
    assert_eq!(find(reasons, "praise_with_low_rating").unwrap()["label"]["zh"], "星级低而文字好评");
    assert_eq!(find(&flags, "duplicate").unwrap()["reasons"].as_array().unwrap().len(), 1);
}
