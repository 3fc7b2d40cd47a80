//! Slices as data: written as JSON for the service, decided by brute force for the oracle.

use serde_json::{Map, Value, json};

use super::{
    aspects::{parent, takes},
    oracle::{Doc, Model, day_of},
    query::{Q, random_query},
    random::Random,
};

/// A query with filters.
#[derive(Debug, Clone)]
pub(crate) struct Slice {
    pub(crate) q: Q,
    pub(crate) fields: Vec<(String, Condition)>,
    pub(crate) not: Vec<(String, Condition)>,
    pub(crate) all: Vec<Slice>,
    pub(crate) none: Vec<Slice>,
}

/// What a filter asks of one field.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// One of these: values of a facet, buckets, parts, or the names of missing fields.
    Names(Vec<String>),
    /// One of these, in half stars.
    Ratings(Vec<u8>),
    /// Half stars, both ends included.
    RatingRange(Option<u8>, Option<u8>),
    /// Local days, both included.
    Days(Option<String>, Option<String>),
    /// Seconds since the epoch, `[from, to)`.
    Instants(Option<i64>, Option<i64>),
}

impl Slice {
    pub(crate) fn of(q: Q) -> Self {
        Self { q, fields: Vec::new(), not: Vec::new(), all: Vec::new(), none: Vec::new() }
    }

    /// As `{"q","filter"}`.
    pub(crate) fn json(&self) -> Value {
        let fields = |fields: &[(String, Condition)]| -> Map<String, Value> {
            fields.iter().map(|(name, condition)| (name.clone(), condition.json())).collect()
        };
        let slices = |slices: &[Self]| Value::Array(slices.iter().map(Self::json).collect());
        let mut filter = fields(&self.fields);
        if !self.not.is_empty() {
            filter.insert("not".into(), fields(&self.not).into());
        }
        if !self.all.is_empty() {
            filter.insert("all".into(), slices(&self.all));
        }
        if !self.none.is_empty() {
            filter.insert("none".into(), slices(&self.none));
        }
        json!({"q": self.q.text(), "filter": filter})
    }

    /// Whether a review belongs to the slice.
    pub(crate) fn holds(&self, doc: &Doc) -> bool {
        self.holds_without(doc, "")
    }

    /// The same with the filter's own conditions on `lifted` left out.
    pub(crate) fn holds_without(&self, doc: &Doc, lifted: &str) -> bool {
        self.q.matches(doc)
            && self.fields.iter().all(|(name, condition)| name == lifted || condition.holds(name, doc))
            && !self.not.iter().any(|(name, condition)| name != lifted && condition.holds(name, doc))
            && self.all.iter().all(|slice| slice.holds(doc))
            && !self.none.iter().any(|slice| slice.holds(doc))
    }

    /// Whether the filter names `value` of `field`.
    pub(crate) fn selects(&self, field: &str, value: &str) -> bool {
        let half_stars = || value.parse::<f64>().unwrap() * 2.0;
        self.fields.iter().filter(|(name, _)| name == field).any(|(_, condition)| match condition {
            Condition::Names(names) => names.iter().any(|name| takes(field, name, value)),
            Condition::Ratings(ratings) => ratings.iter().any(|rating| f64::from(*rating) == half_stars()),
            Condition::RatingRange(low, high) => {
                low.is_none_or(|low| f64::from(low) <= half_stars())
                    && high.is_none_or(|high| half_stars() <= f64::from(high))
            }
            Condition::Days(..) | Condition::Instants(..) => false,
        })
    }

    /// A slice whose terms and values mostly occur in the model; `depth` levels of slices within it.
    pub(crate) fn random(model: &Model, depth: usize, random: &mut Random) -> Self {
        let q = if random.chance(45) { Q::All } else { random_query(&model.texts, 2, random) };
        let mut slice = Self::of(q);
        for _ in 0..random.within(0..4) {
            let (name, condition) = Condition::random(model, random);
            let side = if random.chance(70) { &mut slice.fields } else { &mut slice.not };
            if !side.iter().any(|(taken, _)| *taken == name) {
                side.push((name, condition));
            }
        }
        if depth > 0 {
            if random.chance(25) {
                slice.all = (0..random.within(1..3)).map(|_| Self::random(model, depth - 1, random)).collect();
            }
            if random.chance(25) {
                slice.none = (0..random.within(1..3)).map(|_| Self::random(model, depth - 1, random)).collect();
            }
        }
        slice
    }
}

/// Fields that a review may lack.
const LACKED: [&str; 9] =
    ["rating", "created", "item", "city", "brand", "aspect", "aspect_sentiment", "opinion", "flag"];

