//! One connection to the server, kept open from request to request.

use std::{net::SocketAddr, time::Duration};

use serde_json::Value;
use ureq::Agent;

use crate::cli::handover::{HandoverError, refusal};

/// A client with a connection of its own.
pub(super) struct Client {
    agent: Agent,
    address: SocketAddr,
}

/// A request that takes longer is an error: far beyond the server's own deadline.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// Two hundred hits of the longest texts fit.
const ANSWER_BYTES: u64 = 256 * 1024 * 1024;

impl Client {
    pub(super) fn new(address: SocketAddr) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(ANSWER_WITHIN));
        Self { agent: config.build().new_agent(), address }
    }

    /// Sends the body of `POST /search`; the status and the bytes of the answer.
    pub(super) fn post(&self, body: &str) -> Result<(u16, Vec<u8>), ureq::Error> {
        let url = format!("http://{}/api/v1/search", self.address);
        let mut response = self.agent.post(url).header("content-type", "application/json").send(body)?;
        let bytes = response.body_mut().with_config().limit(ANSWER_BYTES).read_to_vec()?;
        Ok((response.status().as_u16(), bytes))
    }

    /// The answer of `POST /search`, or why there is none.
    pub(super) fn search(&self, body: &str) -> Result<Value, HandoverError> {
        let unreachable = |error: String| HandoverError::Unreachable(error);
        let (status, bytes) = self.post(body).map_err(|error| unreachable(error.to_string()))?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|error| unreachable(error.to_string()))?;
        if status == 200 { Ok(value) } else { Err(refusal(&value)) }
    }

    /// The status and text at an address of the root.
    pub(super) fn get(&self, path: &str) -> Result<(u16, String), ureq::Error> {
        let mut response = self.agent.get(format!("http://{}{path}", self.address)).call()?;
        let text = response.body_mut().read_to_string()?;
        Ok((response.status().as_u16(), text))
    }
}
