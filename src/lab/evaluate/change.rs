//! What a change of a pack does: which texts gain, lose or turn an aspect, and how much stays uncovered.

use std::collections::BTreeMap;

use serde::Serialize;
use thiserror::Error;

use super::metrics::ratio;
use crate::{
    domain::{analysis::Polarity, pack_rules::PackRules},
    error::{Code, Coded, Wording},
    insight::{Insight, Pack, PackError, Packs},
    lab::{Labelled, Set},
};

/// Examples that are kept of each aspect.
const EXAMPLES: usize = 3;
/// Characters of an example.
const EXAMPLE_CHARS: usize = 80;

/// A pack that cannot be compared.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// The file is no pack.
    #[error("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Pack {
        /// All faults.
        faults: Vec<PackError>,
    },
    /// The file has no name.
    #[error("the file has no `name`")]
    NoName,
}

impl Coded for ChangeError {
    fn code(&self) -> Code {
        Code::InvalidConfig
    }

    fn hint(&self) -> Option<Wording> {
        Some(Wording::new(
            "对照 index-schema/aspects/restaurant.toml 开头的说明修改",
            "Compare with the head of index-schema/aspects/restaurant.toml, which explains every key",
        ))
    }
}

/// What a change does over some texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackChange {
    /// The pack's name.
    pub pack: String,
    /// Texts that were read.
    pub texts: usize,
    /// Opinions in them.
    pub opinions: usize,
    /// Share of the opinions that no aspect covers, in effect and changed.
    pub uncovered: [f64; 2],
    /// By aspect, those first that change most.
    pub aspects: Vec<AspectChange>,
}

/// One aspect.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AspectChange {
    /// Its id.
    pub aspect: String,
    /// Texts that mention it, in effect and changed.
    pub mentions: [usize; 2],
    /// Texts that mention it only when changed.
    pub gained: usize,
    /// Texts that mention it only in effect.
    pub lost: usize,
    /// Texts whose polarity of it changes.
    pub turned: usize,
    /// Where texts are labelled: F1 of the mentions, in effect and changed.
    pub f1: Option<[f64; 2]>,
    /// What changes, with the beginning of its text.
    pub examples: Vec<String>,
    /// Labelled mentions, and those that were found too.
    #[serde(skip)]
    labelled: usize,
    #[serde(skip)]
    agreed: [usize; 2],
}

type Said = BTreeMap<String, Polarity>;

/// Compares the pack in `file` with the one of its name in effect; where there is none, with nothing.
///
/// # Errors
/// When the file is no pack.
pub fn compare(file: &str, sets: &[Set], insight: &Insight) -> Result<PackChange, ChangeError> {
    let table: toml::Table = toml::from_str(file).unwrap_or_default();
    let changed = Insight::new(
        Packs::new([("--pack", file)], &PackRules::default()).map_err(|faults| ChangeError::Pack { faults })?,
    );
    let name = table.get("name").and_then(toml::Value::as_str).ok_or(ChangeError::NoName)?;
    let packs = [insight.packs().find(name), changed.packs().find(name)];
    let mut aspects: BTreeMap<String, AspectChange> = BTreeMap::new();
    let (mut texts, mut opinions, mut uncovered) = (0, 0, [0; 2]);
    for labelled in sets.iter().flat_map(|set| &set.texts) {
        let [before, after] = [read(insight, packs[0], labelled), read(&changed, packs[1], labelled)];
        texts += 1;
        opinions += after.opinions;
        uncovered = [uncovered[0] + before.uncovered, uncovered[1] + after.uncovered];
        count(&mut aspects, labelled, &before.said, &after.said);
    }
    let mut aspects: Vec<AspectChange> = aspects.into_values().map(AspectChange::rated).collect();
    aspects.sort_by_key(|aspect| std::cmp::Reverse(aspect.gained + aspect.lost + aspect.turned));
    let uncovered = uncovered.map(|count| ratio(count, opinions));
    Ok(PackChange { pack: name.to_owned(), texts, opinions, uncovered, aspects })
}

