//! `pinglan openapi`: the contract, as `/openapi.json` serves it.

use super::{Context, Failure, Outcome};
use crate::http;

/// Print the OpenAPI description of the API.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

#[expect(clippy::unnecessary_wraps, reason = "every command has this shape")]
pub(super) fn run(context: &Context, _: &Arguments) -> Result<Outcome, Failure> {
    context.output.line(http::openapi().trim_end());
    Ok(Outcome::Done)
}
