//! Abuse of people: insults by word, coarse words beside a person, and what a model reads as abusive.
//!
//! The model was trained on social media, where 垃圾 is an insult. Reviews say it of food, so the model alone must be very sure.

use serde::Deserialize;

use super::{RulesError, found, phrases::Phrases};
use crate::domain::analysis::{Flag, Flagged};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Insult,
    Harmless,
    Coarse,
    Person,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    insults: Vec<String>,
    harmless: Vec<String>,
    coarse: Vec<String>,
    persons: Vec<String>,
}

/// The rule, with its words.
#[derive(Debug)]
pub(super) struct Abuse {
    phrases: Phrases<Kind>,
}

/// Bytes between a coarse word and the person: four characters.
const BESIDE_BYTES: usize = 12;

impl Abuse {
    pub(super) fn builtin() -> Result<Self, RulesError> {
        let text = include_str!("../../../index-schema/moderation/abuse.toml");
        let lists: Lists = toml::from_str(text).map_err(|error| RulesError::Table(error.to_string()))?;
        let phrases = Phrases::new(&[
            (Kind::Insult, &lists.insults),
            (Kind::Harmless, &lists.harmless),
            (Kind::Coarse, &lists.coarse),
            (Kind::Person, &lists.persons),
        ])?;
        Ok(Self { phrases })
    }

    pub(super) fn read(&self, text: &str) -> Option<Flagged> {
        let mut previous: Option<(Kind, usize, usize)> = None;
        for (_, kind, range) in self.phrases.find(text) {
            if kind == Kind::Insult {
                return Some(found(Flag::Abuse, "insult", text, range));
            }
            if let Some((_, start, _)) = previous.filter(|(before, _, end)| {
                matches!((before, kind), (Kind::Coarse, Kind::Person) | (Kind::Person, Kind::Coarse))
                    && range.start - end <= BESIDE_BYTES
                    && !text[*end..range.start].contains([',', '。', '.', '!', '?', '\n', ' '])
            }) {
                return Some(found(Flag::Abuse, "coarse_address", text, start..range.end));
            }
            previous = Some((kind, range.start, range.end));
        }
        None
    }
}
