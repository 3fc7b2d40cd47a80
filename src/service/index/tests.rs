//! The gate lets nothing through that differs from the store.

use tempfile::TempDir;

use super::*;
use crate::{
    clock,
    config::Config,
    domain::{
        ledger::Record,
        review::{Content, Created, Precision, ReviewId},
    },
    error::{Code, Coded},
};

const DAY: i64 = 86_400;

/// Reviews of three months and two sources, in the store and in the index.
fn service() -> (TempDir, Service) {
    let dir = TempDir::new().unwrap();
    let service = Service::open(dir.path(), Config::load(None).unwrap()).unwrap();
    let records: Vec<Record> = (0..90).map(record).collect();
    import(&service, &records);
    service.settle(&Progress::default()).unwrap();
    (dir, service)
}

fn record(id: i64) -> Record {
    let created = (id % 10 > 0).then_some(Created { unix_s: id * DAY, precision: Precision::Day });
    let content = Content { text: format!("{id}，上菜慢"), created, ..Content::default() };
    let source = if id % 3 == 0 { "a" } else { "b" };
    Record { row: 1, id: ReviewId { source: source.to_owned(), external_id: id.to_string() }, content }
}

fn import(service: &Service, records: &[Record]) {
    let import = service.store.begin_import("a.csv", "shop", "d", 0).unwrap();
    service.store.apply((import, 0), records, &[], records.len() as u64, 0).unwrap();
}

/// A generation of what `choose` makes of the store's reviews, and what the gate says of it.
fn gated(service: &Service, choose: impl Fn(&mut Vec<Review>)) -> Option<Vec<String>> {
    let generation = service.engine.begin(service.engine.segmenter(), clock::unix_now_s()).unwrap();
    let mut reviews = service.store.reviews_after(ReviewNumber(0), 1_000).unwrap();
    choose(&mut reviews);
    service.write(&generation, &reviews).unwrap();
    generation.commit(service.store.last_sequence().unwrap()).unwrap();
    generation.close_writer().unwrap();
    let differences = service.gate(&generation).unwrap();
    service.engine.give_up(generation, "a test").unwrap();
    differences
}

#[test]
fn the_gate_opens_for_what_the_store_holds_alone() {
    let (_dir, service) = service();
    assert_eq!(gated(&service, |_| ()), Some(vec![]));
    let lost = gated(&service, |reviews| drop(reviews.remove(41))).unwrap();
    assert!(lost[0].starts_with("b, 1970-02: index") && lost.len() == 2, "a count and a sampled review: {lost:?}");
    let timeless = gated(&service, |reviews| reviews.retain(|review| review.content.created.is_some())).unwrap();
    assert!(timeless.iter().any(|told| told.contains("without a time")), "{timeless:?}");
    let moved = gated(&service, |reviews| reviews[5].content.created = reviews[79].content.created).unwrap();
    assert!(moved.iter().any(|told| told.contains("1970-03")) && moved.len() >= 3, "{moved:?}");
    let changed = gated(&service, |reviews| reviews[7].content.likes = Some(99)).unwrap();
    assert!(changed.len() == 1 && changed[0].contains("differs"), "{changed:?}");
}

#[test]
fn a_store_that_has_moved_on_is_not_compared() {
    let (_dir, service) = service();
    let generation = service.engine.begin(service.engine.segmenter(), 0).unwrap();
    service.write(&generation, &service.store.reviews_after(ReviewNumber(0), 1_000).unwrap()).unwrap();
    generation.commit(service.store.last_sequence().unwrap()).unwrap();
    import(&service, &[record(900)]);
    assert_eq!(service.gate(&generation).unwrap(), None);
    service.replay(&generation, &Progress::default()).unwrap();
    generation.close_writer().unwrap();
    assert_eq!(service.gate(&generation).unwrap(), Some(vec![]));
}

#[test]
fn a_rebuild_that_is_cancelled_or_refused_leaves_the_one_that_answers() {
    let (_dir, service) = service();
    let before = service.engine.current().name().to_owned();
    let cancelled = Progress::default();
    cancelled.cancel();
    assert!(matches!(service.rebuild(&cancelled), Err(ServiceError::Cancelled)));
    let refused = ServiceError::GateClosed { differences: vec!["b, 1970-02".to_owned()] };
    assert_eq!((refused.code(), refused.hint().is_some()), (Code::IndexFailed, true));
    assert_eq!(service.engine.current().name(), before);
    service.rebuild(&Progress::default()).unwrap();
    assert_ne!(service.engine.current().name(), before);
    assert_eq!(service.engine.snapshot().review_count(), 90);
}
