//! Comparisons and terms of random slices equal a naive scan, and every count's slice reproduces it.

use std::collections::{BTreeMap, BTreeSet};

use pinglan::{
    insight::statistics::{Share, log_odds},
    limits,
};
use serde_json::{Value, json};

use super::compare::assert_alike;
use crate::support::{
    cases,
    corpus::{Corpus, shared},
    oracle::{Doc, Model},
    query::Q,
    random::Random,
    slice::Slice,
};

/// Reviews of a slice by value of a field.
fn counts(model: &Model, slice: &Slice, field: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for doc in model.docs.iter().filter(|doc| slice.holds(doc)) {
        doc.lists[field].iter().for_each(|value| *counts.entry(value.clone()).or_insert(0) += 1);
    }
    counts
}

fn size(model: &Model, slice: &Slice) -> u64 {
    model.docs.iter().filter(|doc| slice.holds(doc)).count() as u64
}

fn reproduces(corpus: &Corpus, slice: &Value, count: &Value) {
    let mut asked = slice.clone();
    asked["limit"] = json!(0);
    assert_eq!(&corpus.search(&asked)["total"], count, "{slice}");
}

/// Two slices that are not the same.
fn random_pair(model: &Model, random: &mut Random) -> [Slice; 2] {
    let broad = |random: &mut Random| {
        if random.chance(40) { Slice::of(Q::All) } else { Slice::random(model, 1, random) }
    };
    loop {
        let [a, b] = [Slice::random(model, 1, random), broad(random)];
        if a.json() != b.json() && size(model, &a) > 0 {
            return [a, b];
        }
    }
}

fn check_comparison(corpus: &Corpus, model: &Model, sides: &[Slice; 2], random: &mut Random) {
    let request = json!({"a": sides[0].json(), "b": sides[1].json()});
    let answer = match corpus.try_compare(&request) {
        // Differently written, they may still mean the same.
        Err("invalid_value") if size(model, &sides[0]) == size(model, &sides[1]) => return,
        answer => answer.unwrap_or_else(|code| panic!("{code}: {request}")),
    };
    for (name, side) in ["a", "b"].into_iter().zip(sides) {
        assert_alike(&answer[name]["summary"], &model.summary(side), &format!("{name} of {request}"));
        reproduces(corpus, &answer[name]["slice"], &json!(size(model, side)));
    }
    let both = model.docs.iter().filter(|doc| sides.iter().all(|side| side.holds(doc))).count();
    assert_eq!(answer["overlap"], json!(both), "{request}");
    check_aspects(corpus, model, sides, &answer, random);
    check_opinions(corpus, model, sides, &answer, random);
}

fn check_aspects(corpus: &Corpus, model: &Model, sides: &[Slice; 2], answer: &Value, random: &mut Random) {
    let found = answer["aspects"].as_array().unwrap();
    let pairs = [0, 1].map(|side: usize| counts(model, &sides[side], "aspect_sentiment"));
    let known: BTreeSet<&str> =
        pairs.iter().flat_map(|pairs| pairs.keys()).map(|pair| pair.split(':').next().unwrap()).collect();
    let named: BTreeSet<&str> = found.iter().map(|aspect| aspect["aspect"].as_str().unwrap()).collect();
    assert_eq!((named.len(), named), (found.len(), known));
    let p_values = found.iter().filter_map(|aspect| aspect["p_value"].as_f64());
    assert!(p_values.is_sorted());
    for aspect in found {
        for (side, name) in ["a", "b"].into_iter().enumerate() {
            let figures = &aspect[name];
            let mut sum = 0;
            for polarity in ["negative", "neutral", "positive"] {
                let pair = format!("{}:{polarity}", aspect["aspect"].as_str().unwrap());
                let expected = pairs[side].get(&pair).copied().unwrap_or(0);
                assert_eq!(figures[polarity]["count"], json!(expected), "{pair}");
                sum += expected;
            }
            assert_eq!(figures["count"], json!(sum), "{aspect}");
        }
        let shares = ["a", "b"].map(|name| aspect[name]["negative"]["share"].as_f64().unwrap());
        if let Some(difference) = aspect["difference"].as_f64() {
            assert!((difference - (shares[0] - shares[1])).abs() < 1e-12, "{aspect}");
            let [low, high] = [0, 1].map(|end| aspect["interval"][end].as_f64().unwrap());
            assert!(low <= difference && difference <= high, "{aspect}");
        }
    }
    for _ in 0..found.len().min(3) {
        let figures = &random.pick(found)[*random.pick(&["a", "b"])];
        reproduces(corpus, &figures["slice"], &figures["count"]);
        let figure = &figures[*random.pick(&["negative", "neutral", "positive"])];
        reproduces(corpus, &figure["slice"], &figure["count"]);
    }
}

