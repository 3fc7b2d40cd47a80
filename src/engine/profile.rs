//! What a slice says as a whole: figures, aspects by polarity, opinions — counted in one walk, for comparing slices of one snapshot.

use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

use super::{
    EngineError,
    counter::Counter,
    lists::{List, ListField},
    search::Budget,
    snapshot::Snapshot,
    tally::Plan,
};
use crate::domain::{analysis::Polarity, facet::Summary, slice::Slice};

/// Two slices of one snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Profiles {
    /// What each says.
    pub sides: [Profile; 2],
    /// Reviews in both.
    pub overlap: u64,
    /// Reviews of each side by opinion, for opinions that so many reviews of a side share as was asked, by name.
    pub opinions: Vec<(Arc<str>, [u64; 2])>,
}

/// A slice in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Counts and sums.
    pub summary: Summary,
    /// Sum of the squares of the sentiment scores in thousandths.
    pub squared_thousandths: u64,
    /// By id of an aspect the reviews that talk about it, by polarity.
    pub aspects: BTreeMap<String, [u64; Polarity::ALL.len()]>,
}

/// A profile whose opinions have no names yet.
struct Counted {
    profile: Profile,
    opinions: Counter,
}

impl Snapshot {
    /// Counts two slices. `least` is how many reviews of a side must share an opinion for it to be listed.
    ///
    /// # Errors
    /// [`EngineError::OutOfTime`] when the budget is spent, and errors of the index files.
    pub fn profiles(&self, sides: [&Slice; 2], least: u64, budget: &Budget<'_>) -> Result<Profiles, EngineError> {
        let [a, b] = sides;
        let (first, second) = (self.profile(a, budget)?, self.profile(b, budget)?);
        let mut both = Slice::default();
        both.filter.all = vec![a.clone(), b.clone()];
        let mut overlap = 0;
        self.each_block(&both, budget, &mut |_, block| {
            overlap += block.len() as u64;
            ControlFlow::Continue(())
        })?;
        let opinions = self.opinions([&first.opinions, &second.opinions], least);
        Ok(Profiles { sides: [first.profile, second.profile], overlap, opinions })
    }

    fn profile(&self, slice: &Slice, budget: &Budget<'_>) -> Result<Counted, EngineError> {
        let plan = Plan::new(self, Vec::new(), &[], None).map_err(|_| EngineError::TooManyBuckets)?;
        let mut counters = plan.counters();
        let (mut pairs, mut opinions) = (self.lists.counter(List::Pairs), self.lists.counter(List::Opinions));
        let mut squared_thousandths = 0;
        self.each_block(slice, budget, &mut |columns, block| {
            counters.add(columns, block);
            columns.count(List::Pairs, block, &mut pairs);
            columns.count(List::Opinions, block, &mut opinions);
            let squared = |doc: &u32| u64::from(columns.score(*doc as usize).thousandths().unsigned_abs()).pow(2);
            squared_thousandths += block.iter().map(squared).sum::<u64>();
            ControlFlow::Continue(())
        })?;
        let profile = Profile { summary: counters.summary(), squared_thousandths, aspects: self.aspects(&pairs) };
        Ok(Counted { profile, opinions })
    }

    /// Counts of pairs by aspect.
    fn aspects(&self, pairs: &Counter) -> BTreeMap<String, [u64; Polarity::ALL.len()]> {
        let names = self.lists.dictionary(ListField::AspectSentiment);
        let mut aspects = BTreeMap::new();
        for (ordinal, count) in pairs.with(None).met() {
            let pair = names.values.get(ordinal - 1).and_then(|pair| pair.rsplit_once(':'));
            let Some((aspect, polarity)) = pair.and_then(|(aspect, name)| Some((aspect, Polarity::parse(name)?)))
            else {
                continue;
            };
            let place = Polarity::ALL.iter().position(|known| *known == polarity).unwrap_or_default();
            let counts: &mut [u64; Polarity::ALL.len()] = aspects.entry(aspect.to_owned()).or_default();
            counts[place] += u64::from(count);
        }
        aspects
    }

    /// The opinions that at least so many reviews of one of two slices share, with the reviews of both, by name.
    pub(super) fn opinions(&self, sides: [&Counter; 2], least: u64) -> Vec<(Arc<str>, [u64; 2])> {
        let names = self.lists.dictionary(ListField::Opinion);
        let [first, second] = sides.map(|counter| counter.with(None));
        let mut ordinals: Vec<usize> = Vec::new();
        for counts in [&first, &second] {
            ordinals.extend(counts.met().filter(|(_, count)| u64::from(*count) >= least).map(|(ordinal, _)| ordinal));
        }
        ordinals.sort_unstable();
        ordinals.dedup();
        let mut opinions: Vec<(Arc<str>, [u64; 2])> = ordinals
            .into_iter()
            .filter_map(|ordinal| {
                Some((Arc::clone(names.values.get(ordinal - 1)?), [first.of(ordinal), second.of(ordinal)]))
            })
            .collect();
        opinions.sort_unstable();
        opinions
    }
}
