//! Which reviews to quote: those that complain of little else, strongly, lately, in common words, and repeat nobody. Found from columns
//! alone, so that few texts must be read.

use std::collections::{HashMap, HashSet};

use super::{Complainer, Complaints};
use crate::domain::{
    analysis::{Flag, FlagSet, Polarity},
    pain_points::Key,
    review::ReviewNumber,
};

/// Reviews of a key that are looked at, evenly spread over all.
const SPREAD: usize = 160;
/// Newest reviews of each segment that are looked at besides.
const NEWEST: usize = 16;
/// Opinions that count as common among a key's reviews.
const COMMON: usize = 5;

/// A review that may be quoted.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The review.
    pub number: ReviewNumber,
    /// How well it stands for the key, as far as columns tell.
    pub worth: f64,
}

impl Complaints<'_> {
    /// At most `most` reviews of a key to choose quotes from, best first, of different clusters and spread over items, and the opinions that
    /// are common among its reviews. The same for the same snapshot and slice.
    #[must_use]
    pub fn quotable(&self, place: usize, most: usize) -> (Vec<Candidate>, Vec<String>) {
        let sampled = self.sampled(place);
        let common = self.common(&sampled);
        let newest = sampled.iter().map(|review| self.created(review)).max().unwrap_or_default();
        let mut rated: Vec<(f64, &Complainer)> =
            sampled.iter().map(|review| (self.worth(review, &common, newest), review)).collect();
        rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| self.number(b.1).cmp(&self.number(a.1))));
        let item = self.snapshot.facet("item").map(|(slot, _)| slot);
        let (mut clusters, mut items) = (HashSet::new(), HashMap::<usize, usize>::new());
        let mut chosen: Vec<Candidate> = Vec::new();
        // Half of the places go to at most two of an item, the others to the best ones left.
        for pass in [most.div_ceil(2), 0] {
            for (worth, review) in &rated {
                let number = self.number(review);
                if chosen.len() == most || chosen.iter().any(|candidate| candidate.number == number) {
                    continue;
                }
                let cluster = self.cluster(review);
                let item = item.map_or(0, |slot| slot.read(&self.columns(review).words, review.doc as usize));
                let taken = items.get(&item).copied().unwrap_or(0);
                let is_new = cluster.is_none_or(|cluster| !clusters.contains(&cluster));
                if is_new && (pass == 0 || (taken < 2 && chosen.len() < pass)) {
                    clusters.extend(cluster);
                    items.insert(item, taken + 1);
                    chosen.push(Candidate { number, worth: *worth });
                }
            }
        }
        let opinions = self.snapshot.lists.dictionary(super::ListField::Opinion);
        let name = |ordinal: &u32| opinions.values.get((*ordinal as usize).checked_sub(1)?).map(ToString::to_string);
        (chosen, common.iter().filter_map(name).collect())
    }

    fn sampled(&self, place: usize) -> Vec<Complainer> {
        let members = self.places(place);
        let step = members.len().div_ceil(SPREAD).max(1);
        let mut indexes: Vec<u32> = members.iter().step_by(step).copied().collect();
        let mut rest = members;
        while let Some(first) = rest.first() {
            let segment = self.reviews[*first as usize].segment;
            let run = rest.partition_point(|index| self.reviews[*index as usize].segment <= segment);
            indexes.extend(&rest[..run.min(NEWEST)]);
            rest = &rest[run..];
        }
        indexes.sort_unstable();
        indexes.dedup();
        indexes.iter().map(|index| self.reviews[*index as usize]).collect()
    }

    /// Ordinals of the negative opinions that most of these reviews share.
    fn common(&self, sampled: &[Complainer]) -> Vec<u32> {
        let lists = &self.snapshot.lists;
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for review in sampled {
            for opinion in self.columns(review).lists.opinions.of(review.doc as usize) {
                if lists.polarity_of_opinion(*opinion) == Polarity::Negative {
                    *counts.entry(*opinion).or_default() += 1;
                }
            }
        }
        let mut common: Vec<(u32, usize)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
        common.sort_by_key(|(opinion, count)| (std::cmp::Reverse(*count), *opinion));
        common.into_iter().take(COMMON).map(|(opinion, _)| opinion).collect()
    }

    fn worth(&self, review: &Complainer, common: &[u32], newest: i64) -> f64 {
        /// Half of the worth of being new is lost after half a year.
        const HALF_LIFE_S: f64 = 180.0 * 86_400.0;
        let (columns, doc) = (self.columns(review), review.doc as usize);
        let flags = self.snapshot.layout.flags.read(&columns.words, doc);
        let flags = FlagSet::from_bits(u8::try_from(flags).unwrap_or_default());
        let poor = [Flag::LowInformation, Flag::Duplicate, Flag::Burst, Flag::Advertising, Flag::Abuse];
        let opinions = columns.lists.opinions.of(doc);
        let focus = 1.0 / f64::from(review.keys);
        let strength = -f64::from(columns.score(doc).thousandths()).min(0.0) / 1_000.0;
        let age_s = newest.saturating_sub(self.created(review)) as f64;
        let is_common = self.by == Key::Aspect && opinions.iter().any(|opinion| common.contains(opinion));
        let brevity = 1.0 / (1.0 + opinions.len() as f64 / 4.0);
        // Who gives many stars complains in passing, or was misread.
        let stars = match review.half_stars {
            1..=4 => 0.2,
            8.. => -0.6,
            _ => 0.0,
        };
        0.8 * focus
            + stars
            + 0.6 * strength
            + 0.5 * (-age_s / HALF_LIFE_S).exp2()
            + 0.6 * f64::from(u8::from(is_common))
            + 0.4 * brevity
            - poor.iter().filter(|flag| flags.contains(**flag)).count() as f64
    }

    fn created(&self, review: &Complainer) -> i64 {
        self.columns(review).created[review.doc as usize].max(0)
    }
}
