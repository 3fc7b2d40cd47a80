//! The pass over the corpus: near-duplicates and bursts, from what changed since the last pass.
//!
//! Each batch of changed reviews is compared with all others by their sketches, which stream past; a batch is one transaction together with
//! how far the pass has come, so a pass that was cut off goes on where it stopped. Marks that differ from before enter the change log, and
//! the index follows. Memory: some 400 bytes for each review of a batch and 16 for each that is like one of them.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use rayon::prelude::*;

use super::{Progress, Service, ServiceError, index::lock};
use crate::{
    domain::{
        marks::{Marks, Traits},
        review::{Review, ReviewNumber},
    },
    insight::duplicates::{self, BURST_LEAST, Matcher, bursts, name_hash},
    store::{Clustered, Compared, Marking},
    text::fold,
};

/// Changes compared together: each batch reads all sketches once, and more would need more memory.
const BATCH_CHANGES: usize = 500_000;
/// Texts read and sketched together: some 10 MB.
const BATCH_TEXTS: usize = 10_000;

impl Service {
    /// Brings clusters, duplicates and bursts to the end of the change log. Returns how many reviews were marked anew; the index follows
    /// with [`Self::catch_up`].
    ///
    /// # Errors
    /// Errors of the store, or when cancelled; what was written stays.
    pub fn mark_duplicates(&self, progress: &Progress) -> Result<u64, ServiceError> {
        self.mark_in_batches(BATCH_CHANGES, progress)
    }

    fn mark_in_batches(&self, limit: usize, progress: &Progress) -> Result<u64, ServiceError> {
        let _guard = lock(&self.marking);
        let mut marking = self.store.marking(duplicates::VERSION)?;
        let begin = marking.compared;
        progress.begin("comparing", self.store.last_sequence()?.saturating_sub(begin));
        let mut marked = 0;
        while let Some((reached, numbers)) = self.store.uncompared_after(marking.compared, limit)? {
            marking.compared = reached;
            marked += self.mark_batch(numbers, marking)?;
            progress.set(reached - begin, reached - begin);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        if marking.counted < marking.compared {
            let changed = self.burst_marks()?;
            marked += self.store.keep_marks(&[], &changed, Marking { counted: marking.compared, ..marking })?;
        }
        Ok(marked)
    }

    /// The members of the review's cluster, earliest first: the variants of its text. At most `limit`; empty when it has no cluster.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn duplicates_of(&self, number: ReviewNumber, limit: usize) -> Result<Vec<Review>, ServiceError> {
        let marks = self.store.marks(&[number])?;
        let Some(cluster) = marks.get(&number).and_then(|marks| marks.cluster) else { return Ok(Vec::new()) };
        let mut variants = self.store.reviews(&self.store.members(cluster, limit)?)?;
        variants.sort_by_key(|review| {
            let created = review.content.created.map(|created| created.unix_s);
            (created.is_none(), created, review.number)
        });
        Ok(variants)
    }

    /// Compares the changed reviews, and all that shared a cluster with one of them, with everything.
    fn mark_batch(&self, changed: Vec<ReviewNumber>, marking: Marking) -> Result<u64, ServiceError> {
        if changed.is_empty() {
            return Ok(self.store.keep_marks(&[], &[], marking)?);
        }
        // A cluster that a changed text held together may fall apart: its members look for each other again.
        let held: BTreeSet<ReviewNumber> =
            self.store.marks(&changed)?.values().filter_map(|marks| marks.cluster).collect();
        let mut batch: BTreeSet<ReviewNumber> = changed.into_iter().collect();
        for cluster in held {
            batch.extend(self.store.members(cluster, usize::MAX)?);
        }
        let batch: Vec<ReviewNumber> = batch.into_iter().collect();
        let traits = self.read_traits(&batch)?;
        let clusters = self.clusters(&traits)?;
        let marks = self.marks_within(&batch, &traits, &clusters)?;
        Ok(self.store.keep_marks(&traits, &marks, marking)?)
    }

    fn read_traits(&self, numbers: &[ReviewNumber]) -> Result<Vec<Traits>, ServiceError> {
        let mut traits = Vec::with_capacity(numbers.len());
        for part in numbers.chunks(BATCH_TEXTS) {
            let texts = self.store.compared(part)?;
            traits.par_extend(texts.par_iter().map(|text| self.traits_of(text)));
        }
        Ok(traits)
    }

    fn traits_of(&self, review: &Compared) -> Traits {
        let Compared { number, sequence, created, item, text } = review;
        Traits {
            number: *number,
            sequence: *sequence,
            created: *created,
            item: item.as_deref().map(name_hash),
            likeness: self.analyst.insight().likeness(&fold(text)),
        }
    }

