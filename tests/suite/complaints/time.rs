//! Complaints about days, weeks and months.

use pinglan::{config::Config, service::Service};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::corpus::Corpus;

fn at(times: &[&str], zone: &str) -> Corpus {
    let dir = TempDir::new().unwrap();
    let config = Config::parse(&format!("zone = '{zone}'")).unwrap();
    let corpus = Corpus { service: Service::open(&dir.path().join("data"), config).unwrap(), dir };
    let rows = times.iter().enumerate().map(|(id, time)| json!({"id": id.to_string(), "text": "好", "time": time}));
    corpus.import_rows(&rows.collect::<Vec<_>>(), "shop");
    corpus
}

/// Start and count of each bucket.
fn timeline(corpus: &Corpus, interval: &str, filter: &Value) -> Vec<(String, u64)> {
    let answer = corpus.search(&json!({"filter": filter, "timeline": {"interval": interval, "split": "sentiment"}}));
    let timeline = &answer["timeline"];
    assert_eq!(timeline["interval"], interval);
    let buckets = timeline["buckets"].as_array().unwrap().iter();
    let buckets: Vec<(String, u64)> = buckets
        .map(|bucket| (bucket["start"].as_str().unwrap().to_owned(), bucket["count"].as_u64().unwrap()))
        .collect();
    let counted: u64 = buckets.iter().map(|(_, count)| count).sum();
    assert_eq!(counted + timeline["missing"].as_u64().unwrap(), answer["total"].as_u64().unwrap());
    buckets
}

fn expected(buckets: &[(&str, u64)]) -> Vec<(String, u64)> {
    buckets.iter().map(|(start, count)| ((*start).to_owned(), *count)).collect()
}

/// In China the bars of a day begin at eight in the morning, because days are days of Greenwich.
#[test]
fn a_day_bucket_is_a_local_day() {
    let corpus = at(
        &["2026-03-01T00:00:00+08:00", "2026-03-01T23:59:59+08:00", "2026-02-28 23:59:59", "2026-03-02 00:00:00"],
        "Asia/Shanghai",
    );
    let all = json!({});
    assert_eq!(timeline(&corpus, "day", &all), expected(&[("2026-02-28", 1), ("2026-03-01", 2), ("2026-03-02", 1)]));
    assert_eq!(timeline(&corpus, "month", &all), expected(&[("2026-02-01", 1), ("2026-03-01", 3)]));
    let day = json!({"created": {"from": "2026-03-01", "to": "2026-03-01"}});
    assert_eq!(timeline(&corpus, "day", &day), expected(&[("2026-03-01", 2)]));
    assert_eq!(timeline(&corpus, "quarter", &day), expected(&[("2026-01-01", 2)]));
    assert_eq!(timeline(&corpus, "year", &day), expected(&[("2026-01-01", 2)]));
}

/// Weeks begin on Sunday, or on the Thursday of 1970-01-01.
#[test]
fn a_week_begins_on_monday() {
    // A Sunday and the Monday after it.
    let corpus = at(&["2026-03-01 23:59:59", "2026-03-02 00:00:00", "2026-03-08 12:00:00"], "Asia/Shanghai");
    assert_eq!(timeline(&corpus, "week", &json!({})), expected(&[("2026-02-23", 1), ("2026-03-02", 2)]));
}

/// Where clocks are changed, the buckets after the change begin an hour early.
#[test]
fn a_day_of_twenty_three_hours_is_one_day() {
    // Clocks go forward on 2026-03-08 and back on 2026-11-01.
    let times = [
        "2026-03-08T00:00:00-05:00",
        "2026-03-08T23:59:59-04:00",
        "2026-03-09T00:00:00-04:00",
        "2026-11-01T00:00:00-04:00",
        "2026-11-01T23:59:59-05:00",
        "2026-11-02T00:00:00-05:00",
    ];
    let corpus = at(&times, "America/New_York");
    let days: Vec<_> = timeline(&corpus, "day", &json!({})).into_iter().filter(|(_, count)| *count > 0).collect();
    assert_eq!(days, expected(&[("2026-03-08", 2), ("2026-03-09", 1), ("2026-11-01", 2), ("2026-11-02", 1)]));
    assert_eq!(timeline(&corpus, "month", &json!({"created": {"from": "2026-11-01"}})), expected(&[("2026-11-01", 3)]));
    let day = json!({"created": {"from": "2026-03-08", "to": "2026-03-08"}});
    assert_eq!(timeline(&corpus, "day", &day), expected(&[("2026-03-08", 2)]));
}

