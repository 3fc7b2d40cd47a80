//! The oracle: every review in memory, every question answered by looking at each of them.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use pinglan::{
    domain::review::Review,
    service::{Analyst, Service},
};
use serde_json::{Value, json};

use super::{aspects, fold, random::Random, slice::Slice};

/// A review as the oracle sees it.
#[derive(Debug, Clone)]
pub(crate) struct Doc {
    pub(crate) number: u64,
    pub(crate) id: String,
    pub(crate) review: Review,
    /// Title, text and append, folded.
    pub(crate) folded: Vec<String>,
    /// Each part that the review has, the merchant's reply included, folded.
    pub(crate) named: Vec<(&'static str, String)>,
    /// Values of the keyword facets.
    pub(crate) values: BTreeMap<String, String>,
    /// Values of the fields of which a review may have several.
    pub(crate) lists: BTreeMap<&'static str, BTreeSet<String>>,
    /// Half stars.
    pub(crate) rating: Option<u8>,
    /// Seconds since the epoch.
    pub(crate) created: Option<i64>,
    pub(crate) likes: u32,
    /// Thousandths.
    pub(crate) sentiment: i64,
    pub(crate) parts: Vec<&'static str>,
}

/// All reviews.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub(crate) docs: Vec<Doc>,
    /// Every searched text as stored.
    pub(crate) texts: Vec<String>,
}

/// The local day of an instant, by the time zone database.
pub(crate) fn day_of(unix_s: i64) -> Date {
    Timestamp::from_second(unix_s).unwrap().to_zoned(TimeZone::get("Asia/Shanghai").unwrap()).date()
}

const BUCKETS: [&str; 5] = ["very_negative", "negative", "neutral", "positive", "very_positive"];

impl Doc {
    fn new(review: Review, analyst: &Analyst) -> Self {
        let content = &review.content;
        let searched = [content.title.as_ref(), Some(&content.text), content.append.as_ref()];
        let folded: Vec<String> = searched.into_iter().flatten().map(|text| fold::fold(text)).collect();
        let named = [
            ("title", content.title.as_ref()),
            ("text", Some(&content.text)),
            ("append", content.append.as_ref()),
            ("reply", content.reply.as_ref()),
        ];
        let named = named.into_iter().filter_map(|(part, text)| Some((part, fold::fold(text?)))).collect();
        let mut values = content.attributes.clone();
        values.insert("source".into(), review.id.source.clone());
        values.extend(content.item.clone().map(|item| ("item".to_owned(), item)));
        let written = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        let pictured =
            content.attributes.get("images").is_some_and(|images| !["", "0", "[]"].contains(&images.as_str()));
        let parts = [("reply", written(&content.reply)), ("append", written(&content.append)), ("image", pictured)];
        let analysis = analyst.analysis(&review, &folded.join("\n"));
        Self {
            number: review.number.0,
            id: review.id.to_string(),
            sentiment: i64::from(analysis.score.thousandths()),
            lists: aspects::lists(&analysis, analyst),
            rating: content.rating.map(|rating| rating.half_stars()),
            created: content.created.map(|created| created.unix_s),
            likes: content.likes.unwrap_or(0),
            parts: parts.into_iter().filter(|(_, has)| *has).map(|(part, _)| part).collect(),
            named,
            folded,
            values,
            review,
        }
    }

    /// Whether one of the searched texts contains a folded text.
    pub(crate) fn contains(&self, folded: &str) -> bool {
        self.folded.iter().any(|text| text.contains(folded))
    }

    /// The name of the sentiment bucket.
    pub(crate) fn bucket(&self) -> &'static str {
        BUCKETS[[-670, -260, 130, 530].iter().filter(|limit| self.sentiment >= **limit).count()]
    }

    /// Whether the review has no value of that field.
    pub(crate) fn lacks(&self, field: &str) -> bool {
        match field {
            "rating" => self.rating.is_none(),
            "created" => self.created.is_none(),
            "sentiment" => false,
            field => match self.lists.get(field) {
                Some(values) => values.is_empty(),
                None => !self.values.contains_key(field),
            },
        }
    }

    /// The values of a facet.
    pub(crate) fn values(&self, field: &str) -> Vec<String> {
        match field {
            "rating" => self.rating.iter().map(|half| (f64::from(*half) / 2.0).to_string()).collect(),
            "sentiment" => vec![self.bucket().to_owned()],
            field => match self.lists.get(field) {
                Some(values) => values.iter().cloned().collect(),
                None => self.values.get(field).cloned().into_iter().collect(),
            },
        }
    }
}

impl Model {
    /// Everything in the store.
    pub(crate) fn of(service: &Service) -> Self {
        let mut model = Self::default();
        let take = |reviews: Vec<Review>| {
            model.docs.extend(reviews.into_iter().map(|review| Doc::new(review, &service.analyst)));
            ControlFlow::Continue(())
        };
        service.store.for_each_review(10_000, take).unwrap();
        for doc in &model.docs {
            let content = &doc.review.content;
            let texts = [content.title.clone(), Some(content.text.clone()), content.append.clone()];
            model.texts.extend(texts.into_iter().flatten().filter(|text| !text.is_empty()));
        }
        model
    }