fn check_opinions(corpus: &Corpus, model: &Model, sides: &[Slice; 2], answer: &Value, random: &mut Random) {
    let found = answer["opinions"].as_array().unwrap();
    let known = [0, 1].map(|side: usize| counts(model, &sides[side], "opinion"));
    let of = |side: usize, opinion: &str| known[side].get(opinion).copied().unwrap_or(0);
    for compared in found {
        let opinion = compared["opinion"].as_str().unwrap();
        for (side, name) in ["a", "b"].into_iter().enumerate() {
            assert_eq!(compared[name]["count"], json!(of(side, opinion)), "{opinion}");
        }
        let only = [of(0, opinion), of(1, opinion)].map(|count| count > 0);
        let expected = match only {
            [true, false] => json!("a"),
            [false, true] => json!("b"),
            _ => Value::Null,
        };
        assert_eq!(compared["only"], expected, "{compared}");
    }
    let totals = [0, 1].map(|side: usize| size(model, &sides[side]));
    let score = |opinion: &str| {
        let [a, b] = [0, 1].map(|side: usize| Share { count: of(side, opinion), of: totals[side] });
        log_odds(a, b)
    };
    let shared: BTreeSet<&String> = known
        .iter()
        .flat_map(|counts| counts.iter().filter(|(_, count)| **count >= limits::TERM_REVIEWS))
        .map(|(opinion, _)| opinion)
        .filter(|opinion| score(opinion) != 0.0)
        .collect();
    assert_eq!(found.len(), shared.len().min(limits::COMPARED_OPINIONS));
    assert!(found.iter().map(|compared| -compared["score"].as_f64().unwrap().abs()).is_sorted());
    for _ in 0..found.len().min(2) {
        let figure = &random.pick(found)[*random.pick(&["a", "b"])];
        reproduces(corpus, &figure["slice"], &figure["count"]);
    }
}

#[test]
fn comparisons_equal_a_scan() {
    let (shared, mut random) = (shared(), Random::new("compare"));
    for _ in 0..cases(60, 1_000) {
        let sides = random_pair(&shared.model, &mut random);
        check_comparison(&shared.corpus, &shared.model, &sides, &mut random);
    }
}

