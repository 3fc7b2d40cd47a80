//! The real server on a free port of the loopback, with a data directory of its own.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use serde_json::Value;
use tempfile::TempDir;

use super::{client::Client, command::pinglan, reviews::SMALL_CSV};

/// A running server. Dropping it ends the process and removes its directory.
pub(crate) struct Server {
    process: Child,
    pub(crate) client: Client,
    dir: TempDir,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_in(TempDir::new().unwrap())
    }

    /// Starts with a configuration file of that text.
    pub(crate) fn configured(config: &str) -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join("pinglan.toml"), config).unwrap();
        Self::start_in(dir)
    }

    /// Starts on an existing directory, with the configuration that stands in it.
    pub(crate) fn start_in(dir: TempDir) -> Self {
        Self::start_armed(dir, None)
    }

    /// The same; it ends itself at the first pass of a failpoint, or does there what stands behind it: `name:n=full`, or `name:n=hold`, which
    /// lasts until [`Self::release`].
    pub(crate) fn start_armed(dir: TempDir, failpoint: Option<&str>) -> Self {
        Self::launch(dir, failpoint, "127.0.0.1:0")
    }

    /// Starts on an existing directory and listens there.
    pub(crate) fn listening(dir: TempDir, listen: &str) -> Self {
        Self::launch(dir, None, listen)
    }

    fn launch(dir: TempDir, failpoint: Option<&str>, listen: &str) -> Self {
        let hold = dir.path().join("hold");
        if failpoint.is_some_and(|failpoint| failpoint.ends_with("=hold")) {
            std::fs::write(&hold, "").unwrap();
        }
        let config = dir.path().join("pinglan.toml");
        let mut arguments = vec!["serve", "--listen", listen];
        if config.exists() {
            arguments.extend(["--config", config.to_str().unwrap()]);
        }
        let mut command = pinglan(&dir.path().join("data"), arguments);
        let armed = |name: &str| if name.contains(':') { name.to_owned() } else { format!("{name}:1") };
        command.envs(failpoint.map(|name| ("PINGLAN_FAIL_AT", armed(name)))).env("PINGLAN_HOLD", hold);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("the server said {line:?}"));
        let address = address["address"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
        let server = Self { process, client: Client::new(address), dir };
        while server.client.get("/readyz").status != 200 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        server
    }

    /// Lets a held failpoint go on.
    pub(crate) fn release(&self) {
        std::fs::remove_file(self.dir.path().join("hold")).unwrap();
    }

    /// The value of a metric, written as in the answer.
    pub(crate) fn metric(&self, name: &str) -> u64 {
        let text = self.client.get("/metrics").text();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
    }

    /// Asks again and again, for at most half a minute, until `holds`.
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        for _ in 0..600 {
            if holds(self) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("never {what}");
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A folder for the test's own files.
    pub(crate) fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// Waits for its end at its failpoint and keeps the directory.
    pub(crate) fn crashed(mut self) -> TempDir {
        assert_eq!(self.process.wait().unwrap().signal(), Some(6));
        std::mem::replace(&mut self.dir, TempDir::new().unwrap())
    }

    /// Ends it as `kill -9` does and keeps the directory.
    pub(crate) fn kill(mut self) -> TempDir {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::mem::replace(&mut self.dir, TempDir::new().unwrap())
    }

    /// Ends it as Ctrl-C does and keeps the directory.
    pub(crate) fn interrupt(mut self) -> TempDir {
        assert!(Command::new("kill").args(["-INT", &self.process.id().to_string()]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
        std::mem::replace(&mut self.dir, TempDir::new().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail when it has ended already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

static SMALL: Mutex<Weak<Server>> = Mutex::new(Weak::new());

/// A server that holds the small review set, shared by the tests that only read.
pub(crate) fn small() -> Arc<Server> {
    let mut slot = SMALL.lock().unwrap_or_else(PoisonError::into_inner);
    slot.upgrade().unwrap_or_else(|| {
        let server = Arc::new(Server::start());
        assert_eq!(server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop")["inserted"], 5);
        *slot = Arc::downgrade(&server);
        server
    })
}