    /// The clusters that hold at least one review of the batch, with all their members.
    fn clusters(&self, batch: &[Traits]) -> Result<Vec<Vec<ReviewNumber>>, ServiceError> {
        let texts: Vec<_> = batch.iter().filter_map(|traits| Some((traits.number, traits.likeness?))).collect();
        let own: HashSet<u64> = batch.iter().map(|traits| traits.number.0).collect();
        let mut matcher = Matcher::new(texts);
        self.store.for_each_traits(|other| {
            if let Some(likeness) = other.likeness.filter(|_| !own.contains(&other.number.0)) {
                matcher.join(other.number, &likeness);
            }
        })?;
        let mut groups = matcher.into_groups();
        let others = groups.things().iter().copied().filter(|number| !own.contains(number)).map(ReviewNumber);
        let clusters = self.store.marks(&others.collect::<Vec<_>>())?;
        let mut joined = BTreeSet::new();
        for (number, marks) in clusters {
            let Some(cluster) = marks.cluster else { continue };
            groups.join(number.0, cluster.0);
            if joined.insert(cluster) {
                for member in self.store.members(cluster, usize::MAX)? {
                    groups.join(member.0, cluster.0);
                }
            }
        }
        let number = |group: Vec<u64>| group.into_iter().map(ReviewNumber).collect();
        Ok(groups.into_sorted().into_iter().map(number).collect())
    }

    /// The marks of all in `clusters`, and none for those of the batch that are in none. Bursts are left as they are: they are counted last.
    fn marks_within(
        &self,
        batch: &[ReviewNumber],
        traits: &[Traits],
        clusters: &[Vec<ReviewNumber>],
    ) -> Result<Vec<(ReviewNumber, Marks)>, ServiceError> {
        let mut created: HashMap<ReviewNumber, Option<i64>> =
            traits.iter().map(|traits| (traits.number, traits.created)).collect();
        let members = clusters.iter().flatten().copied();
        let others: Vec<ReviewNumber> = members.filter(|number| !created.contains_key(number)).collect();
        created.extend(self.store.traits(&others)?.into_iter().map(|traits| (traits.number, traits.created)));
        let mut all: BTreeMap<ReviewNumber, Marks> = batch.iter().map(|number| (*number, Marks::default())).collect();
        let members: Vec<ReviewNumber> = clusters.iter().flatten().copied().collect();
        let before = self.store.marks(&members)?;
        for members in clusters {
            let time = |number: &ReviewNumber| created.get(number).copied().flatten();
            let earliest = members.iter().max_by_key(|number| (time(number).map(Reverse), Reverse(**number)));
            for number in members {
                let burst = before.get(number).and_then(|marks| marks.burst);
                let duplicate = Some(number) != earliest;
                all.insert(*number, Marks { cluster: members.first().copied(), duplicate, burst });
            }
        }
        Ok(all.into_iter().collect())
    }

    /// The marks of those reviews of clusters whose bursts are other than before.
    fn burst_marks(&self) -> Result<Vec<(ReviewNumber, Marks)>, ServiceError> {
        let mut runs: Vec<Vec<Clustered>> = Vec::new();
        let (mut run, mut ended) = (Vec::<Clustered>::new(), Vec::new());
        let mut close = |run: &mut Vec<Clustered>| {
            if run.len() >= BURST_LEAST {
                runs.push(std::mem::take(run));
            } else {
                ended.extend(run.drain(..).filter(|member| member.marks.burst.is_some()));
            }
        };
        self.store.for_each_clustered(|member| {
            let key = |member: &Clustered| (member.marks.cluster, member.item);
            if run.first().is_some_and(|first| key(first) != key(&member)) {
                close(&mut run);
            }
            run.push(member);
        })?;
        close(&mut run);
        let times = self.times_of_items(&runs)?;
        let mut changed: Vec<(ReviewNumber, Marks)> =
            ended.iter().map(|member| (member.number, Marks { burst: None, ..member.marks })).collect();
        for run in &runs {
            let like: Vec<i64> = run.iter().filter_map(|member| member.created).collect();
            let others = run[0].item.and_then(|item| times.get(&item)).map(|all| without(all, &like));
            let mut found = others.map(|others| bursts(&like, &others)).unwrap_or_default().into_iter();
            for member in run {
                let burst = member.created.and_then(|_| found.next()).flatten();
                changed.push((member.number, Marks { burst, ..member.marks }));
            }
        }
        Ok(changed)
    }

    /// When the items of `runs` were reviewed, ascending.
    fn times_of_items(&self, runs: &[Vec<Clustered>]) -> Result<HashMap<i64, Vec<i64>>, ServiceError> {
        let items = runs.iter().filter_map(|run| run.first()?.item);
        let mut times: HashMap<i64, Vec<i64>> = items.map(|item| (item, Vec::new())).collect();
        if !times.is_empty() {
            self.store.for_each_traits(|traits| {
                let times = traits.item.and_then(|item| times.get_mut(&item));
                if let (Some(times), Some(created)) = (times, traits.created) {
                    times.push(created);
                }
            })?;
        }
        times.values_mut().for_each(|times| times.sort_unstable());
        Ok(times)
    }
}

/// `all` without one entry for each of `some`; both ascending.
fn without(all: &[i64], some: &[i64]) -> Vec<i64> {
    let mut some = some.iter().peekable();
    all.iter().copied().filter(|time| some.next_if(|next| *next <= time).is_none()).collect()
}

#[cfg(test)]
mod tests;
