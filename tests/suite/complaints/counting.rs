//! Complaints about totals, facets and pages.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{places, reviews_with};
use crate::support::{corpus::Corpus, server::small};

/// Reviews of 400 items, the first ones with many, all of them 「好」 and every third 「好吃」.
fn many_items() -> (Corpus, BTreeMap<String, u64>) {
    let mut counts = BTreeMap::new();
    let rows: Vec<Value> = (0..2_000_usize)
        .map(|id| {
            // Squares gather at the small numbers.
            let item = format!("商品{:03}", (id * 7 % 633).pow(2) / 1_000);
            *counts.entry(item.clone()).or_default() += 1;
            let text = if id.is_multiple_of(3) { "好吃" } else { "好" };
            json!({"id": id.to_string(), "item": item, "text": text, "rating": id % 5 + 1})
        })
        .collect();
    let corpus = Corpus::empty();
    // Several files: several segments, each of which alone has other most frequent items.
    rows.chunks(500).for_each(|rows| drop(corpus.import_rows(rows, "shop")));
    (corpus, counts)
}

fn buckets(answer: &Value, facet: &str) -> Vec<(String, u64)> {
    let buckets = answer["facets"][facet]["buckets"].as_array().unwrap().iter();
    buckets.map(|bucket| (bucket["value"].as_str().unwrap().to_owned(), bucket["count"].as_u64().unwrap())).collect()
}

/// The counts of a facet are guesses where the data lies in parts, and nothing says by how much they are wrong.
#[test]
fn facet_counts_are_exact() {
    let (corpus, counts) = many_items();
    assert!(counts.len() > 200, "{}", counts.len());
    let answer = corpus.search(&json!({"facets": ["item"], "facet_limit": 1_000}));
    assert_eq!(buckets(&answer, "item").into_iter().collect::<BTreeMap<_, _>>(), counts);
    assert_eq!(
        (&answer["facets"]["item"]["distinct"], &answer["facets"]["item"]["missing"]),
        (&json!(counts.len()), &json!(0))
    );
}

/// The counts of a facet change with the number of values, or of hits, that are asked for.
#[test]
fn facet_counts_do_not_depend_on_how_much_is_shown() {
    let (corpus, counts) = many_items();
    let ask = |facet_limit: usize, limit: usize| {
        corpus.search(&json!({"q": "好吃", "facets": ["item"], "facet_limit": facet_limit, "limit": limit}))
    };
    let whole = buckets(&ask(1_000, 0), "item");
    assert_eq!(whole.iter().map(|(_, count)| count).sum::<u64>(), 667);
    let found = whole.iter().filter(|(_, count)| *count > 0).count();
    assert!(found > 100 && whole.len() == counts.len(), "{found} of {}", whole.len());
    for facet_limit in [1, 2, 10, 100] {
        for limit in [0, 1, 200] {
            let answer = ask(facet_limit, limit);
            assert_eq!(buckets(&answer, "item"), whole[..facet_limit], "{facet_limit} values, {limit} hits");
            assert_eq!(answer["facets"]["item"]["distinct"], json!(found));
            assert_eq!(answer["total"], 667);
        }
    }
}

/// A search finds 83 reviews on its first page and 194 on its tenth; another page size gives another total.
#[test]
fn ten_pages_later_the_total_is_the_same() {
    let (corpus, _) = many_items();
    for limit in [7, 20, 67] {
        let mut request = json!({"q": "好吃", "limit": limit, "facets": ["rating"]});
        let first = corpus.search(&request);
        let mut seen = BTreeSet::new();
        for page in 1.. {
            let answer = corpus.search(&request);
            assert_eq!(answer["total"], 667, "page {page} of {limit}");
            assert_eq!((&answer["facets"], &answer["summary"]), (&first["facets"], &first["summary"]), "page {page}");
            let hits = places(&answer);
            assert_eq!(hits.len(), limit.min(667 - seen.len()), "page {page} of {limit}");
            assert!(hits.into_iter().all(|hit| seen.insert(hit)), "page {page} repeats a review");
            if answer["next_cursor"].is_null() {
                break;
            }
            request["cursor"] = answer["next_cursor"].clone();
        }
        assert_eq!(seen, (0..2_000).step_by(3).collect(), "pages of {limit}");
    }
}

/// The total counts what the threshold for weak hits has hidden, or hides what the total has counted.
#[test]
fn the_total_counts_what_the_pages_show() {
    let corpus = reviews_with(&["慢", "慢慢慢", "很长的一条评价，说了许多别的事情，只在末尾提到慢", "快"]);
    let answer = corpus.search(&json!({"q": "慢"}));
    assert_eq!((&answer["total"], places(&answer).len()), (&json!(3), 3));
}

