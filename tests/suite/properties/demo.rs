//! The same on the demo exports, brought in as a user would.

use pinglan::demo;
use serde_json::json;

use super::{slices::check_slices, substrings::check_substrings};
use crate::support::{cases, corpus::Corpus, random::Random};

fn corpus(reviews: u32) -> (Corpus, demo::Demo) {
    let corpus = Corpus::empty();
    let written =
        demo::write_exports(corpus.dir.path(), &demo::Options { reviews, ..demo::Options::default() }).unwrap();
    for file in &written.files {
        let report = corpus.import(&file.path, Some(&file.source));
        assert_eq!(report.counts.inserted, file.reviews as u64, "{}", file.path.display());
    }
    (corpus, written)
}

#[test]
fn demo_reviews_are_searched_and_counted_exactly() {
    let (corpus, _) = corpus(u32::try_from(cases(2_500, 30_000)).unwrap());
    let (model, mut random) = (corpus.model(), Random::new("demo"));
    check_substrings(&corpus, &model, cases(150, 2_000), &mut random);
    check_slices(&corpus, &model, cases(60, 600), &mut random);
}

/// A story can be found by the words that it promises, inside its days and its item.
#[test]
fn planted_stories_are_found() {
    let (corpus, written) = corpus(6_000);
    assert!(!written.stories.is_empty());
    for story in &written.stories {
        let mut filter = json!({"created": {"from": story.from, "to": story.to}});
        if let Some(item) = &story.item {
            filter["item"] = json!([item]);
        }
        let answer = corpus.search(&json!({"q": story.query, "filter": filter, "limit": 0}));
        // Other reviews may say the same; those of the story all do.
        assert!(answer["total"].as_u64().unwrap() >= story.reviews.len() as u64, "{story:?}");
    }
}
