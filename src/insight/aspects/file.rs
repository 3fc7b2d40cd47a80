//! The file of a pack: its shape, and every fault that it may have, all found at once.
//!
//! Knows nothing of matching. The keys are explained in the built-in pack `restaurant.toml`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use thiserror::Error;

use super::{learned::LearnedError, pattern::Pattern};
use crate::{
    domain::{analysis::Polarity, fields::Label},
    limits,
    text::fold,
};

/// What a list of an aspect says of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Names the aspect.
    Term,
    /// Names it where the clause judges and names nothing else.
    TermWithOpinion,
    /// Judges, and says by that what it judges.
    Opinion,
    /// Aspect and verdict in one.
    Positive,
    Neutral,
    Negative,
    /// Counts half.
    Weak,
    /// No word of the aspect counts inside it.
    Except,
}

/// A checked pack file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PackFile {
    pub(super) name: String,
    pub(super) label: Label,
    pub(super) parents: Vec<(String, Label)>,
    pub(super) aspects: Vec<AspectWords>,
}

/// One aspect with its words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AspectWords {
    pub(super) id: String,
    pub(super) parent: String,
    pub(super) label: Label,
    pub(super) whole: bool,
    /// How naming it reads where nothing judges.
    pub(super) unjudged: Polarity,
    pub(super) words: Vec<(Role, String)>,
}

/// A pack that cannot be used, with every fault.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
#[error("aspect pack {origin}: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct PackError {
    /// The file or the pack.
    pub origin: String,
    /// All faults.
    pub faults: Vec<PackFault>,
}

/// One thing that is wrong with a pack.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum PackFault {
    /// Not TOML of the known shape.
    #[error("it does not parse: {0}")]
    Syntax(String),
    /// A key that means nothing.
    #[error("{place}: there is no key `{key}`")]
    UnknownKey {
        /// The entry.
        place: String,
        /// The key.
        key: String,
    },
    /// A name that is not `[a-z_]+`.
    #[error("`{0}` is not of the form [a-z_]+")]
    Id(String),
    /// A label is missing.
    #[error("{0}: both labels are needed")]
    Label(String),
    /// An id is given twice.
    #[error("`{0}` is declared twice")]
    Duplicate(String),
    /// An aspect below nothing.
    #[error("{aspect}: parent `{parent}` is not declared")]
    Parent {
        /// The aspect.
        aspect: String,
        /// Its parent.
        parent: String,
    },
    /// A polarity that is none.
    #[error("{aspect}: unjudged is negative, neutral or positive, not `{value}`")]
    Unjudged {
        /// The aspect.
        aspect: String,
        /// As written.
        value: String,
    },
    /// A word that the folded text can never contain.
    #[error("{aspect}: `{word}` must be written `{folded}`")]
    Unfolded {
        /// The aspect.
        aspect: String,
        /// As written.
        word: String,
        /// As it occurs in folded text.
        folded: String,
    },
    /// A wording without a literal to find it by.
    #[error("{aspect}: `{word}` is no wording: it begins with a word or `#` and a word, and `*` stands between words")]
    Wording {
        /// The aspect.
        aspect: String,
        /// As written.
        word: String,
    },
    /// A word that belongs to two lists.
    #[error("`{word}` stands in both {first} and {second}")]
    SharedWord {
        /// The word.
        word: String,
        /// The first list.
        first: String,
        /// The other list.
        second: String,
    },
    /// More than one aspect of the whole.
    #[error("`{first}` and `{second}` are both the aspect of the whole")]
    Whole {
        /// The first.
        first: String,
        /// The other.
        second: String,
    },
    /// More than there may be.
    #[error("more than {limit} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// Two packs that share an id disagree about it.
    #[error("`{id}` has another label or parent in pack {other}")]
    Disagreement {
        /// The id.
        id: String,
        /// The pack read before.
        other: String,
    },
    /// Learned models that cannot be used.
    #[error(transparent)]
    Models(LearnedError),
    /// A pack that a rule of the configuration names does not exist.
    #[error("there is no such pack")]
    Missing,
}

