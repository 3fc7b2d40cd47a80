//! The edges of days: 23:59:59 and 00:00:00 +08:00 fall into their own day, week, month, quarter and year.

use serde_json::{Value, json};

use super::compare::check;
use crate::support::{
    corpus::Corpus,
    query::Q,
    slice::{Condition, Slice},
};

const EDGES: [&str; 12] = [
    "2020-02-28 23:59:59",
    "2020-02-29 00:00:00",
    "2020-02-29 23:59:59",
    "2020-03-01 00:00:00",
    "2020-12-31 23:59:59",
    "2021-01-01 00:00:00",
    "2021-01-03 23:59:59",
    "2021-01-04 00:00:00",
    "2021-03-31 23:59:59",
    "2021-04-01 00:00:00",
    "2021-06-30",
    "2021-07-01 00:00",
];

fn corpus() -> Corpus {
    let corpus = Corpus::empty();
    let row = |(id, time): (usize, &&str)| json!({"id": id.to_string(), "text": "好", "time": time});
    let mut rows: Vec<Value> = EDGES.iter().enumerate().map(row).collect();
    rows.push(json!({"id": "none", "text": "好"}));
    corpus.import_rows(&rows, "a");
    corpus
}

#[test]
fn buckets_begin_at_local_midnight() {
    let corpus = corpus();
    let model = corpus.model();
    for interval in ["day", "week", "month", "quarter", "year", "auto"] {
        let slice = Slice::of(Q::All);
        let mut request = slice.json();
        request["timeline"] = json!({"interval": interval, "split": "sentiment"});
        check(&corpus, &model, &slice, &request);
    }
    let request =
        json!({"timeline": {"interval": "week"}, "filter": {"created": {"from": "2020-12-28", "to": "2021-01-10"}}});
    let weeks = corpus.search(&request)["timeline"]["buckets"].clone();
    let weeks: Vec<(&str, u64)> = weeks
        .as_array()
        .unwrap()
        .iter()
        .map(|week| (week["start"].as_str().unwrap(), week["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(weeks, [("2020-12-28", 3), ("2021-01-04", 1)]);
}

#[test]
fn filters_cut_at_local_midnight() {
    let corpus = corpus();
    let model = corpus.model();
    let mut days: Vec<Condition> = Vec::new();
    for edge in EDGES {
        let day = || Some(edge[..10].to_owned());
        days.extend([Condition::Days(day(), day()), Condition::Days(day(), None), Condition::Days(None, day())]);
    }
    for far in ["0001-01-01", "1969-12-31", "9999-12-31"] {
        days.extend([Condition::Days(Some(far.into()), None), Condition::Days(None, Some(far.into()))]);
    }
    for doc in model.docs.iter().filter(|doc| doc.created.is_some()) {
        for shift in [-1, 0, 1] {
            let at = doc.created.map(|at| at + shift);
            days.extend([Condition::Instants(at, None), Condition::Instants(None, at)]);
        }
    }
    for condition in days {
        for excluded in [false, true] {
            let mut slice = Slice::of(Q::All);
            let side = if excluded { &mut slice.not } else { &mut slice.fields };
            side.push(("created".into(), condition.clone()));
            let mut request = slice.json();
            request["sort"] = json!("oldest");
            request["timeline"] = json!({"interval": "auto", "split": "sentiment"});
            check(&corpus, &model, &slice, &request);
        }
    }
}