/// Days without a review are missing from the chart, so a silent week looks like none.
#[test]
fn a_timeline_has_no_gaps() {
    let corpus = at(&["2026-02-27", "2026-03-02"], "Asia/Shanghai");
    assert_eq!(
        timeline(&corpus, "day", &json!({})),
        expected(&[("2026-02-27", 1), ("2026-02-28", 0), ("2026-03-01", 0), ("2026-03-02", 1)])
    );
}

/// Nothing says in which zone the days are, and a time read from a file is shown in another one.
#[test]
fn an_answer_names_its_zone_and_times_carry_theirs() {
    for (zone, time) in [
        ("Asia/Shanghai", "2026-03-01T08:30:00+08:00"),
        ("UTC", "2026-03-01T08:30:00+00:00"),
        ("America/New_York", "2026-03-01T08:30:00-05:00"),
    ] {
        let corpus = at(&["2026-03-01 08:30:00"], zone);
        let answer = corpus.search(&json!({"timeline": {"interval": "day"}}));
        assert_eq!((&answer["timeline"]["zone"], &answer["hits"][0]["created_at"]), (&json!(zone), &json!(time)));
    }
}

/// A period cannot be set against the one before it: the days between two periods fall into both, or into none.
#[test]
fn two_periods_side_by_side_share_no_day_and_lose_none() {
    let corpus = at(
        &[
            "2026-01-01 00:00:00",
            "2026-01-31 23:59:59",
            "2026-02-01 00:00:00",
            "2026-02-28 23:59:59",
            "2026-03-01 00:00:00",
        ],
        "Asia/Shanghai",
    );
    let total = |from: &str, to: &str| {
        corpus.search(&json!({"filter": {"created": {"from": from, "to": to}}}))["total"].as_u64().unwrap()
    };
    assert_eq!((total("2026-01-01", "2026-01-31"), total("2026-02-01", "2026-02-28")), (2, 2));
    assert_eq!(total("2026-01-01", "2026-02-28"), 4);
    let instants = ["2026-01-31T00:00:00+08:00", "2026-02-01T00:00:00+08:00", "2026-03-01T00:00:00+08:00"];
    assert_eq!((total(instants[0], instants[1]), total(instants[1], instants[2])), (1, 2));
}

/// A reference to days is either fixed or relative, and the one kind does not mean what the other does.
#[test]
fn days_named_in_a_query_are_those_of_the_filter() {
    let days_ago = |days: i64| (jiff::Zoned::now() - jiff::Span::new().days(days)).strftime("%F 12:00:00").to_string();
    // Far enough from the edges of each period that the test may run over midnight, and in any zone of the machine.
    let times =
        [days_ago(3), days_ago(20), days_ago(45), "2021-01-31 23:59:59".to_owned(), "2021-02-01 00:00:00".to_owned()];
    let corpus = at(&times.each_ref().map(String::as_str), "Asia/Shanghai");
    let total = |body: Value| corpus.search(&body)["total"].as_u64().unwrap();
    for (q, count) in [
        ("时间:近7天", 1),
        ("time:last_30_days", 2),
        ("时间：近三个月", 3),
        ("时间:近7天 OR 时间:2021-01", 2),
        ("-时间:近30天", 3),
    ] {
        assert_eq!(total(json!({"q": q})), count, "{q}");
    }
    for (q, from, to) in [
        ("时间:2021-01", "2021-01-01", "2021-01-31"),
        ("time:2021-01..2021-02", "2021-01-01", "2021-02-28"),
        ("time:2021-02-01", "2021-02-01", "2021-02-01"),
    ] {
        let filtered = total(json!({"filter": {"created": {"from": from, "to": to}}}));
        assert!(filtered > 0);
        assert_eq!(total(json!({"q": q})), filtered, "{q}");
    }
}
