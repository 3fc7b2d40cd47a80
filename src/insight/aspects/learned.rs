//! What labelled reviews add to a pack: per aspect a model of whether it is mentioned, and for all together models of how it is judged.
//!
//! Knows nothing of training. A model reads evidence (see `evidence`), in which what the words of the pack decide is one fact among
//! others, and so corrects the words instead of replacing them. The file holds ids, so a model serves every pack that has them.

use thiserror::Error;

use super::{
    Pack, Verdict,
    attention::Attention,
    calibration,
    evidence::{self, Asked, Evidence},
    notes::{GramFacts, grams_of_mentions},
    training::{Lesson, four},
};
use crate::{
    domain::{analysis::Polarity, sentiment::SentimentScore},
    insight::linear::{FactModel, Facts, LinearError},
};

/// First bytes of the file; rises with the format and with what counts as evidence.
const MAGIC: &[u8] = b"pinglan aspects 3\n";

/// Models of the aspects of a pack.
#[derive(Debug, Clone)]
pub struct Learned {
    pub(super) aspects: Vec<LearnedAspect>,
    /// By aspect: whether it is mentioned.
    pub(super) mention: FactModel,
    /// By [`Polarity::ALL`] whether an aspect that may be mentioned is judged so, then whether it is not mentioned after all.
    pub(super) verdict: FactModel,
    /// What it was learned by; the whole method, but for measuring.
    pub(super) parts: LearnedParts,
}

/// The parts of what is learned; leaving one out shows what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LearnedParts {
    /// The clauses that a mention rests on, beside those that the words of the pack find.
    pub attention: bool,
    /// What is told of all aspects together, so that they learn from each other.
    pub together: bool,
    /// What is told of each aspect apart.
    pub apart: bool,
    /// What is added to margins so that the mean F1 is highest.
    pub shifts: bool,
}

impl LearnedParts {
    /// The whole method.
    pub const ALL: Self = Self { attention: true, together: true, apart: true, shifts: true };
}

/// What was learned of one aspect beside the models.
#[derive(Debug, Clone)]
pub(super) struct LearnedAspect {
    pub(super) id: String,
    /// What complaint, neutral and no mention gain (see `calibration`); `None` where the words of the pack alone decide as well.
    pub(super) shifts: Option<[f64; 3]>,
}

/// Bytes that are no models of aspects.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum LearnedError {
    /// Another format or version.
    #[error("it is no file of aspect models of this version; train again")]
    Version,
    /// It ends early or goes on too long.
    #[error("the file is damaged at byte {0}")]
    Damaged(usize),
    /// One of its models.
    #[error(transparent)]
    Model(#[from] LinearError),
}

