//! Values of facets and cross-tables of random slices equal a naive scan, and each cell's slice reproduces its figures.

use std::collections::BTreeMap;

use pinglan::limits;
use serde_json::{Value, json};

use super::compare::{assert_alike, buckets};
use crate::support::{
    cases,
    corpus::{Corpus, shared},
    fold::fold,
    oracle::{Doc, Model, avg_rating, bucket_start, day_of},
    query::Q,
    random::Random,
    slice::Slice,
};

const FACETS: [&str; 11] = [
    "rating",
    "sentiment",
    "item",
    "city",
    "brand",
    "source",
    "channel",
    "aspect",
    "aspect_sentiment",
    "opinion",
    "flag",
];
const INTERVALS: [&str; 5] = ["day", "week", "month", "quarter", "year"];

/// The values that hold `contains`, most frequent first, then by value; ratings and sentiments come in their own order.
fn expected_values(model: &Model, slice: &Slice, field: &str, contains: &str) -> Vec<(String, u64)> {
    let holds = |value: &str| fold(value).contains(&fold(contains));
    let (counts, _) = model.facet(slice, field);
    let mut values: Vec<(String, u64)> = counts.into_iter().filter(|(value, _)| holds(value)).collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values
}

fn check_values(corpus: &Corpus, model: &Model, random: &mut Random) {
    let (slice, field) = (Slice::random(model, 1, random), *random.pick(&FACETS));
    let contains = *random.pick(&["", "", "a", "Ｈ", "電", "电", "空调", "（", "\"", "没有", "e", "."]);
    let limit = random.within(1..8);
    let mut request = slice.json();
    request["contains"] = json!(contains);
    request["limit"] = json!(limit);
    let answer = corpus.facet_values(field, &request);
    let what = format!("{field} {request}");
    let expected = expected_values(model, &slice, field, contains);
    assert_eq!(answer["distinct"], json!(expected.len()), "{what}");
    assert_eq!(answer["missing"], json!(model.facet(&slice, field).1), "{what}");
    let got = buckets(&answer);
    for (value, _, selected) in &got {
        assert_eq!(*selected, slice.selects(field, value), "{value} of {what}");
        assert!(fold(value).contains(&fold(contains)), "{value} of {what}");
    }
    let mut counted: Vec<(String, u64)> =
        got.iter().filter(|(_, count, _)| *count > 0).map(|(value, count, _)| (value.clone(), *count)).collect();
    if ["rating", "sentiment"].contains(&field) {
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        assert_eq!(counted, expected, "{what}");
        return;
    }
    let shown = expected.into_iter().enumerate();
    let shown: Vec<(String, u64)> = shown
        .filter(|(place, (value, _))| *place < limit || slice.selects(field, value))
        .map(|(_, bucket)| bucket)
        .collect();
    assert_eq!(counted, shown, "{what}");
}

#[test]
fn facet_values_equal_a_scan() {
    let (shared, mut random) = (shared(), Random::new("values"));
    for _ in 0..cases(300, 2_000) {
        check_values(&shared.corpus, &shared.model, &mut random);
    }
}

/// What a search shows of a facet is the beginning of what the list of its values shows.
#[test]
fn facet_values_go_on_where_a_search_ends() {
    let (shared, mut random) = (shared(), Random::new("values and search"));
    for _ in 0..cases(60, 400) {
        let (slice, field) = (Slice::random(&shared.model, 1, &mut random), *random.pick(&FACETS));
        let limit = random.within(1..6);
        let mut request = slice.json();
        request["limit"] = json!(limit);
        let values = shared.corpus.facet_values(field, &request);
        request["limit"] = json!(0);
        request["facets"] = json!([field]);
        request["facet_limit"] = json!(limit);
        assert_eq!(shared.corpus.search(&request)["facets"][field], values, "{field} {request}");
    }
}

/// The values of a review along a dimension; one `None` when it has none.
fn dimension(doc: &Doc, name: &str) -> Vec<Option<String>> {
    let values = if INTERVALS.contains(&name) {
        doc.created.iter().map(|at| bucket_start(name, day_of(*at)).to_string()).collect()
    } else {
        doc.values(name)
    };
    if values.is_empty() { vec![None] } else { values.into_iter().map(Some).collect() }
}

