//! The pool under load: full queues, lanes, clients that leave, jobs that fail.

use std::sync::mpsc;

use super::*;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap()
}

fn pool(threads: usize, queue: usize) -> Arc<Pool> {
    Arc::new(Pool::new(Size { threads, queue: [queue; 2], deadline: Duration::from_secs(60) }).unwrap())
}

/// A job that runs until it is released.
struct Held {
    release: mpsc::Sender<()>,
    task: tokio::task::JoinHandle<Result<(), PoolError>>,
}

impl Held {
    /// Submits one and waits until it runs.
    fn running(pool: &Arc<Pool>, lane: Lane) -> Self {
        let (begun, started) = mpsc::channel();
        let held = Self::submitted(pool, lane, Some(begun));
        started.recv().unwrap();
        held
    }

    fn submitted(pool: &Arc<Pool>, lane: Lane, begun: Option<mpsc::Sender<()>>) -> Self {
        let (release, held) = mpsc::channel();
        let pool = Arc::clone(pool);
        let work = move |_: &Job| {
            begun.into_iter().for_each(|begun| begun.send(()).unwrap());
            held.recv().unwrap();
        };
        Self { release, task: tokio::spawn(async move { pool.run(lane, work).await }) }
    }

    async fn end(self) {
        self.release.send(()).unwrap();
        assert_eq!(self.task.await.unwrap(), Ok(()));
    }
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

#[test]
fn a_full_queue_is_refused_and_recovers() {
    runtime().block_on(async {
        let pool = pool(1, 1);
        let running = Held::running(&pool, Lane::Light);
        let queued = Held::submitted(&pool, Lane::Light, None);
        until(|| pool.readings(Lane::Light).waiting == 1).await;
        assert_eq!(pool.run(Lane::Light, |_| ()).await, Err(PoolError::Busy { retry_after_s: 1 }));
        assert_eq!(pool.readings(Lane::Light).shed, 1);
        running.end().await;
        queued.end().await;
        assert_eq!(pool.run(Lane::Light, |_| 7).await, Ok(7));
    });
}

#[test]
fn heavy_work_leaves_a_thread_to_light_work() {
    runtime().block_on(async {
        let pool = pool(2, 8);
        let running = Held::running(&pool, Lane::Heavy);
        let waiting = Held::submitted(&pool, Lane::Heavy, None);
        until(|| pool.readings(Lane::Heavy).waiting == 1).await;
        for n in 0..100 {
            assert_eq!(pool.run(Lane::Light, move |_| n).await, Ok(n));
        }
        let LaneReadings { waiting: queued, running: busy, .. } = pool.readings(Lane::Heavy);
        assert_eq!((queued, busy), (1, 1));
        running.end().await;
        waiting.end().await;
    });
}

#[test]
fn each_lane_has_its_own_queue() {
    runtime().block_on(async {
        let pool = pool(2, 1);
        let running = Held::running(&pool, Lane::Heavy);
        let waiting = Held::submitted(&pool, Lane::Heavy, None);
        until(|| pool.readings(Lane::Heavy).waiting == 1).await;
        assert!(matches!(pool.run(Lane::Heavy, |_| ()).await, Err(PoolError::Busy { .. })));
        assert_eq!(pool.run(Lane::Light, |_| 1).await, Ok(1));
        running.end().await;
        waiting.end().await;
    });
}

#[test]
fn a_client_that_leaves_frees_its_place_and_is_counted() {
    runtime().block_on(async {
        let pool = pool(1, 1);
        let running = Held::running(&pool, Lane::Light);
        let left = Held::submitted(&pool, Lane::Light, None);
        until(|| pool.readings(Lane::Light).waiting == 1).await;
        left.task.abort();
        until(|| pool.readings(Lane::Light).cancelled == 1).await;
        let queued = Held::submitted(&pool, Lane::Light, None);
        running.end().await;
        queued.end().await;
        assert_eq!(pool.readings(Lane::Light).shed, 0);
    });
}

#[test]
fn work_that_was_admitted_waits_beyond_the_limit() {
    runtime().block_on(async {
        let pool = pool(1, 1);
        let running = Held::running(&pool, Lane::Heavy);
        let queued = Held::submitted(&pool, Lane::Heavy, None);
        until(|| pool.readings(Lane::Heavy).waiting == 1).await;
        let more = tokio::spawn({
            let pool = Arc::clone(&pool);
            async move { pool.go_on(Lane::Heavy, Duration::from_secs(60), |_| 3).await }
        });
        until(|| pool.readings(Lane::Heavy).waiting == 2).await;
        running.end().await;
        queued.end().await;
        assert_eq!(more.await.unwrap(), Ok(3));
    });
}

#[test]
fn the_wait_that_is_proposed_follows_the_measured_time() {
    let queue = Queue::new(2, [4, 4]);
    queue.served(Lane::Light, Duration::from_millis(2_500));
    let refuse = || {
        let task = || Task { work: Box::new(|| {}), cancelled: Arc::default() };
        (0..5).map(|_| queue.put(Lane::Light, task(), false)).find_map(Result::err)
    };
    // Four wait for two threads, 2.5 s each.
    assert_eq!(refuse(), Some(5));
}

#[test]
fn a_panic_ends_its_own_job_only() {
    runtime().block_on(async {
        let pool = pool(1, 8);
        let outcome: Result<(), _> = pool.run(Lane::Light, |_| panic!("planted")).await;
        assert_eq!(outcome, Err(PoolError::Panicked));
        assert_eq!(pool.run(Lane::Light, |_| 1).await, Ok(1));
        until(|| pool.is_idle()).await;
    });
}

#[test]
fn a_job_that_waited_too_long_is_not_run() {
    runtime().block_on(async {
        let pool = Pool::new(Size { threads: 1, queue: [8; 2], deadline: Duration::ZERO }).unwrap();
        assert_eq!(pool.run(Lane::Light, |_| 1).await, Err(PoolError::OutOfTime));
        assert_eq!(pool.readings(Lane::Light).timed_out, 1);
    });
}