struct Reading {
    said: Said,
    opinions: usize,
    uncovered: usize,
}

fn read(insight: &Insight, pack: Option<&Pack>, labelled: &Labelled) -> Reading {
    let Some(pack) = pack else { return Reading { said: Said::new(), opinions: 0, uncovered: 0 } };
    let analysis = insight.read(&labelled.text, pack);
    let id = |number| insight.packs().aspects().get(number).map(|aspect| aspect.id.clone());
    let said = analysis.aspects.iter().filter_map(|mention| Some((id(mention.aspect)?, mention.polarity)));
    Reading {
        said: said.collect(),
        opinions: analysis.opinions.len(),
        uncovered: analysis.opinions.iter().filter(|opinion| opinion.aspect.is_none()).count(),
    }
}

fn count(aspects: &mut BTreeMap<String, AspectChange>, labelled: &Labelled, before: &Said, after: &Said) {
    let named = labelled.aspects.iter().flatten().map(|(id, _)| id);
    let ids: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).chain(named).collect();
    for id in ids {
        let aspect = aspects.entry(id.clone()).or_default();
        aspect.aspect.clone_from(id);
        let said = [before.get(id), after.get(id)];
        let is_labelled = labelled.aspects.as_ref().is_some_and(|aspects| aspects.contains_key(id));
        aspect.labelled += usize::from(is_labelled);
        for (side, said) in said.iter().enumerate() {
            aspect.mentions[side] += usize::from(said.is_some());
            aspect.agreed[side] += usize::from(said.is_some() && is_labelled);
        }
        let what = match said {
            [None, Some(polarity)] => {
                aspect.gained += 1;
                format!("+ {}", polarity.name())
            }
            [Some(polarity), None] => {
                aspect.lost += 1;
                format!("- {}", polarity.name())
            }
            [Some(from), Some(to)] if from != to => {
                aspect.turned += 1;
                format!("{} > {}", from.name(), to.name())
            }
            _ => continue,
        };
        if aspect.examples.len() < EXAMPLES {
            let text: String = labelled.text.chars().take(EXAMPLE_CHARS).collect();
            aspect.examples.push(format!("{what}: {text}"));
        }
    }
}

impl AspectChange {
    fn rated(mut self) -> Self {
        let f1 = |side: usize| ratio(2 * self.agreed[side], self.mentions[side] + self.labelled);
        self.f1 = (self.labelled > 0).then(|| [f1(0), f1(1)]);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_taken_out_of_a_pack_loses_its_aspect() {
        let insight = Insight::builtin().unwrap();
        let original = include_str!("../../../index-schema/aspects/restaurant.toml");
        let text = |text: &str| Labelled {
            text: text.into(),
            aspects: Some([("service_parking_convenience".to_owned(), -1)].into()),
            ..Labelled::default()
        };
        let sets = [Set { name: "own".into(), texts: vec![text("停车太难了,绕了三圈")] }];
        let same = compare(original, &sets, &insight).unwrap();
        assert_eq!((same.pack.as_str(), same.texts), ("restaurant", 1));
        assert!(same.aspects.iter().all(|aspect| aspect.gained + aspect.lost + aspect.turned == 0), "{same:?}");
        let without: String = original.replace("停车", "停飞机");
        let changed = compare(&without, &sets, &insight).unwrap();
        let first = &changed.aspects[0];
        assert_eq!((first.aspect.as_str(), first.lost), ("service_parking_convenience", 1), "{changed:?}");
        assert_eq!(first.f1, Some([1.0, 0.0]));
        assert!(first.examples[0].starts_with("- negative: 停车"), "{first:?}");
        assert!(matches!(compare("name = 3", &sets, &insight), Err(ChangeError::Pack { .. })));
    }
}
