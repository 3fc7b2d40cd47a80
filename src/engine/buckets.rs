//! Cutting time: which bucket of a timeline each packed day belongs to.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::{columns::Layout, snapshot::Snapshot};
use crate::domain::calendar::{Day, Interval};

/// Which timeline bucket a packed day belongs to.
pub(super) struct Buckets {
    /// First cell of the cube for each packed day; 0, the bucket without a time, for days outside.
    pub(super) cell_of_day: Vec<u32>,
    pub(super) starts: Vec<Day>,
}

/// How to cut time, and the days that the buckets must cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimelineCut {
    pub(super) interval: Interval,
    pub(super) span: Option<(Day, Day)>,
}

/// A timeline that would have more buckets than [`crate::limits::TIMELINE_BUCKETS`].
#[derive(Debug)]
pub(super) struct TooManyBuckets;

impl Buckets {
    fn new(TimelineCut { interval, span }: TimelineCut, snapshot: &Snapshot) -> Result<Self, TooManyBuckets> {
        let layout = &snapshot.layout;
        let mut buckets = Self { cell_of_day: vec![0; layout.day_values()], starts: Vec::new() };
        let Some((first, last)) = span else { return Ok(buckets) };
        let mut start = interval.start(first);
        while start <= last {
            let next = interval.next(start);
            if buckets.starts.len() >= crate::limits::TIMELINE_BUCKETS || next <= start {
                return Err(TooManyBuckets);
            }
            buckets.starts.push(start);
            let first_cell = u32::try_from(buckets.starts.len() * Layout::CELLS).unwrap_or(0);
            for day in start.0.max(first.0)..next.0.min(last.0 + 1) {
                let value = layout.day_value(day).and_then(|value| usize::try_from(value).ok());
                if let Some(cell) = value.and_then(|value| buckets.cell_of_day.get_mut(value)) {
                    *cell = first_cell;
                }
            }
            start = next;
        }
        Ok(buckets)
    }
}

/// The cuts of time that were asked for last: a cut is the same for every query of a snapshot.
#[derive(Default)]
pub(super) struct RecentCuts(Mutex<VecDeque<(TimelineCut, Arc<Buckets>)>>);

/// Cuts that are kept: the intervals, with and without a range of days.
const RECENT_CUTS: usize = 16;

impl Snapshot {
    /// The buckets of a cut.
    pub(super) fn buckets(&self, cut: TimelineCut) -> Result<Arc<Buckets>, TooManyBuckets> {
        let recent = || self.recent_cuts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, buckets)) = recent().iter().find(|(known, _)| *known == cut) {
            return Ok(Arc::clone(buckets));
        }
        let buckets = Arc::new(Buckets::new(cut, self)?);
        let mut recent = recent();
        recent.push_front((cut, Arc::clone(&buckets)));
        recent.truncate(RECENT_CUTS);
        Ok(buckets)
    }
}
