//! What a slice is held against, from the wire: the rest, the period before, or another slice.

use serde_json::{Map, Value, json};

use super::super::{
    narrowing,
    slice::{Reader, WireFilter},
};
use crate::{
    domain::{
        calendar::Day,
        pain_points::Baseline,
        query::Query,
        slice::{Condition, Filter, Slice},
    },
    error::Code,
    http::problem::Fault,
    service::{Service, Widening},
};

/// A baseline, and the slice that reproduces it where there is one.
pub(super) struct Read {
    pub(super) meaning: Baseline,
    pub(super) slice_json: Option<Value>,
}

/// Reads a baseline; `slice` is what the request's own says, `base` how it is written. `None` with a fault.
pub(super) fn read(
    wire: &Value,
    slice: &Slice,
    base: &Value,
    widening: Widening,
    service: &Service,
    reader: &mut Reader<'_>,
) -> Option<Read> {
    match wire {
        Value::String(name) if name == "rest" => Some(rest(slice, base, widening, service)),
        Value::String(name) if name == "previous_period" => {
            // Moved, a faulty slice would only show its faults twice.
            if !reader.faults.is_empty() {
                return None;
            }
            let period = Period::of(slice, service, reader)?;
            let mut earlier = base.clone();
            move_created(&mut earlier["filter"], period.weeks_back);
            if period.is_open {
                // Moved, an open end would still reach to the last review.
                narrowing::check_room(slice.filter.all.len() + 1, reader);
                let last = Day(period.last.0.saturating_sub(period.weeks_back.saturating_mul(7)));
                let end = json!({"created": {"to": last.to_string()}});
                earlier = narrowing::narrowed(earlier.as_object()?, end.as_object()?.clone());
            }
            other(earlier, widening, service, reader)
        }
        Value::Object(fields) => {
            let given = reader.nested_slice(wire, "/baseline", 0);
            let mut written = base.clone();
            written["q"] = fields.get("q").cloned().unwrap_or_else(|| json!(""));
            written["filter"] = fields.get("filter").cloned().unwrap_or_else(|| json!({}));
            Some(Read { meaning: Baseline::Slice(service.widened(given, widening)), slice_json: Some(written) })
        }
        _ => {
            let detail = ("没有这样的对照", "there is no such baseline");
            let fault = Fault::new(Code::InvalidValue, detail).at("/baseline");
            reader.faults.push(fault.hint(
                "可用 \"rest\"、\"previous_period\"，或一个含 q 和 filter 的切片",
                "Use \"rest\", \"previous_period\" or a slice with q and filter",
            ));
            None
        }
    }
}

/// Everything else. Its slice says `none`, which takes a query as it is typed: a widened one has no such form.
fn rest(slice: &Slice, base: &Value, widening: Widening, service: &Service) -> Read {
    let is_typed = widening == Widening::default() || slice.query == Query::All;
    let written = json!({"q": "", "filter": {"none": [{"q": base["q"], "filter": base["filter"]}]}});
    let mut reader = Reader::new(&service.schema, service.today());
    // One level deeper than the request's own, it may be too deep.
    reader.nested_slice(&written, "", 0);
    Read { meaning: Baseline::Rest, slice_json: Some(written).filter(|_| is_typed && reader.faults.is_empty()) }
}

fn other(written: Value, widening: Widening, service: &Service, reader: &mut Reader<'_>) -> Option<Read> {
    let (q, filter) = (written["q"].as_str().unwrap_or_default(), written["filter"].as_object().cloned());
    let slice = reader.slice(q, &WireFilter(filter.unwrap_or_default()));
    Some(Read { meaning: Baseline::Slice(service.widened(slice, widening)), slice_json: Some(written) })
}

/// The days of a slice.
struct Period {
    last: Day,
    /// Whether the slice names no last day: then it is that of the data.
    is_open: bool,
    /// By how many weeks they are moved back, so that they end before they begin.
    weeks_back: i32,
}

