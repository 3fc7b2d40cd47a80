//! Tokens to tree: any of, all of, none of, groups, and the parts of a review that a term is confined to.

use std::iter::Peekable;

use super::{
    error::{Fault, QueryFault},
    lexer::{Kind, Scope, Token},
};
use crate::{domain::query::Query, limits};

/// Reads a tree from tokens.
pub(super) struct Parser {
    tokens: Peekable<std::vec::IntoIter<Token>>,
    /// The last character, for what is missing at the end.
    last: usize,
}

impl Parser {
    pub(super) fn new(tokens: Vec<Token>, length: usize) -> Self {
        Self { tokens: tokens.into_iter().peekable(), last: length.saturating_sub(1) }
    }

    /// The tree of all tokens; there must be at least one.
    pub(super) fn query(mut self) -> Result<Query, Fault> {
        let query = self.any_of(Scope::Anywhere, 0)?;
        match self.tokens.next() {
            None => Ok(query),
            Some(token) => Err(Fault::at(token.range.start, QueryFault::Parenthesis).mended_by(token.range, "")),
        }
    }

    fn any_of(&mut self, scope: Scope, depth: usize) -> Result<Query, Fault> {
        let mut parts = vec![self.all_of(scope, depth)?];
        while self.tokens.next_if(|token| token.kind == Kind::Or).is_some() {
            parts.push(self.all_of(scope, depth)?);
        }
        Ok(Query::or(parts))
    }

    fn all_of(&mut self, scope: Scope, depth: usize) -> Result<Query, Fault> {
        let mut parts = vec![self.one(scope, depth)?];
        loop {
            let joined = self.tokens.next_if(|token| token.kind == Kind::And).is_some();
            let ends = self.tokens.peek().is_none_or(|token| matches!(token.kind, Kind::Or | Kind::Close));
            if ends && !joined {
                return Ok(Query::and(parts));
            }
            parts.push(self.one(scope, depth)?);
        }
    }

    fn one(&mut self, scope: Scope, depth: usize) -> Result<Query, Fault> {
        let Some(Token { kind, range, .. }) = self.tokens.next() else {
            return Err(Fault::at(self.last, QueryFault::MissingTerm));
        };
        if depth >= limits::NESTING {
            return Err(Fault::at(range.start, QueryFault::TooDeep));
        }
        match kind {
            Kind::Term(term) => confined(term, scope).ok_or_else(|| Fault::at(range.start, QueryFault::FieldInside)),
            Kind::Not => Ok(Query::Not(Box::new(self.one(scope, depth + 1)?))),
            Kind::Within(inner) if scope == Scope::Anywhere => self.one(inner, depth + 1),
            Kind::Within(_) => Err(Fault::at(range.start, QueryFault::FieldInside)),
            Kind::Open => {
                let inner = self.any_of(scope, depth + 1).map_err(|fault| match fault.fault {
                    QueryFault::MissingTerm => Fault::at(range.start, QueryFault::Parenthesis),
                    _ => fault,
                })?;
                let closed = self.tokens.next_if(|token| token.kind == Kind::Close).is_some();
                let end = self.last + 1;
                let open = || Fault::at(range.start, QueryFault::Parenthesis).mended_by(end..end, ")");
                if closed { Ok(inner) } else { Err(open()) }
            }
            Kind::Close => Err(Fault::at(range.start, QueryFault::Parenthesis)),
            Kind::And | Kind::Or => Err(Fault::at(range.start, QueryFault::MissingTerm).mended_by(range, "")),
        }
    }
}

/// A term where it must be found; `None` when it cannot be confined so.
fn confined(term: Query, scope: Scope) -> Option<Query> {
    match (scope, term) {
        (Scope::Anywhere, term) => Some(term),
        (Scope::Part(part), term @ (Query::Bare(_) | Query::Phrase(_) | Query::Near(_))) => {
            Some(Query::In(part, Box::new(term)))
        }
        (Scope::Word, Query::Bare(text) | Query::Phrase(text)) => Some(Query::Word(text)),
        _ => None,
    }
}
