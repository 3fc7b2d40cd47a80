//! A query that parses, as close to what was typed as can be.

use super::{
    error::{Fault, QueryFault},
    lexer::{ends_bare, operator, quote},
};
use crate::domain::query::Query;

/// Faults that are mended one after the other before the whole is taken as words.
const EDITS: usize = 16;

/// The repair of a query that `parse` refuses with `fault`; `None` when it is too large to be repaired.
pub(super) fn repair(
    scalars: &[char],
    fault: &Fault,
    parse: impl Fn(&[char]) -> Result<Query, Fault>,
) -> Option<String> {
    if matches!(fault.fault, QueryFault::TooLong | QueryFault::TooManyTerms | QueryFault::TooDeep) {
        return None;
    }
    let parses = |text: &String| parse(&text.chars().collect::<Vec<_>>()).is_ok_and(|query| query != Query::All);
    mended(scalars, fault, &parse)
        .into_iter()
        .chain([plain_words(scalars), quote(&String::from_iter(scalars))])
        .find(parses)
}

/// The query with each fault mended in the way that the fault itself proposes.
fn mended(scalars: &[char], fault: &Fault, parse: &impl Fn(&[char]) -> Result<Query, Fault>) -> Option<String> {
    let (mut scalars, mut fault) = (scalars.to_vec(), fault.clone());
    for _ in 0..EDITS {
        let edit = fault.edit?;
        scalars.splice(edit.range, edit.text.chars());
        match parse(&scalars) {
            Ok(_) => return Some(scalars.into_iter().collect()),
            Err(next) => fault = next,
        }
    }
    None
}

/// The words of a query without any operator.
fn plain_words(scalars: &[char]) -> String {
    let text: String = scalars.iter().map(|c| if ends_bare(*c) { ' ' } else { *c }).collect();
    text.split_whitespace().filter(|word| operator(word).is_none()).collect::<Vec<_>>().join(" ")
}
