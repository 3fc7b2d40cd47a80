//! Aspects, opinions and flags as the oracle sees them: what an analysis says, and which aspect is part of which.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use pinglan::{
    domain::{analysis::Analysis, aspect::Aspects},
    insight::Insight,
    service::Analyst,
};

/// Fields of which a review may have several values.
pub(crate) const LISTS: [&str; 4] = ["aspect", "aspect_sentiment", "opinion", "flag"];

/// The built-in aspects.
pub(crate) static ASPECTS: LazyLock<Aspects> = LazyLock::new(|| Insight::builtin().unwrap().packs().aspects().clone());

/// The values of a review whose text was read so.
pub(crate) fn lists(analysis: &Analysis, analyst: &Analyst) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut lists: BTreeMap<&'static str, BTreeSet<String>> = LISTS.map(|field| (field, BTreeSet::new())).into();
    let mut add = |field, value| {
        lists.get_mut(field).unwrap().insert(value);
    };
    for mention in &analysis.aspects {
        let id = &analyst.aspects().get(mention.aspect).unwrap().id;
        add("aspect", id.clone());
        add("aspect_sentiment", format!("{id}:{}", mention.polarity.name()));
    }
    analysis.opinions.iter().for_each(|opinion| add("opinion", opinion.key.clone()));
    analysis.flags.iter().for_each(|flagged| add("flag", flagged.flag.name().to_owned()));
    lists
}

/// The value that a filter on the parent of a value's aspect would name.
pub(crate) fn parent(field: &str, value: &str) -> Option<String> {
    let parent = |id: &str| ASPECTS.find(id)?.parent.clone();
    match field {
        "aspect" => parent(value),
        "aspect_sentiment" => {
            let (id, polarity) = value.rsplit_once(':')?;
            Some(format!("{}:{polarity}", parent(id)?))
        }
        _ => None,
    }
}

/// Whether a filter on `named` takes a review's `value`.
pub(crate) fn takes(field: &str, named: &str, value: &str) -> bool {
    named == value || parent(field, value).as_deref() == Some(named)
}

/// Whether a value of an aspect, perhaps with a polarity, names one that others are parts of.
pub(crate) fn is_parent(value: &str) -> bool {
    let id = value.rsplit_once(':').map_or(value, |(id, _)| id);
    ASPECTS.iter().any(|aspect| aspect.parent.as_deref() == Some(id))
}
