//! Fields of which a review may have several values: whatever is asked, the answer equals a naive scan.

mod complaints;
mod model;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use self::model::{LISTS, catalogue, entry, facet, holds, slice, takes, values};
use super::{Budget, Engine, Entry, Request, Settings, Snapshot, Texts, ValuesRequest};
use crate::{
    domain::{
        calendar::{Day, Zone},
        facet::{Facet, FacetBucket},
        page::Sort,
        pivot::{Cell, Dimension, PivotRequest},
        review::ReviewNumber,
        slice::{Condition, Slice},
    },
    text::Segmenter,
};

fn settings() -> Settings {
    Settings {
        facets: vec!["city".to_owned()],
        aspects: catalogue(),
        thresholds: Default::default(),
        zone: Zone::parse("UTC").unwrap(),
        ranking: Default::default(),
        analysis_version: "1".to_owned(),
    }
}

struct Index {
    engine: Engine,
    entries: BTreeMap<u64, Entry>,
    _dir: tempfile::TempDir,
}

impl Index {
    fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let engine = Engine::open(dir.path(), settings(), Segmenter::builtin(), 0).unwrap();
        Self { engine, entries: BTreeMap::new(), _dir: dir }
    }

    fn write(&mut self, numbers: impl IntoIterator<Item = u64>, random: &mut ChaCha8Rng) {
        let entries: Vec<Entry> = numbers.into_iter().map(|number| entry(number, random)).collect();
        let generation = self.engine.current();
        generation.write(&entries).unwrap();
        generation.commit(1).unwrap();
        self.entries.extend(entries.into_iter().map(|entry| (entry.number.0, entry)));
    }

    fn snapshot(&self) -> std::sync::Arc<Snapshot> {
        self.engine.snapshot()
    }

    /// The facet as it must be; `limit` besides the selected values, and only those met.
    fn facet(&self, slice: &Slice, field: &str, limit: usize, contains: &str) -> Facet {
        let (counts, missing) = facet(self.entries.values(), slice, field);
        let mut met: Vec<(String, u64)> = counts.into_iter().filter(|(value, _)| value.contains(contains)).collect();
        met.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let distinct = met.len() as u64;
        let bucket =
            |(value, count): (String, u64)| FacetBucket { selected: selects(slice, field, &value), value, count };
        let buckets = met.into_iter().map(bucket).enumerate();
        let shown = buckets.filter(|(place, bucket)| *place < limit || bucket.selected).map(|(_, bucket)| bucket);
        Facet { buckets: shown.collect(), distinct, missing }
    }
}

fn selects(slice: &Slice, field: &str, value: &str) -> bool {
    slice.filter.fields.get(field).into_iter().flatten().any(|condition| match condition {
        Condition::Values(named) => named.iter().any(|named| takes(field, named, value)),
        _ => false,
    })
}

fn unlimited(cancelled: &AtomicBool) -> Budget<'_> {
    Budget { deadline: Instant::now() + Duration::from_secs(600), cancelled }
}

/// Compares what was met, and looks at the values beside: they are selected, or fill up to the limit.
fn assert_facet(found: &Facet, expected: &Facet, slice: &Slice, field: &str, limit: usize) {
    let what = format!("{field} of {slice:?}");
    let met = |facet: &Facet| facet.buckets.iter().filter(|bucket| bucket.count > 0).cloned().collect::<Vec<_>>();
    assert_eq!(met(found), expected.buckets, "{what}");
    assert_eq!((found.distinct, found.missing), (expected.distinct, expected.missing), "{what}");
    for bucket in &found.buckets {
        assert_eq!(bucket.selected, selects(slice, field, &bucket.value), "{} of {what}", bucket.value);
    }
    assert!(found.buckets.iter().filter(|bucket| !bucket.selected).count() <= limit, "{what}");
    assert!(found.buckets.is_sorted_by_key(|bucket| (Reverse(bucket.count), bucket.value.clone())), "{what}");
    // A value that nobody has stays when it is named, unless it stands for parts.
    for condition in slice.filter.fields.get(field).into_iter().flatten() {
        let Condition::Values(named) = condition else { continue };
        if named.contains("没有的") {
            assert!(found.buckets.iter().any(|bucket| bucket.value == "没有的"), "{what}");
        }
    }
}

fn check_search(index: &Index, random: &mut ChaCha8Rng) {
    let (slice, limit) = (slice(2, random), random.random_range(1..6));
    let facets: BTreeSet<&str> =
        (0..5).filter_map(|_| [&LISTS[..], &["city", "city"]].concat().choose(random).copied()).collect();
    let request = Request {
        facets: facets.iter().map(|field| (*field).to_owned()).collect(),
        facet_limit: limit,
        summary: true,
        ..Request::page(slice, Sort::Newest, 10, Day(0))
    };
    let cancelled = AtomicBool::new(false);
    let answer = index.snapshot().search(&request, &unlimited(&cancelled)).unwrap();
    let expected: Vec<&Entry> = index.entries.values().filter(|entry| holds(&request.slice, entry, "")).collect();
    assert_eq!(answer.total, expected.len() as u64, "{:?}", request.slice);
    for bucket in crate::domain::sentiment::SentimentBucket::ALL {
        let count = expected.iter().filter(|entry| model::bucket(entry) == bucket).count();
        assert_eq!(answer.summary.tally.sentiment[bucket as usize], count as u64, "{:?}", request.slice);
    }
    for hit in &answer.hits {
        assert!(holds(&request.slice, &index.entries[&hit.review().0], ""), "{:?}", request.slice);
    }
    for (field, found) in &answer.facets {
        assert_facet(found, &index.facet(&request.slice, field, limit, ""), &request.slice, field, limit);
    }
}

