//! The query language: text to tree, with an error that names the character and proposes a repair that parses.
//!
//! Terms follow each other (all must hold), `-a` negates, quotes take characters literally, parentheses group,
//! `AND`/`且`, `OR`/`或`/`|`, `NOT`/`非` stand as tokens of their own. Full-width forms equal half-width ones.

use std::iter::Peekable;

use thiserror::Error;

use super::fold::fold;
use crate::{
    domain::query::Query,
    error::{Code, Coded, Wording},
    limits,
};

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{fault} (character {})", position + 1)]
pub struct QueryError {
    /// What is wrong.
    pub fault: QueryFault,
    /// Index of the character at fault, in Unicode scalars from 0.
    pub position: usize,
    /// A query that parses and says what was probably meant.
    pub repair: Option<String>,
}

/// What can be wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryFault {
    /// A quote without its partner.
    #[error("a quote is not closed")]
    UnclosedQuote,
    /// A phrase that folds to nothing.
    #[error("the quoted phrase is empty")]
    EmptyPhrase,
    /// A parenthesis without its partner, or with nothing inside.
    #[error("a parenthesis has no partner or nothing inside")]
    Parenthesis,
    /// An operator without a term after it, or before it.
    #[error("an operator has no term beside it")]
    MissingTerm,
    /// `name:` of no known field.
    #[error("there is no field `{0}`")]
    UnknownField(String),
    /// More than [`limits::QUERY_CHARS`] characters.
    #[error("the query has more than {} characters", limits::QUERY_CHARS)]
    TooLong,
    /// More than [`limits::QUERY_TERMS`] terms.
    #[error("the query has more than {} terms", limits::QUERY_TERMS)]
    TooManyTerms,
    /// Parentheses nested deeper than [`limits::NESTING`].
    #[error("parentheses are nested more than {} deep", limits::NESTING)]
    TooDeep,
}

impl Coded for QueryError {
    fn code(&self) -> Code {
        match self.fault {
            QueryFault::UnclosedQuote | QueryFault::Parenthesis | QueryFault::MissingTerm => Code::InvalidQuery,
            QueryFault::EmptyPhrase => Code::EmptyPhrase,
            QueryFault::UnknownField(_) => Code::UnknownField,
            QueryFault::TooLong => Code::QueryTooLong,
            QueryFault::TooManyTerms | QueryFault::TooDeep => Code::TooManyClauses,
        }
    }

    fn detail(&self) -> Wording {
        let fault = match &self.fault {
            QueryFault::UnclosedQuote => "引号没有配对".to_owned(),
            QueryFault::EmptyPhrase => "引号内没有内容".to_owned(),
            QueryFault::Parenthesis => "括号没有配对，或括号内没有内容".to_owned(),
            QueryFault::MissingTerm => "运算符旁边缺少搜索词".to_owned(),
            QueryFault::UnknownField(name) => format!("没有字段 `{name}`"),
            QueryFault::TooLong => format!("查询超过 {} 个字符", limits::QUERY_CHARS),
            QueryFault::TooManyTerms => format!("查询超过 {} 个词", limits::QUERY_TERMS),
            QueryFault::TooDeep => format!("括号嵌套超过 {} 层", limits::NESTING),
        };
        Wording::new(format!("{fault}（第 {} 个字符）", self.position + 1), self.to_string())
    }

    fn hint(&self) -> Option<Wording> {
        Some(match &self.repair {
            Some(repair) => Wording::new(format!("可改为：{repair}"), format!("This can be read: {repair}")),
            None => Wording::new("请缩短或简化查询", "Shorten or simplify the query"),
        })
    }
}

/// Reads a query text; blank text means every review.
///
/// # Errors
/// When it exceeds a limit or is not of the language; see [`QueryError`].
pub fn parse_query(text: &str) -> Result<Query, QueryError> {
    let scalars: Vec<char> = text.chars().collect();
    parse(&scalars).map_err(|(fault, position)| QueryError {
        repair: repair(&scalars, &fault, position),
        fault,
        position,
    })
}

