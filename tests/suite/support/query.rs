//! Queries as trees: written as text for the service, decided by brute force for the oracle.

use std::{cell::RefCell, collections::HashMap, rc::Rc, sync::LazyLock, thread::LocalKey};

use pinglan::text::Segmenter;

use super::{clause::Clause, fold::fold, oracle::Doc, random::Random};

/// The cut of bare terms is a definition of the product; what it matches is decided here.
pub(crate) static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::builtin);

/// A query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Q {
    All,
    Bare(String),
    Phrase(String),
    /// Terms with at most so many characters between them.
    Near(Vec<String>, usize),
    /// A text term in one part.
    In(&'static str, Box<Q>),
    Field(Clause),
    And(Vec<Q>),
    Or(Vec<Q>),
    Not(Box<Q>),
}

impl Q {
    pub(crate) fn phrase(text: &str) -> Self {
        Self::Phrase(text.to_owned())
    }

    pub(crate) fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// As a person would type it.
    pub(crate) fn text(&self) -> String {
        let grouped = |part: &Self| match part {
            Self::And(_) | Self::Or(_) => format!("({})", part.text()),
            part => part.text(),
        };
        match self {
            Self::All => String::new(),
            Self::Bare(text) => text.clone(),
            Self::Phrase(text) => quoted(text),
            Self::Near(terms, within) => {
                format!("near({}, {within})", terms.iter().map(|term| quoted(term)).collect::<Vec<_>>().join(" "))
            }
            Self::In(part, text) => format!("{part}:{}", text.text()),
            Self::Field(clause) => clause.text.clone(),
            Self::And(parts) => parts.iter().map(grouped).collect::<Vec<_>>().join(" "),
            Self::Or(parts) => parts.iter().map(grouped).collect::<Vec<_>>().join(" OR "),
            Self::Not(part) => match &**part {
                Self::Not(_) => format!("NOT {}", part.text()),
                part => format!("-{}", grouped(part)),
            },
        }
    }

    /// Whether a review matches.
    pub(crate) fn matches(&self, doc: &Doc) -> bool {
        match self {
            Self::All => true,
            Self::Bare(text) => remembered(&PIECES, text, pieces).iter().all(|piece| doc.contains(piece)),
            Self::Phrase(text) => {
                remembered(&PHRASES, text, |text| vec![fold(text)]).iter().all(|text| doc.contains(text))
            }
            Self::Near(..) => doc.folded.iter().any(|text| self.found_in(text)),
            Self::In(part, term) => doc.named.iter().any(|(name, text)| name == part && term.found_in(text)),
            Self::Field(clause) => clause.holds(doc),
            Self::And(parts) => parts.iter().all(|part| part.matches(doc)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(doc)),
            Self::Not(part) => !part.matches(doc),
        }
    }

    /// Whether one folded text by itself holds a text term.
    fn found_in(&self, text: &str) -> bool {
        match self {
            Self::Bare(typed) => remembered(&PIECES, typed, pieces).iter().all(|piece| text.contains(piece.as_str())),
            Self::Phrase(typed) => text.contains(&fold(typed)),
            Self::Near(terms, within) => {
                let scalars: Vec<char> = text.chars().collect();
                let terms: Vec<Vec<char>> = terms.iter().map(|term| fold(term).chars().collect()).collect();
                let places: Vec<Vec<usize>> = terms.iter().map(|term| starts(&scalars, term)).collect();
                is_near(&places, &terms, (usize::MAX, 0), *within)
            }
            other => panic!("{other:?} is no text term"),
        }
    }

    /// What is highlighted in one part.
    pub(crate) fn needles(&self, part: &str) -> Vec<String> {
        match self {
            Self::In(named, term) => {
                if *named == part {
                    term.understood().concat()
                } else {
                    Vec::new()
                }
            }
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(|q| q.needles(part)).collect(),
            term => {
                if part == "reply" {
                    Vec::new()
                } else {
                    term.understood().concat()
                }
            }
        }
    }

    /// For each term not below a negation, what must occur.
    pub(crate) fn understood(&self) -> Vec<Vec<String>> {
        match self {
            Self::All | Self::Not(_) | Self::Field(_) => Vec::new(),
            Self::Near(terms, _) => vec![terms.iter().map(|term| fold(term)).collect()],
            Self::In(_, term) => term.understood(),
            Self::Bare(text) => vec![pieces(text)],
            Self::Phrase(text) => vec![vec![fold(text)]],
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::understood).collect(),
        }
    }
}

