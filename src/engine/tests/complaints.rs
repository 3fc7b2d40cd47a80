//! Complaints of random slices against random baselines equal a naive scan.

use std::collections::{BTreeMap, BTreeSet};

use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::{Index, model, model::holds, unlimited};
use crate::{
    domain::{
        analysis::Polarity,
        pain_points::{Baseline, Key},
        sentiment::SentimentBucket,
    },
    engine::{Complaints, Entry, Ratings, SetCounts, Sums, aspect_sentiment},
};

fn keys(entry: &Entry, by: Key) -> Vec<String> {
    let negative = |polarity: &Polarity| *polarity == Polarity::Negative;
    match by {
        Key::Aspect => {
            let named = entry.aspects.iter().filter(|(_, polarity)| negative(polarity));
            named.map(|(id, polarity)| aspect_sentiment(id, *polarity)).collect()
        }
        Key::Opinion => {
            entry.opinions.iter().filter(|(_, polarity)| negative(polarity)).map(|(form, _)| form.clone()).collect()
        }
    }
}

fn ratings<'e>(entries: impl IntoIterator<Item = &'e &'e Entry>) -> Ratings {
    let mut ratings = Ratings::default();
    entries.into_iter().for_each(|entry| ratings.add(entry.rating.map_or(0, |rating| u64::from(rating.half_stars()))));
    ratings
}

/// Reviews with near-duplicates counted once.
fn distinct(entries: &[&Entry]) -> u64 {
    let clusters: BTreeSet<u64> = entries.iter().filter_map(|entry| entry.cluster).map(|number| number.0).collect();
    (clusters.len() + entries.iter().filter(|entry| entry.cluster.is_none()).count()) as u64
}

fn by_key<'e>(entries: &[&'e Entry], by: Key) -> BTreeMap<String, Vec<&'e Entry>> {
    let mut found: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        keys(entry, by).into_iter().for_each(|key| found.entry(key).or_default().push(entry));
    }
    found
}

fn sums(entries: &[&Entry], by: Key) -> Sums {
    let most = entries.iter().map(|entry| keys(entry, by).len()).max().unwrap_or(0);
    (1..=most).map(|k| ratings(entries.iter().filter(|entry| keys(entry, by).len() == k))).collect()
}

fn check(complaints: &Complaints<'_>, own: &[&Entry], other: &[&Entry], by: Key) {
    let set = |entries: &[&Entry]| SetCounts { reviews: ratings(entries), distinct: distinct(entries) };
    assert_eq!((complaints.slice, complaints.baseline), (set(own), set(other)));
    let (expected, baseline) = (by_key(own, by), by_key(other, by));
    let found: BTreeMap<String, usize> =
        complaints.keys.iter().enumerate().map(|(place, key)| (complaints.name(key), place)).collect();
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    let trends = complaints.trends();
    for (name, place) in found {
        let (key, entries) = (&complaints.keys[place], &expected[&name]);
        let others = baseline.get(&name).map_or(&[][..], Vec::as_slice);
        assert_eq!((key.reviews, key.distinct), (ratings(entries), distinct(entries)), "{name}");
        assert_eq!((key.baseline, key.baseline_distinct), (others.len() as u64, distinct(others)), "{name}");
        let thousandths: i64 = entries.iter().map(|entry| i64::from(entry.sentiment.thousandths())).sum();
        assert_eq!(key.thousandths, thousandths, "{name}");
        assert_eq!(complaints.sums(place), sums(entries, by), "{name}");
        for bucket in complaints.trend(place, &trends) {
            let inside = |entries: &[&Entry]| {
                let starts =
                    entries.iter().filter_map(|entry| entry.created.map(|(_, day)| trends.interval.start(day)));
                starts.filter(|start| *start == bucket.start).count() as u64
            };
            assert_eq!((bucket.count, bucket.total), (inside(entries), inside(own)), "{name} {}", bucket.start);
        }
        let dated: Vec<&Entry> = entries.iter().copied().filter(|entry| entry.created.is_some()).collect();
        assert_eq!(complaints.distinct_by_bucket(place, &trends).iter().sum::<u64>(), distinct(&dated), "{name}");
        let (quotable, _) = complaints.quotable(place, 4);
        let numbers: BTreeSet<u64> = quotable.iter().map(|candidate| candidate.number.0).collect();
        assert!(numbers.len() == quotable.len() && !quotable.is_empty());
        assert!(numbers.iter().all(|number| entries.iter().any(|entry| entry.number.0 == *number)));
    }
    let elsewhere = baseline.iter().filter(|(name, _)| !expected.contains_key(*name));
    let mut elsewhere: Vec<u64> = elsewhere.map(|(_, entries)| distinct(entries)).collect();
    let mut counted = complaints.elsewhere.clone();
    elsewhere.sort_unstable();
    counted.sort_unstable();
    assert_eq!(counted, elsewhere);
    let without: Vec<&Entry> = own.iter().copied().filter(|entry| keys(entry, by).is_empty()).collect();
    let (unkeyed, none): (Vec<&Entry>, Vec<&Entry>) =
        without.iter().partition(|entry| model::bucket(entry) <= SentimentBucket::Negative);
    assert_eq!((complaints.unkeyed, complaints.none), (ratings(&unkeyed), ratings(&none)));
    let complaining: Vec<&Entry> = own.iter().copied().filter(|entry| !keys(entry, by).is_empty()).collect();
    assert_eq!(complaints.sums_without(&[]).1, complaining.len() as u64);
}

#[test]
fn complaints_equal_a_scan() {
    let (mut index, mut random) = (Index::empty(), ChaCha8Rng::seed_from_u64(5));
    let mut snapshots = Vec::new();
    for part in [1..=150, 151..=300, 100..=200] {
        index.write(part, &mut random);
        snapshots.push(index.snapshot());
        let snapshot = index.snapshot();
        for round in 0..40 {
            let (slice, other) = (model::slice(1, &mut random), model::slice(1, &mut random));
            let by = *Key::ALL.choose(&mut random).unwrap();
            let rest = random.random_ratio(1, 2);
            let baseline = if rest { Baseline::Rest } else { Baseline::Slice(other.clone()) };
            let cancelled = std::sync::atomic::AtomicBool::new(false);
            let complaints = snapshot.complaints(&slice, &baseline, by, &unlimited(&cancelled)).unwrap();
            let entries = || index.entries.values();
            let own: Vec<&Entry> = entries().filter(|entry| holds(&slice, entry, "")).collect();
            let others: Vec<&Entry> = entries()
                .filter(|entry| if rest { !holds(&slice, entry, "") } else { holds(&other, entry, "") })
                .collect();
            println!("round {round}: {} reviews by {}", own.len(), by.name());
            check(&complaints, &own, &others, by);
        }
    }
}
