//! The bounded pool for work on the processor: searching, counting, highlighting.
//!
//! Keeps such work off the threads that serve connections. Two lanes: light work may use every thread, heavy work leaves one to it, so that one
//! slow request cannot starve the others. Invariants: at most so many jobs of a lane wait; a job whose client has left or whose deadline has
//! passed before it starts is not run; a panic ends its own job only.

mod queue;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use thiserror::Error;
use tokio::sync::oneshot;

pub use self::queue::{Lane, LaneReadings};
use self::queue::{Queue, Task};
use crate::error::{Code, Coded, Wording};

/// How large a pool is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Threads.
    pub threads: usize,
    /// Jobs that may wait, by lane.
    pub queue: [usize; Lane::ALL.len()],
    /// From submission to answer.
    pub deadline: Duration,
}

/// The pool.
pub struct Pool {
    queue: Arc<Queue>,
    deadline: Duration,
}

/// Why a job gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PoolError {
    /// The queue is full.
    #[error("too many searches are waiting")]
    Busy {
        /// When a place is likely to be free, in seconds.
        retry_after_s: u32,
    },
    /// The deadline passed while the job was waiting.
    #[error("the search waited too long")]
    OutOfTime,
    /// The job panicked.
    #[error("the search failed inside")]
    Panicked,
}

impl Coded for PoolError {
    fn code(&self) -> Code {
        match self {
            Self::Busy { .. } => Code::Busy,
            Self::OutOfTime => Code::DeadlineExceeded,
            Self::Panicked => Code::Internal,
        }
    }

    fn hint(&self) -> Option<Wording> {
        Some(match self {
            Self::Busy { retry_after_s } => {
                Wording::new(format!("请在 {retry_after_s} 秒后重试"), format!("Try again in {retry_after_s} s"))
            }
            _ => Wording::new("稍后重试", "Try again shortly"),
        })
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Busy { retry_after_s } => Some(*retry_after_s),
            _ => None,
        }
    }
}

/// What a running job may look at to know whether it should go on.
#[derive(Debug)]
pub struct Job {
    /// No answer is wanted after this.
    pub deadline: Instant,
    /// Set when nobody waits any more.
    pub cancelled: Arc<AtomicBool>,
}

impl Pool {
    /// Starts the threads of a pool.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn new(size: Size) -> std::io::Result<Self> {
        let pool = Self { queue: Arc::new(Queue::new(size.threads, size.queue)), deadline: size.deadline };
        for index in 0..size.threads.max(1) {
            let queue = Arc::clone(&pool.queue);
            thread::Builder::new().name(format!("compute-{index}")).spawn(move || {
                while let Some((lane, task)) = queue.take() {
                    (task.work)();
                    queue.finished(lane);
                }
            })?;
        }
        Ok(pool)
    }

    /// What a lane has done and has to do.
    #[must_use]
    pub fn readings(&self, lane: Lane) -> LaneReadings {
        self.queue.readings(lane)
    }

    /// Whether nothing runs and nothing waits.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        Lane::ALL.iter().all(|lane| matches!(self.readings(*lane), LaneReadings { waiting: 0, running: 0, .. }))
    }

    /// Runs `work` on the pool. Dropping the future tells the job that nobody waits.
    ///
    /// # Errors
    /// See [`PoolError`].
    pub async fn run<T, W>(&self, lane: Lane, work: W) -> Result<T, PoolError>
    where
        T: Send + 'static,
        W: FnOnce(&Job) -> T + Send + 'static,
    {
        self.submit(lane, self.deadline, false, work).await
    }

    /// Runs the next part of work that was admitted before: it waits for its turn instead of being refused, for as long as `patience` allows.
    ///
    /// # Errors
    /// [`PoolError::OutOfTime`] and [`PoolError::Panicked`].
    pub async fn go_on<T, W>(&self, lane: Lane, patience: Duration, work: W) -> Result<T, PoolError>
    where
        T: Send + 'static,
        W: FnOnce(&Job) -> T + Send + 'static,
    {
        self.submit(lane, patience, true, work).await
    }

    async fn submit<T, W>(&self, lane: Lane, time: Duration, admitted: bool, work: W) -> Result<T, PoolError>
    where
        T: Send + 'static,
        W: FnOnce(&Job) -> T + Send + 'static,
    {
        let cancelled = Arc::new(AtomicBool::new(false));
        let job = Job { deadline: Instant::now() + time, cancelled: Arc::clone(&cancelled) };
        let (sender, receiver) = oneshot::channel();
        let queue = Arc::clone(&self.queue);
        let work = move || {
            if job.cancelled.load(Ordering::Relaxed) {
                return;
            }
            let begun = Instant::now();
            if begun >= job.deadline {
                queue.count_timed_out(lane);
                drop(sender.send(Err(PoolError::OutOfTime)));
                return;
            }
            let answer = catch_unwind(AssertUnwindSafe(|| work(&job))).map_err(|_| {
                tracing::error!("a job panicked");
                PoolError::Panicked
            });
            queue.served(lane, begun.elapsed());
            // Work gives up when its deadline has passed, so what ends later has given up.
            if Instant::now() >= job.deadline {
                queue.count_timed_out(lane);
            }
            // A send fails only when the client has left.
            drop(sender.send(answer));
        };
        let task = Task { work: Box::new(work), cancelled: Arc::clone(&cancelled) };
        self.queue.put(lane, task, admitted).map_err(|retry_after_s| PoolError::Busy { retry_after_s })?;
        let mut guard = CancelOnDrop { queue: &self.queue, lane, cancelled, answered: false };
        let answer = receiver.await.unwrap_or(Err(PoolError::Panicked));
        guard.answered = true;
        answer
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// Tells a job that nobody waits, unless it was answered.
struct CancelOnDrop<'p> {
    queue: &'p Queue,
    lane: Lane,
    cancelled: Arc<AtomicBool>,
    answered: bool,
}

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.cancelled.store(true, Ordering::Relaxed);
            self.queue.count_cancelled(self.lane);
        }
    }
}

#[cfg(test)]
mod tests;
