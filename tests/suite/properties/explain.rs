//! Explanations: a review is explained as a match exactly when it is among the hits, and the named cause is the oracle's.

use std::{
    collections::HashSet,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use pinglan::{
    compute::Job,
    domain::{
        page::Sort,
        query::{Near, Pieces, Query, TextPart},
        slice::Slice as DomainSlice,
    },
    http,
    service::{SearchRequest, Service},
};
use serde_json::{Value, json};

use crate::support::{
    cases,
    corpus::shared,
    oracle::Doc,
    query::{Q, is_bare, pieces, substring},
    random::Random,
    slice::Slice,
};

/// Whether a query holds, and the leaf that decides it: of parts that must all hold the first that fails, of parts of which one must the
/// first that holds, else the first part.
fn decide(q: &Q, doc: &Doc, leaves: &mut usize) -> (bool, usize) {
    let parts = |parts: &[Q], all: bool, leaves: &mut usize| {
        let decided: Vec<(bool, usize)> = parts.iter().map(|part| decide(part, doc, leaves)).collect();
        let decisive = decided.iter().find(|(holds, _)| *holds != all);
        (decisive.is_some() != all, decisive.unwrap_or(&decided[0]).1)
    };
    match q {
        Q::All => (true, *leaves),
        Q::Bare(_) | Q::Phrase(_) | Q::Near(..) | Q::In(..) | Q::Field(_) => {
            *leaves += 1;
            (q.matches(doc), *leaves - 1)
        }
        Q::And(all) => parts(all, true, leaves),
        Q::Or(any) => parts(any, false, leaves),
        Q::Not(inner) => {
            let (holds, leaf) = decide(inner, doc, leaves);
            (!holds, leaf)
        }
    }
}

/// What keeps a review out of a slice: a clause by its place, else a field of the filter, else nested slices.
fn cause(slice: &Slice, doc: &Doc) -> Option<Value> {
    let (holds, leaf) = decide(&slice.q, doc, &mut 0);
    if !holds {
        return Some(json!(["clause", leaf]));
    }
    let of = |name: &str, slice: Slice| (!slice.holds(doc)).then(|| name.to_owned());
    let mut failing: Vec<String> = Vec::new();
    let one = |conditions: &[(String, _)], negated: bool| {
        let mut sorted = conditions.to_vec();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let narrowed = sorted.into_iter().filter_map(move |(name, condition)| {
            let mut alone = Slice::of(Q::All);
            let side = if negated { &mut alone.not } else { &mut alone.fields };
            side.push((name.clone(), condition));
            of(&name, alone)
        });
        narrowed.collect::<Vec<_>>()
    };
    failing.extend(one(&slice.fields, false));
    failing.extend(one(&slice.not, true));
    failing.extend((!slice.all.iter().all(|nested| nested.holds(doc))).then(|| "all".to_owned()));
    failing.extend(slice.none.iter().any(|nested| nested.holds(doc)).then(|| "none".to_owned()));
    failing.first().map(|field| json!(["filter", field]))
}

#[test]
fn what_is_explained_is_what_is_found() {
    let shared = shared();
    let mut random = Random::new("explain");
    let (mut matches, mut misses) = (0, 0);
    for _ in 0..cases(250, 2_000) {
        let slice = Slice::random(&shared.model, 1, &mut random);
        let mut body = slice.json();
        let mut search = body.clone();
        search["limit"] = json!(200);
        let found = shared.corpus.search(&search);
        let hits: HashSet<&str> =
            found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        let mut docs: Vec<&Doc> = (0..6).map(|_| random.pick(&shared.model.docs)).collect();
        docs.extend(shared.model.docs.iter().filter(|doc| hits.contains(doc.id.as_str())).take(2));
        for doc in docs {
            body["id"] = json!(doc.id);
            let explained = http::explain(&shared.corpus.service, body.clone()).unwrap();
            let expected = cause(&slice, doc);
            assert_eq!(explained["matches"], slice.holds(doc), "{body}: {explained}");
            if found["total"].as_u64().unwrap() <= 200 {
                assert_eq!(explained["matches"], hits.contains(doc.id.as_str()), "{body}: {explained}");
            }
            let by = &explained["excluded_by"];
            let named = by.as_object().map(|_| match by["kind"].as_str().unwrap() {
                "clause" => json!(["clause", by["clause"]]),
                kind => json!([kind, by["field"]]),
            });
            assert_eq!(named, expected, "{body}: {explained}");
            assert!(by.is_null() || !by["detail"].as_str().unwrap().is_empty(), "{explained}");
            if expected.is_none() {
                matches += 1
            } else {
                misses += 1
            }
            check_places(&explained, doc);
        }
    }
    assert!(matches >= 300 && misses >= 300, "{matches} matches, {misses} misses");
}

/// The characters under every range belong to the clause.
fn check_places(explained: &Value, doc: &Doc) {
    let content = &doc.review.content;
    for clause in explained["clauses"].as_array().unwrap() {
        let here = json!({"part": clause["part"], "ranges": clause["ranges"]});
        let elsewhere = clause["elsewhere"].as_array().unwrap();
        for place in elsewhere.iter().chain([&here]) {
            let text = match place["part"].as_str() {
                None => continue,
                Some("title") => content.title.as_deref(),
                Some("append") => content.append.as_deref(),
                Some("reply") => content.reply.as_deref(),
                Some(_) => Some(content.text.as_str()),
            };
            let scalars: Vec<char> = text.unwrap().chars().collect();
            for range in place["ranges"].as_array().unwrap() {
                let end = |at: usize| usize::try_from(range[at].as_u64().unwrap()).unwrap();
                assert!(end(0) < end(1) && end(1) <= scalars.len(), "{clause}");
                let under: String = scalars[end(0)..end(1)].iter().collect();
                let typed = clause["text"].as_str().unwrap();
                let needles = if is_bare(typed) { pieces(typed) } else { Vec::new() };
                let folded = crate::support::fold::fold(&under);
                assert!(needles.is_empty() || needles.iter().any(|n| folded.contains(n.as_str())), "{clause}");
            }
        }
    }
}

fn found(service: &Service, slice: &DomainSlice) -> (u64, HashSet<String>) {
    let job = Job { deadline: Instant::now() + Duration::from_secs(60), cancelled: Arc::new(AtomicBool::new(false)) };
    let request = SearchRequest { slice: slice.clone(), limit: 200, sort: Sort::Newest, ..SearchRequest::default() };
    let page = service.search(&request, &job).unwrap();
    (page.total, page.hits.iter().map(|hit| hit.review.id.to_string()).collect())
}

/// Queries that look at one part, at closeness or at words.
fn random_term(texts: &[String], random: &mut Random) -> Query {
    let some = |random: &mut Random| substring(texts, 3, random);
    match random.within(0..5) {
        0 => Query::Near(Near { terms: vec![some(random), some(random)], within: random.within(0..12) }),
        1 => {
            let mut words = Vec::new();
            let text = crate::support::fold::fold(random.pick::<String>(texts));
            crate::support::query::SEGMENTER.each_word(&text, |word| words.push(word.to_owned()));
            Query::Word(if words.is_empty() { some(random) } else { random.pick(&words).clone() })
        }
        2 => {
            let wordings =
                (0..3).map(|_| (0..2).map(|_| crate::support::fold::fold(&some(random))).collect()).collect();
            Query::Pieces(Pieces { typed: "…".to_owned(), wordings, at_least: random.within(1..4) })
        }
        3 => Query::In(*random.pick(&TextPart::ALL), Box::new(Query::Phrase(some(random)))),
        _ => {
            let near = Near { terms: vec![some(random), some(random)], within: random.within(0..12) };
            Query::In(*random.pick(&TextPart::ALL), Box::new(Query::Near(near)))
        }
    }
}

#[test]
fn parts_closeness_and_words_are_explained_as_they_are_found() {
    let shared = shared();
    let service = &shared.corpus.service;
    let mut random = Random::new("explain terms");
    let mut matches = 0;
    for _ in 0..cases(300, 3_000) {
        let query = random_term(&shared.model.texts, &mut random);
        let slice = DomainSlice { query, ..DomainSlice::default() };
        let (total, hits) = found(service, &slice);
        let mut ids: Vec<&String> = (0..10).map(|_| &random.pick(&shared.model.docs).id).collect();
        ids.extend(hits.iter().take(10));
        for id in ids {
            let explained = service.explain(id, &slice, Sort::Newest).unwrap();
            assert!(total > 200 || explained.matches == hits.contains(id), "{slice:?}: {explained:?}");
            assert!(!hits.contains(id) || explained.matches, "{slice:?}: {explained:?}");
            matches += usize::from(explained.matches);
        }
    }
    assert!(matches > 300, "{matches}");
}

/// The score of a hit is the sum of its parts, and hits come in its order.
#[test]
fn the_parts_of_a_score_add_up_and_order_the_hits() {
    let shared = shared();
    let mut random = Random::new("explain score");
    for _ in 0..cases(40, 400) {
        let text = substring(&shared.model.texts, 4, &mut random);
        let q = Q::phrase(&text).text();
        let answer = shared.corpus.search(&json!({"q": q, "limit": 10}));
        let mut last = f64::INFINITY;
        for hit in answer["hits"].as_array().unwrap() {
            let explained = http::explain(&shared.corpus.service, json!({"id": hit["id"], "q": q})).unwrap();
            if explained["score"].is_null() {
                continue;
            }
            let total = explained["score"]["total"].as_f64().unwrap();
            let parts = explained["score"]["parts"].as_array().unwrap();
            let sum: f64 = parts.iter().map(|part| part["value"].as_f64().unwrap()).sum();
            assert!((total - sum).abs() <= 1e-3 * total.max(1.0), "{explained}");
            assert!(total <= last + 1e-4, "{q}: {total} after {last}");
            last = total;
        }
    }
}
