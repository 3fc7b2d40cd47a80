//! `pinglan train`: rebuilds the shipped models from labelled files.

use std::path::PathBuf;

use super::{Context, Failure, Outcome};
use crate::lab::train;

/// Rebuild the models that ship, with their cards.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder with the labelled files, in `gold/` and `exports/`.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Folder for the models and cards.
    #[arg(long, value_name = "DIR", default_value = "index-schema/models")]
    out: PathBuf,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let trained = train::sentiment(&arguments.from)?;
    trained.write(&arguments.out)?;
    let card = &trained.card;
    if context.output.is_json() {
        context.output.value(card);
        return Ok(Outcome::Done);
    }
    context.output.line(&format!("{}: {} weights, {} bytes", card.model, card.weights, card.bytes));
    for figure in &card.figures {
        let note = if figure.note.is_empty() { "" } else { " · " };
        let line = format!(
            "  {:.4} {} {} ({}){note}{}",
            figure.value, figure.metric, figure.set, figure.examples, figure.note
        );
        context.output.line(&line);
    }
    Ok(Outcome::Done)
}
