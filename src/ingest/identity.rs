//! Identity for rows without an id of their own: a hash of what the row says, and how often it has been said before.
//!
//! Invariant: the same file gives the same ids again, and identical rows stay apart. The ids are stored for good: the framing
//! below must never change.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

/// The hash of a row: 128 bits, so that a collision among billions of rows is out of reach.
pub(super) type RowHash = [u8; 16];

/// The hash of a source and of the values of its mapped fields, given in the order of their names. Absent fields are left out,
/// so that a column added empty changes nothing.
pub(super) fn row_hash<'a>(source: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> RowHash {
    let mut hasher = Sha256::new();
    let mut frame = |part: &str| {
        // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    frame(source);
    for (name, value) in fields {
        frame(name);
        frame(value);
    }
    let mut hash = RowHash::default();
    hash.copy_from_slice(&hasher.finalize()[..16]);
    hash
}

/// The id of the review that answers a question in a row with an id of its own: it stays the same wherever the column stands.
pub(super) fn answer_id(id: &str, question: &str) -> String {
    let hash = Sha256::digest(question.trim());
    format!("{id}#{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3])
}

/// How often each row has occurred in the file.
#[derive(Debug, Default)]
pub(super) struct Occurrences(HashMap<RowHash, u32>);

impl Occurrences {
    /// The id of the next row with that hash: the hash and its number among the identical ones, from 1.
    pub(super) fn next_id(&mut self, hash: RowHash) -> String {
        let number = self.0.entry(hash).or_default();
        *number += 1;
        format!("{:032x}-{number}", u128::from_be_bytes(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_never_change() {
        let hash = row_hash("import", [("rating", "5"), ("text", "很好吃")].into_iter());
        assert_eq!(Occurrences::default().next_id(hash), "b02f01272a26e2e5ffc9a15b5b181255-1");
    }

    #[test]
    fn identical_rows_are_numbered_and_framing_is_unambiguous() {
        let mut occurrences = Occurrences::default();
        let same = row_hash("a", [("text", "x")].into_iter());
        let ids = [occurrences.next_id(same), occurrences.next_id(same)];
        assert!(ids[0].ends_with("-1") && ids[1].ends_with("-2"), "{ids:?}");
        let others = [
            row_hash("b", [("text", "x")].into_iter()),
            row_hash("a", [("tex", "tx")].into_iter()),
            row_hash("a", [("title", "x")].into_iter()),
            row_hash("a", [("text", "x"), ("title", "")].into_iter()),
        ];
        assert!(others.iter().all(|other| *other != same));
    }
}
