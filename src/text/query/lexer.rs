//! Query text to tokens: terms are whole here, fields with their values included.

use std::ops::Range;

use super::{
    error::{Fault, QueryFault},
    value::{Comparison, Reader, Value},
    vocabulary::{Target, Vocabulary},
};
use crate::{
    domain::{
        calendar::Day,
        query::{Query, TextPart},
    },
    text::fold,
};

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Term(Query),
    /// `text:` and the like: the term or group right after it is meant there.
    Within(Scope),
    And,
    Or,
    Not,
    Open,
    Close,
}

/// Where a term must be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Anywhere,
    Part(TextPart),
    /// As a dictionary word.
    Word,
}

/// A token and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    /// Terms that it counts for.
    pub(super) terms: usize,
}

/// The half-width form of a character.
pub(super) const fn half(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '“' | '”' => '"',
        // The full-width forms repeat ASCII from `!` on.
        '！'..='～' => match char::from_u32(c as u32 - '！' as u32 + '!' as u32) {
            Some(half) => half,
            None => c,
        },
        c => c,
    }
}

/// Whether a character ends a bare word.
pub(super) fn ends_bare(c: char) -> bool {
    c.is_whitespace() || matches!(half(c), '"' | '(' | ')' | '|')
}

/// What joins or negates terms as a word of its own.
pub(super) fn operator(word: &str) -> Option<Kind> {
    let word: String = word.chars().map(half).collect();
    match word.as_str() {
        "AND" | "且" => Some(Kind::And),
        "OR" | "或" => Some(Kind::Or),
        "NOT" | "非" => Some(Kind::Not),
        _ => None,
    }
}

