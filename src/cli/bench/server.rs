//! The server under measurement: the one that holds the data directory, or one started for the bench and ended with it.

use std::{
    env,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{client::Client, error::BenchError, report::Description};
use crate::{
    cli::{Context, Failure, handover::refusal},
    service::RunningServer,
};

/// A ready server.
pub(super) struct Server {
    running: RunningServer,
    started: Option<Started>,
}

/// A server of our own; ended however the bench ends.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        // It changes nothing, and the data directory stands a sudden end. Both fail when it has ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A start replays what the index lacks; a whole index of millions of reviews takes minutes.
const READY_WITHIN: Duration = Duration::from_secs(30 * 60);
const LOOK_EVERY: Duration = Duration::from_millis(20);

impl Server {
    pub(super) fn find_or_start(context: &Context) -> Result<Self, Failure> {
        let server = match RunningServer::find(&context.data) {
            Some(running) => Self { running, started: None },
            None => Self::start(context)?,
        };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn start(context: &Context) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| BenchError::NotStarted(format!("cannot be run: {error}"));
        let program = env::current_exe().map_err(failed)?;
        let mut child = command(&program, context).spawn().map_err(failed)?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let started = Started(child);
        // Read to the end, so that a talkative server never waits for us.
        let last_words = thread::spawn(move || {
            stderr.and_then(|stderr| BufReader::new(stderr).lines().map_while(Result::ok).last())
        });
        let mut line = String::new();
        if let Some(stdout) = stdout {
            BufReader::new(stdout).read_line(&mut line).map_err(failed)?;
        }
        if line.is_empty() {
            drop(started);
            let said = last_words.join().ok().flatten().unwrap_or_default();
            return Err(match serde_json::from_str::<Value>(&said) {
                Ok(said) => refusal(&said["error"]).into(),
                Err(_) => BenchError::NotStarted(format!("ended at once: {said}")).into(),
            });
        }
        let running = RunningServer::find(&context.data)
            .ok_or_else(|| BenchError::NotStarted("does not hold the data directory".to_owned()))?;
        Ok(Self { running, started: Some(started) })
    }

    fn wait_until_ready(&self) -> Result<(), BenchError> {
        let client = Client::new(self.address());
        let begun = Instant::now();
        loop {
            match client.get("/readyz") {
                Ok((200, _)) => return Ok(()),
                Err(error) => return Err(BenchError::Unreachable(error.to_string())),
                Ok(_) if begun.elapsed() > READY_WITHIN => {
                    return Err(BenchError::NotStarted("does not become ready".to_owned()));
                }
                Ok(_) => thread::sleep(LOOK_EVERY),
            }
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.running.address
    }

    pub(super) fn pid(&self) -> u32 {
        self.running.pid
    }

    /// What the report says of it.
    pub(super) fn description(&self) -> Description {
        Description { address: self.running.address.to_string(), started_for_the_bench: self.started.is_some() }
    }
}

fn command(program: &Path, context: &Context) -> Command {
    let mut command = Command::new(program);
    command.args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"]).arg(&context.data);
    if let Some(config) = &context.config_file {
        command.arg("--config").arg(config);
    }
    command.env("PINGLAN_LOG", "error").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