impl Condition {
    fn json(&self) -> Value {
        let stars = |half: &u8| f64::from(*half) / 2.0;
        let instant = |at: &i64| jiff::Timestamp::from_second(*at).unwrap().to_string();
        match self {
            Self::Names(names) => json!(names),
            Self::Ratings(ratings) => json!(ratings.iter().map(stars).collect::<Vec<_>>()),
            Self::RatingRange(low, high) => json!({"gte": low.as_ref().map(stars), "lte": high.as_ref().map(stars)}),
            Self::Days(from, to) => json!({"from": from, "to": to}),
            Self::Instants(from, to) => json!({"from": from.as_ref().map(instant), "to": to.as_ref().map(instant)}),
        }
    }

    fn holds(&self, field: &str, doc: &Doc) -> bool {
        match (self, field) {
            (Self::Names(parts), "has") => parts.iter().any(|part| doc.parts.contains(&part.as_str())),
            (Self::Names(names), "missing") => names.iter().any(|name| doc.lacks(name)),
            (Self::Names(buckets), "sentiment") => buckets.iter().any(|bucket| bucket == doc.bucket()),
            (Self::Names(named), field) => {
                doc.values(field).iter().any(|value| named.iter().any(|named| takes(field, named, value)))
            }
            (Self::Ratings(ratings), _) => doc.rating.is_some_and(|rating| ratings.contains(&rating)),
            (Self::RatingRange(low, high), _) => doc
                .rating
                .is_some_and(|rating| low.is_none_or(|low| low <= rating) && high.is_none_or(|high| rating <= high)),
            (Self::Days(from, to), _) => doc.created.map(day_of).is_some_and(|day| {
                let end = |text: &String| text.parse::<jiff::civil::Date>().unwrap();
                from.as_ref().is_none_or(|from| end(from) <= day) && to.as_ref().is_none_or(|to| day <= end(to))
            }),
            (Self::Instants(from, to), _) => {
                doc.created.is_some_and(|at| from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to))
            }
        }
    }

    fn random(model: &Model, random: &mut Random) -> (String, Self) {
        let names = |names: &[&str], most: usize, random: &mut Random| {
            Self::Names(random.some(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), most))
        };
        let buckets = ["very_negative", "negative", "neutral", "positive", "very_positive"];
        match random.within(0..13) {
            0 => ("rating".into(), Self::Ratings((0..random.within(1..4)).map(|_| half_stars(random)).collect())),
            1 => {
                let (a, b) = (half_stars(random), half_stars(random));
                let open = random.within(0..4);
                ("rating".into(), Self::RatingRange((open != 0).then_some(a.min(b)), (open != 1).then_some(a.max(b))))
            }
            2 => ("sentiment".into(), names(&buckets, 3, random)),
            3 => ("has".into(), names(&["reply", "append", "image"], 2, random)),
            4 => ("missing".into(), names(&LACKED, 2, random)),
            5 | 6 => {
                let days = random.chance(50);
                let (a, b) = (model.instant(random), model.instant(random));
                let (from, to) = (a.min(b), a.max(b));
                let open = random.within(0..4);
                let (from, to) = ((open != 0).then_some(from), (open != 1).then_some(to));
                let day = |at: i64| day_of(at).to_string();
                let condition = if days { Self::Days(from.map(day), to.map(day)) } else { Self::Instants(from, to) };
                ("created".into(), condition)
            }
            7 | 8 => {
                let field = *random.pick(&["aspect", "aspect_sentiment", "opinion", "flag"]);
                let values = model.docs.iter().flat_map(|doc| &doc.lists[field]).take(400);
                // A parent takes its parts; a flag that nobody has is still a flag.
                let parents = values.clone().filter_map(|value| parent(field, value));
                let other = if field == "flag" { "privacy" } else { "没有的值" };
                let values: Vec<String> = values.cloned().chain(parents).chain([other.to_owned()]).collect();
                let mut some = random.some(&values, 3);
                some.sort();
                some.dedup();
                (field.into(), Self::Names(some))
            }
            _ => {
                let field = (*random.pick(&["item", "city", "brand", "source", "category", "channel"])).to_owned();
                let mut values: Vec<String> =
                    model.docs.iter().filter_map(|doc| doc.values.get(&field).cloned()).take(400).collect();
                values.push("没有的值".into());
                let mut some = random.some(&values, 3);
                some.sort();
                some.dedup();
                (field, Self::Names(some))
            }
        }
    }
}

fn half_stars(random: &mut Random) -> u8 {
    u8::try_from(random.within(1..11)).unwrap()
}
