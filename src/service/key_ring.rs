//! The keys in memory: found by hash on every request, without a lock and without touching the store.
//!
//! The look-up compares hashes, not keys. How long it takes may tell something of hashes that are held, but nobody can make a text with a
//! wanted SHA-256, so it tells nothing of a key; comparing in constant time would add nothing. Invariant: what it answers by is what the
//! store held after the last change.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;

use super::{ServiceError, rate::Bucket};
use crate::{
    domain::access::{ApiKey, KeyHash},
    store::{Store, StoreError},
};

/// Between two notes of when keys were last used.
const NOTE_EVERY: Duration = Duration::from_secs(60);
/// Between two looks whether to stop.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// All keys of a store.
pub struct KeyRing {
    held: ArcSwap<Held>,
    /// One change at a time, so that an older state never replaces a newer one.
    changing: Mutex<()>,
}

#[derive(Default)]
struct Held {
    by_hash: HashMap<KeyHash, Arc<HeldKey>>,
    /// Whether a key is needed.
    needed: bool,
}

/// A key as the service knows it.
pub struct HeldKey {
    /// What the store holds of it.
    pub key: ApiKey,
    usage: Arc<Usage>,
}

/// What requests leave behind; survives changes of other keys.
#[derive(Default)]
struct Usage {
    /// 0 when it was not used by this process.
    last_used_unix_s: AtomicI64,
    unnoted: AtomicBool,
    bucket: Mutex<Option<Bucket>>,
}

impl HeldKey {
    /// Counts one request.
    ///
    /// # Errors
    /// When there were more than `per_minute` (0 for any number): the seconds to wait.
    pub fn count(&self, per_minute: u32, now_unix_s: i64) -> Result<(), u32> {
        self.usage.last_used_unix_s.store(now_unix_s, Ordering::Relaxed);
        self.usage.unnoted.store(true, Ordering::Release);
        if per_minute == 0 {
            return Ok(());
        }
        let now = Instant::now();
        let mut bucket = self.usage.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.get_or_insert_with(|| Bucket::full(per_minute, now)).take(per_minute, now)
    }

    /// What is known of it, the last use included.
    fn listed(&self) -> ApiKey {
        let used = Some(self.usage.last_used_unix_s.load(Ordering::Relaxed)).filter(|used| *used > 0);
        ApiKey { last_used_unix_s: used.or(self.key.last_used_unix_s), ..self.key.clone() }
    }
}

impl KeyRing {
    /// The keys of a store.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn load(store: &Store) -> Result<Self, StoreError> {
        let ring = Self { held: ArcSwap::default(), changing: Mutex::default() };
        ring.read(store)?;
        Ok(ring)
    }

    /// Changes the store's keys and takes the change in before it returns.
    pub(super) fn change<T>(
        &self,
        store: &Store,
        change: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, ServiceError> {
        let _guard = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = change()?;
        self.read(store)?;
        Ok(changed)
    }

    fn read(&self, store: &Store) -> Result<(), StoreError> {
        let before = self.held.load_full();
        let mut held = Held::default();
        for (hash, key) in store.keys()? {
            // Time that passes must not open a service: an expired key still says that keys are needed.
            held.needed |= key.revoked_unix_s.is_none();
            let usage = before.by_hash.get(&hash).map(|held| Arc::clone(&held.usage)).unwrap_or_default();
            held.by_hash.insert(hash, Arc::new(HeldKey { key, usage }));
        }
        self.held.store(Arc::new(held));
        Ok(())
    }

    /// The key with that hash, valid or not.
    #[must_use]
    pub fn find(&self, hash: KeyHash) -> Option<Arc<HeldKey>> {
        self.held.load().by_hash.get(&hash).cloned()
    }

    /// Whether requests need a key: there is one that is not revoked.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.held.load().needed
    }

    /// Whether any key opens something at that instant.
    #[must_use]
    pub fn any_valid(&self, now_unix_s: i64) -> bool {
        self.held.load().by_hash.values().any(|held| held.key.is_valid(now_unix_s))
    }

    /// All keys, revoked ones included, by id.
    #[must_use]
    pub fn list(&self) -> Vec<ApiKey> {
        let mut keys: Vec<ApiKey> = self.held.load().by_hash.values().map(|held| held.listed()).collect();
        keys.sort_by_key(|key| key.id);
        keys
    }

    /// Writes down when keys were last used, once a minute and at the end, until `stop` is set.
    pub fn note_uses(&self, store: &Store, stop: &AtomicBool) {
        let mut noted = Instant::now();
        loop {
            let stopping = stop.load(Ordering::Relaxed);
            if stopping || noted.elapsed() >= NOTE_EVERY {
                noted = Instant::now();
                if let Err(error) = self.note(store) {
                    tracing::warn!(%error, "the last use of keys could not be noted");
                }
            }
            if stopping {
                return;
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    fn note(&self, store: &Store) -> Result<(), StoreError> {
        let held = self.held.load_full();
        let used = held.by_hash.values().filter(|held| held.usage.unnoted.swap(false, Ordering::Acquire));
        let uses: Vec<(u64, i64)> =
            used.map(|held| (held.key.id, held.usage.last_used_unix_s.load(Ordering::Relaxed))).collect();
        if uses.is_empty() { Ok(()) } else { store.note_key_uses(&uses) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::access::Role,
        service::keys::{KeyRequest, key_hash},
    };

    #[test]
    fn uses_are_counted_across_changes_and_noted_in_the_store() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let ring = KeyRing::load(&store).unwrap();
        let request = |name: &str| KeyRequest { name: name.to_owned(), role: Role::Reader, expires_unix_s: None };
        let (key, secret) = ring.add(&store, &request("a")).unwrap();
        let find = || ring.find(key_hash(secret.as_bytes())).unwrap();
        assert_eq!((find().count(2, 50), find().count(2, 60)), (Ok(()), Ok(())));
        ring.add(&store, &request("b")).unwrap();
        assert_eq!(find().count(2, 70), Err(30));
        assert_eq!(find().count(0, 80), Ok(()));
        assert_eq!(ring.list()[0].last_used_unix_s, Some(80));
        assert_eq!(store.keys().unwrap()[0].1.last_used_unix_s, None);
        ring.note_uses(&store, &AtomicBool::new(true));
        assert_eq!(store.keys().unwrap()[0].1.last_used_unix_s, Some(80));
        assert_eq!(store.keys().unwrap()[1].1.last_used_unix_s, None);
        assert_eq!(KeyRing::load(&store).unwrap().list()[0], ApiKey { last_used_unix_s: Some(80), ..key });
    }
}
