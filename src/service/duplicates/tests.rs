//! The pass in small batches and after edits, against one pass over everything.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::{
    config::Config,
    domain::{
        ledger::Record,
        review::{Content, Created, Precision, ReviewId},
    },
};

const SENTENCES: [&str; 6] = [
    "前台小姐姐人美心善，房间温馨如家，入住体验感满分",
    "锅底很香，毛肚新鲜，就是排队等了一个多小时",
    "洗衣机脱水的时候声音像拖拉机，楼下都来敲门了",
    "早餐种类不少，豆浆是现磨的，油条刚出锅",
    "更新以后记账总是闪退，三年的数据差点丢了",
    "好评",
];
const DAY: i64 = 86_400;

fn service() -> (TempDir, Service) {
    let dir = TempDir::new().unwrap();
    let service = Service::open(dir.path(), Config::load(None).unwrap()).unwrap();
    (dir, service)
}

fn record(id: usize, text: &str, day: Option<i64>) -> Record {
    let created = day.map(|day| Created { unix_s: day * DAY, precision: Precision::Day });
    let content = Content { text: text.to_owned(), created, item: Some("店".to_owned()), ..Content::default() };
    Record { row: 1, id: ReviewId { source: "shop".into(), external_id: id.to_string() }, content }
}

fn import(service: &Service, records: &[Record]) {
    let import = service.store.begin_import("a.csv", "shop", "d", 0).unwrap();
    service.store.apply((import, 0), records, &[], records.len() as u64, 0).unwrap();
}

/// What holds of every review, by number.
fn marks(service: &Service) -> Vec<Marks> {
    service.store.reviews_after(ReviewNumber(0), 10_000).unwrap().iter().map(|review| review.marks).collect()
}

fn mark(service: &Service, limit: usize) -> u64 {
    service.mark_in_batches(limit, &Progress::default()).unwrap()
}

#[test]
fn every_member_but_the_earliest_is_a_duplicate() {
    let (_dir, service) = service();
    let text = SENTENCES[0];
    let near = format!("{text}，推荐给大家");
    import(&service, &[record(1, text, None), record(2, SENTENCES[1], Some(3)), record(3, &near, Some(9))]);
    assert_eq!(mark(&service, 100), 2);
    let cluster = Some(ReviewNumber(1));
    let member = |duplicate| Marks { cluster, duplicate, burst: None };
    // An unknown time comes last, so the first number is the copy.
    assert_eq!(marks(&service), [member(true), Marks::default(), member(false)]);
    let before = service.store.last_sequence().unwrap();
    import(&service, &[record(4, text, Some(5))]);
    assert_eq!(mark(&service, 100), 2);
    assert_eq!(marks(&service), [member(true), Marks::default(), member(true), member(false)]);
    let variants = service.duplicates_of(ReviewNumber(3), 10).unwrap();
    assert_eq!(variants.iter().map(|review| review.number.0).collect::<Vec<_>>(), [4, 3, 1]);
    assert!(service.duplicates_of(ReviewNumber(2), 10).unwrap().is_empty());
    // What was said earlier is still told of earlier sequences.
    let then = service.store.reviews_as_of(&[ReviewNumber(3)], before).unwrap();
    assert_eq!(then[0].marks, member(false));
    assert_eq!((mark(&service, 100), service.store.check().unwrap()), (0, vec![]));
}

#[test]
fn a_burst_is_marked_and_forgotten_when_its_texts_change() {
    let (_dir, service) = service();
    let others = (0..60).map(|id| record(id, &format!("{}{id}", ["味道还行", "一般"][id % 2]), Some(id as i64 * 9)));
    let burst = (100..108).map(|id| record(id, SENTENCES[0], Some(200)));
    import(&service, &others.chain(burst).collect::<Vec<_>>());
    mark(&service, 100);
    let in_burst = |service: &Service| marks(service).iter().filter(|marks| marks.burst.is_some()).count();
    assert_eq!(in_burst(&service), 8);
    assert!(marks(&service).iter().flat_map(|marks| marks.burst).all(|burst| burst.reviews == 8));
    import(&service, &(100..104).map(|id| record(id, SENTENCES[id - 99], Some(200))).collect::<Vec<_>>());
    mark(&service, 100);
    assert_eq!((in_burst(&service), service.store.check().unwrap()), (0, vec![]));
}

#[test]
fn another_method_compares_everything_again() {
    let (_dir, service) = service();
    import(&service, &[record(1, SENTENCES[0], None), record(2, SENTENCES[0], None)]);
    assert_eq!(mark(&service, 100), 2);
    service.store.marking(duplicates::VERSION + 1).unwrap();
    assert!(service.store.traits(&[ReviewNumber(1)]).unwrap().is_empty());
    assert_eq!(mark(&service, 1), 0);
    assert_eq!(service.store.traits(&[ReviewNumber(1), ReviewNumber(2)]).unwrap().len(), 2);
}

#[test]
fn a_cancelled_pass_goes_on_where_it_stopped() {
    let (_dir, service) = service();
    import(&service, &(0..9).map(|id| record(id, SENTENCES[id % 3], None)).collect::<Vec<_>>());
    let cancelled = Progress::default();
    cancelled.cancel();
    assert!(matches!(service.mark_in_batches(4, &cancelled), Err(ServiceError::Cancelled)));
    assert_eq!(service.store.marking(duplicates::VERSION).unwrap().compared, 4);
    mark(&service, 4);
    assert_eq!(marks(&service).iter().filter(|marks| marks.duplicate).count(), 6);
    assert_eq!(service.store.check().unwrap(), []);
}

/// An id, which sentence, how it is varied, and when.
type Row = (usize, usize, usize, Option<i64>);

fn rows() -> impl Strategy<Value = Vec<Vec<Row>>> {
    let row = (0..14_usize, 0..SENTENCES.len(), 0..4_usize, proptest::option::of(0..6_i64));
    proptest::collection::vec(proptest::collection::vec(row, 1..12), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn step_by_step_is_the_same_as_all_at_once(imports in rows(), limit in 1..9_usize) {
        let (_dir, stepwise) = service();
        for rows in &imports {
            let varied = |&(id, sentence, tail, day): &_| {
                record(id, &format!("{}{}", SENTENCES[sentence], ["", "！！", "，还会再来", "，推荐"][tail]), day)
            };
            import(&stepwise, &rows.iter().map(varied).collect::<Vec<_>>());
            mark(&stepwise, limit);
            prop_assert_eq!(stepwise.store.check().unwrap(), []);
        }
        let reviews = stepwise.store.reviews_after(ReviewNumber(0), 100).unwrap();
        let records = reviews.into_iter().map(|review| Record { row: 1, id: review.id, content: review.content });
        let (_other, whole) = service();
        import(&whole, &records.collect::<Vec<_>>());
        mark(&whole, 1_000);
        prop_assert_eq!(marks(&stepwise), marks(&whole));
    }
}
