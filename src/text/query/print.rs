//! A tree back to text, in one canonical form: reading it again gives the same tree.

use std::{collections::BTreeSet, fmt::Display};

use super::{
    lexer::{half, operator, quote},
    vocabulary::{ASPECT, ASPECT_SENTIMENT, FLAG, WORD},
};
use crate::domain::{
    query::{FieldClause, Query},
    rating::Rating,
    sentiment::SentimentBucket,
    slice::{Condition, Part},
};

/// The text of a query: fields by their API names, values of one field in order, groups in parentheses.
#[must_use]
pub fn print_query(query: &Query) -> String {
    match query {
        Query::All => String::new(),
        Query::Bare(text) => text.clone(),
        Query::Phrase(text) => quote(text),
        Query::Pieces(pieces) => pieces.typed.clone(),
        Query::Near(near) => {
            let terms: Vec<String> = near.terms.iter().map(|term| quote(term)).collect();
            format!("near({}, {})", terms.join(" "), near.within)
        }
        Query::Word(text) => format!("{WORD}:{}", value(text)),
        Query::In(part, text) => format!("{}:{}", part.name(), print_query(text)),
        Query::Field(clause) => field(clause),
        Query::And(parts) => joined(parts, " "),
        Query::Or(parts) => joined(parts, " OR "),
        Query::Not(part) => {
            let inner = grouped(part);
            let sign = if inner.starts_with(|c| half(c) == '-') { "NOT " } else { "-" };
            format!("{sign}{inner}")
        }
    }
}

fn joined(parts: &[Query], tie: &str) -> String {
    parts.iter().map(grouped).collect::<Vec<_>>().join(tie)
}

fn grouped(query: &Query) -> String {
    match query {
        Query::And(_) | Query::Or(_) => format!("({})", print_query(query)),
        query => print_query(query),
    }
}

fn field(clause: &FieldClause) -> String {
    let name = if clause.field == ASPECT_SENTIMENT { ASPECT } else { &clause.field };
    let values = match &clause.condition {
        Condition::Values(values) if [ASPECT, ASPECT_SENTIMENT, FLAG].contains(&clause.field.as_str()) => {
            list(values.iter().map(|text| id(text)))
        }
        Condition::Values(values) | Condition::Folded(values) => list(values.iter().map(|text| value(text))),
        Condition::Missing(fields) => list(fields.iter().cloned()),
        Condition::Ratings(ratings) => list(runs(ratings)),
        Condition::Sentiments(buckets) => list(buckets.iter().copied().map(SentimentBucket::name)),
        Condition::Parts(parts) => list(parts.iter().copied().map(Part::name)),
        Condition::Days { from, to } => range(from.as_ref(), to.as_ref()),
        Condition::Counts { from, to } => range(from.as_ref(), to.as_ref()),
        Condition::Instants { from, to } => range(from.as_ref(), to.as_ref()),
    };
    format!("{name}:{values}")
}

/// An id, or an aspect's id with its polarity, as it is typed.
fn id(text: &str) -> String {
    let typed = text.replace(':', "=");
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'='));
    if is_plain && !typed.is_empty() { typed } else { quote(&typed) }
}

/// Ratings that follow each other in half steps as ranges.
fn runs(ratings: &BTreeSet<u8>) -> Vec<String> {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for rating in ratings {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *rating => *last = *rating,
            _ => runs.push((*rating, *rating)),
        }
    }
    let stars = |half_stars: u8| Rating::from_half_stars(half_stars);
    runs.into_iter().map(|(first, last)| range(stars(first).as_ref(), stars(last).as_ref())).collect()
}

fn range<T: Display + PartialEq>(from: Option<&T>, to: Option<&T>) -> String {
    let end = |end: Option<&T>| end.map(ToString::to_string).unwrap_or_default();
    if from.is_some() && from == to { end(from) } else { format!("{}..{}", end(from), end(to)) }
}

fn list<S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> String {
    let values: Vec<String> = values.into_iter().map(|value| value.as_ref().to_owned()).collect();
    if values.len() == 1 { values.concat() } else { format!("({})", values.join("|")) }
}

/// A value, in quotes where it could be read as anything else.
fn value(text: &str) -> String {
    let is_plain = text.chars().all(char::is_alphanumeric) && !text.is_empty() && operator(text).is_none();
    if is_plain { text.to_owned() } else { quote(text) }
}
