//! The names under which a query speaks of fields: English names, labels and aliases of the field table, and a few words of the language.

use std::collections::{BTreeSet, HashMap};

use crate::{
    domain::{
        aspect::Aspects,
        fields::{FieldKind, FieldTable},
        query::TextPart,
        slice::{HAS, MISSING, Part},
    },
    text::fold,
};

/// What a name before a colon stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A part that holds text.
    Part(TextPart),
    /// A dictionary word.
    Word,
    /// The rating.
    Rating,
    /// The time.
    Days,
    /// The sentiment bucket.
    Sentiment,
    /// The number of likes.
    Likes,
    /// An aspect, perhaps with a polarity.
    Aspect,
    /// A flag.
    Flag,
    /// A keyword facet by its name, or the opinions.
    Keyword(String),
    /// Has a part.
    Has,
    /// Lacks a field.
    Missing,
}

impl Target {
    /// The name of the field, which is also the name that is printed.
    pub(super) fn field(&self) -> &str {
        match self {
            Self::Part(part) => part.name(),
            Self::Word => WORD,
            Self::Rating => "rating",
            Self::Days => "created",
            Self::Sentiment => "sentiment",
            Self::Likes => "likes",
            Self::Aspect => ASPECT,
            Self::Flag => FLAG,
            Self::Keyword(name) => name,
            Self::Has => HAS,
            Self::Missing => MISSING,
        }
    }

    /// Whether `<`, `≥` and the like mean something.
    pub(super) const fn is_ordered(&self) -> bool {
        matches!(self, Self::Rating | Self::Days | Self::Likes)
    }
}

/// The name that asks for a dictionary word.
pub(super) const WORD: &str = "word";

/// The field of aspects.
pub(super) const ASPECT: &str = "aspect";
/// The field of aspects with their polarities; typed as a value of [`ASPECT`].
pub(super) const ASPECT_SENTIMENT: &str = "aspect_sentiment";
/// The field of flags.
pub(super) const FLAG: &str = "flag";

/// Names that stand in no field table.
const OF_THE_LANGUAGE: [(&str, Target); 7] = [
    (HAS, Target::Has),
    ("有", Target::Has),
    (MISSING, Target::Missing),
    ("缺", Target::Missing),
    ("缺少", Target::Missing),
    (WORD, Target::Word),
    ("词", Target::Word),
];

/// What reviews may have, by the names beside those of the API.
const PARTS: [(&str, Part); 9] = [
    ("回复", Part::Reply),
    ("商家回复", Part::Reply),
    ("追评", Part::Append),
    ("图", Part::Image),
    ("图片", Part::Image),
    ("晒图", Part::Image),
    ("images", Part::Image),
    ("标题", Part::Title),
    ("追加评价", Part::Append),
];

/// Every name that a query may put before a colon. Built once from a field table.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// By folded name.
    names: HashMap<String, Target>,
    /// Ids of aspects by folded id, or by a folded label, which aspects of several packs may share.
    aspects: HashMap<String, BTreeSet<String>>,
}

impl Vocabulary {
    /// The names of a field table. Where two claim one name, words of the language come before names, names before labels, labels before
    /// aliases, and earlier fields before later ones.
    #[must_use]
    pub fn new(fields: &FieldTable) -> Self {
        let mut names: HashMap<String, Target> =
            OF_THE_LANGUAGE.iter().map(|(name, target)| ((*name).to_owned(), target.clone())).collect();
        let targets = || fields.iter().filter_map(|field| Some((field, target(&field.name, field.kind, field.facet)?)));
        let mut add = |name: &str, target: &Target| {
            let folded = fold(name);
            // A name with a space in it cannot be typed before a colon.
            if !folded.is_empty() && !folded.contains(' ') {
                names.entry(folded).or_insert_with(|| target.clone());
            }
        };
        for (field, target) in targets() {
            add(&field.name, &target);
        }
        for (field, target) in targets() {
            for label in [&field.label.zh, &field.label.en] {
                label.split('/').for_each(|name| add(name, &target));
            }
        }
        for (field, target) in targets() {
            field.aliases.iter().for_each(|alias| add(alias, &target));
        }
        Self { names, aspects: HashMap::new() }
    }

