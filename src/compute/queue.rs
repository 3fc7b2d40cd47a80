//! Which job of the pool runs next, and how long the others will have to wait.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

/// What kind of work a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What a person waits for at the screen.
    Light,
    /// What may take long: it leaves one thread to the light work.
    Heavy,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 2] = [Self::Light, Self::Heavy];

    /// The name used in metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Heavy => "heavy",
        }
    }
}

/// What a lane has done and has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LaneReadings {
    /// Jobs that wait for a thread.
    pub waiting: usize,
    /// Jobs that run.
    pub running: usize,
    /// Jobs refused because too many waited.
    pub shed: u64,
    /// Jobs whose client left before the answer.
    pub cancelled: u64,
    /// Jobs whose deadline passed before the answer.
    pub timed_out: u64,
}

/// A job that waits.
pub(super) struct Task {
    pub(super) work: Box<dyn FnOnce() + Send>,
    pub(super) cancelled: Arc<AtomicBool>,
}

/// Jobs of all lanes.
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    counters: [Counters; Lane::ALL.len()],
    /// Jobs of a lane that may run at a time.
    threads: [usize; Lane::ALL.len()],
    /// Jobs of a lane that may wait.
    lengths: [usize; Lane::ALL.len()],
}

#[derive(Default)]
struct State {
    waiting: [VecDeque<Task>; Lane::ALL.len()],
    running: [usize; Lane::ALL.len()],
    closed: bool,
}

#[derive(Default)]
struct Counters {
    shed: AtomicU64,
    cancelled: AtomicU64,
    timed_out: AtomicU64,
    /// Moving average of the time that a job takes, in microseconds.
    service_us: AtomicU64,
}

/// The longest time after which a refused client is asked back.
const RETRY_AFTER_AT_MOST_S: u32 = 60;

impl Queue {
    pub(super) fn new(threads: usize, lengths: [usize; Lane::ALL.len()]) -> Self {
        let threads = threads.max(1);
        Self {
            state: Mutex::default(),
            changed: Condvar::new(),
            counters: Default::default(),
            threads: [threads, (threads - 1).max(1)],
            lengths,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a job wait for its turn, or says after how many seconds to try again; one that was `admitted` is never refused.
    pub(super) fn put(&self, lane: Lane, task: Task, admitted: bool) -> Result<(), u32> {
        let at = lane as usize;
        let mut state = self.state();
        if state.waiting[at].len() >= self.lengths[at] && !admitted {
            // Those whose clients have left do not count.
            state.waiting[at].retain(|task| !task.cancelled.load(Ordering::Relaxed));
            if state.waiting[at].len() >= self.lengths[at] {
                let ahead = state.waiting[at].len() + state.running[at];
                self.counters[at].shed.fetch_add(1, Ordering::Relaxed);
                return Err(self.retry_after_s(at, ahead));
            }
        }
        state.waiting[at].push_back(task);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// The next job, as soon as there is one that may run; `None` when the pool is closed.
    pub(super) fn take(&self) -> Option<(Lane, Task)> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            for lane in Lane::ALL {
                let at = lane as usize;
                if state.running[at] < self.threads[at]
                    && let Some(task) = state.waiting[at].pop_front()
                {
                    state.running[at] += 1;
                    return Some((lane, task));
                }
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A job of the lane has ended.
    pub(super) fn finished(&self, lane: Lane) {
        self.state().running[lane as usize] -= 1;
        // A heavy job may have waited for this one.
        self.changed.notify_one();
    }

    /// Lets the threads end; jobs that still wait are dropped.
    pub(super) fn close(&self) {
        let dropped = {
            let mut state = self.state();
            state.closed = true;
            std::mem::take(&mut state.waiting)
        };
        drop(dropped);
        self.changed.notify_all();
    }

    /// Takes the duration of a job into the average: an eighth of the way each time.
    pub(super) fn served(&self, lane: Lane, took: Duration) {
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let average = &self.counters[lane as usize].service_us;
        // A lost update among many changes nothing.
        let old = average.load(Ordering::Relaxed);
        average.store(if old == 0 { took_us } else { old - old / 8 + took_us / 8 }, Ordering::Relaxed);
    }

    fn retry_after_s(&self, at: usize, ahead: usize) -> u32 {
        let service_us = self.counters[at].service_us.load(Ordering::Relaxed);
        let wait_us = service_us.saturating_mul(ahead as u64) / self.threads[at] as u64;
        u32::try_from(wait_us.div_ceil(1_000_000)).unwrap_or(u32::MAX).clamp(1, RETRY_AFTER_AT_MOST_S)
    }

    pub(super) fn count_cancelled(&self, lane: Lane) {
        self.counters[lane as usize].cancelled.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_timed_out(&self, lane: Lane) {
        self.counters[lane as usize].timed_out.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn readings(&self, lane: Lane) -> LaneReadings {
        let (at, state) = (lane as usize, self.state());
        let counters = &self.counters[at];
        LaneReadings {
            waiting: state.waiting[at].len(),
            running: state.running[at],
            shed: counters.shed.load(Ordering::Relaxed),
            cancelled: counters.cancelled.load(Ordering::Relaxed),
            timed_out: counters.timed_out.load(Ordering::Relaxed),
        }
    }
}
