//! The slice on the wire: what was typed, checked into what it means. All faults are collected, each with its JSON pointer.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::{
    domain::{
        analysis::Flag,
        calendar::Day,
        fields::FieldTable,
        query::Query,
        rating::Rating,
        sentiment::SentimentBucket,
        slice::{Condition, Filter, HAS, MISSING, Part, Slice},
    },
    error::{Code, Wording},
    http::problem::Fault,
    limits,
    service::Schema,
    text::{Vocabulary, parse_query},
};

/// A filter as sent. The fields depend on the field table, so it is read by hand; [`FilterSchema`] documents it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct WireFilter(pub(crate) Map<String, Value>);

/// Conditions on fields. Values inside one field are OR, fields are AND. Every keyword facet of `GET /fields` is a property that takes
/// a list of values.
#[derive(ToSchema)]
#[schema(as = Filter)]
#[expect(dead_code, reason = "documents the shape that `Reader` reads")]
pub(crate) struct FilterSchema {
    /// A range `{"gte":1,"lte":2.5}` or a list of ratings `[1, 4.5]`.
    #[schema(value_type = Option<Object>)]
    rating: Option<Value>,
    /// `{"from":…,"to":…}`: days `YYYY-MM-DD` (both included) or RFC 3339 instants (`to` excluded).
    #[schema(value_type = Option<Object>)]
    created: Option<Value>,
    /// Sentiment buckets.
    sentiment: Option<Vec<String>>,
    /// Sources.
    source: Option<Vec<String>>,
    /// Items.
    item: Option<Vec<String>>,
    /// Ids of aspects; a parent takes its children.
    aspect: Option<Vec<String>>,
    /// Aspects with a polarity, such as `service_wait_time:negative`; a parent takes its children.
    aspect_sentiment: Option<Vec<String>>,
    /// Normal forms of opinions.
    opinion: Option<Vec<String>>,
    /// Any of `low_information`, `advertising`, `abuse`, `privacy`, `conflict`, `duplicate`, `burst`.
    flag: Option<Vec<String>>,
    /// Has any of `reply`, `append`, `image`.
    has: Option<Vec<String>>,
    /// Lacks any of these fields: a facet, `rating` or `created`.
    missing: Option<Vec<String>>,
    /// The same fields; each excludes on its own.
    #[schema(value_type = Option<Object>)]
    not: Option<Value>,
    /// Slices that must all hold.
    #[schema(value_type = Option<Vec<Object>>)]
    all: Option<Vec<Value>>,
    /// Slices none of which may hold.
    #[schema(value_type = Option<Vec<Object>>)]
    none: Option<Vec<Value>>,
}