fn parse(scalars: &[char]) -> Result<Query, Fault> {
    if scalars.len() > limits::QUERY_CHARS {
        return Err((QueryFault::TooLong, limits::QUERY_CHARS));
    }
    let tokens = tokens(scalars)?;
    if let Some(excess) = tokens.iter().filter(|token| token.kind.is_term()).nth(limits::QUERY_TERMS) {
        return Err((QueryFault::TooManyTerms, excess.position));
    }
    if tokens.is_empty() {
        return Ok(Query::All);
    }
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), end: scalars.len() };
    let query = parser.any_of(0)?;
    match parser.tokens.next() {
        None => Ok(query),
        Some(token) => Err((QueryFault::Parenthesis, token.position)),
    }
}

type Fault = (QueryFault, usize);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Bare(String),
    Phrase(String),
    And,
    Or,
    Not,
    Open,
    Close,
}

impl Kind {
    const fn is_term(&self) -> bool {
        matches!(self, Self::Bare(_) | Self::Phrase(_))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    kind: Kind,
    position: usize,
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂')
}

const fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

const fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}

const fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}

fn ends_bare(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || is_open(c) || is_close(c) || is_bar(c)
}

fn tokens(scalars: &[char]) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = scalars.get(at) {
        let position = at;
        let starts_token = position == 0 || ends_bare(scalars[position - 1]);
        let kind = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            c if is_quote(c) => {
                let (phrase, past) = quoted(scalars, at)?;
                at = past;
                Kind::Phrase(phrase)
            }
            c if is_open(c) || is_close(c) || is_bar(c) => {
                at += 1;
                if is_open(c) {
                    Kind::Open
                } else if is_close(c) {
                    Kind::Close
                } else {
                    Kind::Or
                }
            }
            '-' | '－' if starts_token && negates(scalars.get(at + 1)) => {
                at += 1;
                Kind::Not
            }
            _ => {
                let length = scalars[at..].iter().position(|c| ends_bare(*c)).unwrap_or(scalars.len() - at);
                let word: String = scalars[at..at + length].iter().collect();
                at += length;
                word_kind(word).map_err(|fault| (fault, position))?
            }
        };
        tokens.push(Token { kind, position });
    }
    Ok(tokens)
}

/// Whether a minus before `next` negates: something must follow that can be a term.
fn negates(next: Option<&char>) -> bool {
    next.is_some_and(|c| is_quote(*c) || is_open(*c) || !ends_bare(*c))
}

fn word_kind(word: String) -> Result<Kind, QueryFault> {
    match word.as_str() {
        "AND" | "且" => return Ok(Kind::And),
        "OR" | "或" => return Ok(Kind::Or),
        "NOT" | "非" => return Ok(Kind::Not),
        _ => {}
    }
    if let Some((name, rest)) = word.split_once([':', '：']) {
        let is_name = name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_') && !name.is_empty();
        if is_name && !rest.starts_with("//") {
            return Err(QueryFault::UnknownField(name.to_owned()));
        }
    }
    Ok(Kind::Bare(word))
}

/// The phrase that opens at `open`, and the index after its closing quote.
fn quoted(scalars: &[char], open: usize) -> Result<(String, usize), Fault> {
    let mut phrase = String::new();
    let mut at = open + 1;
    while let Some(&c) = scalars.get(at) {
        match (c, scalars.get(at + 1)) {
            ('\\', Some(&next)) if is_quote(next) || next == '\\' => {
                phrase.push(next);
                at += 2;
            }
            (c, _) if is_quote(c) => {
                return if fold(&phrase).is_empty() {
                    Err((QueryFault::EmptyPhrase, open))
                } else {
                    Ok((phrase, at + 1))
                };
            }
            _ => {
                phrase.push(c);
                at += 1;
            }
        }
    }
    Err((QueryFault::UnclosedQuote, open))
}

struct Parser {
    tokens: Peekable<std::vec::IntoIter<Token>>,
    /// Position just past the text, for what is missing at its end.
    end: usize,
}