/// The words and opinions of each review, by kind and name.
struct Terms(Vec<BTreeSet<(&'static str, String)>>);

impl Terms {
    fn of(corpus: &Corpus, model: &Model) -> Self {
        let snapshot = corpus.service.engine.snapshot();
        let segmenter = snapshot.segmenter();
        let terms = |doc: &Doc| {
            let mut terms = BTreeSet::new();
            for text in &doc.folded {
                segmenter.each_word(text, |word| {
                    if segmenter.is_telling(word) && word.chars().count() <= limits::TERM_CHARS {
                        terms.insert(("word", word.to_owned()));
                    }
                });
            }
            terms.extend(doc.lists["opinion"].iter().map(|opinion| ("opinion", opinion.clone())));
            terms
        };
        Self(model.docs.iter().map(terms).collect())
    }

    /// Reviews by term of those that `holds` holds.
    fn counts(&self, model: &Model, holds: impl Fn(&Doc) -> bool) -> BTreeMap<(&'static str, String), u64> {
        let mut counts = BTreeMap::new();
        for (_, terms) in model.docs.iter().zip(&self.0).filter(|(doc, _)| holds(doc)) {
            terms.iter().for_each(|term| *counts.entry(term.clone()).or_insert(0) += 1);
        }
        counts
    }
}

/// The terms that must be reported: over-represented, held by enough reviews, and no part of a longer one with the same counts.
fn expected_terms(
    own: &BTreeMap<(&'static str, String), u64>,
    other: &BTreeMap<(&'static str, String), u64>,
    totals: [u64; 2],
) -> BTreeMap<(&'static str, String), [u64; 2]> {
    let counted: BTreeMap<(&'static str, String), [u64; 2]> = own
        .iter()
        .filter(|(_, count)| **count >= limits::TERM_REVIEWS)
        .map(|(term, count)| (term.clone(), [*count, other.get(term).copied().unwrap_or(0)]))
        .filter(|(_, counts)| {
            let [slice, background] = [0, 1].map(|side: usize| Share { count: counts[side], of: totals[side] });
            log_odds(slice, background) > 0.0
        })
        .collect();
    let holds = |longer: &(&str, String), term: &(&str, String)| {
        longer.1.contains(&term.1) && (longer.1 != term.1 || (longer.0, term.0) == ("opinion", "word"))
    };
    let mut alike: BTreeMap<[u64; 2], Vec<&(&'static str, String)>> = BTreeMap::new();
    counted.iter().for_each(|(term, counts)| alike.entry(*counts).or_default().push(term));
    let reported = |(term, counts): (&(&'static str, String), &[u64; 2])| {
        (!alike[counts].iter().any(|longer| holds(longer, term))).then(|| (term.clone(), *counts))
    };
    counted.iter().filter_map(reported).collect()
}

fn check_terms(corpus: &Corpus, model: &Model, terms: &Terms, sides: &[Slice; 2], rest: bool, random: &mut Random) {
    let [slice, background] = sides;
    let mut request = slice.json();
    request["background"] = if rest { json!("rest") } else { background.json() };
    request["limit"] = json!(limits::TERMS);
    let answer = match corpus.try_terms(&request) {
        Err("invalid_value") if !rest && size(model, slice) == size(model, background) => return,
        answer => answer.unwrap_or_else(|code| panic!("{code}: {request}")),
    };
    let behind = |doc: &Doc| if rest { !slice.holds(doc) } else { background.holds(doc) };
    let totals = [size(model, slice), model.docs.iter().filter(|doc| behind(doc)).count() as u64];
    assert_eq!((&answer["total"], &answer["background_total"]), (&json!(totals[0]), &json!(totals[1])), "{request}");
    let own = terms.counts(model, |doc| slice.holds(doc));
    let expected = expected_terms(&own, &terms.counts(model, behind), totals);
    let found = answer["terms"].as_array().unwrap();
    assert_eq!(found.len(), expected.len().min(limits::TERMS), "{request}");
    assert!(found.iter().map(|term| -term["score"].as_f64().unwrap()).is_sorted(), "{request}");
    for term in found {
        let kind = if term["kind"] == "word" { "word" } else { "opinion" };
        let counts = expected.get(&(kind, term["term"].as_str().unwrap().to_owned()));
        let counts = counts.unwrap_or_else(|| panic!("{term} of {request}"));
        assert_eq!((&term["count"], &term["background_count"]), (&json!(counts[0]), &json!(counts[1])), "{term}");
        assert!(term["lift"].as_f64().unwrap() > 0.0 && term["p_value"].as_f64().unwrap() <= 1.0, "{term}");
    }
    for _ in 0..found.len().min(4) {
        let term = random.pick(found);
        reproduces(corpus, &term["slice"], &term["count"]);
        if !term["background_slice"].is_null() {
            reproduces(corpus, &term["background_slice"], &term["background_count"]);
        }
    }
}

#[test]
fn terms_equal_a_scan() {
    let (shared, mut random) = (shared(), Random::new("terms"));
    let terms = Terms::of(&shared.corpus, &shared.model);
    for round in 0..cases(60, 1_000) {
        let sides = random_pair(&shared.model, &mut random);
        check_terms(&shared.corpus, &shared.model, &terms, &sides, round % 2 == 0, &mut random);
    }
}

/// Every word that a review holds is found by the query with which its count is opened, however it is written.
#[test]
fn every_term_opens_to_its_reviews() {
    let (shared, mut random) = (shared(), Random::new("terms opened"));
    for _ in 0..cases(3, 10) {
        let slice = Slice::random(&shared.model, 0, &mut random);
        let answer = shared.corpus.try_terms(&{
            let mut request = slice.json();
            request["limit"] = json!(limits::TERMS);
            request
        });
        for term in answer.unwrap()["terms"].as_array().unwrap() {
            reproduces(&shared.corpus, &term["slice"], &term["count"]);
            reproduces(&shared.corpus, &term["background_slice"], &term["background_count"]);
        }
    }
}

#[test]
fn an_empty_index_has_nothing_to_compare() {
    let corpus = Corpus::empty();
    let answer = corpus.try_compare(&json!({"a": {"q": "慢"}, "b": {}})).unwrap();
    assert_eq!((&answer["aspects"], &answer["opinions"]), (&json!([]), &json!([])));
    let unknown = json!({
        "difference": null, "interval": null, "p_value": null, "effect": null, "verdict": "unknown", "words": "样本不足"
    });
    assert_eq!(answer["difference"]["avg_rating"], unknown);
    assert_eq!(answer["difference"]["negative_share"], unknown);
    let answer = corpus.try_terms(&json!({"q": "慢"})).unwrap();
    assert_eq!(answer, json!({"total": 0, "background_total": 0, "terms": []}));
}

/// A widened slice is the same reviews for every endpoint; what is not in it has no form of its own.
#[test]
fn widened_slices_are_compared_as_they_are_searched() {
    let shared = shared();
    let slice = json!({"q": "态度很差", "filter": {}});
    let total = |body: Value| shared.corpus.search(&body)["total"].clone();
    for widening in ["synonyms", "approximate"] {
        let mut searched = slice.clone();
        searched[widening] = json!(true);
        let mut request = json!({"a": slice, "b": {"q": "物流很快"}});
        request[widening] = json!(true);
        let answer = shared.corpus.try_compare(&request).unwrap();
        assert_eq!(answer["a"]["summary"]["count"], total(searched.clone()), "{request}");
        for aspect in answer["aspects"].as_array().unwrap() {
            reproduces(&shared.corpus, &aspect["b"]["slice"], &aspect["b"]["count"]);
        }
        let terms = shared.corpus.try_terms(&searched).unwrap();
        assert_eq!(terms["total"], total(searched), "{slice}");
        for term in terms["terms"].as_array().unwrap() {
            reproduces(&shared.corpus, &term["slice"], &term["count"]);
            assert_eq!(term["background_slice"], Value::Null);
        }
    }
}