impl Period {
    /// `None` with a fault.
    fn of(slice: &Slice, service: &Service, reader: &mut Reader<'_>) -> Option<Self> {
        let mut span = Span::default();
        span.narrow(&slice.filter, service);
        let last_known = service.engine.snapshot().days().map(|(_, last)| last);
        if has_time(&slice.query) {
            reader.faults.push(fault(
                ("查询文字里的时间无法平移", "the time in the query text cannot be moved"),
                ("把时间条件写进 filter.created", "Write the time as filter.created"),
            ));
            return None;
        }
        let Some(first) = span.first else {
            reader.faults.push(fault(
                ("没有起始日期，就没有上一时段", "without a first day there is no period before"),
                (
                    "加上时间范围，例如 \"created\":{\"from\":\"2026-06-01\",\"to\":\"2026-06-30\"}",
                    "Add a range of time, such as \"created\":{\"from\":\"2026-06-01\",\"to\":\"2026-06-30\"}",
                ),
            ));
            return None;
        };
        let last = span.last.or(last_known).unwrap_or(first);
        let days = last.0.saturating_sub(first.0).max(0).saturating_add(1);
        Some(Self { last, is_open: span.last.is_none(), weeks_back: days.saturating_add(6) / 7 })
    }
}

fn fault(detail: (&'static str, &'static str), hint: (&'static str, &'static str)) -> Fault {
    Fault::new(Code::InvalidValue, detail).at("/baseline").hint(hint.0, hint.1)
}

/// The days that all conditions leave.
#[derive(Default)]
struct Span {
    first: Option<Day>,
    last: Option<Day>,
}

impl Span {
    fn narrow(&mut self, filter: &Filter, service: &Service) {
        let day = |unix_s: i64| service.config.zone.day(unix_s);
        for condition in filter.fields.get("created").into_iter().flatten() {
            let (from, to) = match condition {
                Condition::Days { from, to } => (*from, *to),
                // The end of a range of instants is not part of it.
                Condition::Instants { from, to } => (from.map(day), to.map(|to| day(to.saturating_sub(1)))),
                _ => continue,
            };
            self.first = self.first.max(from);
            self.last = match (self.last, to) {
                (Some(last), Some(to)) => Some(last.min(to)),
                (last, to) => last.or(to),
            };
        }
        filter.all.iter().for_each(|slice| self.narrow(&slice.filter, service));
    }
}

fn has_time(query: &Query) -> bool {
    match query {
        Query::Field(clause) => clause.field == "created",
        Query::And(parts) | Query::Or(parts) => parts.iter().any(has_time),
        Query::Not(part) => has_time(part),
        _ => false,
    }
}

/// Moves every condition on time in a filter back.
fn move_created(filter: &mut Value, weeks: i32) {
    let Some(fields) = filter.as_object_mut() else { return };
    for (name, value) in fields.iter_mut() {
        match (name.as_str(), value) {
            ("created", Value::Object(range)) => range.values_mut().for_each(|end| move_end(end, weeks)),
            ("not", value) => move_created(value, weeks),
            ("all" | "none", Value::Array(slices)) => {
                let filters = slices.iter_mut().filter_map(|slice| {
                    slice.as_object_mut().and_then(|slice: &mut Map<_, _>| slice.get_mut("filter"))
                });
                filters.for_each(|filter| move_created(filter, weeks));
            }
            _ => {}
        }
    }
}

/// A day stays a day, an instant keeps its time of day and its offset from UTC.
fn move_end(end: &mut Value, weeks: i32) {
    const WEEK_S: i64 = 7 * 86_400;
    let Some(text) = end.as_str() else { return };
    let instant = || {
        let at: jiff::Timestamp = text.parse().ok()?;
        jiff::Timestamp::from_second(at.as_second().saturating_sub(i64::from(weeks) * WEEK_S)).ok()
    };
    let moved = match Day::parse(text) {
        Some(day) => Some(Day(day.0.saturating_sub(weeks.saturating_mul(7))).to_string()),
        None => instant().map(|at| at.to_string()),
    };
    if let Some(moved) = moved {
        *end = json!(moved);
    }
}
