//! `pinglan serve`: the page and the API on one address.

use std::{net::SocketAddr, sync::Arc};

use super::{Context, Failure, Outcome};
use crate::{http, service::ServiceError, telemetry};

/// Serve the page and the API.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Address and port; port 0 takes a free one. Only addresses of this machine, as long as there is no key.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    telemetry::init_logging();
    let listen = arguments.listen.unwrap_or(context.config.listen);
    let service = Arc::new(context.open()?);
    let output = context.output;
    let ready = |address| {
        if output.is_json() {
            output.value(&serde_json::json!({"address": format!("http://{address}")}));
        } else {
            output.line(&format!("Pinglan 评览: http://{address}  (Ctrl-C 结束 / to stop)"));
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| ServiceError::Threads(error.to_string()))?;
    let local = tokio::task::LocalSet::new();
    runtime.block_on(local.run_until(http::serve(service, listen, ready)))?;
    Ok(Outcome::Done)
}
