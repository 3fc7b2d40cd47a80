//! Abuse of people: insults by word, coarse words beside a person, and what a model reads as abusive.
//!
//! The model was trained on social media, where 垃圾 is an insult. Reviews say it of food, so the model alone must be very sure,
//! and the text must speak of somebody.

use std::ops::Range;

use serde::Deserialize;

use super::{RulesError, found, phrases::Phrases, shown};
use crate::{
    domain::analysis::{Flag, Flagged},
    insight::linear::Linear,
};

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
    model: Option<Linear>,
}

/// Bytes between a coarse word and the person: four characters.
const BESIDE_BYTES: usize = 12;
/// The margin from which the model alone decides where somebody is spoken of: 98 of 100 posts that reach it are abuse.
const SURE: f64 = 2.5;
/// What parts a coarse word from the next clause.
const BOUNDARIES: [char; 8] = [',', '。', '.', '!', '?', ';', ' ', '\n'];

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
        // A test reads the model, which is part of the binary; without it the words would still be found.
        let model = Linear::read(include_bytes!("../../../index-schema/models/abuse.bin")).ok();
        Ok(Self { phrases, model })
    }

    pub(super) fn read(&self, text: &str) -> Option<Flagged> {
        let (mut previous, mut is_to_somebody): (Option<(Kind, Range<usize>)>, bool) = (None, false);
        for (_, kind, range) in self.phrases.find(text) {
            is_to_somebody |= kind == Kind::Person;
            if kind == Kind::Insult {
                return Some(found(Flag::Abuse, "insult", text, range));
            }
            if let Some((before, earlier)) = previous
                && matches!((before, kind), (Kind::Coarse, Kind::Person) | (Kind::Person, Kind::Coarse))
                && range.start - earlier.end <= BESIDE_BYTES
                && !text[earlier.end..range.start].contains(BOUNDARIES)
            {
                return Some(found(Flag::Abuse, "coarse_address", text, earlier.start..range.end));
            }
            previous = Some((kind, range));
        }
        let is_abuse = is_to_somebody && self.margin(text) >= SURE;
        is_abuse.then(|| found(Flag::Abuse, "abusive_language", text, shown(text)))
    }

    /// The model's margin, for measuring.
    pub(super) fn margin(&self, text: &str) -> f64 {
        self.model.as_ref().map_or(0.0, |model| model.score(text))
    }
}
