//! The word lists of the binary, but for the packs of aspects.

use sha2::{Digest, Sha256};

pub(super) const SENTIMENT_WORDS: &str = include_str!("../../index-schema/dictionary/sentiment-words.txt");
pub(super) const SENTIMENT_MODIFIERS: &str = include_str!("../../index-schema/dictionary/sentiment-modifiers.txt");
pub(super) const OPINION_TERMS: &str = include_str!("../../index-schema/dictionary/opinion-terms.txt");
pub(super) const OPINION_WORDS: &str = include_str!("../../index-schema/dictionary/opinion-words.txt");
pub(super) const OPINION_CUES: &str = include_str!("../../index-schema/dictionary/opinion-cues.txt");
pub(super) const ABUSE: &str = include_str!("../../index-schema/moderation/abuse.toml");
pub(super) const ADVERTISING: &str = include_str!("../../index-schema/moderation/advertising.toml");
pub(super) const LOW_INFORMATION: &str = include_str!("../../index-schema/moderation/low-information.toml");
pub(super) const PRIVACY: &str = include_str!("../../index-schema/moderation/privacy.toml");

const ALL: [&str; 9] = [
    SENTIMENT_WORDS,
    SENTIMENT_MODIFIERS,
    OPINION_TERMS,
    OPINION_WORDS,
    OPINION_CUES,
    ABUSE,
    ADVERTISING,
    LOW_INFORMATION,
    PRIVACY,
];

/// Names them all: another one where any of them differs.
pub(super) fn version() -> String {
    let digest = ALL.iter().fold(Sha256::new(), |digest, list| digest.chain_update(list)).finalize();
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
