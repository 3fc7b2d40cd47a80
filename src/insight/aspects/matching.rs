//! Where the words of a pack stand in a text: one pass over its characters.
//!
//! Knows nothing of verdicts. Invariant: hits come in the order of the text, and none lies inside a longer one.

use std::collections::HashMap;

use super::{
    file::{AspectWords, Role},
    pattern::Pattern,
};
use crate::insight::{
    letters::Letters,
    linear,
    words::{AllWords, WordsError},
};

/// One word or wording of an aspect, found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Where the words begin that judge: behind the gap, if it has one.
    pub(super) verdict: usize,
    /// End of the anchor.
    anchor: usize,
    /// Place of the aspect in its pack.
    pub(super) aspect: u16,
    pub(super) role: Role,
    /// Which wording, so that the same weak word counts once.
    pub(super) wording: u32,
}

/// All words of a pack.
#[derive(Debug)]
pub(super) struct Matcher {
    anchors: AllWords,
    /// By anchor: the wordings that it may begin.
    uses: Vec<Vec<Use>>,
    /// By wording: what stands for it in the evidence of learned models.
    marks: Vec<u64>,
}

#[derive(Debug)]
struct Use {
    aspect: u16,
    role: Role,
    wording: u32,
    pattern: Pattern,
}

impl Matcher {
    pub(super) fn new(aspects: &[AspectWords]) -> Result<Self, WordsError> {
        let mut anchors: Vec<String> = Vec::new();
        let mut place_of: HashMap<String, usize> = HashMap::new();
        let mut uses: Vec<Vec<Use>> = Vec::new();
        let mut marks: Vec<u64> = Vec::new();
        let all =
            (0u16..).zip(aspects).flat_map(|(number, aspect)| aspect.words.iter().map(move |word| (number, word)));
        for (wording, (aspect, (role, word))) in (0u32..).zip(all) {
            marks.push(linear::of_text(word));
            // Checked when the file was read: every word is a wording.
            let Some(pattern) = Pattern::parse(word) else { continue };
            let place = *place_of.entry(pattern.anchor.clone()).or_insert_with(|| {
                anchors.push(pattern.anchor.clone());
                uses.push(Vec::new());
                anchors.len() - 1
            });
            uses[place].push(Use { aspect, role: *role, wording, pattern });
        }
        Ok(Self { anchors: AllWords::new(&anchors)?, uses, marks })
    }

    /// What stands for the word of a hit in the evidence of learned models.
    pub(super) fn mark(&self, hit: &Hit) -> u64 {
        self.marks.get(hit.wording as usize).copied().unwrap_or_default()
    }

    /// The words that stand in a text.
    pub(super) fn hits(&self, letters: &Letters<'_>) -> Vec<Hit> {
        let text = letters.text();
        let mut hits = Vec::with_capacity(text.len() / 16);
        self.anchors.each(letters.chars(), |anchor, range| {
            let range = letters.bytes(&range);
            for candidate in &self.uses[anchor] {
                let Some((verdict, to)) = candidate.pattern.end(text, range.start, range.end) else { continue };
                let Use { aspect, role, wording, .. } = *candidate;
                hits.push(Hit { from: range.start, to, verdict, anchor: range.end, aspect, role, wording });
            }
        });
        hits.sort_unstable_by(|a, b| a.from.cmp(&b.from).then(b.to.cmp(&a.to)).then(a.wording.cmp(&b.wording)));
        drop_covered(&mut hits);
        hits
    }
}

/// Keeps of each place the longest hits; an exception covers the words of its own aspect only, and is no hit itself.
fn drop_covered(hits: &mut Vec<Hit>) {
    let mut covered: (usize, usize) = (0, 0);
    let mut exceptions: Vec<Hit> = Vec::new();
    hits.retain(|hit| {
        if hit.role == Role::Except {
            exceptions.push(*hit);
            return false;
        }
        exceptions.retain(|exception| exception.to > hit.from);
        if exceptions.iter().any(|exception| exception.aspect == hit.aspect && exception.to >= hit.anchor) {
            return false;
        }
        let kept = hit.to > covered.1 || (hit.from, hit.to) == covered;
        if kept {
            covered = (hit.from, hit.to);
        }
        kept
    });
}
