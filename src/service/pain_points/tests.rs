//! False alarms: where labels and times mean nothing, hardly a run names a point or a start.

use std::{
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::rank::rank;
use crate::{
    domain::{
        analysis::{FlagSet, Polarity},
        calendar::{Day, Zone},
        pain_points::{Baseline, Key},
        rating::Rating,
        review::ReviewNumber,
        sentiment::SentimentScore,
        slice::{Condition, Slice},
    },
    engine::{Budget, Engine, Entry, Settings, Texts},
    insight::statistics::SIGNIFICANT,
    text::Segmenter,
};

const REVIEWS: u64 = 1_500;
const ASPECTS: u32 = 24;
const FORMS: u32 = 400;
const DAYS: i32 = 360;

/// A review whose complaints, time, shop and rating have nothing to do with each other.
fn entry(number: u64, random: &mut ChaCha8Rng) -> Entry {
    let day = Day(19_000 + random.random_range(0..DAYS));
    // Low numbers are frequent.
    let pick = |most: u32, random: &mut ChaCha8Rng| {
        let drawn = random.random::<f64>();
        (0..most).find(|at| drawn < f64::from(1 + *at) / f64::from(most) && random.random_ratio(1, 1 + *at / 4))
    };
    let mut entry = Entry {
        number: ReviewNumber(number),
        created: Some((i64::from(day.0) * 86_400, day)),
        rating: Rating::from_half_stars(random.random_range(1..=10)),
        likes: None,
        sentiment: SentimentScore::from_thousandths(random.random_range(-1_000..=1_000)),
        bucket: None,
        aspects: Default::default(),
        opinions: Default::default(),
        cluster: None,
        flags: FlagSet::default(),
        parts: Vec::new(),
        facets: vec![Some(if random.random_ratio(1, 4) { "own" } else { "other" }.to_owned())],
        texts: Texts::default(),
    };
    for _ in 0..random.random_range(0..4) {
        if let Some(at) = pick(ASPECTS, random) {
            entry
                .aspects
                .insert(format!("aspect_{}", char::from_u32(u32::from(b'a') + at).unwrap()), Polarity::Negative);
        }
        if let Some(at) = pick(FORMS, random) {
            entry.opinions.insert(format!("观点{at}"), Polarity::Negative);
        }
    }
    entry
}

/// Whether a run has a point that is significant, and one with a start.
fn alarms(seed: u64, by: Key) -> (bool, bool) {
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings {
        facets: vec!["shop".to_owned()],
        aspects: Default::default(),
        thresholds: Default::default(),
        zone: Zone::parse("UTC").unwrap(),
        ranking: Default::default(),
        analysis_version: "1".to_owned(),
    };
    let engine = Engine::open(dir.path(), settings, Segmenter::builtin(), 0).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let entries: Vec<Entry> = (1..=REVIEWS).map(|number| entry(number, &mut random)).collect();
    engine.current().write(&entries).unwrap();
    engine.current().commit(1).unwrap();
    let mut slice = Slice::default();
    slice.filter.fields.insert("shop".to_owned(), vec![Condition::Values(["own".to_owned()].into())]);
    let cancelled = AtomicBool::new(false);
    let budget = Budget { deadline: Instant::now() + Duration::from_secs(60), cancelled: &cancelled };
    let snapshot = engine.snapshot();
    let complaints = snapshot.complaints(&slice, &Baseline::Rest, by, &budget).unwrap();
    assert!(complaints.keys.len() > 10, "{}", complaints.keys.len());
    let ranked = rank(&complaints, &complaints.trends(), complaints.keys.len());
    (ranked.iter().any(|point| point.p_value < SIGNIFICANT), ranked.iter().any(|point| point.change.is_some()))
}

#[test]
fn labels_that_mean_nothing_hardly_raise_an_alarm() {
    let runs = if std::env::var("PINGLAN_TEST_FULL").is_ok_and(|value| value == "1") { 200 } else { 20 };
    for by in Key::ALL {
        let found: Vec<(bool, bool)> = (0..runs).map(|seed| alarms(seed, by)).collect();
        let share = |is: fn(&(bool, bool)) -> bool| found.iter().filter(|run| is(run)).count() as f64 / runs as f64;
        let (points, starts) = (share(|run| run.0), share(|run| run.1));
        println!("of {runs} runs by {}: {points:.3} with a point, {starts:.3} with a start", by.name());
        // Three standard deviations of a share of 0.05 above it.
        let most = SIGNIFICANT + 3.0 * (SIGNIFICANT * (1.0 - SIGNIFICANT) / runs as f64).sqrt();
        assert!(points <= most && starts <= most, "{points} {starts}");
    }
}