/// Where a folded term begins.
fn starts(text: &[char], term: &[char]) -> Vec<usize> {
    (0..text.len()).filter(|at| text[*at..].starts_with(term)).collect()
}

/// Whether some choice of one place for each term leaves at most `within` characters between them; `span` holds those chosen so far.
fn is_near(places: &[Vec<usize>], terms: &[Vec<char>], span: (usize, usize), within: usize) -> bool {
    let chosen = terms.len() - places.len();
    let Some((first, rest)) = places.split_first() else {
        let covered: usize = terms.iter().map(Vec::len).sum();
        return (span.1 - span.0).saturating_sub(covered) <= within;
    };
    first.iter().any(|at| is_near(rest, terms, (span.0.min(*at), span.1.max(at + terms[chosen].len())), within))
}

type Memory = RefCell<HashMap<String, Rc<[String]>>>;

thread_local! {
    static PIECES: Memory = RefCell::default();
    static PHRASES: Memory = RefCell::default();
}

/// What `cut` makes of a term, worked out once and not for each review.
fn remembered(memory: &'static LocalKey<Memory>, text: &str, cut: impl Fn(&str) -> Vec<String>) -> Rc<[String]> {
    memory.with_borrow_mut(|memory| match memory.get(text) {
        Some(needles) => Rc::clone(needles),
        None => Rc::clone(memory.entry(text.to_owned()).or_insert_with(|| cut(text).into())),
    })
}

/// The pieces of a bare term.
pub(crate) fn pieces(text: &str) -> Vec<String> {
    SEGMENTER.pieces(&fold(text)).into_iter().map(str::to_owned).collect()
}

/// A text in quotes; every quote and backslash in it escaped.
pub(crate) fn quoted(text: &str) -> String {
    let escape =
        |c: char| if matches!(c, '"' | '“' | '”' | '＂' | '\\') { format!("\\{c}") } else { c.to_string() };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

/// Whether `text` typed bare is one bare term.
pub(crate) fn is_bare(text: &str) -> bool {
    let reserved = |c: char| c.is_whitespace() || "\"“”＂()（）|｜:：".contains(c);
    !fold(text).is_empty()
        && !text.contains(reserved)
        && !text.starts_with(['-', '－'])
        && !["AND", "OR", "NOT", "且", "或", "非"].contains(&text)
}

/// A stretch of 1 to `most` characters of one of the texts that folds to something.
pub(crate) fn substring(texts: &[String], most: usize, random: &mut Random) -> String {
    loop {
        let scalars: Vec<char> = random.pick(texts).chars().collect();
        if scalars.is_empty() {
            continue;
        }
        let length = random.within(1..most.min(scalars.len()) + 1);
        let start = random.within(0..scalars.len() - length + 1);
        let part: String = scalars[start..start + length].iter().collect();
        if !fold(&part).is_empty() {
            return part;
        }
    }
}

/// A query of up to `depth` levels whose terms come from the texts.
pub(crate) fn random_query(texts: &[String], depth: usize, random: &mut Random) -> Q {
    let parts = |random: &mut Random| {
        (0..random.within(2..4)).map(|_| random_query(texts, depth - 1, random)).collect::<Vec<_>>()
    };
    match random.within(0..if depth == 0 { 9 } else { 13 }) {
        0 | 1 => Q::Phrase(substring(texts, 4, random)),
        5 => random_near(texts, random),
        6 => {
            let part = *random.pick(&["title", "text", "append", "reply"]);
            let term =
                if random.chance(30) { random_near(texts, random) } else { Q::Phrase(substring(texts, 3, random)) };
            Q::In(part, Box::new(term))
        }
        7 | 8 => Q::Field(Clause::random(random)),
        2..=4 => {
            let text = substring(texts, 5, random);
            if is_bare(&text) { Q::Bare(text) } else { Q::Phrase(text) }
        }
        9 | 10 => Q::And(parts(random)),
        11 => Q::Or(parts(random)),
        _ => random_query(texts, depth - 1, random).negated(),
    }
}

/// Two or three short stretches of one text, close together or not.
fn random_near(texts: &[String], random: &mut Random) -> Q {
    let text = [random.pick(texts).clone()];
    if fold(&text[0]).is_empty() {
        return Q::Phrase(substring(texts, 2, random));
    }
    let terms = (0..random.within(2..4)).map(|_| substring(&text, 2, random)).collect();
    Q::Near(terms, random.within(0..20))
}
