//! One computation for identical requests that come at the same time.
//!
//! The first of them leads, the others wait for its answer. When the leader's client leaves, one of the others takes over; an error is told to
//! those who wait and then forgotten.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::watch;

use super::cache::{CacheKey, ResponseCache};

/// What a computation came to; `None` while it runs.
type Outcome<E> = Option<Result<Arc<[u8]>, E>>;

/// Computations under way, by request.
pub struct SingleFlight<E> {
    flights: Mutex<HashMap<CacheKey, watch::Receiver<Outcome<E>>>>,
    shared: AtomicU64,
}

impl<E> Default for SingleFlight<E> {
    fn default() -> Self {
        Self { flights: Mutex::default(), shared: AtomicU64::new(0) }
    }
}

/// The part of one request among identical ones.
enum Role<'f, E> {
    Lead(watch::Sender<Outcome<E>>, Landing<'f, E>),
    Follow(watch::Receiver<Outcome<E>>),
}

/// Forgets a flight when its leader is done or gone.
struct Landing<'f, E> {
    flights: &'f SingleFlight<E>,
    key: &'f CacheKey,
}

impl<E> Drop for Landing<'_, E> {
    fn drop(&mut self) {
        self.flights.lock().remove(self.key);
    }
}

impl<E> SingleFlight<E> {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<CacheKey, watch::Receiver<Outcome<E>>>> {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn role<'f>(&'f self, key: &'f CacheKey) -> Role<'f, E> {
        let mut flights = self.lock();
        if let Some(receiver) = flights.get(key) {
            return Role::Follow(receiver.clone());
        }
        let (sender, receiver) = watch::channel(None);
        flights.insert(key.clone(), receiver);
        Role::Lead(sender, Landing { flights: self, key })
    }

    /// Requests answered by the computation of another one.
    #[must_use]
    pub fn shared(&self) -> u64 {
        self.shared.load(Ordering::Relaxed)
    }
}

impl<E: Clone> SingleFlight<E> {
    /// The answer kept under `key`, that of a computation under way, or that of `compute`, which is then kept.
    ///
    /// # Errors
    /// What `compute` reports, here or for an identical request.
    pub async fn answer<F>(
        &self,
        cache: &ResponseCache,
        key: &CacheKey,
        compute: impl FnOnce() -> F,
    ) -> Result<Arc<[u8]>, E>
    where
        F: Future<Output = Result<Arc<[u8]>, E>>,
    {
        if let Some(answer) = cache.get(key) {
            return Ok(answer);
        }
        loop {
            match self.role(key) {
                Role::Follow(mut receiver) => {
                    if let Ok(outcome) = receiver.wait_for(Option::is_some).await
                        && let Some(outcome) = outcome.clone()
                    {
                        self.shared.fetch_add(1, Ordering::Relaxed);
                        return outcome;
                    }
                    // The leader has left: look again who leads.
                }
                Role::Lead(sender, landing) => {
                    // Another leader may have landed since the first look.
                    let outcome = match cache.peek(key) {
                        Some(answer) => Ok(answer),
                        None => compute().await,
                    };
                    if let Ok(answer) = &outcome {
                        cache.put(key.clone(), Arc::clone(answer));
                    }
                    drop(landing);
                    // Fails only when nobody follows.
                    drop(sender.send(Some(outcome.clone())));
                    return outcome;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use tokio::sync::Semaphore;

    use super::*;
    use crate::service::{SearchRequest, cache::Question};

    /// Everything that a request needs, and how many were computed.
    struct Bench {
        flights: SingleFlight<&'static str>,
        cache: ResponseCache,
        computed: AtomicUsize,
        /// A permit lets one computation end.
        gate: Semaphore,
    }

    impl Bench {
        fn new() -> Arc<Self> {
            let (flights, cache) = (SingleFlight::default(), ResponseCache::new(1 << 20));
            Arc::new(Self { flights, cache, computed: AtomicUsize::new(0), gate: Semaphore::new(0) })
        }

        async fn ask(self: Arc<Self>, outcome: Result<u8, &'static str>) -> Result<Arc<[u8]>, &'static str> {
            let question = Question::Search(SearchRequest::default());
            let key = CacheKey { generation: "g1".into(), snapshot: 1, question };
            let compute = || async {
                self.computed.fetch_add(1, Ordering::Relaxed);
                self.gate.acquire().await.unwrap().forget();
                outcome.map(|byte| Arc::from([byte]))
            };
            self.flights.answer(&self.cache, &key, compute).await
        }

        async fn until_computed(&self, count: usize) {
            while self.computed.load(Ordering::Relaxed) < count {
                tokio::task::yield_now().await;
            }
        }
    }

    fn run(test: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(test);
    }

    #[test]
    fn identical_requests_are_computed_once() {
        run(async {
            let bench = Bench::new();
            let asked: Vec<_> = (0..50).map(|_| tokio::spawn(Arc::clone(&bench).ask(Ok(7)))).collect();
            bench.until_computed(1).await;
            bench.gate.add_permits(1);
            for answer in asked {
                assert_eq!(*answer.await.unwrap().unwrap(), [7]);
            }
            assert_eq!(bench.computed.load(Ordering::Relaxed), 1);
            assert!(bench.flights.lock().is_empty());
        });
    }

    #[test]
    fn a_follower_takes_over_when_the_leader_leaves() {
        run(async {
            let bench = Bench::new();
            let leader = tokio::spawn(Arc::clone(&bench).ask(Ok(1)));
            bench.until_computed(1).await;
            let follower = tokio::spawn(Arc::clone(&bench).ask(Ok(2)));
            tokio::task::yield_now().await;
            leader.abort();
            bench.until_computed(2).await;
            bench.gate.add_permits(1);
            assert_eq!(*follower.await.unwrap().unwrap(), [2]);
        });
    }

    #[test]
    fn errors_reach_those_who_wait_and_are_not_kept() {
        run(async {
            let bench = Bench::new();
            let leader = tokio::spawn(Arc::clone(&bench).ask(Err("broken")));
            bench.until_computed(1).await;
            bench.gate.add_permits(1);
            assert_eq!(leader.await.unwrap(), Err("broken"));
            bench.gate.add_permits(1);
            assert_eq!(*Arc::clone(&bench).ask(Ok(3)).await.unwrap(), [3]);
            assert_eq!(bench.computed.load(Ordering::Relaxed), 2);
        });
    }
}
