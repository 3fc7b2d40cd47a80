//! The bounded pool for work on the processor: searching, counting, highlighting.
//!
//! Keeps such work off the threads that serve connections. Invariants: at most `queue` jobs wait; a job whose client has left or whose
//! deadline has passed before it starts is not run; a panic ends its own job only.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use thiserror::Error;
use tokio::sync::oneshot;

use crate::error::{Code, Coded, Wording};

/// The pool.
pub struct Pool {
    threads: rayon::ThreadPool,
    waiting: Arc<AtomicUsize>,
    queue: usize,
    deadline: Duration,
}

/// Why a job gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PoolError {
    /// The queue is full.
    #[error("too many searches are waiting")]
    Busy,
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
            Self::Busy => Code::Busy,
            Self::OutOfTime => Code::DeadlineExceeded,
            Self::Panicked => Code::Internal,
        }
    }

    fn hint(&self) -> Option<Wording> {
        Some(Wording::new("稍后重试", "Try again shortly"))
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
    /// A pool of `threads`, with at most `queue` jobs waiting and `deadline` from submission to answer.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn new(threads: usize, queue: usize, deadline: Duration) -> Result<Self, rayon::ThreadPoolBuildError> {
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|index| format!("compute-{index}"))
            // Without a handler, rayon aborts the process; the job's client learns of the panic by its dropped channel.
            .panic_handler(|_| tracing::error!("a job panicked"))
            .build()?;
        Ok(Self { threads, waiting: Arc::new(AtomicUsize::new(0)), queue, deadline })
    }

    /// Jobs that wait for a thread.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Runs `work` on the pool. Dropping the future tells the job that nobody waits.
    ///
    /// # Errors
    /// See [`PoolError`].
    pub async fn run<T, W>(&self, work: W) -> Result<T, PoolError>
    where
        T: Send + 'static,
        W: FnOnce(&Job) -> T + Send + 'static,
    {
        let cancelled = Arc::new(AtomicBool::new(false));
        let _guard = CancelOnDrop(Arc::clone(&cancelled));
        let job = Job { deadline: Instant::now() + self.deadline, cancelled };
        let waiting = Arc::clone(&self.waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= self.queue {
            waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(PoolError::Busy);
        }
        let (sender, receiver) = oneshot::channel();
        self.threads.spawn(move || {
            waiting.fetch_sub(1, Ordering::Relaxed);
            if job.cancelled.load(Ordering::Relaxed) {
                return;
            }
            let answer = if Instant::now() >= job.deadline { Err(PoolError::OutOfTime) } else { Ok(work(&job)) };
            // A send fails only when the client has left.
            drop(sender.send(answer));
        });
        receiver.await.unwrap_or(Err(PoolError::Panicked))
    }
}

struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap()
    }

    #[test]
    fn a_full_queue_is_refused_and_recovers() {
        runtime().block_on(async {
            let pool = Arc::new(Pool::new(1, 1, Duration::from_secs(60)).unwrap());
            let (release, held) = mpsc::channel::<()>();
            let (begun, started) = mpsc::channel::<()>();
            let submit = |work: Box<dyn FnOnce(&Job) + Send>| {
                let pool = Arc::clone(&pool);
                tokio::spawn(async move { pool.run(work).await })
            };
            let running = submit(Box::new(move |_| {
                begun.send(()).unwrap();
                held.recv().unwrap();
            }));
            started.recv().unwrap();
            let queued = submit(Box::new(|_| {}));
            while pool.waiting() == 0 {
                tokio::task::yield_now().await;
            }
            assert_eq!(pool.run(|_| ()).await, Err(PoolError::Busy));
            release.send(()).unwrap();
            assert_eq!((running.await.unwrap(), queued.await.unwrap()), (Ok(()), Ok(())));
            assert_eq!(pool.run(|_| 7).await, Ok(7));
        });
    }

    #[test]
    fn a_panic_ends_its_own_job_only() {
        runtime().block_on(async {
            let pool = Pool::new(1, 8, Duration::from_secs(60)).unwrap();
            let outcome: Result<(), _> = pool.run(|_| panic!("planted")).await;
            assert_eq!(outcome, Err(PoolError::Panicked));
            assert_eq!(pool.run(|_| 1).await, Ok(1));
        });
    }

    #[test]
    fn a_job_that_waited_too_long_is_not_run() {
        runtime().block_on(async {
            let pool = Pool::new(1, 8, Duration::ZERO).unwrap();
            assert_eq!(pool.run(|_| 1).await, Err(PoolError::OutOfTime));
        });
    }
}