impl Parser {
    fn any_of(&mut self, depth: usize) -> Result<Query, Fault> {
        let mut parts = vec![self.all_of(depth)?];
        while self.tokens.next_if(|token| token.kind == Kind::Or).is_some() {
            parts.push(self.all_of(depth)?);
        }
        Ok(Query::or(parts))
    }

    fn all_of(&mut self, depth: usize) -> Result<Query, Fault> {
        let mut parts = vec![self.one(depth)?];
        loop {
            let joined = self.tokens.next_if(|token| token.kind == Kind::And).is_some();
            let ends = self.tokens.peek().is_none_or(|token| matches!(token.kind, Kind::Or | Kind::Close));
            if ends && !joined {
                return Ok(Query::and(parts));
            }
            parts.push(self.one(depth)?);
        }
    }

    fn one(&mut self, depth: usize) -> Result<Query, Fault> {
        let Some(Token { kind, position }) = self.tokens.next() else {
            return Err((QueryFault::MissingTerm, self.end.saturating_sub(1)));
        };
        if depth >= limits::NESTING {
            return Err((QueryFault::TooDeep, position));
        }
        match kind {
            Kind::Bare(word) => Ok(Query::Bare(word)),
            Kind::Phrase(phrase) => Ok(Query::Phrase(phrase)),
            Kind::Not => Ok(Query::Not(Box::new(self.one(depth + 1)?))),
            Kind::Open => {
                let inner = self.any_of(depth + 1).map_err(|(fault, at)| match fault {
                    QueryFault::MissingTerm => (QueryFault::Parenthesis, position),
                    fault => (fault, at),
                })?;
                let closed = self.tokens.next_if(|token| token.kind == Kind::Close).is_some();
                if closed { Ok(inner) } else { Err((QueryFault::Parenthesis, position)) }
            }
            Kind::Close => Err((QueryFault::Parenthesis, position)),
            Kind::And | Kind::Or => Err((QueryFault::MissingTerm, position)),
        }
    }
}

/// A query that parses, as close to what was typed as can be.
fn repair(scalars: &[char], fault: &QueryFault, position: usize) -> Option<String> {
    let typed = String::from_iter(scalars);
    let proposals = match fault {
        // A backslash at the end would escape the quote that closes.
        QueryFault::UnclosedQuote => [typed.trim_end_matches('\\').to_owned() + "\"", quote(&typed)],
        QueryFault::UnknownField(_) => [quote_word(scalars, position), quote(&typed)],
        QueryFault::EmptyPhrase | QueryFault::Parenthesis | QueryFault::MissingTerm => {
            [plain_words(scalars), quote(&typed)]
        }
        QueryFault::TooLong | QueryFault::TooManyTerms | QueryFault::TooDeep => return None,
    };
    let parses = |query: &String| !query.trim().is_empty() && parse(&query.chars().collect::<Vec<_>>()).is_ok();
    proposals.into_iter().find(parses)
}

/// The query with the word at `position` quoted.
fn quote_word(scalars: &[char], position: usize) -> String {
    let length = scalars[position..].iter().position(|c| ends_bare(*c)).unwrap_or(scalars.len() - position);
    let (before, rest) = scalars.split_at(position);
    let (word, after) = rest.split_at(length);
    format!("{}{}{}", String::from_iter(before), quote(&String::from_iter(word)), String::from_iter(after))
}

fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if is_quote(c) || c == '\\' {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

/// The words of a query without any operator.
fn plain_words(scalars: &[char]) -> String {
    let text: String = scalars.iter().map(|c| if ends_bare(*c) { ' ' } else { *c }).collect();
    let words = text.split_whitespace().filter(|word| !matches!(*word, "AND" | "且" | "OR" | "或" | "NOT" | "非"));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn show(query: &Query) -> String {
        let list = |parts: &[Query]| parts.iter().map(show).collect::<Vec<_>>().join(" ");
        match query {
            Query::All => "all".into(),
            Query::Bare(word) => word.clone(),
            Query::Phrase(phrase) => format!("{:?}", fold(phrase)),
            Query::And(parts) => format!("(and {})", list(parts)),
            Query::Or(parts) => format!("(or {})", list(parts)),
            Query::Not(part) => format!("(not {})", show(part)),
            other => format!("{other:?}"),
        }
    }

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&match parse_query(text) {
            Ok(query) => show(&query),
            Err(error) => format!("{error}; repair {:?}", error.repair),
        });
    }

    #[test]
    fn terms_quotes_and_minus() {
        check("  ", expect!["all"]);
        check("上菜慢", expect!["上菜慢"]);
        check("上菜慢 -排队 \"再也不来\"", expect![[r#"(and 上菜慢 (not 排队) "再也不来")"#]]);
        check("“再也不来” －“排队”", expect![[r#"(and "再也不来" (not "排队"))"#]]);
        check("KFR-72LW 12:30 http://a.b", expect!["(and KFR-72LW 12:30 http://a.b)"]);
        check("非常好 非 排队", expect!["(and 非常好 (not 排队))"]);
        check(r#""a\"b\\ c ""#, expect![[r#""a\"b\\ c ""#]]);
        check("\" \"", expect![[r#"" ""#]]);
        check("-", expect!["-"]);
        check("好 - 坏", expect!["(and 好 - 坏)"]);
    }

    #[test]
    fn operators_group() {
        check("慢 或 久 且 冷", expect!["(or 慢 (and 久 冷))"]);
        check("(慢|久) -（冷 OR 硬）", expect!["(and (or 慢 久) (not (or 冷 硬)))"]);
        check("NOT NOT 慢", expect!["(not (not 慢))"]);
    }

    #[test]
    fn errors_name_the_character_and_a_repair() {
        check("慢 \"上菜", expect![[r#"a quote is not closed (character 3); repair Some("慢 \"上菜\"")"#]]);
        check("慢 \"\"", expect![[r#"the quoted phrase is empty (character 3); repair Some("慢")"#]]);
        check(
            "(慢 久",
            expect![[r#"a parenthesis has no partner or nothing inside (character 1); repair Some("慢 久")"#]],
        );
        check("慢)", expect![[r#"a parenthesis has no partner or nothing inside (character 2); repair Some("慢")"#]]);
        check(
            "()",
            expect![[r#"a parenthesis has no partner or nothing inside (character 2); repair Some("\"()\"")"#]],
        );
        check("慢 OR", expect![[r#"an operator has no term beside it (character 4); repair Some("慢")"#]]);
        check("或 慢", expect![[r#"an operator has no term beside it (character 1); repair Some("慢")"#]]);
        check("慢 foo:bar", expect![[r#"there is no field `foo` (character 3); repair Some("慢 \"foo:bar\"")"#]]);
        check(&"(".repeat(40), expect!["parentheses are nested more than 16 deep (character 17); repair None"]);
        check(&"慢 ".repeat(65), expect!["the query has more than 64 terms (character 129); repair None"]);
    }

    proptest! {
        #[test]
        fn nothing_panics_and_every_repair_parses(text in "[上慢\"“()（| \\-－且或非:：ab\\\\]{0,24}|.{0,40}") {
            if let Err(error) = parse_query(&text) {
                prop_assert!(error.position <= text.chars().count());
                if let Some(repair) = error.repair {
                    prop_assert!(parse_query(&repair).is_ok(), "{}", repair);
                }
            }
        }

        #[test]
        fn full_width_forms_equal_half_width_ones(text in "[上慢菜\"() |\\-ab]{0,24}") {
            let wide = |c| match c { '"' => '“', '(' => '（', ')' => '）', '|' => '｜', '-' => '－', ' ' => '\u{3000}', c => c };
            let folded = |query: &Query| fold(&show(query));
            let (half, full) = (parse_query(&text), parse_query(&text.chars().map(wide).collect::<String>()));
            prop_assert_eq!(half.map(|q| folded(&q)).ok(), full.map(|q| folded(&q)).ok());
        }
    }
}
