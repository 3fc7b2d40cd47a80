//! What stands after `name:`: values, ranges and comparisons, read into conditions.

use std::{collections::BTreeSet, ops::Range};

use super::{
    error::{Fault, QueryFault},
    lexer::{ends_bare, quote},
    vocabulary::{ASPECT, ASPECT_SENTIMENT, FLAG, Target, Vocabulary},
    when,
};
use crate::{
    domain::{
        analysis::{Flag, Polarity},
        calendar::Day,
        query::{FieldClause, Query},
        rating::Rating,
        sentiment::SentimentBucket,
        slice::{Condition, Part},
    },
    error::Wording,
    text::fold,
};

/// A comparison before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A value as typed, with its place in the text (quotes included).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// Reads the values of one field.
pub(super) struct Reader<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) today: Day,
    pub(super) target: &'a Target,
    pub(super) comparison: Comparison,
}

const BANDS: [(&[&str], Range<u8>); 3] =
    [(&["差评", "bad"], 1..5), (&["中评", "fair"], 5..8), (&["好评", "good"], 8..11)];

impl Reader<'_> {
    /// The clause that the values (at least one) make up.
    pub(super) fn clause(&self, values: &[Value]) -> Result<Query, Fault> {
        let mut clauses: Vec<FieldClause> = Vec::new();
        for value in values {
            let (field, condition) = match self.target {
                Target::Aspect => self.aspect(value)?,
                target => (target.field(), self.condition(value)?),
            };
            let last = clauses.last_mut().filter(|last| last.field == field);
            if !last.is_some_and(|last| join(&mut last.condition, &condition)) {
                clauses.push(FieldClause { field: field.to_owned(), condition });
            }
        }
        Ok(Query::or(clauses.into_iter().map(Query::Field).collect()))
    }

    /// An aspect of any polarity, or `aspect=polarity`: two fields.
    fn aspect(&self, value: &Value) -> Result<(&'static str, Condition), Fault> {
        let folded = fold(&value.text);
        let (name, polarity) = match folded.split_once(['=', ':']) {
            Some((name, polarity)) => (name.trim(), Some(polarity.trim())),
            None => (folded.trim(), None),
        };
        let mended = |text: String| self.invalid(value).mended_by(value.range.clone(), self.typable(value, &text));
        let Some(ids) = self.vocabulary.aspects(name) else {
            let nearest = self.vocabulary.nearest_aspect(name);
            let polarity = polarity.map_or_else(String::new, |polarity| format!("={polarity}"));
            return Err(nearest.map_or_else(|| self.invalid(value), |nearest| mended(format!("{nearest}{polarity}"))));
        };
        match polarity {
            None => Ok((ASPECT, Condition::Values(ids.clone()))),
            Some("") => Err(mended(name.to_owned())),
            Some(polarity) => {
                let named = |known: &Polarity| known.name() == polarity || known.name_zh() == polarity;
                let known = Polarity::ALL.into_iter().find(named).ok_or_else(|| self.invalid(value))?;
                let pairs = ids.iter().map(|id| format!("{id}:{}", known.name())).collect();
                Ok((ASPECT_SENTIMENT, Condition::Values(pairs)))
            }
        }
    }

    /// A text that stands in for a value: in quotes where the value has them.
    fn typable(&self, value: &Value, text: &str) -> String {
        let is_quoted = value.text.chars().count() < value.range.len();
        if is_quoted || text.contains(ends_bare) { quote(text) } else { text.to_owned() }
    }

    fn condition(&self, value: &Value) -> Result<Condition, Fault> {
        let folded = fold(&value.text);
        let folded = folded.trim();
        if folded.is_empty() {
            return Err(Fault::at(value.range.start, QueryFault::EmptyPhrase));
        }
        match self.target {
            Target::Rating => self.rating(folded, value),
            Target::Days => self.days(folded, value),
            Target::Likes => self.likes(folded, value),
            Target::Sentiment => {
                let named = || SentimentBucket::ALL.into_iter().find(|bucket| bucket.name_zh() == folded);
                let bucket = SentimentBucket::parse(folded).or_else(named);
                bucket.map(|bucket| Condition::Sentiments([bucket].into())).ok_or_else(|| self.invalid(value))
            }
            Target::Has => {
                let part = Vocabulary::part(folded).ok_or_else(|| self.invalid(value))?;
                Ok(Condition::Parts([part].into()))
            }
            Target::Missing => {
                let field = self.vocabulary.missing(folded).ok_or_else(|| self.invalid(value))?;
                Ok(Condition::Missing([field].into()))
            }
            Target::Flag => {
                let named = |flag: &Flag| flag.name() == folded || flag.name_zh() == folded;
                let flag = Flag::ALL.into_iter().find(named).ok_or_else(|| self.invalid(value))?;
                Ok(Condition::Values([flag.name().to_owned()].into()))
            }
            // Aspects have two fields; text parts are terms, not conditions: the lexer never hands them over.
            Target::Aspect | Target::Keyword(_) | Target::Part(_) | Target::Word => {
                Ok(Condition::Folded([folded.to_owned()].into()))
            }
        }
    }

    fn rating(&self, folded: &str, value: &Value) -> Result<Condition, Fault> {
        if let Some((_, band)) = BANDS.iter().find(|(names, _)| names.contains(&folded)) {
            return Ok(Condition::Ratings(band.clone().collect()));
        }
        let number = |text: &str| stars(text.trim_end_matches(['星', '分']));
        let (low, high) = self.bounds(folded, value, number)?;
        let inside = |rating: &Rating| {
            let stars = rating.stars();
            low.is_none_or(|end| end.admits_from(stars)) && high.is_none_or(|end| end.admits_to(stars))
        };
        let ratings: BTreeSet<u8> = Rating::all().filter(inside).map(Rating::half_stars).collect();
        if ratings.is_empty() {
            let nearest = low.or(high).and_then(|end| Rating::from_scale(end.at.max(0.5), Default::default()));
            let fault = self.invalid(value);
            return Err(match nearest {
                Some(rating) => fault.mended_by(value.range.clone(), self.beside(rating)),
                None => fault,
            });
        }
        Ok(Condition::Ratings(ratings))
    }

    /// A rating as the value of this comparison: with `<` and `>` only the range beside it parses.
    fn beside(&self, rating: Rating) -> String {
        if matches!(self.comparison, Comparison::Less | Comparison::More) {
            format!("={rating}")
        } else {
            rating.to_string()
        }
    }

    fn likes(&self, folded: &str, value: &Value) -> Result<Condition, Fault> {
        let (low, high) = self.bounds(folded, value, |text| text.parse::<u32>().ok().filter(|_| is_digits(text)))?;
        let from = low.map(|end| if end.open { end.at.checked_add(1) } else { Some(end.at) });
        let to = high.map(|end| if end.open { end.at.checked_sub(1) } else { Some(end.at) });
        match (from, to) {
            (Some(None), _) | (_, Some(None)) => Err(self.invalid(value)),
            (from, to) => Ok(Condition::Counts { from: from.flatten(), to: to.flatten() }),
        }
    }

    fn days(&self, folded: &str, value: &Value) -> Result<Condition, Fault> {
        let read = |text: &str| when::days(text, self.today);
        let mended = |fault: Fault| {
            let ends: Vec<String> = folded.split("..").map(|end| mend_day(end, self.today)).collect();
            let text = ends.join("..");
            if text == folded { fault } else { fault.mended_by(value.range.clone(), text) }
        };
        let (low, high) = self.bounds(folded, value, read).map_err(|fault| match fault.fault {
            QueryFault::InvalidValue { .. } => mended(fault),
            _ => fault,
        })?;
        let from = low.map(|end| if end.open { Day(end.at.1.0 + 1) } else { end.at.0 });
        let to = high.map(|end| if end.open { Day(end.at.0.0 - 1) } else { end.at.1 });
        if [from, to].into_iter().flatten().any(|day| !when::is_typable(day)) {
            return Err(self.invalid(value));
        }
        Ok(Condition::Days { from, to })
    }

    /// The two ends of `a..b`, of one value, or of a comparison.
    fn bounds<T: Copy + PartialOrd>(
        &self,
        folded: &str,
        value: &Value,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Ends<T>, Fault> {
        let invalid = || self.invalid(value);
        let Some((first, last)) = folded.split_once("..") else {
            let at = read(folded).ok_or_else(invalid)?;
            let (closed, open) = (Some(End { at, open: false }), Some(End { at, open: true }));
            return Ok(match self.comparison {
                Comparison::Equal => (closed, closed),
                Comparison::Less => (None, open),
                Comparison::AtMost => (None, closed),
                Comparison::More => (open, None),
                Comparison::AtLeast => (closed, None),
            });
        };
        let end = |text: &str| match text.trim() {
            "" => Ok(None),
            text => read(text).map(|at| Some(End { at, open: false })).ok_or_else(invalid),
        };
        let ends = (end(first)?, end(last)?);
        match ends {
            _ if self.comparison != Comparison::Equal => Err(invalid()),
            (None, None) => Err(invalid()),
            (Some(low), Some(high)) if low.at > high.at => {
                let swapped = format!("{}..{}", last.trim(), first.trim());
                Err(Fault::at(value.range.start, QueryFault::ReversedRange).mended_by(value.range.clone(), swapped))
            }
            ends => Ok(ends),
        }
    }

    fn invalid(&self, value: &Value) -> Fault {
        let (field, expected) = match self.target {
            Target::Rating => (
                "rating",
                Wording::new(
                    "0.5 到 5 的半星值、区间（如 1..2.5）或 差评、中评、好评",
                    "half stars from 0.5 to 5, a range such as 1..2.5, or bad, fair, good",
                ),
            ),
            Target::Days => (
                "created",
                Wording::new(
                    "日期（2021、2021-03、2021-03-05）、区间（2021-03..2021-06）或 今天、近7天、上周、本月、去年同期 等",
                    "dates (2021, 2021-03, 2021-03-05), ranges (2021-03..2021-06), or today, last_7_days, last_week, this_month and the like",
                ),
            ),
            Target::Likes => {
                ("likes", Wording::new("整数或区间（如 10..50）", "whole numbers or a range such as 10..50"))
            }
            Target::Sentiment => (
                "sentiment",
                Wording::new(
                    format!(
                        "{} 之一（评分档写作 评分:差评）",
                        SentimentBucket::ALL.map(SentimentBucket::name_zh).join("、")
                    ),
                    format!("one of {}", SentimentBucket::ALL.map(SentimentBucket::name).join(", ")),
                ),
            ),
            Target::Has => (
                "has",
                Wording::new("回复、追评、图片、标题 之一", format!("one of {}", Part::ALL.map(Part::name).join(", "))),
            ),
            Target::Missing => (
                "missing",
                Wording::new("评分、时间 或一个可筛选字段的名称", "rating, created, or the name of a facet"),
            ),
            Target::Aspect => (
                ASPECT,
                Wording::new(
                    "属性的名称，之后可加 =负面、=中性 或 =正面（如 服务=负面）",
                    "the name of an aspect, perhaps with =negative, =neutral or =positive",
                ),
            ),
            Target::Flag => (
                FLAG,
                Wording::new(
                    format!("{} 之一", Flag::ALL.map(Flag::name_zh).join("、")),
                    format!("one of {}", Flag::ALL.map(Flag::name).join(", ")),
                ),
            ),
            Target::Keyword(_) | Target::Part(_) | Target::Word => ("field", Wording::new("取值", "a value")),
        };
        Fault::at(
            value.range.start,
            QueryFault::InvalidValue { field, value: value.text.clone(), expected: Box::new(expected) },
        )
    }
}

