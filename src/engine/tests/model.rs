//! Made-up entries and slices, and the naive answers.

use std::collections::{BTreeMap, BTreeSet};

use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::super::{Entry, Texts, aspect_sentiment};
use crate::{
    domain::{
        analysis::{Flag, FlagSet, Polarity},
        aspect::{Aspect, Aspects},
        calendar::{Day, Interval},
        fields::Label,
        pivot::Dimension,
        query::{FieldClause, Query},
        rating::Rating,
        review::ReviewNumber,
        sentiment::{SentimentBucket, SentimentScore, SentimentThresholds},
        slice::{Condition, MISSING, Slice},
    },
    text::fold,
};

pub(super) const LISTS: [&str; 4] = ["aspect", "aspect_sentiment", "opinion", "flag"];
const ASPECTS: [(&str, Option<&str>); 7] = [
    ("service", None),
    ("service_wait_time", Some("service")),
    ("service_attitude", Some("service")),
    ("dish", None),
    ("dish_taste", Some("dish")),
    ("dish_portion", Some("dish")),
    ("noise", None),
];
const CITIES: [&str; 3] = ["武汉", "上海", "ＡＢ"];
/// More than are counted in an array from the beginning.
const OPINIONS: u32 = 9_000;
/// Days before the last on which a review may be written.
const DAYS: i32 = 90;

pub(super) fn catalogue() -> Aspects {
    Aspects::new(ASPECTS.map(|(id, parent)| Aspect {
        id: id.to_owned(),
        parent: parent.map(str::to_owned),
        label: Label { zh: id.to_owned(), en: id.to_owned() },
    }))
}

fn opinion(random: &mut ChaCha8Rng) -> String {
    // Low numbers are frequent.
    let share = random.random::<f64>();
    let number = (0..OPINIONS).take_while(|number| f64::from(*number) < f64::from(OPINIONS) * share.powi(6)).count();
    format!("观点{number}慢")
}

/// An opinion with its polarity, which is that of its number.
fn form(opinion: String) -> (String, Polarity) {
    let polarity = Polarity::ALL[opinion.bytes().map(usize::from).sum::<usize>() % 3];
    (opinion, polarity)
}

fn aspect(random: &mut ChaCha8Rng) -> &'static str {
    ASPECTS[*[1, 1, 1, 2, 4, 5, 6].choose(random).unwrap()].0
}

fn polarity(random: &mut ChaCha8Rng) -> Polarity {
    Polarity::ALL[random.random_range(0..3)]
}

fn flags(random: &mut ChaCha8Rng) -> FlagSet {
    Flag::ALL.into_iter().filter(|_| random.random_ratio(1, 6)).collect()
}

/// A review that says nothing but has a value of everything.
pub(super) fn entry(number: u64, random: &mut ChaCha8Rng) -> Entry {
    let day = Day(19_000 - random.random_range(0..DAYS));
    let dated = random.random_ratio(9, 10);
    Entry {
        number: ReviewNumber(number),
        created: dated.then_some((i64::from(day.0) * 86_400 + 3_600 * random.random_range(0..10), day)),
        rating: Rating::from_half_stars(random.random_range(0..=10)),
        likes: Some(random.random_range(0..3)).filter(|likes| *likes > 0),
        sentiment: SentimentScore::from_thousandths(random.random_range(-1000..=1000)),
        bucket: random.random_ratio(1, 10).then(|| SentimentBucket::ALL[random.random_range(0..5)]),
        aspects: (0..random.random_range(0..4)).map(|_| (aspect(random).to_owned(), polarity(random))).collect(),
        opinions: (0..random.random_range(0..5)).map(|_| form(opinion(random))).collect(),
        cluster: random.random_ratio(1, 3).then(|| ReviewNumber(random.random_range(1..=number))),
        flags: flags(random),
        parts: Vec::new(),
        facets: vec![CITIES.get(random.random_range(0..4)).map(|city| (*city).to_owned())],
        texts: Texts { text: ["慢", "快", "慢快"][random.random_range(0..3)].to_owned(), ..Texts::default() },
    }
}

pub(super) fn bucket(entry: &Entry) -> SentimentBucket {
    entry.bucket.unwrap_or_else(|| SentimentThresholds::default().bucket(entry.sentiment))
}

/// All values of a review in a facet or along a dimension.
pub(super) fn values(entry: &Entry, field: &str) -> Vec<String> {
    match field {
        "aspect" => entry.aspects.keys().cloned().collect(),
        "aspect_sentiment" => entry.aspects.iter().map(|(id, polarity)| aspect_sentiment(id, *polarity)).collect(),
        "opinion" => entry.opinions.keys().cloned().collect(),
        "flag" => entry.flags.iter().map(|flag| flag.name().to_owned()).collect(),
        "rating" => entry.rating.iter().map(ToString::to_string).collect(),
        "sentiment" => vec![bucket(entry).name().to_owned()],
        "city" => entry.facets.iter().flatten().cloned().collect(),
        _ => {
            let interval = Interval::parse(field).unwrap();
            entry.created.iter().map(|(_, day)| interval.start(*day).to_string()).collect()
        }
    }
}

/// Whether a filter on `named` takes a review's `value`: the value itself, and the parts of an aspect.
pub(super) fn takes(field: &str, named: &str, value: &str) -> bool {
    let parent = |id: &str| ASPECTS.into_iter().find(|(child, _)| *child == id).and_then(|(_, parent)| parent);
    let is_part = match field {
        "aspect" => parent(value) == Some(named),
        "aspect_sentiment" => match (named.rsplit_once(':'), value.rsplit_once(':')) {
            (Some((named, wanted)), Some((aspect, polarity))) => parent(aspect) == Some(named) && wanted == polarity,
            _ => false,
        },
        _ => false,
    };
    named == value || is_part
}

