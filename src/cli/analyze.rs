//! `pinglan analyze`: the analysis of texts on the terminal. Needs no data directory.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde::Deserialize;
use thiserror::Error;

use super::{Context, Failure, Outcome};
use crate::{
    error::{Code, Coded, Wording},
    http, limits,
    service::{Analyst, AnalyzedText},
    text::Segmenter,
};

/// Read sentiment, aspects, opinions and flags out of texts; stores nothing.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// JSON lines with a `text` each; `-` reads standard input.
    #[arg(required_unless_present = "text", value_name = "FILE")]
    file: Option<PathBuf>,
    /// One text instead of a file.
    #[arg(long, value_name = "TEXT", conflicts_with = "file")]
    text: Option<String>,
    /// The pack of aspects; the configured default when left out.
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,
}

/// Lines read, analysed side by side and printed together.
const BATCH_LINES: usize = 1_000;

/// Texts that cannot be analysed.
#[derive(Debug, Error)]
enum AnalyzeError {
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("line {line}: {source}")]
    Line { line: usize, source: serde_json::Error },
    #[error("line {line} has more than {limit} bytes", limit = limits::ROW_BYTES)]
    TooLong { line: usize },
    #[error("there is no pack `{name}`; there are {known}")]
    NoSuchPack { name: String, known: String },
}

impl Coded for AnalyzeError {
    fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } | Self::Line { .. } => Code::UnreadableFile,
            Self::TooLong { .. } => Code::LimitExceeded,
            Self::NoSuchPack { .. } => Code::InvalidValue,
        }
    }

    fn hint(&self) -> Option<Wording> {
        matches!(self, Self::Line { .. }).then(|| {
            Wording::new(
                "每行写一个 JSON 对象，如 {\"text\": \"菜好吃\"}",
                "Write one JSON object a line, such as {\"text\": \"…\"}",
            )
        })
    }
}

#[derive(Deserialize)]
struct Line {
    text: String,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let analyst = Analyst::open(&context.config)?;
    let pack = arguments.pack.as_deref();
    if let Some(name) = pack
        && analyst.packs().find(name).is_none()
    {
        let known = analyst.pack_names();
        return Err(AnalyzeError::NoSuchPack { name: name.to_owned(), known }.into());
    }
    let segmenter = Segmenter::builtin();
    if let Some(text) = &arguments.text {
        print(context, text, analyst.analyze(text, pack, &segmenter));
        return Ok(Outcome::Done);
    }
    let path = arguments.file.as_deref().unwrap_or(Path::new("-"));
    let mut lines = Lines::open(path)?;
    loop {
        let texts = lines.next_batch()?;
        if texts.is_empty() {
            return Ok(Outcome::Done);
        }
        let analyze = |text: &String| analyst.analyze(text, pack, &segmenter);
        let analyzed: Vec<AnalyzedText> = texts.par_iter().map(analyze).collect();
        texts.iter().zip(analyzed).for_each(|(text, analyzed)| print(context, text, analyzed));
    }
}

struct Lines {
    path: PathBuf,
    reader: Box<dyn BufRead>,
    line: usize,
}

impl Lines {
    fn open(path: &Path) -> Result<Self, AnalyzeError> {
        let reader: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(io::stdin().lock())
        } else {
            let unreadable = |source| AnalyzeError::Unreadable { path: path.to_owned(), source };
            Box::new(BufReader::new(File::open(path).map_err(unreadable)?))
        };
        Ok(Self { path: path.to_owned(), reader, line: 0 })
    }

    /// The next texts; blank lines are passed over. Empty at the end.
    fn next_batch(&mut self) -> Result<Vec<String>, AnalyzeError> {
        let mut texts = Vec::new();
        let mut bytes = Vec::new();
        while texts.len() < BATCH_LINES {
            bytes.clear();
            self.line += 1;
            let most = limits::ROW_BYTES as u64 + 1;
            let read = self.reader.by_ref().take(most).read_until(b'\n', &mut bytes);
            let read = read.map_err(|source| AnalyzeError::Unreadable { path: self.path.clone(), source })?;
            if read == 0 {
                break;
            }
            if bytes.len() > limits::ROW_BYTES {
                return Err(AnalyzeError::TooLong { line: self.line });
            }
            let json = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
            if json.is_empty() {
                continue;
            }
            let line: Line =
                serde_json::from_slice(json).map_err(|source| AnalyzeError::Line { line: self.line, source })?;
            texts.push(line.text);
        }
        Ok(texts)
    }
}

fn print(context: &Context, text: &str, analyzed: AnalyzedText) {
    if context.output.is_json() {
        context.output.value(&http::analyzed(analyzed));
        return;
    }
    let findings = &analyzed.findings;
    context.output.line(text.trim());
    context.output.line(&format!("  {}  {:+.3}", findings.bucket.name_zh(), findings.score.value()));
    for aspect in &findings.aspects {
        context.output.line(&format!(
            "  {}  {}  {}",
            aspect.aspect.label.zh,
            aspect.polarity.name_zh(),
            aspect.aspect.id
        ));
    }
    for opinion in &findings.opinions {
        let aspect = opinion.aspect.as_deref().unwrap_or("-");
        context.output.line(&format!("  「{}」 {}  {aspect}", opinion.key, opinion.polarity.name_zh()));
    }
    for flag in &findings.flags {
        context.output.line(&format!("  ! {}  {}  {}", flag.flag.name_zh(), flag.reason, flag.evidence));
    }
}
