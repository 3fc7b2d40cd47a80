//! The recorded queries: read, checked, and resolved for the reviews at hand.
//!
//! What depends on the corpus is recorded as a number: in a keyword filter the rank of a value by falling count (`"item": [3]` is the
//! third most frequent item), in `created` a fraction of the time between the first and the last review. So one workload asks every corpus
//! alike.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read,
    path::Path,
};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{client::Client, error::BenchError};
use crate::{
    cli::handover::HandoverError,
    domain::{calendar::Day, page::Sort},
    limits,
};

/// Recorded queries, in the order of the file.
#[derive(Debug)]
pub(super) struct Workload(Vec<Recorded>);

/// One line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: Sort,
    #[serde(default)]
    filter: Map<String, Value>,
}

/// What the reviews at hand put in place of ranks and fractions.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    pub(super) reviews: u64,
    /// By field, by falling count.
    values: BTreeMap<String, Vec<String>>,
    /// Days of the first and the last review that has a time.
    days: Option<(Day, Day)>,
}

/// The field whose numbers are ratings, not ranks.
const RATING: &str = "rating";
const CREATED: &str = "created";

impl Workload {
    /// The workload that stands in the binary.
    pub(super) fn builtin() -> Result<Self, BenchError> {
        Self::parse(include_str!("workload.jsonl"))
    }

    /// Reads a workload file.
    pub(super) fn read(path: &Path) -> Result<Self, BenchError> {
        let unreadable = |source| BenchError::Unreadable { path: path.to_owned(), source };
        let mut text = String::new();
        let mut file = File::open(path).map_err(unreadable)?.take(limits::WORKLOAD_BYTES + 1);
        let bytes = file.read_to_string(&mut text).map_err(unreadable)?;
        if u64::try_from(bytes).map_or(true, |bytes| bytes > limits::WORKLOAD_BYTES) {
            return Err(BenchError::TooLarge);
        }
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, BenchError> {
        let mut recorded = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let fault = |fault| BenchError::Line { line: index + 1, fault };
            let query: Recorded = serde_json::from_str(line).map_err(|error| fault(error.to_string()))?;
            check(&query.filter).map_err(fault)?;
            recorded.push(query);
        }
        match recorded.len() {
            0 => Err(BenchError::EmptyWorkload),
            queries if queries > limits::WORKLOAD_QUERIES => Err(BenchError::TooLarge),
            _ => Ok(Self(recorded)),
        }
    }

    /// Fields of which ranks are recorded.
    pub(super) fn ranked_fields(&self) -> BTreeSet<String> {
        let mut fields = BTreeSet::new();
        self.0.iter().for_each(|query| ranked_fields(&query.filter, &mut fields));
        fields
    }

    /// Bodies of `POST /search` without facets, in order.
    pub(super) fn resolve(&self, corpus: &Corpus) -> Vec<Value> {
        let body = |query: &Recorded| {
            json!({
                "q": query.q, "sort": query.sort.name(), "filter": corpus.filter(&query.filter), "limit": 20, "summary": true,
                "timeline": {"interval": "month", "split": "sentiment"},
            })
        };
        self.0.iter().map(body).collect()
    }
}

