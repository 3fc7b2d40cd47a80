//! Pain points of random slices against every kind of baseline equal a naive scan, every slice reproduces its count, and impacts add up.

use std::collections::{BTreeMap, BTreeSet};

use pinglan::domain::analysis::Polarity;
use serde_json::{Value, json};

use crate::support::{
    cases,
    corpus::{Corpus, shared},
    oracle::{Doc, Model, avg_rating},
    random::Random,
    slice::Slice,
};

/// Of what a review complains.
fn keys(doc: &Doc, by: &str, corpus: &Corpus) -> Vec<String> {
    match by {
        "aspect" => doc.lists["aspect_sentiment"].iter().filter(|pair| pair.ends_with(":negative")).cloned().collect(),
        _ => {
            let insight = corpus.service.analyst.insight();
            let is_negative = |form: &&String| insight.polarity_of_form(form) == Polarity::Negative;
            doc.lists["opinion"].iter().filter(is_negative).cloned().collect()
        }
    }
}

/// Reviews with near-duplicates counted once.
fn distinct(docs: &[&Doc]) -> usize {
    let names = docs.iter().map(|doc| doc.review.marks.cluster.map_or((doc.number, false), |first| (first.0, true)));
    names.collect::<BTreeSet<_>>().len()
}

fn close(value: &Value, expected: Option<f64>, what: &str) {
    match expected {
        None => assert!(value.is_null(), "{what}: {value}"),
        Some(expected) => {
            let value = value.as_f64().unwrap_or_else(|| panic!("{what}: {value}"));
            assert!((value - expected).abs() < 1e-9, "{what}: {value}, not {expected}");
        }
    }
}

/// What the reviews of one key, or of none, contribute.
fn impact<'d>(docs: impl Iterator<Item = (&'d Doc, usize)>, rated: usize, mean: Option<f64>) -> Option<f64> {
    if rated == 0 {
        return Some(0.0);
    }
    let mean = mean?;
    let part = |(doc, k): (&Doc, usize)| {
        doc.rating.map_or(0.0, |half| (f64::from(half) / 2.0 - mean) / k as f64 / rated as f64)
    };
    Some(docs.map(part).sum())
}

struct Check<'a> {
    corpus: &'a Corpus,
    by: &'a str,
    own: Vec<&'a Doc>,
    other: Vec<&'a Doc>,
}