/// The value that one has chosen disappears from the list, and with it the way to take it back.
#[test]
fn a_selected_facet_value_does_not_vanish() {
    let corpus = Corpus::empty();
    let rows = [
        json!({"id": "0", "item": "甲", "city": "武汉", "text": "慢"}),
        json!({"id": "1", "item": "甲", "city": "上海", "text": "快"}),
        json!({"id": "2", "item": "乙", "city": "武汉", "text": "慢"}),
        json!({"id": "3", "item": "丙", "city": "北京", "text": "慢"}),
    ];
    corpus.import_rows(&rows, "shop");
    let bucket =
        |value: &str, count: u64, selected: bool| json!({"value": value, "count": count, "selected": selected});
    // Nothing is left of it, and it stays; the other values say what choosing them would give.
    let answer = corpus.search(&json!({"q": "快", "filter": {"item": ["乙"]}, "facets": ["item"], "facet_limit": 1}));
    assert_eq!(answer["total"], 0);
    let item = answer["facets"]["item"]["buckets"].as_array().unwrap();
    assert!(item.contains(&bucket("甲", 1, false)) && item.contains(&bucket("乙", 0, true)), "{item:?}");
    // A choice in one facet narrows the others, never its own.
    let answer = corpus.search(&json!({"filter": {"item": ["甲"]}, "facets": ["item", "city"]}));
    assert_eq!(
        answer["facets"]["item"]["buckets"],
        json!([bucket("甲", 2, true), bucket("丙", 1, false), bucket("乙", 1, false)])
    );
    assert_eq!(
        answer["facets"]["city"]["buckets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|b| b["count"].as_u64().unwrap())
            .sum::<u64>(),
        2
    );
    // Rows that are empty for now are kept, in numbers and in the list.
    let answer = corpus.search(&json!({"q": "快", "facets": ["item"]}));
    let item = answer["facets"]["item"]["buckets"].as_array().unwrap();
    assert!(item.contains(&bucket("丙", 0, false)) && answer["facets"]["item"]["distinct"] == 1, "{item:?}");
}

/// What comes with the engine to look at its data can neither filter nor sort nor count.
#[test]
fn whatever_is_shown_can_be_filtered_sorted_and_counted_at_once() {
    let server = small();
    let fields = server.client.get("/api/v1/fields").ok();
    let fields = fields["fields"].as_array().unwrap_or_else(|| panic!("{fields}"));
    let facets: Vec<&str> =
        fields.iter().filter(|field| field["facetable"] == true).map(|field| field["name"].as_str().unwrap()).collect();
    assert!(facets.len() >= 10, "{facets:?}");
    let whole = server.client.search(&json!({"facets": facets})).ok();
    for facet in facets {
        for bucket in whole["facets"][facet]["buckets"].as_array().unwrap() {
            let value = if facet == "rating" {
                bucket["value"].as_str().unwrap().parse::<f64>().unwrap().into()
            } else {
                bucket["value"].clone()
            };
            for sort in ["relevance", "newest", "oldest", "rating_asc", "rating_desc", "likes"] {
                let answer =
                    server.client.search(&json!({"filter": {facet: [value]}, "sort": sort, "facets": [facet]})).ok();
                assert_eq!(answer["total"], bucket["count"], "{facet} = {value} by {sort}");
            }
        }
    }
}

/// Nobody gets past the ten thousandth hit.
#[test]
fn the_last_of_ten_thousand_hits_is_reached() {
    const REVIEWS: usize = 10_050;
    let rows: Vec<Value> = (0..REVIEWS).map(|id| json!({"id": id.to_string(), "text": format!("好{id}")})).collect();
    let corpus = Corpus::empty();
    corpus.import_rows(&rows, "shop");
    let mut request = json!({"q": "好", "sort": "oldest", "limit": 200, "summary": false});
    let mut last = Vec::new();
    let mut seen = 0;
    loop {
        let answer = corpus.search(&request);
        assert_eq!(answer["total"], REVIEWS);
        last = if places(&answer).is_empty() { last } else { places(&answer) };
        seen += places(&answer).len();
        if answer["next_cursor"].is_null() {
            break;
        }
        request["cursor"] = answer["next_cursor"].clone();
    }
    assert_eq!((seen, last.len()), (REVIEWS, 50));
    assert!(last.contains(&0), "without times the first that came is the last shown: {last:?}");
}
