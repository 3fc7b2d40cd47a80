//! Entry point of the `pinglan` binary.

use std::process::ExitCode;

use clap::Parser;
use pinglan::cli;

fn main() -> ExitCode {
    cli::run(cli::Arguments::parse())
}