fn meets(entry: &Entry, field: &str, condition: &Condition) -> bool {
    let any = |named: &BTreeSet<String>, same: fn(&str) -> String| {
        let values = values(entry, field);
        named.iter().any(|named| values.iter().any(|value| takes(field, &same(named), &same(value))))
    };
    match condition {
        Condition::Values(named) => any(named, str::to_owned),
        Condition::Folded(named) => any(named, fold),
        Condition::Sentiments(buckets) => buckets.contains(&bucket(entry)),
        Condition::Missing(fields) => fields.iter().any(|field| values(entry, field).is_empty()),
        other => panic!("{other:?}"),
    }
}

/// Whether a review belongs to a slice when its own conditions on `lifted` are left out.
pub(super) fn holds(slice: &Slice, entry: &Entry, lifted: &str) -> bool {
    let query = |query: &Query| match query {
        Query::All => true,
        Query::Bare(text) => entry.texts.text.contains(text.as_str()),
        Query::Field(clause) => meets(entry, &clause.field, &clause.condition),
        other => panic!("{other:?}"),
    };
    let all = |conditions: &[Condition], field: &str| conditions.iter().all(|c| meets(entry, field, c));
    let any = |conditions: &[Condition], field: &str| conditions.iter().any(|c| meets(entry, field, c));
    query(&slice.query)
        && slice.filter.fields.iter().all(|(field, conditions)| field == lifted || all(conditions, field))
        && !slice.filter.not.iter().any(|(field, conditions)| field != lifted && any(conditions, field))
        && slice.filter.all.iter().all(|nested| holds(nested, entry, ""))
        && !slice.filter.none.iter().any(|nested| holds(nested, entry, ""))
}

/// Reviews by value, and those without one.
pub(super) fn facet<'e>(
    entries: impl Iterator<Item = &'e Entry>,
    slice: &Slice,
    field: &str,
) -> (BTreeMap<String, u64>, u64) {
    let (mut counts, mut missing) = (BTreeMap::new(), 0);
    for entry in entries.filter(|entry| holds(slice, entry, field)) {
        let values = values(entry, field);
        missing += u64::from(values.is_empty());
        values.into_iter().for_each(|value| *counts.entry(value).or_insert(0) += 1);
    }
    (counts, missing)
}

fn condition(random: &mut ChaCha8Rng) -> (&'static str, Condition) {
    let field =
        *["aspect", "aspect_sentiment", "opinion", "flag", "city", "sentiment", MISSING].choose(random).unwrap();
    let mut value = || match field {
        "aspect" => ASPECTS.choose(random).unwrap().0.to_owned(),
        "aspect_sentiment" if random.random_ratio(1, 20) => "service".to_owned(),
        "aspect_sentiment" => aspect_sentiment(ASPECTS.choose(random).unwrap().0, polarity(random)),
        "opinion" => opinion(random),
        "flag" => Flag::ALL.choose(random).unwrap().name().to_owned(),
        "city" => CITIES.choose(random).unwrap().to_string(),
        _ => [&LISTS[..], &["rating", "city"]].concat().choose(random).unwrap().to_string(),
    };
    let mut named: BTreeSet<String> = (0..3).map(|_| value()).collect();
    if random.random_ratio(1, 10) && field != MISSING {
        named.insert("没有的".to_owned());
    }
    let condition = match field {
        "sentiment" => Condition::Sentiments([SentimentBucket::Negative, SentimentBucket::Positive].into()),
        MISSING => Condition::Missing(named),
        "opinion" | "flag" | "city" if random.random_ratio(1, 3) => Condition::Folded(named),
        _ => Condition::Values(named),
    };
    (field, condition)
}

pub(super) fn slice(depth: usize, random: &mut ChaCha8Rng) -> Slice {
    let query = match random.random_range(0..4) {
        0 => Query::Bare("慢".to_owned()),
        1 => {
            let (field, condition) = condition(random);
            Query::Field(FieldClause { field: field.to_owned(), condition })
        }
        _ => Query::All,
    };
    let mut slice = Slice { query, ..Slice::default() };
    for _ in 0..random.random_range(0..4) {
        let (field, condition) = condition(random);
        let side = if random.random_ratio(2, 3) { &mut slice.filter.fields } else { &mut slice.filter.not };
        side.insert(field.to_owned(), vec![condition]);
    }
    if depth > 0 && random.random_ratio(1, 3) {
        slice.filter.all.push(self::slice(depth - 1, random));
    }
    if depth > 0 && random.random_ratio(1, 3) {
        slice.filter.none.push(self::slice(depth - 1, random));
    }
    slice
}

pub(super) fn dimensions(random: &mut ChaCha8Rng) -> Vec<Dimension> {
    let mut dimensions = Vec::new();
    for _ in 0..random.random_range(1..4) {
        let field = *[&LISTS[..], &["rating", "sentiment", "city", "month", "week"]].concat().choose(random).unwrap();
        let interval = Interval::parse(field);
        let dimension = interval.map_or_else(|| Dimension::Facet(field.to_owned()), Dimension::Calendar);
        if !dimensions.contains(&dimension) {
            dimensions.push(dimension);
        }
    }
    dimensions
}
