//! The index against the store: how many reviews of each source and month, and sampled entries field by field.

use std::collections::BTreeMap;

use super::{Generation, Service, ServiceError};
use crate::{
    domain::{calendar::Day, review::ReviewNumber},
    engine::{Counts, Snapshot, Texts},
};

/// Reviews whose index entry is compared with the store, spread evenly over all numbers.
const SAMPLE: u64 = 1_000;
/// Differences that are named; more would say nothing new.
const NAMED: usize = 20;

/// How many reviews of each source and local day the store holds; days that are not known are counted under `None`.
pub(in crate::service) struct Volumes {
    pub(in crate::service) by_source: BTreeMap<String, BTreeMap<Option<Day>, u64>>,
    /// The change at which they were counted.
    pub(in crate::service) sequence: u64,
}

impl Volumes {
    fn by_month(&self) -> Counts {
        let mut counts = Counts::new();
        for (source, days) in &self.by_source {
            for (day, reviews) in days {
                *counts.entry((source.clone(), day.map(Day::month))).or_default() += reviews;
            }
        }
        counts
    }

    pub(in crate::service) fn differences(&self, snapshot: &Snapshot) -> Vec<String> {
        let (stored, indexed) = (self.by_month(), snapshot.counts());
        let mut keys: Vec<_> = stored.keys().chain(indexed.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        let count = |counts: &Counts, key: &(String, Option<String>)| counts.get(key).copied().unwrap_or(0);
        let differs = |key: &&&(String, Option<String>)| count(&stored, key) != count(&indexed, key);
        let told = |key: &(String, Option<String>)| {
            let (source, month) = (&key.0, key.1.as_deref().unwrap_or("without a time"));
            format!("{source}, {month}: index {}, store {}", count(&indexed, key), count(&stored, key))
        };
        keys.iter().filter(differs).take(NAMED).map(|key| told(key)).collect()
    }
}

impl Service {
    /// How many reviews of each source and day the store holds. Reads every review once.
    pub(in crate::service) fn volumes(&self) -> Result<Volumes, ServiceError> {
        let mut by_source: BTreeMap<String, BTreeMap<Option<Day>, u64>> = BTreeMap::new();
        let sequence = self.store.for_each_created(|source, created| {
            let day = created.map(|created| self.config.zone.day(created));
            if !by_source.contains_key(source) {
                by_source.insert(source.to_owned(), BTreeMap::new());
            }
            if let Some(days) = by_source.get_mut(source) {
                *days.entry(day).or_default() += 1;
            }
        })?;
        Ok(Volumes { by_source, sequence })
    }

    /// In what a generation differs from the store; `None` when the store has moved on and it must be brought up to date first.
    pub(super) fn gate(&self, generation: &Generation) -> Result<Option<Vec<String>>, ServiceError> {
        if self.engine.is_outdated(generation.card()) {
            return Ok(Some(vec![format!("made by {}", generation.card().analysis_version)]));
        }
        let (snapshot, volumes) = (generation.snapshot(), self.volumes()?);
        if snapshot.sequence() != volumes.sequence {
            return Ok(None);
        }
        let mut differences = volumes.differences(&snapshot);
        differences.extend(self.field_differences(&snapshot)?.1);
        Ok(Some(differences))
    }

    /// Compares sampled entries with what the store holds; returns how many, and what differs.
    pub(in crate::service) fn field_differences(
        &self,
        snapshot: &Snapshot,
    ) -> Result<(u64, Vec<String>), ServiceError> {
        let last = snapshot.last_number();
        let step = usize::try_from((last / SAMPLE).max(1)).unwrap_or(1);
        let numbers: Vec<ReviewNumber> = (1..=last).step_by(step).map(ReviewNumber).collect();
        let indexed = snapshot.entries(&numbers);
        let stored = self.store.reviews_as_of(&numbers, snapshot.sequence())?;
        let mut differences = Vec::new();
        for review in &stored {
            let mut expected = self.entry(review);
            expected.texts = Texts::default();
            let found = indexed.get(&review.number);
            if found != Some(&expected) && differences.len() < NAMED {
                differences.push(format!(
                    "review {} ({}) differs: index {found:?}, store {expected:?}",
                    review.id, review.number.0
                ));
            }
        }
        Ok((stored.len() as u64, differences))
    }
}