    /// With the aspects of a catalogue, which are typed by id or by either label.
    #[must_use]
    pub fn with_aspects(mut self, aspects: &Aspects) -> Self {
        self.aspects = aspects.iter().map(|aspect| (fold(&aspect.id), [aspect.id.clone()].into())).collect();
        let mut labelled: HashMap<String, BTreeSet<String>> = HashMap::new();
        for aspect in aspects.iter() {
            for label in [&aspect.label.zh, &aspect.label.en] {
                labelled.entry(fold(label).trim().to_owned()).or_default().insert(aspect.id.clone());
            }
        }
        for (label, ids) in labelled {
            self.aspects.entry(label).or_insert(ids);
        }
        self
    }

    /// The ids of the aspects that a folded name means.
    pub(super) fn aspects(&self, folded: &str) -> Option<&BTreeSet<String>> {
        self.aspects.get(folded)
    }

    /// The name of an aspect that one typing error turns into `folded`.
    pub(super) fn nearest_aspect(&self, folded: &str) -> Option<&str> {
        let typed: Vec<char> = folded.chars().collect();
        let near = |name: &&String| {
            let name: Vec<char> = name.chars().collect();
            name.len() > 2 && is_one_typo(&typed, &name)
        };
        self.aspects.keys().filter(near).min().map(String::as_str)
    }

    /// What a folded name stands for.
    pub(super) fn target(&self, folded: &str) -> Option<&Target> {
        self.names.get(folded)
    }

    /// The ASCII name that one typing error turns into `folded`.
    pub(super) fn nearest(&self, folded: &str) -> Option<String> {
        let typed: Vec<char> = folded.chars().collect();
        let near = |name: &&String| {
            name.len() > 2 && name.is_ascii() && is_one_typo(&typed, &name.chars().collect::<Vec<_>>())
        };
        self.names.keys().filter(near).min().cloned()
    }

    /// The part that a folded name of `has:` means.
    pub(super) fn part(folded: &str) -> Option<Part> {
        Part::parse(folded).or_else(|| PARTS.iter().find(|(name, _)| *name == folded).map(|(_, part)| *part))
    }

    /// The field that a folded name of `missing:` means.
    pub(super) fn missing(&self, folded: &str) -> Option<String> {
        let target = self.target(folded)?;
        let can_be_missing =
            matches!(target, Target::Rating | Target::Days | Target::Aspect | Target::Flag | Target::Keyword(_));
        can_be_missing.then(|| target.field().to_owned())
    }
}

/// How a query can ask for a field; `None` when the index does not hold it.
fn target(name: &str, kind: FieldKind, facet: bool) -> Option<Target> {
    match kind {
        FieldKind::Text => TextPart::parse(name).map(Target::Part),
        FieldKind::Rating => Some(Target::Rating),
        FieldKind::Time => Some(Target::Days),
        FieldKind::Count => Some(Target::Likes),
        FieldKind::Derived => match name {
            "sentiment" => Some(Target::Sentiment),
            ASPECT | ASPECT_SENTIMENT => Some(Target::Aspect),
            "opinion" => Some(Target::Keyword(name.to_owned())),
            FLAG => Some(Target::Flag),
            _ => None,
        },
        FieldKind::Keyword => facet.then(|| Target::Keyword(name.to_owned())),
    }
}

/// Whether one letter added, dropped, changed or swapped with its neighbour leads from one to the other.
fn is_one_typo(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let after = |side: &'_ [char], skipped: usize| side.get(skipped..).unwrap_or_default().to_vec();
    let swapped = || a.len() >= 2 && b.len() >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
    match (a.len(), b.len()) {
        (0, 0) => false,
        (0, _) | (_, 0) => a.len().abs_diff(b.len()) == 1,
        _ => after(a, 1) == after(b, 1) || after(a, 1) == b || a == after(b, 1) || swapped(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_typing_error_is_recognised() {
        let typo = |a: &str, b: &str| is_one_typo(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        for near in ["ratng", "raating", "ratinq", "ratign", "rating_", "arting"] {
            assert!(typo(near, "rating"), "{near}");
        }
        for far in ["rating", "ratg", "time", ""] {
            assert!(!typo(far, "rating"), "{far}");
        }
    }
}