/// Reads tokens.
pub(super) struct Lexer<'a> {
    pub(super) scalars: &'a [char],
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) today: Day,
    pub(super) at: usize,
    tokens: Vec<Token>,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(scalars: &'a [char], vocabulary: &'a Vocabulary, today: Day) -> Self {
        Self { scalars, vocabulary, today, at: 0, tokens: Vec::new() }
    }

    pub(super) fn tokens(mut self) -> Result<Vec<Token>, Fault> {
        while let Some(c) = self.peek() {
            let start = self.at;
            let mark = |kind| Some((kind, start + 1));
            let token = match c {
                c if c.is_whitespace() => None,
                '(' => mark(Kind::Open),
                ')' => mark(Kind::Close),
                '|' => mark(Kind::Or),
                '-' if self.negates() => mark(Kind::Not),
                '"' => {
                    let phrase = self.quoted()?;
                    self.push(Kind::Term(Query::Phrase(phrase)), start, 1);
                    continue;
                }
                _ => {
                    self.word()?;
                    continue;
                }
            };
            self.at += 1;
            if let Some((kind, _)) = token {
                self.push(kind, start, 0);
            }
        }
        Ok(self.tokens)
    }

    /// The character at the current place in its half-width form.
    pub(super) fn peek(&self) -> Option<char> {
        self.scalars.get(self.at).map(|c| half(*c))
    }

    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.scalars[range].iter().collect()
    }

    fn push(&mut self, kind: Kind, start: usize, terms: usize) {
        self.tokens.push(Token { kind, range: start..self.at, terms });
    }

    /// Whether the minus here negates: past it and others like it something must follow that can be a term.
    fn negates(&self) -> bool {
        let after = self.scalars[self.at..].iter().map(|c| half(*c)).find(|c| *c != '-');
        after.is_some_and(|c| matches!(c, '"' | '(') || !ends_bare(c))
    }

    /// Past the bare characters that begin here, and past those that `also_ends` ends.
    pub(super) fn end_of_word(&self, also_ends: fn(char) -> bool) -> usize {
        let rest = &self.scalars[self.at..];
        self.at + rest.iter().position(|c| ends_bare(*c) || also_ends(half(*c))).unwrap_or(rest.len())
    }

    /// The phrase that opens here.
    pub(super) fn quoted(&mut self) -> Result<String, Fault> {
        let open = self.at;
        let mut phrase = String::new();
        self.at += 1;
        while let Some(&c) = self.scalars.get(self.at) {
            let next = self.scalars.get(self.at + 1).filter(|next| half(**next) == '"' || **next == '\\');
            match (c, next) {
                ('\\', Some(&next)) => {
                    phrase.push(next);
                    self.at += 2;
                }
                (c, _) if half(c) == '"' => {
                    self.at += 1;
                    let is_empty = fold(&phrase).is_empty();
                    return if is_empty { Err(Fault::at(open, QueryFault::EmptyPhrase)) } else { Ok(phrase) };
                }
                _ => {
                    phrase.push(c);
                    self.at += 1;
                }
            }
        }
        // A backslash at the end would escape the quote that closes.
        let end = self.scalars.len();
        let kept = end - self.scalars[open..].iter().rev().take_while(|c| **c == '\\').count();
        Err(Fault::at(open, QueryFault::UnclosedQuote).mended_by(kept..end, "\""))
    }

    fn word(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let end = self.end_of_word(|_| false);
        let is_value =
            matches!(self.tokens.last(), Some(Token { kind: Kind::Within(_), range, .. }) if range.end == start);
        if !is_value && self.field(start, end)? {
            return Ok(());
        }
        self.at = end;
        let text = self.text(start..end);
        let folded = fold(&text);
        if matches!(folded.as_str(), "near" | "近") && self.peek() == Some('(') {
            let near = self.near(start)?;
            let terms = near.terms.len();
            self.push(Kind::Term(Query::Near(near)), start, terms);
            return Ok(());
        }
        match operator(&text) {
            Some(kind) if !is_value => self.push(kind, start, 0),
            // Only invisible marks: nothing to look for.
            _ if folded.is_empty() => {}
            _ => self.push(Kind::Term(Query::Bare(text)), start, 1),
        }
        Ok(())
    }

    /// Reads `name:` and what belongs to it, when the word `start..end` begins so.
    fn field(&mut self, start: usize, end: usize) -> Result<bool, Fault> {
        let is_mark = |at: &usize| matches!(half(self.scalars[*at]), ':' | '<' | '>' | '=' | '≤' | '≥');
        let Some(mark) = (start..end).find(is_mark) else { return Ok(false) };
        let has_colon = half(self.scalars[mark]) == ':';
        let name = fold(&self.text(start..mark));
        let vocabulary = self.vocabulary;
        let Some(target) = vocabulary.target(&name) else {
            let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
            let is_address = self.scalars[mark..end].iter().skip(1).take(2).all(|c| half(*c) == '/') && end > mark + 2;
            if !has_colon || !is_word || is_address {
                return Ok(false);
            }
            let fault = QueryFault::UnknownField { name: self.text(start..mark), nearest: vocabulary.nearest(&name) };
            return Err(Fault::at(start, fault).mended_by(start..end, quote(&self.text(start..end))));
        };
        if !has_colon && !target.is_ordered() {
            return Ok(false);
        }
        self.at = if has_colon { mark + 1 } else { mark };
        let scope = match target {
            Target::Part(part) => Scope::Part(*part),
            Target::Word => Scope::Word,
            target => {
                self.condition(start, target)?;
                return Ok(true);
            }
        };
        self.needs_value(start)?;
        self.push(Kind::Within(scope), start, 0);
        Ok(true)
    }

    /// Reads the values of a field that is no text, and what compares with them.
    fn condition(&mut self, start: usize, target: &Target) -> Result<(), Fault> {
        let comparison = if target.is_ordered() { self.comparison() } else { Comparison::Equal };
        self.needs_value(start)?;
        let values = self.values(matches!(target, Target::Keyword(_)))?;
        let reader = Reader { vocabulary: self.vocabulary, today: self.today, target, comparison };
        let clause = reader.clause(&values).map_err(|fault| match fault.edit {
            Some(_) => fault,
            None => fault.mended_by(start..self.at, quote(&self.text(start..self.at))),
        })?;
        self.push(Kind::Term(clause), start, values.len());
        Ok(())
    }

    fn comparison(&mut self) -> Comparison {
        let marks = (self.peek(), self.scalars.get(self.at + 1).map(|c| half(*c)));
        let (comparison, length) = match marks {
            (Some('<'), Some('=')) => (Comparison::AtMost, 2),
            (Some('>'), Some('=')) => (Comparison::AtLeast, 2),
            (Some('<'), _) => (Comparison::Less, 1),
            (Some('>'), _) => (Comparison::More, 1),
            (Some('≤'), _) => (Comparison::AtMost, 1),
            (Some('≥'), _) => (Comparison::AtLeast, 1),
            (Some('='), _) => (Comparison::Equal, 1),
            _ => (Comparison::Equal, 0),
        };
        self.at += length;
        comparison
    }

    /// Checks that something follows the field that began at `start`.
    fn needs_value(&self, start: usize) -> Result<(), Fault> {
        let next = self.peek();
        let word = self.end_of_word(|_| false);
        let is_blank = next != Some('"') && next != Some('(') && fold(&self.text(self.at..word)).is_empty();
        if !is_blank {
            return Ok(());
        }
        let field = self.text(start..self.at);
        let gap = self.scalars[self.at..].iter().position(|c| !c.is_whitespace() && !fold(&c.to_string()).is_empty());
        let fault = Fault::at(start, QueryFault::MissingValue(field.clone()));
        Err(match gap {
            Some(gap) if gap > 0 && !matches!(half(self.scalars[self.at + gap]), ')' | '|') => {
                fault.mended_by(self.at..self.at + gap, "")
            }
            _ => fault.mended_by(start..self.at, quote(&field)),
        })
    }

    /// Past parentheses that belong to the name before them, as in 海底捞(三里屯店): they touch it and hold one word.
    fn past_attached(&mut self) {
        while self.peek() == Some('(') {
            let open = self.at;
            self.at += 1;
            let close = self.end_of_word(|_| false);
            if close == self.at || self.scalars.get(close).map(|c| half(*c)) != Some(')') {
                self.at = open;
                return;
            }
            self.at = close + 1;
            self.at = self.end_of_word(|_| false);
        }
    }

    fn values(&mut self, is_name: bool) -> Result<Vec<Value>, Fault> {
        let start = self.at;
        match self.peek() {
            Some('(') => self.value_list(),
            Some('"') => Ok(vec![Value { text: self.quoted()?, range: start..self.at }]),
            _ => {
                self.at = self.end_of_word(|_| false);
                if is_name {
                    self.past_attached();
                }
                Ok(vec![Value { text: self.text(start..self.at), range: start..self.at }])
            }
        }
    }
}

/// A text in quotes, every quote and backslash in it escaped.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if half(c) == '"' || c == '\\' {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}