impl Learned {
    /// The ids it knows.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.aspects.iter().map(|aspect| aspect.id.as_str())
    }

    /// Whether and how each aspect of a pack with these ids is mentioned; what the words decide where it was not learned.
    pub(super) fn decide(&self, pack: &Pack, evidence: &Evidence) -> Vec<Verdict> {
        let (mention, verdict) = (&self.mention, &self.verdict);
        let grams = grams_of_mentions(mention, &evidence.grams);
        let margins = mention.margins(&evidence::of_mentions(mention, &grams, &pack.marks, evidence));
        let attention = Attention::new(mention, &grams, &evidence.clauses, self.parts);
        let grams = GramFacts::new(verdict, &evidence.grams);
        let decide = |(place, id): (usize, &String)| {
            let seeded = evidence.seeded.get(place).and_then(|seeded| seeded.verdict);
            let Some(class) = self.aspects.iter().position(|aspect| aspect.id == *id) else { return seeded };
            let Some(shifts) = self.aspects[class].shifts else { return seeded };
            let margin = margins.get(class).copied().filter(|margin| *margin >= evidence::POSSIBLE)?;
            let asked = Asked { place, class, margin, attention: &attention, grams: &grams };
            self.judge(shifts, &evidence::of_verdict(verdict, &pack.marks, evidence, &asked, self.parts))
        };
        pack.ids.iter().enumerate().map(decide).collect()
    }

    /// What a lesson's text mentions by these models, whatever its labels say.
    #[must_use]
    pub fn decide_all<'p>(&self, pack: &'p Pack, lesson: &Lesson) -> Vec<(&'p str, (Polarity, SentimentScore))> {
        let verdicts = self.decide(pack, &lesson.evidence);
        pack.ids.iter().zip(verdicts).filter_map(|(id, verdict)| Some((id.as_str(), verdict?))).collect()
    }

    /// The polarity chosen, and praise against complaint as a score.
    fn judge(&self, shifts: [f64; 3], facts: &Facts) -> Verdict {
        let margins = four(&self.verdict.margins(facts));
        let lean = (margins[2] - margins[0]) / 2.0;
        #[expect(clippy::cast_possible_truncation, reason = "the value lies in −1000…1000")]
        let thousandths = (lean / (1.0 + lean * lean).sqrt() * 1000.0).round() as i32;
        let polarity = calibration::choose(&margins, shifts)?;
        Some((polarity, SentimentScore::from_thousandths(thousandths)))
    }

    /// The bytes of the file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let block = |bytes: &mut Vec<u8>, block: &[u8]| {
            bytes.extend(u32::try_from(block.len()).unwrap_or(u32::MAX).to_le_bytes());
            bytes.extend(block);
        };
        bytes.extend(u32::try_from(self.aspects.len()).unwrap_or(u32::MAX).to_le_bytes());
        for aspect in &self.aspects {
            block(&mut bytes, aspect.id.as_bytes());
            // What no number is stands for the words alone.
            let shifts = aspect.shifts.unwrap_or([f64::NAN; 3]);
            shifts.iter().for_each(|shift| bytes.extend(shift.to_le_bytes()));
        }
        block(&mut bytes, &self.mention.write());
        block(&mut bytes, &self.verdict.write());
        bytes
    }

    /// The models in these bytes.
    ///
    /// # Errors
    /// When they are not what [`Self::write`] gives.
    pub fn read(bytes: &[u8]) -> Result<Self, LearnedError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(LearnedError::Version)?;
        let mut reader = Reader { bytes, at: bytes.len() - rest.len() };
        let count = reader.count()?;
        let mut aspects = Vec::new();
        for _ in 0..count {
            let id = std::str::from_utf8(reader.block()?).map_err(|_| LearnedError::Damaged(reader.at))?.to_owned();
            let mut shifts = [0.0; 3];
            for shift in &mut shifts {
                *shift = f64::from_le_bytes(reader.array()?);
            }
            let is_trusted = shifts.iter().all(|shift| shift.is_finite());
            aspects.push(LearnedAspect { id, shifts: is_trusted.then_some(shifts) });
        }
        let [mention, verdict] = [FactModel::read(reader.block()?)?, FactModel::read(reader.block()?)?];
        if reader.at != bytes.len() || mention.classes() != aspects.len() || verdict.classes() != 4 {
            return Err(LearnedError::Damaged(reader.at));
        }
        Ok(Self { aspects, mention, verdict, parts: LearnedParts::ALL })
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], LearnedError> {
        let end = self.at.checked_add(count).ok_or(LearnedError::Damaged(self.at))?;
        let taken = self.bytes.get(self.at..end).ok_or(LearnedError::Damaged(self.at))?;
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], LearnedError> {
        let at = self.at;
        self.take(N)?.try_into().map_err(|_| LearnedError::Damaged(at))
    }

    fn count(&mut self) -> Result<usize, LearnedError> {
        let at = self.at;
        usize::try_from(u32::from_le_bytes(self.array()?)).map_err(|_| LearnedError::Damaged(at))
    }

    fn block(&mut self) -> Result<&'a [u8], LearnedError> {
        let length = self.count()?;
        self.take(length)
    }
}
