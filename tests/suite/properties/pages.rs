//! Pages: followed by their cursors they are the whole result of one snapshot, whatever happens meanwhile.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use pinglan::{
    compute::Job,
    domain::{self, calendar::Day},
    service::SearchRequest,
    text::parse_query,
};

use serde_json::{Value, json};

use super::compare::{SORTS, check_hit};
use crate::support::{
    cases,
    corpus::{Corpus, shared},
    oracle::Model,
    query::Q,
    random::Random,
    reviews,
    slice::Slice,
};

/// All hits of a request, page by page; `between` runs after each page.
fn all_pages(corpus: &Corpus, mut request: Value, mut between: impl FnMut(usize)) -> Vec<Value> {
    let mut hits = Vec::new();
    for page in 0.. {
        let answer = corpus.search(&request);
        hits.extend(answer["hits"].as_array().unwrap().iter().cloned());
        if answer["next_cursor"].is_null() {
            assert_eq!(answer["total"], json!(hits.len()), "{request}");
            break;
        }
        request["cursor"] = answer["next_cursor"].clone();
        between(page);
    }
    hits
}

/// The pages hold exactly the reviews of `slice` as of `model`, in order, with the texts of then.
fn check_pages(hits: &[Value], model: &Model, slice: &Slice, sort: &str) {
    let expected = model.ordered(slice, sort);
    assert_eq!(hits.len(), expected.len(), "{slice:?} by {sort}");
    if sort == "relevance" && !slice.q.understood().is_empty() {
        let ids: BTreeSet<&str> = hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        assert_eq!(ids, expected.iter().map(|doc| doc.id.as_str()).collect(), "{slice:?} by {sort}");
        for hit in hits {
            let doc = expected.iter().find(|doc| hit["id"] == json!(doc.id)).unwrap();
            check_hit(hit, doc, slice, &json!(sort));
        }
    } else {
        for (hit, doc) in hits.iter().zip(expected) {
            check_hit(hit, doc, slice, &json!(sort));
        }
    }
}

#[test]
fn pages_join_to_the_whole_result() {
    let (shared, mut random) = (shared(), Random::new("pages"));
    for round in 0..cases(24, 200) {
        let slice = Slice::random(&shared.model, 1, &mut random);
        let sort = SORTS[round % SORTS.len()];
        let mut request = slice.json();
        request["sort"] = json!(sort);
        request["limit"] = json!(random.within(7..120));
        check_pages(&all_pages(&shared.corpus, request, |_| {}), &shared.model, &slice, sort);
    }
}

/// By relevance a page of any size shows the same order: a prefix of the order that a larger page shows.
#[test]
fn relevance_does_not_depend_on_the_page_size() {
    let (shared, mut random) = (shared(), Random::new("relevance"));
    for _ in 0..cases(15, 100) {
        let q = crate::support::query::random_query(&shared.model.texts, 1, &mut random);
        let ids = |limit: usize| -> Vec<Value> {
            let request = json!({"q": q.text(), "limit": limit});
            all_pages(&shared.corpus, request, |_| {}).iter().map(|hit| hit["id"].clone()).collect()
        };
        let whole = ids(200);
        for limit in [9, 31] {
            assert_eq!(ids(limit), whole, "{} by pages of {limit}", q.text());
        }
    }
}

#[test]
fn pages_show_one_snapshot_while_reviews_change() {
    let corpus = Corpus::made_up(cases(300, 2_000));
    let mut random = Random::new("changing");
    for sort in SORTS {
        let (model, q) = (corpus.model(), if sort == "likes" { Q::All } else { Q::phrase("好") });
        let slice = Slice::of(q);
        let mut request = slice.json();
        request["sort"] = json!(sort);
        request["limit"] = json!(23);
        let mut next_id = 1_000_000 + model.docs.len();
        let hits = all_pages(&corpus, request, |page| match page {
            0 => corpus.update_some(&mut random),
            1 => {
                let rows: Vec<Value> = (next_id..next_id + 40).map(|id| reviews::row(id, &mut random)).collect();
                next_id += 40;
                corpus.import_rows(&rows, "b");
            }
            2 => corpus.service.rebuild(&Default::default()).unwrap(),
            _ => {}
        });
        check_pages(&hits, &model, &slice, sort);
        assert!(corpus.model().docs.len() > model.docs.len(), "pages ended before anything changed");
    }
}

#[test]
fn a_cursor_belongs_to_its_request() {
    let shared = shared();
    let request = json!({"q": "好", "limit": 3, "sort": "newest"});
    let cursor = shared.corpus.search(&request)["next_cursor"].clone();
    for (name, value) in [("q", json!("慢")), ("sort", json!("oldest")), ("filter", json!({"city": ["武汉"]}))] {
        let mut other = request.clone();
        other["cursor"] = cursor.clone();
        other[name] = value;
        assert_eq!(shared.corpus.try_search(other.clone()).unwrap_err(), "invalid_cursor", "{other}");
    }
    let mut wider = request;
    wider["cursor"] = cursor;
    wider["limit"] = json!(50);
    assert_eq!(shared.corpus.search(&wider)["hits"].as_array().unwrap().len(), 50);
}

#[test]
fn unknown_times_come_last_in_both_directions() {
    let shared = shared();
    for sort in ["newest", "oldest"] {
        let hits = all_pages(&shared.corpus, json!({"sort": sort, "limit": 200}), |_| {});
        let unknown: Vec<bool> = hits.iter().map(|hit| hit["created_at"].is_null()).collect();
        assert!(unknown.is_sorted() && unknown[0] != unknown[unknown.len() - 1], "{sort}");
    }
}

/// Relative times are counted from the day of the first page, also when a later page is asked for on another day.
#[test]
fn a_page_asked_for_after_midnight_continues() {
    let shared = shared();
    let service = &shared.corpus.service;
    let (q, then) = ("时间:近3000天", Day::parse("2023-05-31").unwrap());
    let deadline = Instant::now() + Duration::from_secs(60);
    let job = Job { deadline, cancelled: Arc::default() };
    let query = parse_query(q, service.schema.vocabulary(), then).unwrap();
    let slice = domain::slice::Slice { query, ..Default::default() };
    let first = SearchRequest { slice, sort: domain::page::Sort::Newest, limit: 3, today: then, ..Default::default() };
    let page = service.search(&first, &job).unwrap();
    let cursor = page.next_cursor.unwrap();
    assert_eq!(service.day_of(Some(&cursor)).unwrap(), then);
    let next = shared.corpus.search(&json!({"q": q, "sort": "newest", "limit": 3, "cursor": cursor}));
    assert_eq!(next["total"], page.total);
    assert_eq!(next["parsed"], "created:2015-03-15..2023-05-31");
    let fresh = shared.corpus.search(&json!({"q": q, "limit": 0}));
    assert_ne!(fresh["parsed"], next["parsed"]);
}
