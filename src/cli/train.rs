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
    for trained in
        [train::sentiment(&arguments.from)?, train::abuse(&arguments.from)?, train::opinions(&arguments.from)?]
    {
        trained.write(&arguments.out)?;
        print(context, &trained.card);
    }
    Ok(Outcome::Done)
}

fn print(context: &Context, card: &train::Card) {
    if context.output.is_json() {
        context.output.value(card);
        return;
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
}
