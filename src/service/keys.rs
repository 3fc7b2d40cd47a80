//! Making and revoking keys, and reading what is asked for them.
//!
//! A key is 32 random letters and digits behind `pl_`: 190 bits, so nobody guesses one, and SHA-256 without salt or stretching keeps it
//! (those help secrets that people choose). The key itself is handed out once and kept nowhere. Invariant: what the store holds of keys
//! and what the ring answers by change together.

use std::path::Path;

use jiff::Timestamp;
use rand::distr::{Alphanumeric, SampleString};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{DataDir, KeyRing, ServiceError};
use crate::{
    clock,
    domain::{
        access::{ApiKey, KeyHash, Role},
        calendar::{Day, Zone},
    },
    error::{Code, Coded, Wording},
    limits,
    store::{NewKey, Store, StoreError},
};

/// Tells a key from other secrets, for people and for scanners of leaked ones.
const MARK: &str = "pl_";
/// Random characters of a key: each of 62, so log2(62) · 32 ≈ 190 bits.
const SECRET_CHARS: usize = 32;
/// Random characters that stay readable, to recognise a key by; 26 others, 155 bits, stay secret.
const PREFIX_CHARS: usize = 6;

/// A key that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRequest {
    /// As [`key_name`] gives it.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// As [`key_expiry`] gives it.
    pub expires_unix_s: Option<i64>,
}

/// Something wrong with what is asked of a key.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum KeyFault {
    /// No name that could stand in a list.
    #[error("`{0}` cannot be the name of a key")]
    Name(String),
    /// No such role.
    #[error("there is no role `{0}`")]
    Role(String),
    /// No instant to come.
    #[error("`{0}` is no time to come")]
    Expiry(String),
}

impl Coded for KeyFault {
    fn code(&self) -> Code {
        Code::InvalidValue
    }

    fn hint(&self) -> Option<Wording> {
        Some(match self {
            Self::Name(_) => Wording::new(
                "名称为 1 至 60 个字符，不能全是数字，不能有控制字符",
                "A name has 1 to 60 characters, not all of them digits, no control characters",
            ),
            Self::Role(_) => Wording::new("角色为 reader、operator 或 admin", "Roles are reader, operator and admin"),
            Self::Expiry(_) => Wording::new(
                "写成天数（90d）、日期（2027-01-01，当天零点失效）或带时区的时刻，并晚于现在",
                "Give days (90d), a date (2027-01-01: it ends as that day begins) or an instant with offset, later than now",
            ),
        })
    }
}

/// A name without the white space around it.
///
/// # Errors
/// When it is empty, too long, a number (that would read as an id), or has control characters.
pub fn key_name(typed: &str) -> Result<String, KeyFault> {
    let name = typed.trim();
    let is_number = name.chars().all(|c| c.is_ascii_digit());
    if is_number || name.chars().count() > limits::KEY_NAME_CHARS || name.chars().any(char::is_control) {
        return Err(KeyFault::Name(name.chars().take(limits::KEY_NAME_CHARS).collect()));
    }
    Ok(name.to_owned())
}

/// A role by its name.
///
/// # Errors
/// When there is none of that name.
pub fn key_role(typed: &str) -> Result<Role, KeyFault> {
    Role::parse(typed).ok_or_else(|| KeyFault::Role(typed.chars().take(limits::KEY_NAME_CHARS).collect()))
}

/// The instant that `90d`, `2027-01-01` (its first moment in that zone) or an RFC 3339 instant stands for.
///
/// # Errors
/// When it is none of these, or not later than now.
pub fn key_expiry(typed: &str, zone: &Zone, now_unix_s: i64) -> Result<i64, KeyFault> {
    const DAY_S: i64 = 86_400;
    let text = typed.trim();
    let days = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok());
    let expires = match (days, Day::parse(text)) {
        (Some(days), _) => Some(now_unix_s + i64::from(days) * DAY_S),
        (None, Some(day)) => Some(zone.start_of(day)),
        (None, None) => text.parse::<Timestamp>().ok().map(Timestamp::as_second),
    };
    // What is no instant of the calendar could not be printed.
    let printable = |expires: &i64| *expires > now_unix_s && Timestamp::from_second(*expires).is_ok();
    expires.filter(printable).ok_or_else(|| KeyFault::Expiry(text.chars().take(limits::KEY_NAME_CHARS).collect()))
}

/// The hash that a secret is known by.
#[must_use]
pub fn key_hash(secret: &[u8]) -> KeyHash {
    KeyHash(Sha256::digest(secret).into())
}

impl KeyRing {
    /// Makes a key; the text is the key itself, which is not kept.
    ///
    /// # Errors
    /// When another has its name, there are too many, or the store fails.
    pub fn add(&self, store: &Store, request: &KeyRequest) -> Result<(ApiKey, String), ServiceError> {
        let secret = format!("{MARK}{}", Alphanumeric.sample_string(&mut rand::rng(), SECRET_CHARS));
        let key = NewKey {
            name: &request.name,
            role: request.role,
            prefix: &secret[..MARK.len() + PREFIX_CHARS],
            hash: key_hash(secret.as_bytes()),
            expires_unix_s: request.expires_unix_s,
        };
        let id = self.change(store, || store.add_key(&key, clock::unix_now_s()))?;
        Ok((self.listed(id)?, secret))
    }

