//! The tables from which sentences are made, and how the slots of a template are filled.
//!
//! Knows nothing of items, ratings or dates. A template names slots in braces; slots are looked up in what the item brings,
//! then in the industry's table, then in the common one. A filled slot is never filled again.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::dice::Dice;

/// Slot name → what may stand there.
pub(super) type Slots = BTreeMap<String, Vec<String>>;

/// What every industry shares.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    pub(super) contrasts: Vec<String>,
    pub(super) additions: Vec<String>,
    pub(super) concessions: Vec<String>,
    pub(super) tiny_good: Vec<String>,
    pub(super) tiny_bad: Vec<String>,
    pub(super) emoji_good: Vec<String>,
    pub(super) emoji_bad: Vec<String>,
    pub(super) slots: Slots,
}

/// What people say of one industry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grammar {
    pub(super) openings: Vec<String>,
    pub(super) closings_good: Vec<String>,
    pub(super) closings_bad: Vec<String>,
    pub(super) titles_good: Vec<String>,
    pub(super) titles_bad: Vec<String>,
    pub(super) append_openings: Vec<String>,
    pub(super) replies_good: Vec<String>,
    pub(super) replies_bad: Vec<String>,
    /// The slot that fills the column of variants (dish, room).
    pub(super) sku: Option<String>,
    pub(super) slots: Slots,
    #[serde(rename = "aspect")]
    pub(super) aspects: Vec<Aspect>,
}

/// One aspect: clauses that praise and clauses that complain.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Aspect {
    #[expect(dead_code, reason = "names the table for readers")]
    name: String,
    pub(super) weight: u32,
    pub(super) good: Vec<String>,
    pub(super) bad: Vec<String>,
}

/// Slot tables in the order in which they are looked up.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a>(pub(super) [&'a Slots; 3]);

impl Scope<'_> {
    fn values(&self, slot: &str) -> Option<&[String]> {
        self.0.iter().find_map(|slots| slots.get(slot)).map(Vec::as_slice)
    }

    /// The template with every slot filled; an unknown slot stays as it stands.
    pub(super) fn fill(&self, template: &str, dice: &mut Dice) -> String {
        let mut filled = String::new();
        let mut used = Vec::new();
        let mut rest = template;
        while let Some((before, (slot, after))) = rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?)))
        {
            filled.push_str(before);
            match self.values(slot) {
                Some(values) => {
                    let value = pick_unused(values, &used, dice);
                    used.push(value);
                    filled.push_str(value);
                }
                None => filled.extend(["{", slot, "}"]),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// One of the templates, filled.
    pub(super) fn one_of(&self, templates: &[String], dice: &mut Dice) -> String {
        let template = dice.pick(templates);
        self.fill(template, dice)
    }
}

/// One of the values, another than those already used where a few draws find one.
fn pick_unused<'a>(values: &'a [String], used: &[&str], dice: &mut Dice) -> &'a str {
    let mut value = dice.pick(values);
    for _ in 0..4 {
        if !used.contains(&value) {
            break;
        }
        value = dice.pick(values);
    }
    value
}
