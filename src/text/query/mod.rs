//! The query language: text to tree, with an error that names the character and proposes a repair that parses.
//!
//! Terms follow each other (all must hold), `-a` negates, quotes take characters literally, parentheses group,
//! `AND`/`且`, `OR`/`或`/`|`, `NOT`/`非` stand as tokens of their own. `name:` speaks of a field when the [`Vocabulary`] lists the name;
//! what follows it must touch it: a value, a range, a list in parentheses, or for text fields a term or a group of terms.
//! `near(a b, 5)` asks for closeness, `word:a` for a dictionary word. Full-width forms equal half-width ones everywhere.
//! Times relative to today are resolved here: the tree holds days.

mod error;
mod lexer;
mod list;
mod parser;
mod print;
mod repair;
mod value;
mod vocabulary;
mod when;

#[cfg(test)]
mod tests;

use self::{error::Fault, lexer::Lexer, parser::Parser};
pub use self::{
    error::{QueryError, QueryFault},
    print::print_query,
    vocabulary::Vocabulary,
};
use crate::{
    domain::{calendar::Day, query::Query},
    limits,
};

/// Reads a query text; blank text means every review. `today` is what relative times are counted from.
///
/// # Errors
/// When it exceeds a limit or is not of the language; see [`QueryError`].
pub fn parse_query(text: &str, vocabulary: &Vocabulary, today: Day) -> Result<Query, QueryError> {
    let scalars: Vec<char> = text.chars().collect();
    let parse = |scalars: &[char]| parse(scalars, vocabulary, today);
    parse(&scalars).map_err(|fault| QueryError {
        repair: repair::repair(&scalars, &fault, parse),
        fault: fault.fault,
        position: fault.position,
    })
}

fn parse(scalars: &[char], vocabulary: &Vocabulary, today: Day) -> Result<Query, Fault> {
    if scalars.len() > limits::QUERY_CHARS {
        return Err(Fault::at(limits::QUERY_CHARS, QueryFault::TooLong));
    }
    let tokens = Lexer::new(scalars, vocabulary, today).tokens()?;
    let mut terms = 0;
    for token in &tokens {
        terms += token.terms;
        if terms > limits::QUERY_TERMS {
            return Err(Fault::at(token.range.start, QueryFault::TooManyTerms));
        }
    }
    if tokens.is_empty() {
        return Ok(Query::All);
    }
    Parser::new(tokens, scalars.len()).query()
}
