//! The file of a model: version, unit, bias, and the grams in ascending order, each as what differs from the one before and its level.
//!
//! Whatever bytes come in, reading ends in a model or an error, and takes memory in proportion to the bytes.

use thiserror::Error;

use super::{Linear, grams};

/// First byte; rises with the format and with what counts as a gram.
const VERSION: u8 = 1;
/// Grams of one model: ten times what any study found useful.
const GRAMS: usize = 1_000_000;
/// Bytes before the grams: version, unit, bias, number of grams.
const HEAD: usize = 1 + 4 + 4 + 4;

/// Bytes that are no model.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum LinearError {
    /// Made by another version of the program, or not a model at all.
    #[error("a model of version {0}, not {VERSION}")]
    Version(u8),
    /// The bytes end early, go on after the last gram, or do not describe grams in ascending order.
    #[error("the model is damaged at byte {0}")]
    Damaged(usize),
}

impl Linear {
    /// The bytes of the model's file.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let levels = self.levels();
        let mut bytes = vec![VERSION];
        for number in [self.unit, self.bias] {
            #[expect(clippy::cast_possible_truncation, reason = "unit and bias were rounded when the model was made")]
            bytes.extend((number as f32).to_le_bytes());
        }
        bytes.extend(u32::try_from(levels.len()).unwrap_or(u32::MAX).to_le_bytes());
        let mut previous = String::new();
        for (gram, level) in levels {
            let text: String = grams::unpack(gram).collect();
            let shared = shared_bytes(&previous, &text);
            let rest = &text[shared..];
            // A gram has at most twelve bytes: both lengths fit half a byte.
            bytes.push(u8::try_from(shared << 4 | rest.len()).unwrap_or_default());
            bytes.extend(rest.as_bytes());
            bytes.push(level.to_le_bytes()[0]);
            previous = text;
        }
        bytes
    }

    /// The model in these bytes.
    ///
    /// # Errors
    /// When they are of another version or not what [`Self::write`] gives.
    pub fn read(bytes: &[u8]) -> Result<Self, LinearError> {
        match bytes.first() {
            Some(&VERSION) => {}
            Some(other) => return Err(LinearError::Version(*other)),
            None => return Err(LinearError::Damaged(0)),
        }
        let mut reader = Reader { bytes, at: 1 };
        let [unit, bias] = [reader.number()?, reader.number()?];
        let count = usize::try_from(u32::from_le_bytes(reader.array()?)).unwrap_or(usize::MAX);
        if count > GRAMS || count > (bytes.len() - HEAD) / 3 + 1 || unit <= 0.0 {
            return Err(LinearError::Damaged(reader.at));
        }
        let mut levels = Vec::with_capacity(count);
        let mut previous = Vec::new();
        for _ in 0..count {
            let entry = reader.gram(&mut previous)?;
            if levels.last().is_some_and(|(last, _)| *last >= entry.0) {
                return Err(LinearError::Damaged(reader.at));
            }
            levels.push(entry);
        }
        if reader.at != bytes.len() {
            return Err(LinearError::Damaged(reader.at));
        }
        Ok(Self::from_levels(&levels, unit, bias))
    }
}

fn shared_bytes(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], LinearError> {
        let taken = self.bytes.get(self.at..self.at + count).ok_or(LinearError::Damaged(self.at))?;
        self.at += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], LinearError> {
        let at = self.at;
        self.take(N)?.try_into().map_err(|_| LinearError::Damaged(at))
    }

    fn number(&mut self) -> Result<f64, LinearError> {
        let number = f32::from_le_bytes(self.array()?);
        number.is_finite().then(|| f64::from(number)).ok_or(LinearError::Damaged(self.at))
    }

    /// The next gram and its level; `previous` is the gram before and becomes this one.
    fn gram(&mut self, previous: &mut Vec<u8>) -> Result<(u64, i8), LinearError> {
        let damaged = LinearError::Damaged(self.at);
        let [lengths] = self.array()?;
        let (shared, rest) = (usize::from(lengths >> 4), usize::from(lengths & 0x0f));
        if shared > previous.len() {
            return Err(damaged);
        }
        previous.truncate(shared);
        previous.extend(self.take(rest)?);
        let gram = std::str::from_utf8(previous).ok().and_then(grams::pack);
        let [level] = self.array()?;
        match (gram, i8::from_le_bytes([level])) {
            (Some(gram), level) if level != i8::MIN && level != 0 => Ok((gram, level)),
            _ => Err(damaged),
        }
    }
}
