//! The ids of one export: whether it gives one id to different reviews, and what the last row of each says.

use std::collections::{HashMap, hash_map::Entry};

use sha2::{Digest, Sha256};

use super::{Service, ServiceError};
use crate::{
    domain::{
        ledger::{Record, Warning},
        review::Content,
    },
    limits::REPEATED_IDS,
};

/// Share of records that may change another review's item, time and text before the file is stopped, as a divisor: 5 %.
const SUSPICIOUS_SHARE: u64 = 20;
/// Rows that a warning names.
const ROWS_NAMED: usize = 5;

/// The ids of an export that gives them.
#[derive(Default)]
pub(super) struct Identities {
    seen: HashMap<[u8; 16], Fingerprint>,
    records: u64,
    /// Records that would change another review, of the store or of the file itself.
    pub(super) conflicting: u64,
    /// By id the last of several rows that differ.
    last: HashMap<[u8; 16], Content>,
    /// Rows that repeat an id with another content.
    repeated: u64,
    first_repeated: Vec<u64>,
}

impl Identities {
    pub(super) fn add(&mut self, record: &Record) {
        self.records += 1;
        let fingerprint = Fingerprint::of(record);
        match self.seen.entry(digest(&record.id.external_id)) {
            Entry::Occupied(mut earlier) => {
                self.conflicting += u64::from(earlier.get().differs_wholly(&fingerprint));
                if earlier.get().content != fingerprint.content {
                    self.repeated += 1;
                    if self.first_repeated.len() < ROWS_NAMED {
                        self.first_repeated.push(record.row);
                    }
                    if self.last.len() < REPEATED_IDS || self.last.contains_key(earlier.key()) {
                        self.last.insert(*earlier.key(), record.content.clone());
                    }
                    earlier.insert(fingerprint);
                }
            }
            Entry::Vacant(place) => drop(place.insert(fingerprint)),
        }
    }

    /// Refuses ids that seem to belong to other reviews.
    pub(super) fn check(&self) -> Result<(), ServiceError> {
        let Self { conflicting, records, .. } = *self;
        if conflicting * SUSPICIOUS_SHARE > records {
            return Err(ServiceError::SuspiciousIdentity { conflicting, records });
        }
        Ok(())
    }

    /// What to say of repeated ids.
    pub(super) fn warning(&self) -> Option<Warning> {
        let rows: Vec<String> = self.first_repeated.iter().map(u64::to_string).collect();
        let more = if self.repeated > rows.len() as u64 { ", …" } else { "" };
        let detail = format!("{} (# {}{more})", self.repeated, rows.join(", "));
        (self.repeated > 0).then(|| Warning { code: "duplicate_id".to_owned(), detail })
    }
}

impl Service {
    /// Where a file gives an id to several differing rows and the stored review says already what the last of them does, none of them
    /// brings anything new: a second import of the file changes nothing.
    pub(super) fn settle_repeated(
        &self,
        import: u64,
        identities: &Identities,
        records: &mut [Record],
    ) -> Result<(), ServiceError> {
        if identities.last.is_empty() {
            return Ok(());
        }
        for record in records {
            let Some(last) = identities.last.get(&digest(&record.id.external_id)) else { continue };
            let stored = self.store.find(&record.id)?.filter(|stored| stored.import != import);
            if let Some(stored) = stored.filter(|stored| last.clone().merged_over(&stored.content) == stored.content) {
                record.content = stored.content;
            }
        }
        Ok(())
    }
}

/// What tells two reviews with one id apart.
#[derive(Clone, Copy)]
struct Fingerprint {
    item: Option<[u8; 16]>,
    created: Option<i64>,
    text: [u8; 16],
    /// All that the row says.
    content: u64,
}

impl Fingerprint {
    fn of(record: &Record) -> Self {
        let content = &record.content;
        Self {
            item: content.item.as_deref().map(digest),
            created: content.created.map(|created| created.unix_s),
            text: digest(&content.text),
            content: content.hash(),
        }
    }

    /// Another item, another time and another text; what a record does not say differs from nothing.
    fn differs_wholly(&self, other: &Self) -> bool {
        let differs = |a: Option<[u8; 16]>, b: Option<[u8; 16]>| a.is_some() && b.is_some() && a != b;
        let at_other_time = self.created.is_some() && other.created.is_some() && self.created != other.created;
        differs(self.item, other.item) && at_other_time && self.text != other.text
    }
}

fn digest(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    short
}
