//! What the values named in a filter stand for: an aspect takes its parts with it.

use std::collections::BTreeSet;

use super::{document::aspect_sentiment, lists::ListField, snapshot::Snapshot};
use crate::{
    domain::{
        analysis::Polarity,
        rating::Rating,
        slice::{Condition, Filter},
    },
    text::fold,
};

impl Snapshot {
    /// The values of a facet that the filter's own field names. A parent among the aspects stands for its parts that reviews carry.
    pub(super) fn selected(&self, field: &str, filter: &Filter) -> BTreeSet<String> {
        let list = ListField::parse(field);
        let mut selected = BTreeSet::new();
        for condition in filter.fields.get(field).into_iter().flatten() {
            match condition {
                Condition::Values(values) => match list {
                    Some(list) => values.iter().for_each(|value| self.select(list, value, &mut selected)),
                    None => selected.extend(values.iter().cloned()),
                },
                Condition::Ratings(ratings) => {
                    let named = ratings.iter().filter_map(|half_stars| Rating::from_half_stars(*half_stars));
                    selected.extend(named.map(|rating| rating.to_string()));
                }
                Condition::Sentiments(buckets) => {
                    selected.extend(buckets.iter().map(|bucket| bucket.name().to_owned()));
                }
                _ => {}
            }
        }
        selected
    }

    fn select(&self, field: ListField, value: &str, selected: &mut BTreeSet<String>) {
        let covered = self.covered(field, value);
        let dictionary = self.lists.dictionary(field);
        if let [only] = covered.as_slice() {
            selected.insert(only.clone());
        } else {
            selected.extend(covered.into_iter().filter(|value| dictionary.ordinal(value).is_some()));
        }
    }

    /// The values that a filter on one value takes.
    fn covered(&self, field: ListField, value: &str) -> Vec<String> {
        let parts =
            |aspect: &str| -> Vec<String> { self.settings.aspects.covered_by(aspect).map(str::to_owned).collect() };
        match (field, pair(value)) {
            (ListField::Aspect, _) => parts(value),
            (ListField::AspectSentiment, Some((aspect, polarity))) => {
                parts(aspect).iter().map(|aspect| aspect_sentiment(aspect, polarity)).collect()
            }
            _ => vec![value.to_owned()],
        }
    }

    /// The ordinals of a field's array that a filter on these values takes: of pairs for both fields of aspects, of opinions, of flags.
    pub(super) fn ordinals(&self, field: ListField, values: &BTreeSet<String>, folded: bool) -> Vec<usize> {
        let dictionary = self.lists.dictionary(field);
        let values = values.iter().map(|value| if folded { fold(value) } else { value.clone() });
        let covered: BTreeSet<String> = values.flat_map(|value| self.covered(field, &value)).collect();
        let ordinals: BTreeSet<u32> = covered.iter().filter_map(|value| dictionary.ordinal(value)).collect();
        match field {
            ListField::Aspect => {
                let pairs = self.lists.aspect_of().iter().enumerate();
                pairs.filter(|(_, aspect)| ordinals.contains(aspect)).map(|(pair, _)| pair).collect()
            }
            _ => ordinals.into_iter().map(|ordinal| ordinal as usize).collect(),
        }
    }
}

/// An aspect and its polarity from the value that stands for both.
fn pair(value: &str) -> Option<(&str, Polarity)> {
    let (aspect, polarity) = value.rsplit_once(':')?;
    Some((aspect, Polarity::parse(polarity)?))
}
