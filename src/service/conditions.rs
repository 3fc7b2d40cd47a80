//! Deciding the conditions of a filter by looking at one review, and saying in words what was asked and what the review has.
//!
//! Independent of the index's columns, so that an explanation is a second opinion and not an echo.

use std::borrow::Cow;

use crate::{
    domain::{
        analysis::{Flag, Polarity},
        aspect::Aspects,
        fields::FieldTable,
        rating::Rating,
        sentiment::{SentimentBucket, SentimentThresholds},
        slice::{Condition, Filter, HAS, MISSING, Part},
    },
    engine::{Entry, aspect_sentiment},
    error::Wording,
    text::fold,
};

/// Fields of which a review may have several values; it lacks one when it has none.
const LISTS: [&str; 4] = ["aspect", "aspect_sentiment", "opinion", "flag"];

/// A review as filters see it.
pub(super) struct Values<'a> {
    pub(super) entry: &'a Entry,
    /// Names of the entry's facets.
    pub(super) facets: &'a [String],
    /// Which aspects are parts of which.
    pub(super) aspects: &'a Aspects,
    pub(super) thresholds: &'a SentimentThresholds,
    pub(super) fields: &'a FieldTable,
}

/// One condition of a filter, decided for one review.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterReading {
    /// The field, or `all`, `none` for a nested slice.
    pub field: String,
    /// Whether the review passes it.
    pub holds: bool,
    /// Whether it excludes.
    pub negated: bool,
    /// What the review has.
    pub value: Option<String>,
    /// What was asked and what the review has.
    pub detail: Wording,
}