/// Reads wire values against the field table, collecting faults.
pub(crate) struct Reader<'a> {
    fields: &'a FieldTable,
    vocabulary: &'a Vocabulary,
    /// What relative times are counted from.
    today: Day,
    pub(crate) faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(schema: &'a Schema, today: Day) -> Self {
        Self { fields: schema.fields(), vocabulary: schema.vocabulary(), today, faults: Vec::new() }
    }

    /// A slice from its query text and filter.
    pub(crate) fn slice(&mut self, q: &str, filter: &WireFilter) -> Slice {
        Slice { query: self.query(q, "/q"), filter: self.filter(&filter.0, "/filter", 0) }
    }

    pub(crate) fn query(&mut self, q: &str, at: &str) -> Query {
        parse_query(q, self.vocabulary, self.today).unwrap_or_else(|error| {
            let fault = Fault::of(&error).at(at);
            self.faults.push(Fault { repair: error.repair, ..fault });
            Query::All
        })
    }

    /// A name that must be a facet.
    pub(crate) fn facet(&mut self, name: &str, at: &str) {
        if self.fields.get(name).is_none_or(|field| !field.facet) {
            self.unknown_field(name, at);
        }
    }

    pub(crate) fn fault(&mut self, code: Code, detail: impl Into<Wording>, at: &str) {
        self.faults.push(Fault::new(code, detail).at(at));
    }

    fn unknown_field(&mut self, name: &str, at: &str) {
        let known: Vec<&str> = self.fields.facets().map(|field| field.name.as_str()).collect();
        let known = known.join(", ");
        let fault = Fault::new(
            Code::UnknownField,
            (format!("没有名为 `{name}` 的筛选或分面"), format!("there is no filter or facet `{name}`")),
        )
        .at(at);
        self.faults.push(fault.hint(format!("可用的字段：{known}"), format!("Known fields: {known}")));
    }

    fn filter(&mut self, map: &Map<String, Value>, at: &str, depth: usize) -> Filter {
        let mut filter = Filter::default();
        for (name, value) in map {
            let at = format!("{at}/{name}");
            match name.as_str() {
                "all" => filter.all = self.nested(value, &at, depth),
                "none" => filter.none = self.nested(value, &at, depth),
                "not" => match value {
                    Value::Object(fields) => {
                        for (name, value) in fields {
                            let at = format!("{at}/{name}");
                            filter.not.extend(self.condition(name, value, &at).map(|c| (name.clone(), vec![c])));
                        }
                    }
                    _ => self.fault(
                        Code::InvalidValue,
                        ("`not` 应为字段组成的对象", "`not` takes an object of fields"),
                        &at,
                    ),
                },
                name => filter.fields.extend(self.condition(name, value, &at).map(|c| (name.to_owned(), vec![c]))),
            }
        }
        filter
    }

    fn nested(&mut self, value: &Value, at: &str, depth: usize) -> Vec<Slice> {
        let Some(parts) =
            value.as_array().filter(|parts| parts.len() <= limits::FILTER_VALUES && depth < limits::NESTING)
        else {
            self.fault(
                Code::InvalidValue,
                (
                    format!("应为切片列表，嵌套不超过 {} 层", limits::NESTING),
                    format!("a list of slices, at most {} deep, is needed", limits::NESTING),
                ),
                at,
            );
            return Vec::new();
        };
        parts
            .iter()
            .enumerate()
            .map(|(index, part)| self.nested_slice(part, &format!("{at}/{index}"), depth + 1))
            .collect()
    }

    /// A slice within a request: an object with `q` and `filter`.
    pub(crate) fn nested_slice(&mut self, value: &Value, at: &str, depth: usize) -> Slice {
        let mut slice = Slice::default();
        let Some(map) = value.as_object() else {
            self.fault(
                Code::InvalidValue,
                ("切片应为含 `q` 和 `filter` 的对象", "a slice is an object with `q` and `filter`"),
                at,
            );
            return slice;
        };
        for (name, value) in map {
            let at = format!("{at}/{name}");
            match (name.as_str(), value) {
                ("q", Value::String(q)) => slice.query = self.query(q, &at),
                ("filter", Value::Object(filter)) => slice.filter = self.filter(filter, &at, depth),
                ("q" | "filter", _) => self.fault(
                    Code::InvalidValue,
                    (format!("`{name}` 的类型不对"), format!("`{name}` has the wrong type")),
                    &at,
                ),
                _ => self.unknown_field(name, &at),
            }
        }
        slice
    }

    /// The condition that `value` puts on a field; `None` when it is void (an empty list) or faulty.
    fn condition(&mut self, name: &str, value: &Value, at: &str) -> Option<Condition> {
        match name {
            "rating" => self.rating(value, at),
            "created" => self.created(value, at),
            "sentiment" => self.parsed(value, at, SentimentBucket::parse).map(Condition::Sentiments),
            "flag" => {
                let flags = self.parsed(value, at, Flag::parse)?;
                Some(Condition::Values(flags.into_iter().map(|flag| flag.name().to_owned()).collect()))
            }
            HAS => self.parsed(value, at, Part::parse).map(Condition::Parts),
            MISSING => {
                let names = self.strings(value, at)?;
                for name in names.iter().filter(|name| name.as_str() != "created") {
                    self.facet(name, at);
                }
                Some(Condition::Missing(names))
            }
            name => {
                self.facet(name, at);
                self.strings(value, at).map(Condition::Values)
            }
        }
    }

    fn strings(&mut self, value: &Value, at: &str) -> Option<BTreeSet<String>> {
        let values = value.as_array().filter(|values| values.len() <= limits::FILTER_VALUES);
        let strings = values.and_then(|values| values.iter().map(|v| v.as_str().map(str::to_owned)).collect());
        if strings.is_none() {
            self.fault(
                Code::InvalidValue,
                (
                    format!("应为不超过 {} 个字符串的列表", limits::FILTER_VALUES),
                    format!("a list of at most {} strings is needed", limits::FILTER_VALUES),
                ),
                at,
            );
        }
        strings.filter(|strings: &BTreeSet<String>| !strings.is_empty())
    }

    fn parsed<T: Ord>(&mut self, value: &Value, at: &str, parse: fn(&str) -> Option<T>) -> Option<BTreeSet<T>> {
        let names = self.strings(value, at)?;
        let mut parsed = BTreeSet::new();
        for name in names {
            match parse(&name) {
                Some(value) => drop(parsed.insert(value)),
                None => self.fault(
                    Code::InvalidValue,
                    (format!("`{name}` 不是可用的取值"), format!("`{name}` is not one of the known values")),
                    at,
                ),
            }
        }
        Some(parsed)
    }

    fn rating(&mut self, value: &Value, at: &str) -> Option<Condition> {
        match value {
            Value::Array(values) if values.is_empty() => None,
            Value::Array(values) => {
                let rating = |value: &Value| Rating::parse(&value.as_f64()?.to_string());
                let ratings = values.iter().map(|value| rating(value).map(Rating::half_stars)).collect::<Option<_>>();
                if ratings.is_none() {
                    self.fault(
                        Code::InvalidValue,
                        ("评分应为 0.5 到 5，步长半星", "ratings are 0.5 to 5 in half steps"),
                        at,
                    );
                }
                ratings.map(Condition::Ratings)
            }
            Value::Object(range) => {
                let bounds = self.bounds(range, ["gte", "lte"], at, |value| value.as_f64())?;
                if matches!(bounds, [Some(low), Some(high)] if low > high) {
                    self.fault(Code::InvalidValue, ("范围的起止颠倒了", "the range is reversed"), at);
                }
                (bounds != [None, None]).then(|| Condition::rating_range(bounds[0], bounds[1]))
            }
            _ => {
                self.fault(
                    Code::InvalidValue,
                    (
                        "应为范围 {\"gte\",\"lte\"} 或评分列表",
                        "a range {\"gte\",\"lte\"} or a list of ratings is needed",
                    ),
                    at,
                );
                None
            }
        }
    }

    fn created(&mut self, value: &Value, at: &str) -> Option<Condition> {
        let Value::Object(range) = value else {
            self.fault(Code::InvalidValue, ("应为范围 {\"from\",\"to\"}", "a range {\"from\",\"to\"} is needed"), at);
            return None;
        };
        let condition = match self.bounds(range, ["from", "to"], at, End::parse)? {
            [None, None] => return None,
            [from @ (None | Some(End::Day(_))), to @ (None | Some(End::Day(_)))] => {
                Condition::Days { from: from.and_then(End::day), to: to.and_then(End::day) }
            }
            [from @ (None | Some(End::Instant(_))), to @ (None | Some(End::Instant(_)))] => {
                Condition::Instants { from: from.and_then(End::instant), to: to.and_then(End::instant) }
            }
            _ => {
                self.fault(
                    Code::InvalidValue,
                    ("起止应同为日期或同为时刻", "both ends must be days or both instants"),
                    at,
                );
                return None;
            }
        };
        let reversed = match condition {
            Condition::Days { from: Some(from), to: Some(to) } => from > to,
            Condition::Instants { from: Some(from), to: Some(to) } => from > to,
            _ => false,
        };
        if reversed {
            self.fault(Code::InvalidValue, ("范围的起止颠倒了", "the range is reversed"), at);
        }
        Some(condition)
    }

    /// The two ends of a range; `null` and absent ends are open.
    fn bounds<T>(
        &mut self,
        range: &Map<String, Value>,
        names: [&str; 2],
        at: &str,
        read: fn(&Value) -> Option<T>,
    ) -> Option<[Option<T>; 2]> {
        for name in range.keys().filter(|name| !names.contains(&name.as_str())) {
            self.fault(
                Code::UnknownField,
                (
                    format!("范围只有 `{}` 和 `{}`，没有 `{name}`", names[0], names[1]),
                    format!("a range has `{}` and `{}`, not `{name}`", names[0], names[1]),
                ),
                at,
            );
        }
        let mut end = |name: &str| match range.get(name).filter(|value| !value.is_null()) {
            None => Some(None),
            Some(value) => {
                let end = read(value);
                if end.is_none() {
                    self.fault(
                        Code::InvalidValue,
                        ("范围这一端的类型不对", "this end of the range has the wrong type"),
                        &format!("{at}/{name}"),
                    );
                }
                end.map(Some)
            }
        };
        let (first, second) = (end(names[0]), end(names[1]));
        Some([first?, second?])
    }
}

/// One end of a range of times.
#[derive(Clone, Copy)]
enum End {
    Day(Day),
    Instant(i64),
}

impl End {
    fn parse(value: &Value) -> Option<Self> {
        let text = value.as_str()?;
        let instant = || text.parse::<jiff::Timestamp>().ok().map(|at| Self::Instant(at.as_second()));
        Day::parse(text).map(Self::Day).or_else(instant)
    }

    const fn day(self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(day),
            Self::Instant(_) => None,
        }
    }

    const fn instant(self) -> Option<i64> {
        match self {
            Self::Instant(unix_s) => Some(unix_s),
            Self::Day(_) => None,
        }
    }
}
