//! The stories of the demo data are found: the right point, among the first, with the right start; and every slice of every answer
//! reproduces its count.

use pinglan::demo;
use serde_json::{Value, json};

use crate::support::{cases, corpus::Corpus};

fn points(corpus: &Corpus, body: &Value) -> Vec<Value> {
    let answer = corpus.try_pain_points(body).unwrap_or_else(|code| panic!("{code}: {body}"));
    for point in answer["points"].as_array().unwrap() {
        for (slice, count) in [("slice", "count"), ("baseline_slice", "baseline_count")] {
            let mut slice = point[slice].clone();
            slice["limit"] = json!(0);
            assert_eq!(corpus.search(&slice)["total"], point[count], "{slice}");
        }
    }
    answer["points"].as_array().unwrap().clone()
}

/// The place of the first point whose key holds one of these words, and the point.
fn find(points: &[Value], words: &[&str]) -> (usize, Value) {
    let holds = |point: &Value| words.iter().any(|word| point["key"].as_str().unwrap().contains(word));
    let at = points.iter().position(holds).unwrap_or_else(|| panic!("no {words:?} in {points:#?}"));
    (at, points[at].clone())
}

fn corpus() -> (Corpus, demo::Demo) {
    let corpus = Corpus::empty();
    let reviews = u32::try_from(cases(12_000, 30_000)).unwrap();
    let options = demo::Options { reviews, ..demo::Options::default() };
    let written = demo::write_exports(corpus.dir.path(), &options).unwrap();
    for file in &written.files {
        corpus.import(&file.path, Some(&file.source));
    }
    (corpus, written)
}

/// Days between a start that was found and the day on which the story begins.
fn days_off(point: &Value, from: &str) -> i64 {
    let day = |text: &str| text.parse::<jiff::civil::Date>().unwrap();
    let since = point["since"].as_str().unwrap_or_else(|| panic!("no start: {point:#}"));
    i64::from(day(since).since(day(from)).unwrap().get_days())
}

#[test]
fn planted_stories_are_the_first_points_and_begin_when_they_do() {
    let (corpus, written) = corpus();
    let story = |name: &str| written.stories.iter().find(|story| story.name == name).unwrap();
    let cases: [(&str, &str, &[&str]); 4] = [
        ("slow-serving", "opinion", &["上菜慢"]),
        ("slow-serving", "aspect", &["serving_speed"]),
        ("leaking-batch", "opinion", &["漏水"]),
        ("logged-out", "opinion", &["退出登录"]),
    ];
    for (name, by, words) in cases {
        let story = story(name);
        let item = json!([story.item.as_ref().unwrap()]);
        // The item over all its time: the point is worse since the story began.
        let whole = points(&corpus, &json!({"filter": {"item": item}, "by": by}));
        let (place, point) = find(&whole, words);
        let off = days_off(&point, &story.from);
        println!("{name} by {by}: place {place}, p {}, since {} ({off} days off)", point["p_value"], point["since"]);
        assert!(place < 3 && point["p_value"].as_f64().unwrap() < 0.05, "{point:#}");
        // The bucket that holds the first day of the story, or the next one.
        assert!((-31..=31).contains(&off), "{point:#}");
        assert!(point["change"].as_f64().unwrap() > 1.5, "{point:#}");
        // Its own weeks, against the period before and against all other items.
        let window = json!({"from": story.from, "to": story.to});
        for baseline in [json!("previous_period"), json!("rest"), json!({"filter": {"not": {"item": item}}})] {
            let body = json!({"filter": {"item": item, "created": window}, "by": by, "baseline": baseline});
            let (place, point) = find(&points(&corpus, &body), words);
            println!("  against {baseline}: place {place}, lift {}, p {}", point["lift"], point["p_value"]);
            assert!(place < 2 && point["lift"].as_f64().unwrap() > 2.0, "{point:#}");
            assert!(point["p_value"].as_f64().unwrap() < 0.05, "{point:#}");
            assert!(!point["quotes"].as_array().unwrap().is_empty());
        }
    }
}
