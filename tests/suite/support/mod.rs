//! What the tests stand on: servers and commands, review sets, the oracle.

pub(crate) mod aspects;
pub(crate) mod clause;
pub(crate) mod client;
pub(crate) mod command;
pub(crate) mod corpus;
pub(crate) mod fold;
pub(crate) mod oracle;
pub(crate) mod packed;
pub(crate) mod query;
pub(crate) mod random;
pub(crate) mod reviews;
pub(crate) mod server;
pub(crate) mod slice;

use std::path::PathBuf;

/// Whether the full counts of the quality bars are wanted.
pub(crate) fn full() -> bool {
    std::env::var("PINGLAN_TEST_FULL").is_ok_and(|value| value == "1")
}

/// `quick` cases, or `all` of them at full size.
pub(crate) fn cases(quick: usize, all: usize) -> usize {
    if full() { all } else { quick }
}

/// A real export, when the real data is there.
pub(crate) fn real_export(name: &str) -> Option<PathBuf> {
    let root = std::env::var("PINGLAN_SHARED_DATA")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = root.join("exports").join(name);
    if !path.is_file() {
        eprintln!("no real exports here: {name} is left out");
        return None;
    }
    Some(path)
}