impl<'a> Check<'a> {
    fn by_key(&self, docs: &[&'a Doc]) -> BTreeMap<String, Vec<&'a Doc>> {
        let mut found: BTreeMap<String, Vec<&Doc>> = BTreeMap::new();
        for doc in docs {
            keys(doc, self.by, self.corpus).into_iter().for_each(|key| found.entry(key).or_default().push(doc));
        }
        found
    }

    fn answer(&self, answer: &Value, limit: usize, what: &str) {
        let (mean, baseline) = (avg_rating(&self.own), avg_rating(&self.other));
        assert_eq!(answer["total"], json!(self.own.len()), "{what}");
        assert_eq!(answer["baseline_total"], json!(self.other.len()), "{what}");
        close(&answer["mean_rating"], mean, what);
        close(&answer["baseline_mean_rating"], baseline, what);
        let (own, other) = (self.by_key(&self.own), self.by_key(&self.other));
        let points = answer["points"].as_array().unwrap();
        assert_eq!(points.len(), limit.min(own.len()), "{what}");
        let rated = self.own.iter().filter(|doc| doc.rating.is_some()).count();
        for point in points {
            let key = point["key"].as_str().unwrap();
            let what = format!("{key} of {what}");
            let (docs, others) = (&own[key], other.get(key).map_or(&[][..], Vec::as_slice));
            assert_eq!(point["count"], json!(docs.len()), "{what}");
            assert_eq!(point["distinct_count"], json!(distinct(docs)), "{what}");
            assert_eq!(point["baseline_count"], json!(others.len()), "{what}");
            close(&point["share"], Some(docs.len() as f64 / self.own.len() as f64), &what);
            let weighted = docs.iter().map(|doc| (*doc, keys(doc, self.by, self.corpus).len()));
            close(&point["impact"], impact(weighted, rated, baseline), &what);
            let left: Vec<&Doc> =
                self.own.iter().copied().filter(|doc| !docs.iter().any(|gone| gone.number == doc.number)).collect();
            close(&point["removal_delta"], avg_rating(&left).zip(mean).map(|(left, mean)| left - mean), &what);
            let dated = docs.iter().filter(|doc| doc.created.is_some()).count() as u64;
            let trend = point["trend"].as_array().unwrap();
            assert_eq!(trend.iter().map(|bucket| bucket["count"].as_u64().unwrap()).sum::<u64>(), dated, "{what}");
            self.reproduces(&point["slice"], &point["count"]);
            if !point["baseline_slice"].is_null() {
                self.reproduces(&point["baseline_slice"], &point["baseline_count"]);
            }
            point["quotes"].as_array().unwrap().iter().for_each(|quote| quoted(quote, docs, &what));
        }
        self.remainder(answer, &own, baseline, what);
    }

    fn reproduces(&self, slice: &Value, count: &Value) {
        let mut slice = slice.clone();
        slice["limit"] = json!(0);
        assert_eq!(self.corpus.search(&slice)["total"], *count, "{slice}");
    }

    /// Points, other and none hold all reviews, and their impacts add up to the difference of the means.
    fn remainder(&self, answer: &Value, own: &BTreeMap<String, Vec<&Doc>>, baseline: Option<f64>, what: &str) {
        let points = answer["points"].as_array().unwrap();
        let shown: BTreeSet<&str> = points.iter().map(|point| point["key"].as_str().unwrap()).collect();
        let complains = |doc: &&&Doc| ["negative", "very_negative"].contains(&doc.bucket());
        let of = |doc: &Doc| keys(doc, self.by, self.corpus);
        let none = self.own.iter().filter(|doc| of(doc).is_empty() && !complains(doc)).count();
        let other = self.own.iter().filter(|doc| {
            let keys = of(doc);
            (keys.is_empty() && complains(doc)) || keys.iter().any(|key| !shown.contains(key.as_str()))
        });
        assert_eq!(answer["none"]["count"], json!(none), "{what}");
        assert_eq!(answer["other"]["count"], json!(other.count()), "{what}");
        assert_eq!(answer["other"]["keys"], json!(own.len() - shown.len()), "{what}");
        let parts = points.iter().map(|point| &point["impact"]);
        let parts: Vec<Option<f64>> =
            parts.chain([&answer["other"]["impact"], &answer["none"]["impact"]]).map(Value::as_f64).collect();
        match (avg_rating(&self.own), baseline) {
            (Some(mean), Some(baseline)) => {
                let sum: f64 = parts.into_iter().map(Option::unwrap).sum();
                assert!((sum - (mean - baseline)).abs() < 1e-9, "{sum}: {what}");
            }
            (None, _) => assert!(parts.into_iter().all(|part| part == Some(0.0)), "{what}"),
            (Some(_), None) => assert!(parts.into_iter().all(|part| part.is_none()), "{what}"),
        }
    }
}

/// A quote is of a review that complains, stands in its texts, and its range in it.
fn quoted(quote: &Value, docs: &[&Doc], what: &str) {
    let doc = docs.iter().find(|doc| json!(doc.id) == quote["id"]).unwrap_or_else(|| panic!("{quote}: {what}"));
    let text = quote["text"].as_str().unwrap();
    let content = &doc.review.content;
    let parts = [content.title.as_deref(), Some(content.text.as_str()), content.append.as_deref()];
    assert!(parts.into_iter().flatten().any(|part| part.contains(text)), "{quote}: {what}");
    let [start, end] = [0, 1].map(|at| usize::try_from(quote["range"][at].as_u64().unwrap()).unwrap());
    assert!(start < end && end <= text.chars().count(), "{quote}: {what}");
}

fn check(corpus: &Corpus, model: &Model, random: &mut Random) {
    let slice = Slice::random(model, 1, random);
    let (by, limit) = (*random.pick(&["aspect", "opinion"]), random.within(1..12));
    let mut request = slice.json();
    request["by"] = json!(by);
    request["limit"] = json!(limit);
    request["quotes"] = json!(random.within(0..3));
    let other = Slice::random(model, 1, random);
    let rest = random.chance(50);
    request["baseline"] = if rest { json!("rest") } else { other.json() };
    let (own, others) = (&slice, &other);
    let check = Check {
        corpus,
        by,
        own: model.docs.iter().filter(|doc| own.holds(doc)).collect(),
        other: model.docs.iter().filter(|doc| if rest { !own.holds(doc) } else { others.holds(doc) }).collect(),
    };
    let answer = corpus.try_pain_points(&request).unwrap_or_else(|code| panic!("{code}: {request}"));
    check.answer(&answer, limit, &request.to_string());
}

#[test]
fn pain_points_equal_a_scan() {
    let (shared, mut random) = (shared(), Random::new("pain points"));
    for _ in 0..cases(120, 1_000) {
        check(&shared.corpus, &shared.model, &mut random);
    }
}

/// The days before: as many, whole weeks earlier.
#[test]
fn the_period_before_is_moved_by_whole_weeks() {
    let (shared, mut random) = (shared(), Random::new("previous period"));
    let day = |at: i64| jiff::civil::date(2021, 1, 1) + jiff::Span::new().days(at);
    for _ in 0..cases(20, 200) {
        let (first, days) =
            (i64::try_from(random.within(0..300)).unwrap(), i64::try_from(random.within(1..200)).unwrap());
        let back = (days + 6) / 7 * 7;
        let of = |first: i64| json!({"from": day(first).to_string(), "to": day(first + days - 1).to_string()});
        let own = json!({"filter": {"all": [{"filter": {"created": of(first)}}], "not": {"created": {"to": day(first - 400).to_string()}}}});
        let mut request = own.clone();
        request["baseline"] = json!("previous_period");
        let answer = shared.corpus.try_pain_points(&request).unwrap();
        let total =
            |first: i64| shared.corpus.search(&json!({"filter": {"created": of(first)}, "limit": 0}))["total"].clone();
        assert_eq!([&answer["total"], &answer["baseline_total"]], [&total(first), &total(first - back)], "{request}");
        for point in answer["points"].as_array().unwrap() {
            let mut slice = point["baseline_slice"].clone();
            slice["limit"] = json!(0);
            assert_eq!(shared.corpus.search(&slice)["total"], point["baseline_count"], "{slice}");
        }
    }
}

/// A widened slice is the same reviews here as in a search.
#[test]
fn widened_slices_are_reproduced() {
    let shared = shared();
    for widening in ["synonyms", "approximate"] {
        let request = json!({"q": "上菜慢 态度很差", widening: true, "by": "aspect"});
        let answer = shared.corpus.try_pain_points(&request).unwrap();
        assert!(!answer["points"].as_array().unwrap().is_empty());
        for point in answer["points"].as_array().unwrap() {
            let mut slice = point["slice"].clone();
            slice["limit"] = json!(0);
            assert_eq!(shared.corpus.search(&slice)["total"], point["count"], "{slice}");
            assert!(point["baseline_slice"].is_null());
        }
    }
}
