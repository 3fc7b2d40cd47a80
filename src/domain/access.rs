//! Who may do what: roles, and the keys that carry them.
//!
//! Knows neither storage nor HTTP. Invariant: a role includes every right of those below it.

/// What the bearer of a key may do; ordered from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Asks and reads.
    Reader,
    /// Also imports, corrects and maintains words.
    Operator,
    /// Also rebuilds the index and manages keys.
    Admin,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Operator, Self::Admin];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What is known of a key: everything but the key. Instants are seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its number, from 1.
    pub id: u64,
    /// What people call it; no two keys that are not revoked share a name.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// How it begins, to recognise it by.
    pub prefix: String,
    /// When it was made.
    pub created_unix_s: i64,
    /// From when on it is refused; `None` for never.
    pub expires_unix_s: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used_unix_s: Option<i64>,
    /// When it was revoked.
    pub revoked_unix_s: Option<i64>,
}

impl ApiKey {
    /// Whether it opens anything at that instant.
    #[must_use]
    pub fn is_valid(&self, now_unix_s: i64) -> bool {
        self.revoked_unix_s.is_none() && self.expires_unix_s.is_none_or(|expires| now_unix_s < expires)
    }
}

/// SHA-256 of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyHash(pub [u8; 32]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_read_back() {
        assert!(Role::Reader < Role::Operator && Role::Operator < Role::Admin);
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(role));
        }
        assert_eq!(Role::parse("Admin"), None);
    }

    #[test]
    fn a_key_ends_at_the_instant_it_expires_or_when_revoked() {
        let key = ApiKey {
            id: 1,
            name: "a".to_owned(),
            role: Role::Reader,
            prefix: "pl_".to_owned(),
            created_unix_s: 0,
            expires_unix_s: Some(100),
            last_used_unix_s: None,
            revoked_unix_s: None,
        };
        assert!(key.is_valid(99) && !key.is_valid(100));
        assert!(!ApiKey { revoked_unix_s: Some(50), ..key.clone() }.is_valid(60));
        assert!(ApiKey { expires_unix_s: None, ..key }.is_valid(i64::MAX));
    }
}