#[derive(Deserialize)]
struct RawFile {
    #[serde(default)]
    name: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    parent: Vec<RawParent>,
    #[serde(default)]
    aspect: Vec<RawAspect>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct RawParent {
    #[serde(default)]
    id: String,
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct RawAspect {
    id: String,
    parent: String,
    zh: String,
    en: String,
    whole: bool,
    unjudged: Option<String>,
    terms: Vec<String>,
    terms_with_opinion: Vec<String>,
    opinions: Vec<String>,
    positive: Vec<String>,
    neutral: Vec<String>,
    negative: Vec<String>,
    weak: Vec<String>,
    except: Vec<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

impl RawAspect {
    fn lists(&self) -> [(&'static str, Role, &[String]); 8] {
        [
            ("terms", Role::Term, &self.terms),
            ("terms_with_opinion", Role::TermWithOpinion, &self.terms_with_opinion),
            ("opinions", Role::Opinion, &self.opinions),
            ("positive", Role::Positive, &self.positive),
            ("neutral", Role::Neutral, &self.neutral),
            ("negative", Role::Negative, &self.negative),
            ("weak", Role::Weak, &self.weak),
            ("except", Role::Except, &self.except),
        ]
    }
}

impl PackFile {
    /// Reads and checks the text of a pack file; `origin` is how errors name it.
    pub(super) fn parse(origin: &str, text: &str) -> Result<Self, PackError> {
        let fail = |faults| PackError { origin: origin.to_owned(), faults };
        if text.len() > limits::PACK_BYTES {
            return Err(fail(vec![PackFault::TooMany { what: "bytes", limit: limits::PACK_BYTES }]));
        }
        let raw: RawFile = toml::from_str(text).map_err(|error| fail(vec![PackFault::Syntax(error.to_string())]))?;
        let faults = check(&raw);
        if faults.is_empty() { Ok(Self::of(raw)) } else { Err(fail(faults)) }
    }

    fn of(raw: RawFile) -> Self {
        let label = |zh: String, en: String| Label { zh, en };
        let aspect = |raw: RawAspect| AspectWords {
            words: raw
                .lists()
                .into_iter()
                .flat_map(|(_, role, words)| words.iter().map(move |word| (role, word.clone())))
                .collect(),
            id: raw.id,
            parent: raw.parent,
            label: label(raw.zh, raw.en),
            whole: raw.whole,
            unjudged: raw.unjudged.as_deref().and_then(Polarity::parse).unwrap_or(Polarity::Neutral),
        };
        Self {
            name: raw.name,
            label: label(raw.zh, raw.en),
            parents: raw.parent.into_iter().map(|parent| (parent.id, label(parent.zh, parent.en))).collect(),
            aspects: raw.aspect.into_iter().map(aspect).collect(),
        }
    }
}

fn check(raw: &RawFile) -> Vec<PackFault> {
    let mut faults = Vec::new();
    check_shape(raw, &mut faults);
    check_words(raw, &mut faults);
    faults
}

/// Ids, labels, parents and keys.
fn check_shape(raw: &RawFile, faults: &mut Vec<PackFault>) {
    let parents: HashSet<&str> = raw.parent.iter().map(|parent| parent.id.as_str()).collect();
    let head = std::iter::once((&raw.name, &raw.zh, &raw.en, &raw.unknown));
    let groups = raw.parent.iter().map(|parent| (&parent.id, &parent.zh, &parent.en, &parent.unknown));
    let aspects = raw.aspect.iter().map(|aspect| (&aspect.id, &aspect.zh, &aspect.en, &aspect.unknown));
    let mut seen = HashSet::new();
    for (place, (id, zh, en, unknown)) in head.chain(groups).chain(aspects).enumerate() {
        if !is_id(id) {
            faults.push(PackFault::Id(id.clone()));
        } else if place > 0 && !seen.insert(id) {
            faults.push(PackFault::Duplicate(id.clone()));
        }
        if zh.is_empty() || en.is_empty() {
            faults.push(PackFault::Label(id.clone()));
        }
        faults.extend(unknown.keys().map(|key| PackFault::UnknownKey { place: id.clone(), key: key.clone() }));
    }
    for aspect in raw.aspect.iter().filter(|aspect| !parents.contains(aspect.parent.as_str())) {
        faults.push(PackFault::Parent { aspect: aspect.id.clone(), parent: aspect.parent.clone() });
    }
    for (aspect, value) in raw.aspect.iter().filter_map(|aspect| Some((aspect, aspect.unjudged.as_ref()?))) {
        if Polarity::parse(value).is_none() {
            faults.push(PackFault::Unjudged { aspect: aspect.id.clone(), value: value.clone() });
        }
    }
    let wholes: Vec<&RawAspect> = raw.aspect.iter().filter(|aspect| aspect.whole).collect();
    if let [first, second, ..] = wholes.as_slice() {
        faults.push(PackFault::Whole { first: first.id.clone(), second: second.id.clone() });
    }
    if raw.aspect.len() + raw.parent.len() > limits::PACK_ASPECTS {
        faults.push(PackFault::TooMany { what: "aspects", limit: limits::PACK_ASPECTS });
    }
}

/// Words: folded, findable, each in one list. Weak words and exceptions may be shared, they claim nothing for themselves.
fn check_words(raw: &RawFile, faults: &mut Vec<PackFault>) {
    let mut homes: HashMap<&str, String> = HashMap::new();
    for aspect in &raw.aspect {
        for (list, role, words) in aspect.lists() {
            for word in words {
                let folded = fold(word);
                if folded != *word {
                    faults.push(PackFault::Unfolded { aspect: aspect.id.clone(), word: word.clone(), folded });
                } else if Pattern::parse(word).is_none() || word.chars().count() > limits::PACK_WORD_CHARS {
                    faults.push(PackFault::Wording { aspect: aspect.id.clone(), word: word.clone() });
                }
                let place = format!("{}.{list}", aspect.id);
                if matches!(role, Role::Weak | Role::Except) {
                    continue;
                }
                if let Some(first) = homes.insert(word, place.clone()) {
                    faults.push(PackFault::SharedWord { word: word.clone(), first, second: place });
                }
            }
        }
    }
    let words: usize = raw.aspect.iter().flat_map(RawAspect::lists).map(|(_, _, words)| words.len()).sum();
    if words > limits::PACK_WORDS {
        faults.push(PackFault::TooMany { what: "words", limit: limits::PACK_WORDS });
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}