/// Every combination of a review's values.
fn combinations(doc: &Doc, dimensions: &[&str]) -> Vec<Vec<Option<String>>> {
    let mut combinations: Vec<Vec<Option<String>>> = vec![Vec::new()];
    for name in dimensions {
        let values = dimension(doc, name);
        let longer = combinations
            .iter()
            .flat_map(|one| values.iter().map(|value| [&one[..], std::slice::from_ref(value)].concat()));
        combinations = longer.collect();
    }
    combinations
}

/// Where a value stands in the order of the cells: by value, but ratings and sentiments in their own order, null last.
fn place(name: &str, value: Option<&str>) -> (bool, usize, String) {
    let Some(value) = value else { return (true, 0, String::new()) };
    let own = match name {
        "rating" => (1..=10u8).position(|half| (f64::from(half) / 2.0).to_string() == value).unwrap(),
        "sentiment" => {
            let buckets = ["very_negative", "negative", "neutral", "positive", "very_positive"];
            buckets.iter().position(|bucket| *bucket == value).unwrap()
        }
        _ => 0,
    };
    (false, own, value.to_owned())
}

fn expected_cells(model: &Model, slice: &Slice, dimensions: &[&str]) -> Vec<Value> {
    let mut cells: BTreeMap<Vec<(bool, usize, String)>, (Vec<Option<String>>, Vec<&Doc>)> = BTreeMap::new();
    for doc in model.docs.iter().filter(|doc| slice.holds(doc)) {
        for values in combinations(doc, dimensions) {
            let key = dimensions.iter().zip(&values).map(|(name, value)| place(name, value.as_deref())).collect();
            cells.entry(key).or_insert_with(|| (values, Vec::new())).1.push(doc);
        }
    }
    let cell = |(values, docs): (Vec<Option<String>>, Vec<&Doc>)| {
        let sentiment = docs.iter().map(|doc| doc.sentiment).sum::<i64>() as f64 / docs.len() as f64 / 1000.0;
        json!({"values": values, "count": docs.len(), "avg_rating": avg_rating(&docs), "avg_sentiment": sentiment})
    };
    cells.into_values().map(cell).collect()
}

fn random_dimensions(random: &mut Random) -> Vec<&'static str> {
    let mut dimensions: Vec<&str> = Vec::new();
    while dimensions.len() < random.within(1..4) {
        let name = if random.chance(35) { *random.pick(&INTERVALS) } else { *random.pick(&FACETS) };
        if !dimensions.contains(&name) {
            dimensions.push(name);
        }
    }
    dimensions
}

fn check_pivot(corpus: &Corpus, model: &Model, slice: &Slice, dimensions: &[&str], random: &mut Random) {
    let mut request = slice.json();
    request["dimensions"] = json!(dimensions);
    let expected = expected_cells(model, slice, dimensions);
    let answer = match corpus.try_pivot(&request) {
        Err("limit_exceeded") if expected.len() > limits::PIVOT_CELLS => return,
        answer => answer.unwrap_or_else(|code| panic!("{code}: {request}")),
    };
    let mut cells = answer["cells"].as_array().unwrap().clone();
    let slices: Vec<Value> =
        cells.iter_mut().map(|cell| cell.as_object_mut().unwrap().remove("slice").unwrap()).collect();
    assert_alike(&json!(cells), &json!(expected), &format!("cells of {request}"));
    let total = model.docs.iter().filter(|doc| slice.holds(doc)).count();
    assert_eq!(answer["total"], json!(total), "{request}");
    for _ in 0..cells.len().min(6) {
        let at = random.within(0..cells.len());
        let mut reproduced = slices[at].clone();
        reproduced["limit"] = json!(0);
        let found = corpus.search(&reproduced);
        assert_eq!(found["total"], cells[at]["count"], "{reproduced}");
        assert_eq!(found["summary"]["avg_rating"], cells[at]["avg_rating"], "{reproduced}");
        assert_eq!(found["summary"]["avg_sentiment"], cells[at]["avg_sentiment"], "{reproduced}");
    }
}

