//! Counts: every number of random slices — total, facets, timeline, summary, pages — equals a naive scan.

use serde_json::json;

use super::compare::{check, random_request};
use crate::support::{
    aspects::takes,
    cases,
    corpus::{Corpus, shared},
    oracle::{Doc, Model},
    query::Q,
    random::Random,
    slice::{Condition, Slice},
};

pub(super) fn check_slices(corpus: &Corpus, model: &Model, count: usize, random: &mut Random) {
    for _ in 0..count {
        let slice = Slice::random(model, 2, random);
        let request = random_request(&slice, random);
        check(corpus, model, &slice, &request);
    }
}

#[test]
fn random_slices() {
    let shared = shared();
    check_slices(&shared.corpus, &shared.model, cases(300, 2_000), &mut Random::new("slices"));
}

/// The same before and after a rebuild.
#[test]
fn random_slices_before_and_after_a_rebuild() {
    let corpus = Corpus::made_up(cases(400, 2_000));
    let (model, mut random) = (corpus.model(), Random::new("rebuilt"));
    check_slices(&corpus, &model, cases(40, 400), &mut random);
    corpus.service.rebuild(&Default::default()).unwrap();
    check_slices(&corpus, &model, cases(40, 400), &mut random);
}

#[test]
fn facets_lift_only_their_own_filter() {
    let shared = shared();
    let names = |names: &[&str]| Condition::Names(names.iter().map(|name| (*name).to_owned()).collect());
    let mut slice = Slice::of(Q::phrase("好"));
    slice.fields = vec![("city".into(), names(&["武汉", "上海"])), ("brand".into(), names(&["格力"]))];
    slice.not = vec![("city".into(), names(&["上海"])), ("item".into(), names(&["空调 A"]))];
    let mut request = slice.json();
    request["facets"] = json!(["city", "brand", "item", "rating"]);
    check(&shared.corpus, &shared.model, &slice, &request);
    let city = &shared.corpus.search(&request)["facets"]["city"];
    assert!(city["buckets"].as_array().unwrap().iter().filter(|bucket| bucket["count"] != json!(0)).count() > 2);
}

#[test]
fn a_value_that_nobody_has_stays_selected_with_zero() {
    let shared = shared();
    let body = json!({"filter": {"city": ["没有的城市"]}, "facets": ["city"], "facet_limit": 2, "limit": 0});
    let answer = shared.corpus.search(&body);
    assert_eq!(answer["total"], 0);
    let buckets = answer["facets"]["city"]["buckets"].as_array().unwrap();
    let selected: Vec<_> = buckets.iter().filter(|bucket| bucket["selected"] == json!(true)).collect();
    assert_eq!(selected, [&json!({"value": "没有的城市", "count": 0, "selected": true})]);
}

#[test]
fn every_review_has_a_sentiment() {
    let shared = shared();
    let total = |filter| shared.corpus.search(&json!({"filter": filter, "limit": 0}))["total"].as_u64().unwrap();
    assert_eq!(total(json!({"missing": ["sentiment"]})), 0);
    assert_eq!(total(json!({"not": {"missing": ["sentiment"]}})), shared.model.docs.len() as u64);
}

#[test]
fn an_empty_index_answers_with_zeros() {
    let corpus = Corpus::empty();
    let (model, mut random) = (corpus.model(), Random::new("empty"));
    for q in [Q::All, Q::phrase("好"), Q::Bare("上菜慢".into()), Q::phrase("好").negated()] {
        let slice = Slice::of(q);
        let request = random_request(&slice, &mut random);
        check(&corpus, &model, &slice, &request);
    }
}

#[test]
fn an_aspect_takes_its_parts_and_shows_them_as_selected() {
    let shared = shared();
    for named in ["service", "service:negative", "others:positive"] {
        let field = if named.contains(':') { "aspect_sentiment" } else { "aspect" };
        let body = json!({"filter": {field: [named]}, "facets": [field], "facet_limit": 1, "limit": 0});
        let answer = shared.corpus.search(&body);
        let is_taken = |doc: &&Doc| doc.lists[field].iter().any(|value| takes(field, named, value));
        let expected = shared.model.docs.iter().filter(is_taken).count();
        assert!(expected > 0 && answer["total"] == json!(expected), "{named}: {expected} {}", answer["total"]);
        let buckets = answer["facets"][field]["buckets"].as_array().unwrap();
        let selected: Vec<&str> = buckets
            .iter()
            .filter(|bucket| bucket["selected"] == json!(true))
            .map(|bucket| bucket["value"].as_str().unwrap())
            .collect();
        assert!(!selected.is_empty() && selected.iter().all(|value| takes(field, named, value)), "{selected:?}");
        let typed = named.replace(':', "=");
        let query = json!({"q": format!("aspect:{typed}"), "limit": 0});
        assert_eq!(shared.corpus.search(&query)["total"], answer["total"], "{query}");
    }
}
