//! What labelled reviews add to a pack: per aspect a model of whether it is mentioned, and for all together models of how it is judged.
//!
//! Knows nothing of training. A model reads evidence (see `evidence`), in which what the words of the pack decide is one fact among
//! others, and so corrects the words instead of replacing them. The file holds ids, so a model serves every pack that has them.

use thiserror::Error;

use super::{
    evidence::{self, Seeded},
    training::Lesson,
};
use crate::{
    domain::{analysis::Polarity, sentiment::SentimentScore},
    insight::linear::{Linear, LinearError},
};

/// First bytes of the file; rises with the format and with what counts as evidence.
const MAGIC: &[u8] = b"pinglan aspects 1\n";

/// Models of the aspects of a pack.
#[derive(Debug, Clone)]
pub struct Learned {
    pub(super) aspects: Vec<LearnedAspect>,
    /// By [`Polarity::ALL`]: whether a mentioned aspect is judged so.
    pub(super) polarities: [Linear; 3],
}

/// What was learned of whether one aspect is mentioned.
#[derive(Debug, Clone)]
pub(super) struct LearnedAspect {
    pub(super) id: String,
    /// `None` where the words of the pack alone decide as well.
    pub(super) mention: Option<Linear>,
    /// The margin from which on it is.
    pub(super) threshold: f32,
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

    /// Whether and how an aspect is mentioned; what the words decide where the aspect was not learned.
    pub(super) fn decide(
        &self,
        id: &str,
        seeded: &Seeded,
        words: &str,
        text: &str,
    ) -> Option<(Polarity, SentimentScore)> {
        let Some(aspect) = self.aspects.iter().find(|aspect| aspect.id == id) else { return seeded.verdict };
        let is_mentioned = match &aspect.mention {
            Some(model) => {
                let evidence = evidence::of_mention(words, seeded.verdict.is_some());
                model.score(&evidence) >= f64::from(aspect.threshold)
            }
            None => seeded.verdict.is_some(),
        };
        is_mentioned.then(|| self.judge(id, seeded, text))
    }

    /// What a lesson's text mentions by these models, whatever its labels say.
    #[must_use]
    pub fn decide_all<'i>(&self, ids: &[&'i str], lesson: &Lesson) -> Vec<(&'i str, (Polarity, SentimentScore))> {
        let decide = |(id, seeded): (&&'i str, &Seeded)| {
            self.decide(id, seeded, &lesson.words, &lesson.text).map(|verdict| (*id, verdict))
        };
        ids.iter().zip(&lesson.seeded).filter_map(decide).collect()
    }

    /// The likeliest polarity, and praise against complaint as a score.
    fn judge(&self, id: &str, seeded: &Seeded, text: &str) -> (Polarity, SentimentScore) {
        let evidence = evidence::of_polarity(id, seeded, text);
        let margins = [0, 1, 2].map(|place: usize| self.polarities[place].score(&evidence));
        let best = (0..margins.len()).fold(0, |best, place| if margins[place] > margins[best] { place } else { best });
        let lean = (margins[2] - margins[0]) / 2.0;
        #[expect(clippy::cast_possible_truncation, reason = "the value lies in −1000…1000")]
        let thousandths = (lean / (1.0 + lean * lean).sqrt() * 1000.0).round() as i32;
        (Polarity::ALL[best], SentimentScore::from_thousandths(thousandths))
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
            bytes.extend(aspect.threshold.to_le_bytes());
            block(&mut bytes, &aspect.mention.as_ref().map(Linear::write).unwrap_or_default());
        }
        for model in &self.polarities {
            block(&mut bytes, &model.write());
        }
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
            let threshold = f32::from_le_bytes(reader.array()?);
            let model = reader.block()?;
            let mention = if model.is_empty() { None } else { Some(Linear::read(model)?) };
            aspects.push(LearnedAspect { id, mention, threshold });
        }
        let polarities =
            [Linear::read(reader.block()?)?, Linear::read(reader.block()?)?, Linear::read(reader.block()?)?];
        if reader.at != bytes.len() || aspects.iter().any(|aspect| !aspect.threshold.is_finite()) {
            return Err(LearnedError::Damaged(reader.at));
        }
        Ok(Self { aspects, polarities })
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

    fn array(&mut self) -> Result<[u8; 4], LearnedError> {
        let at = self.at;
        self.take(4)?.try_into().map_err(|_| LearnedError::Damaged(at))
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