impl Values<'_> {
    /// The filter's own fields, in the order in which they are decided; nested slices are left to the caller.
    pub(super) fn read(&self, filter: &Filter) -> Vec<FilterReading> {
        let signed =
            filter.fields.iter().map(|field| (field, false)).chain(filter.not.iter().map(|field| (field, true)));
        signed
            .flat_map(|((field, conditions), negated)| {
                conditions.iter().map(move |condition| self.reading(field, condition, negated))
            })
            .collect()
    }

    fn reading(&self, field: &str, condition: &Condition, negated: bool) -> FilterReading {
        FilterReading {
            field: field.to_owned(),
            holds: self.holds(field, condition) != negated,
            negated,
            value: self.value(field),
            detail: self.detail(field, condition, negated),
        }
    }

    /// Whether the review meets a condition.
    pub(super) fn holds(&self, field: &str, condition: &Condition) -> bool {
        let entry = self.entry;
        match condition {
            Condition::Values(wanted) => {
                let values = self.values(field);
                values.iter().any(|value| wanted.iter().any(|wanted| self.takes(field, wanted, value)))
            }
            Condition::Folded(wanted) => {
                let values = self.values(field);
                values.iter().any(|value| wanted.iter().any(|wanted| fold(wanted) == fold(value)))
            }
            Condition::Ratings(ratings) => entry.rating.is_some_and(|rating| ratings.contains(&rating.half_stars())),
            Condition::Sentiments(buckets) => buckets.contains(&self.bucket()),
            Condition::Days { from, to } => entry
                .created
                .is_some_and(|(_, day)| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)),
            Condition::Instants { from, to } => {
                entry.created.is_some_and(|(at, _)| from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to))
            }
            Condition::Parts(parts) => parts.iter().any(|part| entry.parts.contains(part)),
            Condition::Missing(fields) => fields.iter().any(|field| self.lacks(field)),
            Condition::Counts { from, to } => {
                let likes = entry.likes.unwrap_or(0);
                from.is_none_or(|from| from <= likes) && to.is_none_or(|to| likes <= to)
            }
        }
    }

    fn lacks(&self, field: &str) -> bool {
        match field {
            "rating" => self.entry.rating.is_none(),
            "created" => self.entry.created.is_none(),
            "sentiment" => false,
            field if LISTS.contains(&field) => self.values(field).is_empty(),
            field => self.facets.iter().any(|facet| facet == field) && self.facet(field).is_none(),
        }
    }

    /// The values of a field of which a review may have one or several.
    fn values(&self, field: &str) -> Vec<Cow<'_, str>> {
        let entry = self.entry;
        match field {
            "aspect" => entry.aspects.keys().map(Into::into).collect(),
            "aspect_sentiment" => {
                let pairs = entry.aspects.iter();
                pairs.map(|(aspect, polarity)| aspect_sentiment(aspect, *polarity).into()).collect()
            }
            "opinion" => entry.opinions.keys().map(Into::into).collect(),
            "flag" => entry.flags.iter().map(|flag| flag.name().into()).collect(),
            field => self.facet(field).map(Into::into).into_iter().collect(),
        }
    }

    /// Whether a filter on `wanted` takes a review's `value`: the value itself, and for aspects those that are parts of the one wanted.
    fn takes(&self, field: &str, wanted: &str, value: &str) -> bool {
        let is_part = |aspect: &str, of: &str| {
            self.aspects.find(aspect).is_some_and(|aspect| aspect.parent.as_deref() == Some(of))
        };
        wanted == value
            || match field {
                "aspect" => is_part(value, wanted),
                "aspect_sentiment" => match (value.rsplit_once(':'), wanted.rsplit_once(':')) {
                    (Some((aspect, has)), Some((of, polarity))) => has == polarity && is_part(aspect, of),
                    _ => false,
                },
                _ => false,
            }
    }

    fn facet(&self, field: &str) -> Option<&String> {
        let index = self.facets.iter().position(|facet| facet == field)?;
        self.entry.facets.get(index)?.as_ref()
    }

    fn bucket(&self) -> SentimentBucket {
        self.entry.bucket.unwrap_or_else(|| self.thresholds.bucket(self.entry.sentiment))
    }

    /// What the review has in a field.
    fn value(&self, field: &str) -> Option<String> {
        match field {
            "rating" => self.entry.rating.map(|rating| rating.to_string()),
            "created" => self.entry.created.map(|(_, day)| day.to_string()),
            "sentiment" => Some(self.bucket().name().to_owned()),
            "likes" => Some(self.entry.likes.unwrap_or(0).to_string()),
            HAS => Some(self.entry.parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")),
            MISSING => {
                let known = self.facets.iter().map(String::as_str).chain(["rating", "created"]).chain(LISTS);
                Some(known.filter(|field| self.lacks(field)).collect::<Vec<_>>().join(", "))
            }
            field => Some(self.values(field).join(", ")),
        }
        .filter(|value| !value.is_empty())
    }

    /// A list of values, with those that have a name for people in Chinese.
    fn in_chinese(&self, field: &str, list: &str) -> String {
        let label = |name: &str| self.fields.get(name).map(|field| field.label.zh.clone());
        let aspect = |id: &str| self.aspects.find(id).map(|aspect| aspect.label.zh.clone());
        let named = |name: &str| match field {
            "aspect" => aspect(name),
            "aspect_sentiment" => {
                let (id, polarity) = name.rsplit_once(':')?;
                Some(format!("{}={}", aspect(id)?, Polarity::parse(polarity)?.name_zh()))
            }
            "flag" => Flag::parse(name).map(|flag| flag.name_zh().to_owned()),
            "sentiment" => SentimentBucket::parse(name).map(|bucket| bucket.name_zh().to_owned()),
            HAS if name == Part::Image.name() => Some("图片".to_owned()),
            HAS | MISSING => label(name),
            _ => None,
        };
        match field {
            "sentiment" | "aspect" | "aspect_sentiment" | "flag" | HAS | MISSING => {
                let names = list.split([',', '|']).map(str::trim);
                names.map(|name| named(name).unwrap_or_else(|| name.to_owned())).collect::<Vec<_>>().join("、")
            }
            _ => list.to_owned(),
        }
    }

    /// What was asked of a field and what the review has.
    pub(super) fn detail(&self, field: &str, condition: &Condition, negated: bool) -> Wording {
        let (wanted, value) = (wanted(condition), self.value(field));
        let label = self.fields.get(field).map(|field| &field.label);
        let (zh, en) = match field {
            HAS => ("带有", "the parts it has"),
            MISSING => ("缺少的字段", "the fields it lacks"),
            name => label.map_or((name, name), |label| (label.zh.as_str(), label.en.as_str())),
        };
        let (must_zh, must_en) = if negated { ("不能是", "must not be") } else { ("须为", "must be") };
        let in_chinese = |text: &str| self.in_chinese(field, text);
        Wording::new(
            format!(
                "{zh}{must_zh} {}；这条是 {}",
                in_chinese(&wanted),
                value.as_deref().map_or_else(|| "（无）".to_owned(), in_chinese)
            ),
            format!("{en} {must_en} {wanted}; here: {}", value.as_deref().unwrap_or("(none)")),
        )
    }
}

/// A condition in short.
pub(super) fn wanted(condition: &Condition) -> String {
    fn list(values: impl IntoIterator<Item = impl ToString>) -> String {
        values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(" | ")
    }
    fn range(from: Option<impl ToString>, to: Option<impl ToString>) -> String {
        let end = |end: Option<String>| end.unwrap_or_default();
        format!("{}..{}", end(from.map(|from| from.to_string())), end(to.map(|to| to.to_string())))
    }
    match condition {
        Condition::Values(values) | Condition::Folded(values) | Condition::Missing(values) => list(values),
        Condition::Ratings(ratings) => list(ratings.iter().filter_map(|rating| Rating::from_half_stars(*rating))),
        Condition::Sentiments(buckets) => list(buckets.iter().map(|bucket| bucket.name())),
        Condition::Parts(parts) => list(parts.iter().map(|part: &Part| part.name())),
        Condition::Days { from, to } => range(*from, *to),
        Condition::Instants { from, to } => {
            let instant =
                |at: i64| jiff::Timestamp::from_second(at).map_or_else(|_| at.to_string(), |at| at.to_string());
            range(from.map(instant), to.map(instant))
        }
        Condition::Counts { from, to } => range(*from, *to),
    }
}