    /// Revokes the key of that id or name: it is refused from now on.
    ///
    /// # Errors
    /// When there is none, it is revoked already, or the store fails.
    pub fn revoke(&self, store: &Store, key: &str) -> Result<ApiKey, ServiceError> {
        let missing = || StoreError::NoSuchKey { key: key.chars().take(limits::KEY_NAME_CHARS).collect() };
        let named = |held: &ApiKey| held.name == key.trim() && held.revoked_unix_s.is_none();
        let id = key.parse().ok().or_else(|| Some(self.list().into_iter().find(named)?.id)).ok_or_else(missing)?;
        self.change(store, || store.revoke_key(id, clock::unix_now_s()))?;
        self.listed(id)
    }

    fn listed(&self, id: u64) -> Result<ApiKey, ServiceError> {
        let listed = self.list().into_iter().find(|key| key.id == id);
        listed.ok_or_else(|| StoreError::NoSuchKey { key: id.to_string() }.into())
    }
}

/// The keys of a data directory that no server holds.
pub struct KeyDesk {
    store: Store,
    ring: KeyRing,
    /// Declared last: released when the store is closed.
    _data_dir: DataDir,
}

impl KeyDesk {
    /// Takes the directory's lock and opens its store alone: keys need neither index nor dictionaries.
    ///
    /// # Errors
    /// When another process holds the directory, or the store cannot be opened.
    pub fn open(dir: &Path) -> Result<Self, ServiceError> {
        let data_dir = DataDir::lock(dir)?;
        let store = Store::open(dir)?;
        Ok(Self { ring: KeyRing::load(&store)?, store, _data_dir: data_dir })
    }

    /// See [`KeyRing::list`].
    #[must_use]
    pub fn list(&self) -> Vec<ApiKey> {
        self.ring.list()
    }

    /// See [`KeyRing::add`].
    ///
    /// # Errors
    /// As there.
    pub fn add(&self, request: &KeyRequest) -> Result<(ApiKey, String), ServiceError> {
        self.ring.add(&self.store, request)
    }

    /// See [`KeyRing::revoke`].
    ///
    /// # Errors
    /// As there.
    pub fn revoke(&self, key: &str) -> Result<ApiKey, ServiceError> {
        self.ring.revoke(&self.store, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_checked() {
        assert_eq!(key_name(" 报表 2027 ").unwrap(), "报表 2027");
        for bad in ["", "  ", "17", "a\nb", &"长".repeat(61)] {
            assert!(matches!(key_name(bad), Err(KeyFault::Name(_))), "{bad}");
        }
    }

    #[test]
    fn an_expiry_is_days_a_day_or_an_instant_to_come() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        let now = 1_767_000_000;
        let read = |text: &str| key_expiry(text, &zone, now);
        assert_eq!(read("90d"), Ok(now + 90 * 86_400));
        assert_eq!(read("2027-01-01"), Ok(1_798_732_800));
        assert_eq!(read("2027-01-01T00:00:00+08:00"), Ok(1_798_732_800));
        for bad in ["", "0d", "-1d", "90", "d", "99999999999d", "4000000000d", "2020-01-01", "2027-13-01", "soon"] {
            assert!(matches!(read(bad), Err(KeyFault::Expiry(_))), "{bad}");
        }
    }

    #[test]
    fn a_key_is_found_by_its_secret_alone_until_it_is_revoked() {
        let dir = tempfile::tempdir().unwrap();
        let desk = KeyDesk::open(dir.path()).unwrap();
        let request = |name: &str| KeyRequest { name: name.to_owned(), role: Role::Reader, expires_unix_s: None };
        let (key, secret) = desk.add(&request("报表")).unwrap();
        let (_, other) = desk.add(&request("b")).unwrap();
        assert!(secret.len() == 35 && secret.starts_with(&key.prefix) && key.prefix.len() == 9 && secret != other);
        let find = |secret: &str| desk.ring.find(key_hash(secret.as_bytes())).map(|held| held.key.clone());
        assert_eq!(find(&secret), Some(key.clone()));
        assert_eq!((find(&key.prefix), find("")), (None, None));
        assert!(desk.ring.is_needed() && desk.ring.any_valid(0));
        assert!(desk.revoke("报表").unwrap().revoked_unix_s.is_some());
        assert!(!find(&secret).unwrap().is_valid(0));
        assert!(desk.revoke("报表").is_err() && desk.revoke("1").is_err() && desk.revoke("9").is_err());
        desk.revoke("2").unwrap();
        assert!(!desk.ring.is_needed() && !desk.ring.any_valid(0));
        assert_eq!(desk.list().len(), 2);
    }
}