    /// An instant near one of the reviews.
    pub(crate) fn instant(&self, random: &mut Random) -> i64 {
        let at = random.pick(&self.docs).created.unwrap_or(1_600_000_000);
        at + i64::try_from(random.within(0..3)).unwrap() - 1
    }

    /// The reviews of a slice in the order of `sort`; relevance without anything to score is `newest`.
    pub(crate) fn ordered(&self, slice: &Slice, sort: &str) -> Vec<&Doc> {
        let mut found: Vec<&Doc> = self.docs.iter().filter(|doc| slice.holds(doc)).collect();
        found.sort_by_key(|doc| Reverse(doc.number));
        match sort {
            "oldest" => found.sort_by_key(|doc| (doc.created.is_none(), doc.created)),
            "rating_asc" => found.sort_by_key(|doc| (doc.rating.is_none(), doc.rating)),
            "rating_desc" => found.sort_by_key(|doc| Reverse(doc.rating)),
            "likes" => found.sort_by_key(|doc| Reverse(doc.likes)),
            _ => found.sort_by_key(|doc| Reverse(doc.created)),
        }
        found
    }

    /// Counts by value of one facet with that facet's own conditions lifted, and the reviews without a value.
    pub(crate) fn facet(&self, slice: &Slice, field: &str) -> (BTreeMap<String, u64>, u64) {
        let (mut counts, mut missing) = (BTreeMap::new(), 0);
        for doc in self.docs.iter().filter(|doc| slice.holds_without(doc, field)) {
            let values = doc.values(field);
            missing += u64::from(values.is_empty());
            values.into_iter().for_each(|value| *counts.entry(value).or_insert(0) += 1);
        }
        (counts, missing)
    }

    /// What the timeline must be.
    pub(crate) fn timeline(&self, slice: &Slice, interval: &str) -> Value {
        let found: Vec<&Doc> = self.docs.iter().filter(|doc| slice.holds(doc)).collect();
        let start = |doc: &Doc| doc.created.map(|at| bucket_start(interval, day_of(at)));
        let days: BTreeSet<Date> = found.iter().filter_map(|doc| start(doc)).collect();
        let mut buckets = Vec::new();
        let mut next = days.first().copied();
        while let (Some(day), Some(last)) = (next, days.last())
            && day <= *last
        {
            let inside: Vec<&Doc> = found.iter().filter(|doc| start(doc) == Some(day)).copied().collect();
            buckets.push(json!({
                "start": day.to_string(), "count": inside.len(), "avg_rating": avg_rating(&inside), "split": split(&inside)
            }));
            next = Some(bucket_after(interval, day));
        }
        let missing = found.iter().filter(|doc| doc.created.is_none()).count();
        json!({"interval": interval, "zone": "Asia/Shanghai", "missing": missing, "buckets": buckets})
    }

    /// What the summary must be.
    pub(crate) fn summary(&self, slice: &Slice) -> Value {
        let found: Vec<&Doc> = self.docs.iter().filter(|doc| slice.holds(doc)).collect();
        let sum: i64 = found.iter().map(|doc| doc.sentiment).sum();
        let ratings: BTreeMap<String, usize> = (1..=10u8)
            .map(|half| {
                ((f64::from(half) / 2.0).to_string(), found.iter().filter(|doc| doc.rating == Some(half)).count())
            })
            .collect();
        json!({
            "count": found.len(),
            "rated": found.iter().filter(|doc| doc.rating.is_some()).count(),
            "avg_rating": avg_rating(&found),
            "avg_sentiment": (!found.is_empty()).then(|| sum as f64 / found.len() as f64 / 1000.0),
            "sentiment": split(&found),
            "rating": ratings,
        })
    }
}

/// The mean rating in stars.
pub(crate) fn avg_rating(docs: &[&Doc]) -> Option<f64> {
    let rated: Vec<u64> = docs.iter().filter_map(|doc| doc.rating.map(u64::from)).collect();
    (!rated.is_empty()).then(|| rated.iter().sum::<u64>() as f64 / rated.len() as f64 / 2.0)
}

fn split(docs: &[&Doc]) -> BTreeMap<&'static str, usize> {
    BUCKETS.into_iter().map(|bucket| (bucket, docs.iter().filter(|doc| doc.bucket() == bucket).count())).collect()
}

/// The first day of the calendar bucket that holds `day`.
pub(crate) fn bucket_start(interval: &str, day: Date) -> Date {
    match interval {
        "day" => day,
        "week" => day - i64::from(day.weekday().to_monday_zero_offset()).days(),
        "month" => day.first_of_month(),
        "quarter" => Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap(),
        "year" => day.first_of_year(),
        other => panic!("no interval {other}"),
    }
}

fn bucket_after(interval: &str, start: Date) -> Date {
    match interval {
        "day" => start + 1.day(),
        "week" => start + 7.days(),
        "month" => start + 1.month(),
        "quarter" => start + 3.months(),
        _ => start + 1.year(),
    }
}