#[test]
fn cross_tables_equal_a_scan() {
    let (shared, mut random) = (shared(), Random::new("pivot"));
    for _ in 0..cases(150, 2_000) {
        let slice = Slice::random(&shared.model, 1, &mut random);
        let dimensions = random_dimensions(&mut random);
        check_pivot(&shared.corpus, &shared.model, &slice, &dimensions, &mut random);
    }
}

/// More possible cells than an array holds, reviews without any of the values, and calendar buckets within each other.
#[test]
fn cross_tables_of_every_kind() {
    let (shared, mut random) = (shared(), Random::new("pivot kinds"));
    let all = Slice::of(Q::All);
    for dimensions in [
        &["day", "week", "month"][..],
        &["year", "month", "item"],
        &["day", "item", "week"],
        &["item", "city", "brand"],
        &["rating"],
        &["quarter"],
        &["aspect"],
        &["aspect_sentiment"],
        &["aspect", "sentiment"],
        &["month", "aspect", "sentiment"],
        &["aspect", "aspect_sentiment", "opinion"],
        &["flag", "city"],
    ] {
        check_pivot(&shared.corpus, &shared.model, &all, dimensions, &mut random);
    }
}

#[test]
fn an_empty_index_has_no_cells() {
    let corpus = Corpus::empty();
    let answer = corpus.try_pivot(&json!({"dimensions": ["item", "month", "rating"]})).unwrap();
    assert_eq!(answer, json!({"total": 0, "cells": []}));
    let values = corpus.facet_values("item", &json!({"filter": {"item": ["x"]}}));
    assert_eq!(values, json!({"buckets": [{"value": "x", "count": 0, "selected": true}], "distinct": 0, "missing": 0}));
}

#[test]
fn only_the_metrics_asked_for_are_given() {
    let shared = shared();
    let cell = |metrics: Value| {
        let answer = shared.corpus.try_pivot(&json!({"dimensions": ["source"], "metrics": metrics})).unwrap();
        answer["cells"][0].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(cell(json!([])), ["values", "count", "slice"]);
    assert_eq!(cell(json!(["avg_rating"])), ["values", "count", "avg_rating", "slice"]);
    assert_eq!(cell(json!(["count", "avg_sentiment"])), ["values", "count", "avg_sentiment", "slice"]);
}

/// A widened slice is the same reviews for every endpoint, and so are its cells.
#[test]
fn widened_slices_are_the_same_everywhere() {
    let (shared, mut wider) = (shared(), 0);
    for q in ["上菜慢 味道真的好吃", "物流很快 价格偏贵", "态度很差", "电视机 坏了 -差评"] {
        let total = |body: &Value| shared.corpus.search(body)["total"].as_u64().unwrap();
        let exact = total(&json!({"q": q, "limit": 0}));
        for widening in ["synonyms", "approximate"] {
            let mut slice = json!({"q": q});
            slice[widening] = json!(true);
            let found = total(&slice);
            wider += u64::from(found > exact);
            let values = shared.corpus.facet_values("source", &slice);
            let sum: u64 =
                values["buckets"].as_array().unwrap().iter().map(|bucket| bucket["count"].as_u64().unwrap()).sum();
            assert_eq!(sum, found, "{slice}");
            let mut pivot = slice.clone();
            pivot["dimensions"] = json!(["source", "year"]);
            let pivot = shared.corpus.try_pivot(&pivot).unwrap();
            assert_eq!(pivot["total"], json!(found), "{slice}");
            for cell in pivot["cells"].as_array().unwrap() {
                assert_eq!(json!(total(&cell["slice"])), cell["count"], "{cell}");
            }
            slice["format"] = json!("jsonl");
            assert_eq!(shared.corpus.export(&slice, |_| {}).lines().count() as u64, found, "{slice}");
        }
    }
    assert!(wider > 0, "nothing was widened");
}
