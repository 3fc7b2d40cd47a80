//! The learned weights of the binary.

use sha2::{Digest, Sha256};

/// Praise or complaint.
pub(super) const SENTIMENT: &[u8] = include_bytes!("../../index-schema/models/sentiment.bin");
/// Abuse of people.
pub(super) const ABUSE: &[u8] = include_bytes!("../../index-schema/models/abuse.bin");

const ALL: [&[u8]; 2] = [SENTIMENT, ABUSE];

/// Bytes of all.
pub(super) fn bytes() -> usize {
    ALL.iter().map(|model| model.len()).sum()
}

/// Names them all: another one where any of them differs.
pub(super) fn version() -> String {
    let digest = ALL.iter().fold(Sha256::new(), |digest, model| digest.chain_update(model)).finalize();
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
