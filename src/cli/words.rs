//! `pinglan words`: the words that users add to the dictionary.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Subcommand;
use serde_json::{Value, json};
use thiserror::Error;

use super::{Context, Failure, Outcome, handover::Handover};
use crate::{
    error::{Code, Coded, Wording},
    limits,
    service::{Progress, RunningServer, Service},
    text::{WordFault, parse_word, word_of_line},
};

/// Add words to the dictionary: they change the order of hits and what `word:` finds, never which reviews match.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Add words, or all of a file: one a line, `#` begins a comment; frequencies and tags after a word are passed over.
    Add {
        #[arg(required_unless_present = "file", value_name = "WORD")]
        words: Vec<String>,
        /// List of words in UTF-8.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Remove words.
    Remove {
        #[arg(required = true, value_name = "WORD")]
        words: Vec<String>,
    },
    /// Print the words.
    List,
}

/// Words that cannot be taken.
#[derive(Debug, Error)]
enum WordsError {
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} has more than {limit} bytes", path.display(), limit = limits::WORDS_BODY_BYTES)]
    TooLarge { path: PathBuf },
    #[error("{fault}{}", more(*others))]
    Invalid { fault: WordFault, others: usize },
}

fn more(others: usize) -> String {
    if others == 0 { String::new() } else { format!(", and {others} more") }
}

impl Coded for WordsError {
    fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => Code::UnreadableFile,
            Self::TooLarge { .. } => Code::LimitExceeded,
            Self::Invalid { fault, .. } => fault.code(),
        }
    }

    fn hint(&self) -> Option<Wording> {
        match self {
            Self::Unreadable { .. } => {
                Some(Wording::new("文件应为可读的 UTF-8 文本", "The file must be readable UTF-8 text"))
            }
            Self::TooLarge { .. } => Some(Wording::new("把词表分成几份", "Split the list into several files")),
            Self::Invalid { fault, .. } => fault.hint(),
        }
    }
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = match RunningServer::find(&context.data) {
        Some(server) => Target::Server(Handover::new(server)),
        None => Target::Here(Box::new(context.open()?)),
    };
    let (add, remove) = match &arguments.action {
        Action::List => {
            print_list(context, &target.list()?);
            return Ok(Outcome::Done);
        }
        Action::Add { words, file } => {
            let mut typed = words.clone();
            if let Some(path) = file {
                typed.extend(read_list(path)?.lines().filter_map(word_of_line).map(str::to_owned));
            }
            (checked(&typed)?, Vec::new())
        }
        Action::Remove { words } => (Vec::new(), checked(words)?),
    };
    let shown = [&add, &remove].into_iter().flatten().take(SHOWN).cloned().collect::<Vec<_>>();
    let cuts = target.preview(&add, &remove, &shown)?;
    let progress = Arc::new(Progress::default());
    let watch = context.output.watch("words", &progress);
    let report = target.change(&add, &remove, &progress)?;
    drop(watch);
    print_change(context, &report, &cuts);
    Ok(Outcome::Done)
}

/// Words whose cut is printed.
const SHOWN: usize = 20;

fn read_list(path: &Path) -> Result<String, WordsError> {
    let unreadable = |source| WordsError::Unreadable { path: path.to_owned(), source };
    let mut text = String::new();
    let most = limits::WORDS_BODY_BYTES as u64;
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_string(&mut text)).map_err(unreadable)?;
    if read as u64 > most { Err(WordsError::TooLarge { path: path.to_owned() }) } else { Ok(text) }
}

/// The words folded, or the first that cannot be taken and how many others there are: a list is taken whole or not at all.
fn checked(typed: &[String]) -> Result<Vec<String>, WordsError> {
    let (mut words, mut faults) = (Vec::with_capacity(typed.len()), Vec::new());
    for word in typed {
        match parse_word(word) {
            Ok(word) => words.push(word),
            Err(fault) => faults.push(fault),
        }
    }
    let others = faults.len().saturating_sub(1);
    faults.into_iter().next().map_or(Ok(words), |fault| Err(WordsError::Invalid { fault, others }))
}

enum Target {
    Here(Box<Service>),
    Server(Handover),
}

impl Target {
    fn list(&self) -> Result<Value, Failure> {
        Ok(match self {
            Self::Here(service) => {
                let state = service.words()?;
                json!({"total": state.words.len(), "words": state.words, "in_effect": state.in_effect})
            }
            Self::Server(server) => server.words()?,
        })
    }

    /// How the shown words are cut before and after.
    fn preview(&self, add: &[String], remove: &[String], shown: &[String]) -> Result<Vec<Value>, Failure> {
        Ok(match self {
            Self::Here(service) => {
                let cuts = service.preview_words(add, remove, shown)?;
                cuts.into_iter()
                    .map(|cut| json!({"text": cut.text, "before": cut.before, "after": cut.after}))
                    .collect()
            }
            Self::Server(server) => {
                // The words themselves are cut first; removed ones are sent as texts.
                let (words, texts) = if add.is_empty() { (&[][..], shown) } else { (shown, &[][..]) };
                let body = json!({"words": words, "remove": remove, "texts": texts});
                server.preview_words(&body)?["cuts"].as_array().cloned().unwrap_or_default()
            }
        })
    }

    fn change(&self, add: &[String], remove: &[String], progress: &Progress) -> Result<Value, Failure> {
        Ok(match self {
            Self::Here(service) => {
                let change = service.change_words(add, remove)?;
                service.resegment(progress)?;
                let generation = service.engine.current().name().to_owned();
                json!({"added": change.added, "removed": change.removed, "total": change.total, "generation": generation})
            }
            Self::Server(server) => server.change_words(&json!({"add": add, "remove": remove}), progress)?,
        })
    }
}

fn print_list(context: &Context, list: &Value) {
    if context.output.is_json() {
        return context.output.value(list);
    }
    for word in list["words"].as_array().into_iter().flatten() {
        context.output.line(word.as_str().unwrap_or_default());
    }
}

fn print_change(context: &Context, report: &Value, cuts: &[Value]) {
    if context.output.is_json() {
        let mut report = report.clone();
        report["cuts"] = cuts.into();
        return context.output.value(&report);
    }
    let words = |words: &Value| {
        words.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ")
    };
    for cut in cuts {
        let text = cut["text"].as_str().unwrap_or_default();
        context.output.line(&format!("{text}: {} → {}", words(&cut["before"]), words(&cut["after"])));
    }
    context.output.line(&format!(
        "{} added, {} removed, {} words; in effect in {}",
        report["added"],
        report["removed"],
        report["total"],
        report["generation"].as_str().unwrap_or_default()
    ));
}
