//! Labelled texts: JSONL, plain or gzip, one text with its labels a line.
//!
//! ```json
//! {"text": "…", "label": 1, "rating": 4, "aspects": {"price": -1}, "opinions": [{"aspect": "菜", "opinion": "好吃", "polarity": 1}]}
//! {"text": "…", "low_information": true}
//! ```
//! Every label may be left out; unknown keys are passed over, so that a file may carry notes of its own. Texts are folded when read.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::{
    error::{Code, Coded, Wording},
    limits,
    text::fold,
};

/// One file of labelled texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// File name without extensions.
    pub name: String,
    /// Its texts.
    pub texts: Vec<Labelled>,
}

/// A text with what people said of it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Labelled {
    /// The text, folded.
    pub text: String,
    /// What the whole is: by convention 1 good or offensive, 0 bad or harmless; the set says.
    #[serde(default, deserialize_with = "as_text")]
    pub label: Option<String>,
    /// Stars.
    #[serde(default)]
    pub rating: Option<f64>,
    /// 1, 0 or −1 by aspect; what is not mentioned is absent.
    #[serde(default)]
    pub aspects: Option<BTreeMap<String, i8>>,
    /// What is said of what.
    #[serde(default)]
    pub opinions: Option<Vec<Opinion>>,
    /// Whether a reader learns nothing from it.
    #[serde(default, deserialize_with = "as_truth")]
    pub low_information: Option<bool>,
}

/// A labelled opinion; all texts folded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Opinion {
    /// The words that name what is judged; `None` when unsaid.
    #[serde(default)]
    pub aspect: Option<String>,
    /// The words that judge; several, where a set joins them by `|`.
    #[serde(default)]
    pub opinion: Option<String>,
    /// What the set files it under.
    #[serde(default)]
    pub category: Option<String>,
    /// 1, 0 or −1.
    #[serde(default)]
    pub polarity: Option<i8>,
}

/// A labelled file that cannot be read.
#[derive(Debug, Error)]
pub enum LabelledError {
    /// The file.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line.
    #[error("{} line {line}: {source}", path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Why.
        source: serde_json::Error,
    },
}

impl Coded for LabelledError {
    fn code(&self) -> Code {
        Code::UnreadableFile
    }

    fn hint(&self) -> Option<Wording> {
        Some(Wording::new(
            "每行一个 JSON 对象，至少有 text；标签见 README",
            "One JSON object a line with at least `text`; the README lists the labels",
        ))
    }
}

impl Set {
    /// Reads a file; at most [`limits::LABELLED_BYTES`] bytes of it after decompression.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is no object with a `text`.
    pub fn read(path: &Path) -> Result<Self, LabelledError> {
        let unreadable = |source| LabelledError::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        let is_gzip = path.extension().is_some_and(|extension| extension == "gz");
        let bytes: Box<dyn Read> = if is_gzip { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
        let mut texts = Vec::new();
        for (line, text) in (1..).zip(BufReader::new(bytes.take(limits::LABELLED_BYTES)).lines()) {
            let text = text.map_err(unreadable)?;
            if text.trim().is_empty() {
                continue;
            }
            let read = serde_json::from_str::<Labelled>(text.trim_start_matches('\u{feff}'));
            texts.push(read.map_err(|source| LabelledError::Line { path: path.to_owned(), line, source })?.folded());
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = name.trim_end_matches(".gz").trim_end_matches(".jsonl").to_owned();
        Ok(Self { name, texts })
    }
}

impl Labelled {
    fn folded(mut self) -> Self {
        self.text = fold(&self.text);
        for opinion in self.opinions.iter_mut().flatten() {
            for words in [&mut opinion.aspect, &mut opinion.opinion] {
                *words = words.as_deref().map(fold);
            }
        }
        self
    }
}

/// Sets write labels as numbers or as texts.
fn as_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Sets write truth as such, or as 1 and 0. Anything else is a fault: passed over, it would leave the text out of the figures unsaid.
fn as_truth<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    match (&value, value.as_u64()) {
        (Value::Null, _) => Ok(None),
        (Value::Bool(truth), _) => Ok(Some(*truth)),
        (_, Some(number @ 0..=1)) => Ok(Some(number == 1)),
        _ => Err(serde::de::Error::custom(format!("`low_information` is true or false, not {value}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn labels_are_read_plain_and_compressed() {
        let dir = tempfile::TempDir::new().unwrap();
        let lines = "\u{feff}{\"text\":\"菜好吃，Ｇood\",\"label\":1,\"note\":2}\n\n{\"text\":\"慢\",\"label\":\"0\",\"aspects\":{\"speed\":-1},\
                     \"opinions\":[{\"aspect\":null,\"opinion\":\"慢\",\"polarity\":-1}]}\n";
        let plain = dir.path().join("own.jsonl");
        std::fs::write(&plain, lines).unwrap();
        let packed = dir.path().join("own.jsonl.gz");
        let mut encoder = flate2::write::GzEncoder::new(File::create(&packed).unwrap(), flate2::Compression::fast());
        encoder.write_all(lines.as_bytes()).unwrap();
        encoder.finish().unwrap();
        let set = Set::read(&plain).unwrap();
        assert_eq!(set, Set::read(&packed).unwrap());
        assert_eq!((set.name.as_str(), set.texts.len()), ("own", 2));
        assert_eq!((set.texts[0].text.as_str(), set.texts[0].label.as_deref()), ("菜好吃,good", Some("1")));
        assert_eq!(set.texts[1].opinions.as_ref().unwrap()[0].polarity, Some(-1));
    }

    #[test]
    fn truth_is_true_or_false_or_left_out() {
        let read = |label: &str| {
            let line = format!("{{\"text\":\"好\",\"low_information\":{label}}}");
            serde_json::from_str::<Labelled>(&line).ok().map(|labelled| labelled.low_information)
        };
        assert_eq!(["true", "0", "1", "null"].map(read), [Some(true), Some(false), Some(true), None].map(Some));
        assert_eq!(["2", "\"yes\"", "0.5"].map(read), [None; 3]);
        assert_eq!(serde_json::from_str::<Labelled>("{\"text\":\"好\"}").unwrap().low_information, None);
    }

    #[test]
    fn a_broken_line_is_named() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("broken.jsonl");
        std::fs::write(&path, "{\"text\":\"好\"}\n{\"label\":1}\n").unwrap();
        assert!(matches!(Set::read(&path), Err(LabelledError::Line { line: 2, .. })));
    }
}
