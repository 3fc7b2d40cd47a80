//! The command line: one file a command, the same verbs and answers as the API.
//!
//! Translates arguments into use cases and outcomes into text, JSON and an exit code: 0 done, 1 failed, 2 usage, 3 done with rejected rows.

mod analyze;
mod backup;
mod bench;
mod demo;
mod evaluate;
mod export;
mod handover;
mod import;
mod keys;
mod openapi;
mod output;
mod previewed;
mod reindex;
mod search;
mod serve;
mod train;
mod verify;
mod words;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use self::output::Output;
use crate::{
    config::Config,
    error::Coded,
    service::{Service, ServiceError},
};

/// Pinglan 评览: search and exact figures over Chinese user reviews, offline.
#[derive(Debug, Parser)]
#[command(name = "pinglan", version, about, max_term_width = 120)]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Common {
    /// Data directory.
    #[arg(long, global = true, default_value = "./data", value_name = "DIR")]
    data: PathBuf,
    /// Configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Arguments),
    Import(import::Arguments),
    Demo(demo::Arguments),
    Search(search::Arguments),
    Train(train::Arguments),
    Analyze(analyze::Arguments),
    Evaluate(evaluate::Arguments),
    Export(export::Arguments),
    Verify(verify::Arguments),
    Reindex(reindex::Arguments),
    Backup(backup::BackupArguments),
    Restore(backup::RestoreArguments),
    Words(words::Arguments),
    Keys(keys::Arguments),
    Openapi(openapi::Arguments),
    Bench(bench::Arguments),
}

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Something was found wrong or could not be done, and was said.
    Failed,
    DoneWithRejects,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Failed => Self::from(1),
            Outcome::DoneWithRejects => Self::from(3),
        }
    }
}

/// An error that ends a command.
type Failure = Box<dyn Coded + Send + Sync>;

impl<E: Coded + Send + Sync + 'static> From<E> for Box<dyn Coded + Send + Sync> {
    fn from(error: E) -> Self {
        Box::new(error)
    }
}

/// What a command works with.
struct Context {
    data: PathBuf,
    /// Where the configuration came from, for a server started beside.
    config_file: Option<PathBuf>,
    config: Config,
    output: Output,
}

impl Context {
    fn open(&self) -> Result<Service, ServiceError> {
        Service::open(&self.data, self.config.clone())
    }

    /// The same over another data directory.
    fn over(&self, data: PathBuf) -> Self {
        let (config_file, config) = (self.config_file.clone(), self.config.clone());
        Self { data, config_file, config, output: self.output }
    }
}

/// Runs one command.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    let Arguments { common, command } = arguments;
    let output = Output::new(common.json);
    let config = match Config::load(common.config.as_deref()) {
        Ok(config) => config,
        Err(error) => return fail(&output, &error),
    };
    let context = Context { data: common.data, config_file: common.config, config, output };
    let outcome = match command {
        Command::Serve(arguments) => serve::run(&context, &arguments),
        Command::Import(arguments) => import::run(&context, &arguments),
        Command::Demo(arguments) => demo::run(&context, &arguments),
        Command::Search(arguments) => search::run(&context, arguments),
        Command::Train(arguments) => train::run(&context, &arguments),
        Command::Analyze(arguments) => analyze::run(&context, &arguments),
        Command::Evaluate(arguments) => evaluate::run(&context, &arguments),
        Command::Export(arguments) => export::run(&context, &arguments),
        Command::Verify(arguments) => verify::run(&context, &arguments),
        Command::Reindex(arguments) => reindex::run(&context, &arguments),
        Command::Backup(arguments) => backup::backup(&context, &arguments),
        Command::Restore(arguments) => backup::run_restore(&context, &arguments),
        Command::Words(arguments) => words::run(&context, &arguments),
        Command::Keys(arguments) => keys::run(&context, &arguments),
        Command::Openapi(arguments) => openapi::run(&context, &arguments),
        Command::Bench(arguments) => bench::run(&context, &arguments),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(failure) => fail(&context.output, failure.as_ref()),
    }
}

fn fail(output: &Output, error: &dyn Coded) -> ExitCode {
    output.error(error);
    ExitCode::from(1)
}
