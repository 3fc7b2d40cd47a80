//! What operators say of a review where the analysis is wrong; it overrides the analysis.

use serde::{Deserialize, Serialize};

use super::{
    analysis::{Analysis, Flag, FlagSet, Flagged, Mention, Polarity},
    aspect::Aspects,
    sentiment::{SentimentBucket, SentimentScore},
};

/// The reason that a flag raised by an operator carries.
pub const BY_OPERATOR: &str = "operator";

/// The corrections of one review that are in effect. The default takes everything from the analysis.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Correction {
    /// The bucket instead of the score's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket: Option<SentimentBucket>,
    /// All aspects instead of those that were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspects: Option<Vec<CorrectedAspect>>,
    /// Flags besides those that were found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags_added: Vec<Flag>,
    /// Flags that do not hold, whether found now or later.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags_removed: Vec<Flag>,
}

/// An aspect as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectedAspect {
    /// Its id.
    pub aspect: String,
    /// How it is judged.
    pub polarity: Polarity,
}

impl Correction {
    /// Whether nothing is corrected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Flags as the operator wants them, told against those that were found: what follows later from the corpus still counts.
    pub fn set_flags(&mut self, wanted: FlagSet, found: FlagSet) {
        self.flags_added = wanted.iter().filter(|flag| !found.contains(*flag)).collect();
        self.flags_removed = found.iter().filter(|flag| !wanted.contains(*flag)).collect();
    }

    /// Overrides aspects and flags of an analysis. An aspect that no pack declares any more is left out.
    pub fn apply(&self, analysis: &mut Analysis, aspects: &Aspects) {
        if let Some(corrected) = &self.aspects {
            let mention = |corrected: &CorrectedAspect| {
                let aspect = aspects.number(&corrected.aspect)?;
                let score = analysis.aspects.iter().find(|mention| mention.aspect == aspect).map(|found| found.score);
                let score = score.filter(|score| sign(*score) == corrected.polarity);
                let score = score.unwrap_or_else(|| typical(corrected.polarity));
                Some(Mention { aspect, polarity: corrected.polarity, score })
            };
            let mut mentions: Vec<Mention> = corrected.iter().filter_map(mention).collect();
            mentions.sort_unstable_by_key(|mention| mention.aspect);
            mentions.dedup_by_key(|mention| mention.aspect);
            analysis.aspects = mentions;
        }
        analysis.flags.retain(|found| !self.flags_removed.contains(&found.flag));
        for flag in &self.flags_added {
            if analysis.flags.iter().all(|found| found.flag != *flag) {
                let evidence = String::new();
                analysis.flags.push(Flagged { flag: *flag, reason: BY_OPERATOR, evidence, range: None });
            }
        }
    }
}

fn sign(score: SentimentScore) -> Polarity {
    match score.thousandths() {
        0 => Polarity::Neutral,
        1.. => Polarity::Positive,
        _ => Polarity::Negative,
    }
}

/// The score of an aspect that only an operator saw.
fn typical(polarity: Polarity) -> SentimentScore {
    SentimentScore::from_thousandths(match polarity {
        Polarity::Negative => -600,
        Polarity::Neutral => 0,
        Polarity::Positive => 600,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{aspect::Aspect, aspect::AspectNumber, fields::Label};

    fn catalogue() -> Aspects {
        let aspect = |id: &str| Aspect { id: id.into(), parent: None, label: Label { zh: id.into(), en: id.into() } };
        Aspects::new([aspect("price"), aspect("taste")])
    }

    fn flagged(flag: Flag) -> Flagged {
        Flagged { flag, reason: "rule", evidence: "x".into(), range: None }
    }

    #[test]
    fn what_an_operator_says_overrides_what_was_found() {
        let mention = |aspect, polarity, score| Mention {
            aspect: AspectNumber(aspect),
            polarity,
            score: SentimentScore::from_thousandths(score),
        };
        let mut analysis = Analysis {
            aspects: vec![mention(0, Polarity::Negative, -300)],
            flags: vec![flagged(Flag::Abuse), flagged(Flag::Privacy)],
            ..Analysis::default()
        };
        let corrected = |aspect: &str, polarity| CorrectedAspect { aspect: aspect.into(), polarity };
        let mut correction = Correction {
            aspects: Some(vec![corrected("taste", Polarity::Positive), corrected("price", Polarity::Negative)]),
            ..Correction::default()
        };
        let wanted = [Flag::Privacy, Flag::Advertising].into_iter().collect();
        correction.set_flags(wanted, [Flag::Abuse, Flag::Privacy].into_iter().collect());
        correction.apply(&mut analysis, &catalogue());
        assert_eq!(analysis.aspects, [mention(0, Polarity::Negative, -300), mention(1, Polarity::Positive, 600)]);
        let flags: Vec<(Flag, &str)> = analysis.flags.iter().map(|found| (found.flag, found.reason)).collect();
        assert_eq!(flags, [(Flag::Privacy, "rule"), (Flag::Advertising, BY_OPERATOR)]);
    }

    #[test]
    fn an_empty_correction_leaves_the_analysis_and_takes_no_room() {
        let mut analysis = Analysis { flags: vec![flagged(Flag::Abuse)], ..Analysis::default() };
        let before = analysis.clone();
        Correction::default().apply(&mut analysis, &catalogue());
        assert_eq!(analysis, before);
        assert_eq!(serde_json::to_string(&Correction::default()).unwrap(), "{}");
    }
}