/// One end of a range; an open one is not part of it.
#[derive(Clone, Copy)]
struct End<T> {
    at: T,
    open: bool,
}

/// Both ends of a range; `None` is open for ever.
type Ends<T> = (Option<End<T>>, Option<End<T>>);

impl End<f64> {
    fn admits_from(self, stars: f64) -> bool {
        stars > self.at || (stars == self.at && !self.open)
    }

    fn admits_to(self, stars: f64) -> bool {
        stars < self.at || (stars == self.at && !self.open)
    }
}

/// Adds the set of `next` to that of `last`; false when they are no sets of one kind.
fn join(last: &mut Condition, next: &Condition) -> bool {
    match (last, next) {
        (Condition::Folded(all), Condition::Folded(more))
        | (Condition::Values(all), Condition::Values(more))
        | (Condition::Missing(all), Condition::Missing(more)) => {
            all.extend(more.iter().cloned());
        }
        (Condition::Ratings(all), Condition::Ratings(more)) => all.extend(more),
        (Condition::Sentiments(all), Condition::Sentiments(more)) => all.extend(more),
        (Condition::Parts(all), Condition::Parts(more)) => all.extend(more),
        _ => return false,
    }
    true
}

/// A number of stars from 0 to 5.
fn stars(text: &str) -> Option<f64> {
    let shaped = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|stars| shaped && (0.0..=5.0).contains(stars))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One end of a range of days as it was probably meant.
fn mend_day(end: &str, today: Day) -> String {
    let end = end.trim();
    let nearest = || if when::days(end, today).is_some() { None } else { when::nearest(end) };
    nearest().unwrap_or_else(|| end.to_owned())
}
