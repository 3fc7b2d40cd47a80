//! The stories that only flags can tell come out of the demo exports, and little else with them.

use pinglan::{
    demo,
    domain::{analysis::Flag, review::ReviewNumber},
    service::Progress,
};

use crate::support::corpus::Corpus;

const KINDS: [(&str, Flag); 3] = [("burst", Flag::Burst), ("advertising", Flag::Advertising), ("abuse", Flag::Abuse)];
const REVIEWS: u32 = 9_000;

#[test]
fn planted_bursts_advertising_and_abuse_are_flagged() {
    let corpus = Corpus::empty();
    let options = demo::Options { reviews: REVIEWS, ..demo::Options::default() };
    let written = demo::write_exports(corpus.dir.path(), &options).unwrap();
    for file in &written.files {
        corpus.import(&file.path, Some(&file.source));
    }
    corpus.service.settle(&Progress::default()).unwrap();
    let numbers: Vec<_> = (1..=u64::from(REVIEWS)).map(ReviewNumber).collect();
    let reviews = corpus.service.store.reviews(&numbers).unwrap();
    assert_eq!(reviews.len(), numbers.len());
    for (kind, flag) in KINDS {
        let planted: Vec<&String> =
            written.stories.iter().filter(|story| story.kind == kind).flat_map(|story| &story.reviews).collect();
        let flagged: Vec<String> = reviews
            .iter()
            .filter(|review| corpus.service.analyst.findings(review).flags.iter().any(|found| found.flag == flag))
            .map(|review| review.id.to_string())
            .collect();
        let found = planted.iter().filter(|id| flagged.contains(*id)).count();
        println!("{kind}: {} planted, {found} of them flagged, {} flagged in all", planted.len(), flagged.len());
        assert!(planted.len() >= 9 && found * 10 >= planted.len() * 9, "{kind}: {found} of {}", planted.len());
        assert!(flagged.len() <= found + planted.len() / 4, "{kind}: {} flagged", flagged.len());
    }
    assert_eq!(corpus.service.store.check().unwrap(), []);
}