/// Ranks count from 1 and stay within what a facet shows; fractions lie between 0 and 1. The rest is for the server to judge.
fn check(filter: &Map<String, Value>) -> Result<(), String> {
    for (field, condition) in filter {
        match condition {
            Value::Object(inner) if field == "not" => check(inner)?,
            Value::Object(range) if field == CREATED => {
                let outside = |value: &&Value| value.as_f64().is_some_and(|fraction| !(0.0..=1.0).contains(&fraction));
                if let Some(value) = range.values().find(outside) {
                    return Err(format!("created: {value} is no fraction between 0 and 1"));
                }
            }
            Value::Array(values) if field != RATING => {
                let is_rank =
                    |value: &Value| (1..=limits::FACET_VALUES).any(|rank| value.as_u64() == u64::try_from(rank).ok());
                if let Some(value) = values.iter().find(|value| value.is_number() && !is_rank(value)) {
                    return Err(format!("{field}: {value} is no rank from 1 to {}", limits::FACET_VALUES));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn ranked_fields(filter: &Map<String, Value>, fields: &mut BTreeSet<String>) {
    for (field, condition) in filter {
        match condition {
            Value::Object(inner) if field == "not" => ranked_fields(inner, fields),
            Value::Array(values) if field != RATING && values.iter().any(Value::is_number) => {
                fields.insert(field.clone());
            }
            _ => {}
        }
    }
}

impl Corpus {
    /// Asks a server what its reviews hold.
    pub(super) fn probe(client: &Client, fields: &BTreeSet<String>) -> Result<Self, HandoverError> {
        let facets: Vec<&String> = fields.iter().take(limits::FACETS).collect();
        let body = json!({"limit": 0, "facets": facets, "facet_limit": limits::FACET_VALUES});
        let answer = client.search(&body.to_string())?;
        let names = |field: &String| {
            let buckets = answer["facets"][field]["buckets"].as_array().into_iter().flatten();
            buckets.filter_map(|bucket| bucket["value"].as_str().map(str::to_owned)).collect()
        };
        let values = fields.iter().map(|field| (field.clone(), names(field))).collect();
        let days = Self::edge(client, Sort::Oldest)?.zip(Self::edge(client, Sort::Newest)?);
        Ok(Self { reviews: answer["total"].as_u64().unwrap_or(0), values, days })
    }

    /// The local day of the first review in this order.
    fn edge(client: &Client, sort: Sort) -> Result<Option<Day>, HandoverError> {
        let answer = client.search(&json!({"limit": 1, "sort": sort.name(), "summary": false}).to_string())?;
        Ok(answer["hits"][0]["created_at"].as_str().and_then(|time| Day::parse(time.get(..10)?)))
    }

    /// A filter with values for ranks and days for fractions; a condition for which there are none is left out.
    fn filter(&self, recorded: &Map<String, Value>) -> Map<String, Value> {
        let resolved = |(field, condition): (&String, &Value)| {
            let condition = match condition {
                Value::Object(inner) if field == "not" => Value::Object(self.filter(inner)),
                Value::Object(range) if field == CREATED => Value::Object(self.range(range)?),
                Value::Array(values) if field != RATING => {
                    let values: Vec<Value> = values.iter().filter_map(|value| self.value(field, value)).collect();
                    (!values.is_empty()).then_some(Value::Array(values))?
                }
                other => other.clone(),
            };
            Some((field.clone(), condition))
        };
        recorded.iter().filter_map(resolved).collect()
    }

    /// The value of a rank; beyond the last one, the last one.
    fn value(&self, field: &str, recorded: &Value) -> Option<Value> {
        let Some(rank) = recorded.as_u64() else { return Some(recorded.clone()) };
        let values = self.values.get(field)?;
        let index = usize::try_from(rank).unwrap_or(usize::MAX).min(values.len()).checked_sub(1)?;
        Some(Value::String(values[index].clone()))
    }

    fn range(&self, recorded: &Map<String, Value>) -> Option<Map<String, Value>> {
        let (first, last) = self.days?;
        let day = |fraction: f64| {
            // A fraction of a span of days is within the span.
            #[expect(clippy::cast_possible_truncation, reason = "between two days, which are i32")]
            let days = (f64::from(last.0 - first.0) * fraction).round() as i32;
            Value::String(Day(first.0 + days).to_string())
        };
        let bound =
            |(name, value): (&String, &Value)| (name.clone(), value.as_f64().map_or_else(|| value.clone(), day));
        Some(recorded.iter().map(bound).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus() -> Corpus {
        let items = ["甲", "乙"].map(str::to_owned).to_vec();
        let days = ["2024-01-01", "2024-12-31"].map(|day| Day::parse(day).unwrap());
        Corpus { reviews: 3, values: [("item".to_owned(), items)].into(), days: Some((days[0], days[1])) }
    }

    fn resolved(line: &str, corpus: &Corpus) -> Value {
        Workload::parse(line).unwrap().resolve(corpus)[0]["filter"].clone()
    }

    #[test]
    fn ranks_become_values_and_fractions_days() {
        let line = r#"{"filter": {"item": [2, 9, "丙"], "not": {"item": [1]}, "rating": [1, 5], "created": {"from": 0.5, "to": 1}}}"#;
        let filter = json!({
            "item": ["乙", "乙", "丙"], "not": {"item": ["甲"]}, "rating": [1, 5],
            "created": {"from": "2024-07-02", "to": "2024-12-31"}
        });
        assert_eq!(resolved(line, &corpus()), filter);
        assert_eq!(resolved(line, &Corpus::default()), json!({"item": ["丙"], "not": {}, "rating": [1, 5]}));
        assert_eq!(Workload::parse(line).unwrap().ranked_fields(), ["item".to_owned()].into());
    }

    #[test]
    fn a_line_that_is_no_query_is_named() {
        let cases = [
            "{",
            r#"{"query": "好"}"#,
            r#"{"sort": "best"}"#,
            r#"{"filter": {"item": [0]}}"#,
            r#"{"filter": {"item": [1.5]}}"#,
            r#"{"filter": {"not": {"item": [1001]}}}"#,
            r#"{"filter": {"created": {"from": 2}}}"#,
        ];
        for case in cases {
            let error = Workload::parse(&format!("{{}}\n\n{case}\n")).unwrap_err();
            assert!(matches!(error, BenchError::Line { line: 3, .. }), "{case}: {error}");
        }
        assert!(matches!(Workload::parse(" \n"), Err(BenchError::EmptyWorkload)));
        let many = "{}\n".repeat(limits::WORKLOAD_QUERIES + 1);
        assert!(matches!(Workload::parse(&many), Err(BenchError::TooLarge)));
        let missing = Workload::read(Path::new("/nowhere/workload.jsonl"));
        assert!(matches!(missing, Err(BenchError::Unreadable { .. })));
    }

    #[test]
    fn the_builtin_workload_has_two_hundred_different_queries() {
        let workload = Workload::builtin().unwrap();
        let bodies: BTreeSet<String> = workload.resolve(&corpus()).iter().map(Value::to_string).collect();
        let recorded: BTreeSet<String> = workload.0.iter().map(|query| format!("{query:?}")).collect();
        assert_eq!((workload.0.len(), recorded.len()), (200, 200));
        assert!(bodies.len() > 150, "{}", bodies.len());
    }
}