fn check_values(index: &Index, random: &mut ChaCha8Rng) {
    let field = *[&LISTS[..], &["city"]].concat().choose(random).unwrap();
    let contains = if field == "city" { "" } else { *["", "", "1", "service", "慢", "e"].choose(random).unwrap() };
    let request = ValuesRequest {
        slice: slice(1, random),
        field: field.to_owned(),
        contains: contains.to_owned(),
        limit: random.random_range(1..40),
    };
    let cancelled = AtomicBool::new(false);
    let found = index.snapshot().facet_values(&request, &unlimited(&cancelled)).unwrap();
    let expected = index.facet(&request.slice, field, request.limit, contains);
    if contains.is_empty() {
        return assert_facet(&found, &expected, &request.slice, field, request.limit);
    }
    assert!(found.buckets.iter().all(|bucket| bucket.value.contains(contains)), "{request:?}");
    let met: Vec<FacetBucket> = found.buckets.into_iter().filter(|bucket| bucket.count > 0).collect();
    assert_eq!((met, found.distinct, found.missing), (expected.buckets, expected.distinct, expected.missing));
}

fn check_pivot(index: &Index, random: &mut ChaCha8Rng) {
    let request = PivotRequest {
        slice: slice(1, random),
        dimensions: model::dimensions(random),
        avg_rating: random.random_ratio(1, 2),
        avg_sentiment: random.random_ratio(1, 2),
    };
    let mut cells: BTreeMap<Vec<(bool, String)>, Cell> = BTreeMap::new();
    let mut total = 0;
    for entry in index.entries.values().filter(|entry| holds(&request.slice, entry, "")) {
        total += 1;
        let mut combinations: Vec<Vec<Option<String>>> = vec![Vec::new()];
        for dimension in &request.dimensions {
            let mut values: Vec<Option<String>> = values(entry, dimension.name()).into_iter().map(Some).collect();
            if values.is_empty() {
                values.push(None);
            }
            let longer =
                |one: &Vec<Option<String>>, value: &Option<String>| [&one[..], std::slice::from_ref(value)].concat();
            combinations =
                combinations.iter().flat_map(|one| values.iter().map(move |value| longer(one, value))).collect();
        }
        for values in combinations {
            let key = values.iter().map(|value| (value.is_none(), value.clone().unwrap_or_default())).collect();
            let empty = || Cell { values, count: 0, rated: 0, half_stars: 0, sentiment_thousandths: 0 };
            let cell = cells.entry(key).or_insert_with(empty);
            cell.count += 1;
            if request.avg_rating {
                cell.rated += u64::from(entry.rating.is_some());
                cell.half_stars += entry.rating.map_or(0, |rating| u64::from(rating.half_stars()));
            }
            if request.avg_sentiment {
                cell.sentiment_thousandths += i64::from(entry.sentiment.thousandths());
            }
        }
    }
    let cancelled = AtomicBool::new(false);
    let found = index.snapshot().pivot(&request, &unlimited(&cancelled)).unwrap();
    assert_eq!(found.total, total, "{request:?}");
    let mut expected: Vec<Cell> = cells.into_values().collect();
    let mut found = found.cells;
    let ordered = |dimension: &Dimension| ["sentiment", "rating"].contains(&dimension.name());
    if request.dimensions.iter().any(ordered) {
        // Ratings and sentiments come in their own order.
        let key = |cell: &Cell| cell.values.clone();
        expected.sort_by_key(key);
        found.sort_by_key(key);
    }
    assert_eq!(found, expected, "{request:?}");
}

fn check(index: &Index, rounds: usize, random: &mut ChaCha8Rng) {
    for _ in 0..rounds {
        check_search(index, random);
        check_values(index, random);
        check_pivot(index, random);
    }
}

/// Through commits that bring new values, replace reviews and merge segments.
#[test]
fn every_count_equals_a_scan() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let mut index = Index::empty();
    check(&index, 20, &mut random);
    for numbers in [1..=3u64, 4..=400, 200..=260, 401..=1_500] {
        index.write(numbers, &mut random);
        check(&index, 80, &mut random);
    }
    index.engine.current().close_writer().unwrap();
    check(&index, 80, &mut random);
}

#[test]
fn the_index_gives_back_what_it_took_in() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut index = Index::empty();
    index.write(1..=50, &mut random);
    let empty = index.snapshot().column_bytes();
    index.write(20..=300, &mut random);
    let numbers: Vec<ReviewNumber> = index.entries.keys().copied().map(ReviewNumber).collect();
    let mut found = index.snapshot().entries(&numbers);
    assert_eq!(found.len(), index.entries.len());
    for (number, entry) in &index.entries {
        let expected = Entry { texts: Texts::default(), ..entry.clone() };
        assert_eq!(found.remove(&ReviewNumber(*number)), Some(expected));
    }
    assert!(index.snapshot().column_bytes() > empty);
}
