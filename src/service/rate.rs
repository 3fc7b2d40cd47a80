//! How often something may happen: a token bucket, and one for each address that sends wrong keys.
//!
//! A few lines of our own: what crates offer beside them (clocks, keyed stores, jitter) has no use here. Invariant: memory is bounded.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use lru::LruCache;

use crate::limits;

const MINUTE_S: f64 = 60.0;

/// Holds at most a minute's allowance and is refilled evenly.
#[derive(Debug)]
pub(super) struct Bucket(Mutex<Level>);

#[derive(Debug)]
struct Level {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    /// A full one.
    pub(super) fn full(per_minute: u32, now: Instant) -> Self {
        Self(Mutex::new(Level { tokens: f64::from(per_minute), at: now }))
    }

    /// Takes one token.
    ///
    /// # Errors
    /// When it is empty: the seconds, at least 1, until there is one.
    pub(super) fn take(&self, per_minute: u32, now: Instant) -> Result<(), u32> {
        let mut level = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (most, per_second) = (f64::from(per_minute), f64::from(per_minute) / MINUTE_S);
        // Two threads may come here in another order than they read the clock.
        let passed_s = now.saturating_duration_since(level.at).as_secs_f64();
        level.tokens = (level.tokens + passed_s * per_second).min(most);
        level.at = level.at.max(now);
        if level.tokens >= 1.0 {
            level.tokens -= 1.0;
            return Ok(());
        }
        let wait_s = ((1.0 - level.tokens) / per_second).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "1 to 60, as a rate is at least one a minute"
        )]
        Err((wait_s as u32).max(1))
    }
}

/// Wrong keys by address; the addresses that were quiet longest are forgotten.
pub struct WrongKeys(Mutex<LruCache<IpAddr, Bucket>>);

impl Default for WrongKeys {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(NonZeroUsize::new(limits::WRONG_KEY_ADDRESSES).unwrap_or(NonZeroUsize::MIN))))
    }
}

impl WrongKeys {
    /// Notes a wrong key.
    ///
    /// # Errors
    /// When there were too many from that address: the seconds that it should wait.
    pub fn note(&self, address: IpAddr, now: Instant) -> Result<(), u32> {
        let per_minute = limits::WRONG_KEYS_PER_MINUTE;
        let mut addresses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        addresses.get_or_insert(network_of(address), || Bucket::full(per_minute, now)).take(per_minute, now)
    }
}

/// An IPv6 client commands a whole /64 and could come from another address each time.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_bucket_gives_its_minute_at_once_and_then_one_by_one() {
        let start = Instant::now();
        let bucket = Bucket::full(30, start);
        assert_eq!((0..40).filter(|_| bucket.take(30, start).is_ok()).count(), 30);
        assert_eq!(bucket.take(30, start), Err(2));
        assert_eq!(bucket.take(30, start + Duration::from_millis(1_900)), Err(1));
        let later = start + Duration::from_secs(2);
        assert_eq!((bucket.take(30, later), bucket.take(30, later)), (Ok(()), Err(2)));
        assert_eq!((0..99).filter(|_| bucket.take(30, start + Duration::from_secs(900)).is_ok()).count(), 30);
    }

    #[test]
    fn a_clock_read_earlier_gives_nothing_back() {
        let start = Instant::now();
        let later = start + Duration::from_secs(60);
        let bucket = Bucket::full(1, start);
        assert_eq!((bucket.take(1, later), bucket.take(1, start), bucket.take(1, later)), (Ok(()), Err(60), Err(60)));
    }

    #[test]
    fn wrong_keys_count_by_address_or_network_and_memory_is_bounded() {
        let (wrong, now) = (WrongKeys::default(), Instant::now());
        let from = |text: &str| wrong.note(text.parse().unwrap(), now);
        for _ in 0..limits::WRONG_KEYS_PER_MINUTE {
            assert_eq!((from("10.0.0.1"), from("2001:db8::1")), (Ok(()), Ok(())));
        }
        assert!(from("10.0.0.1").is_err() && from("::ffff:10.0.0.1").is_err() && from("2001:db8::ffff").is_err());
        assert_eq!((from("10.0.0.2"), from("2001:db8:0:1::1")), (Ok(()), Ok(())));
        for host in 0..2 * u32::try_from(limits::WRONG_KEY_ADDRESSES).unwrap() {
            wrong.note(std::net::Ipv4Addr::from_bits(host).into(), now).unwrap();
        }
        assert_eq!(wrong.0.lock().unwrap().len(), limits::WRONG_KEY_ADDRESSES);
    }
}
