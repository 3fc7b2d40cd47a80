//! The real binary as a command.

use std::{
    ffi::OsStr,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;

/// `pinglan ARGS --json --data DIR`, with nothing inherited that would change what it does.
pub(crate) fn pinglan<A: AsRef<OsStr>>(data: &Path, args: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pinglan"));
    command.args(args).arg("--json").arg("--data").arg(data).env_remove("PINGLAN_FAIL_AT").stdin(Stdio::null());
    command
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) signal: Option<i32>,
    /// Lines of standard output as JSON.
    pub(crate) lines: Vec<Value>,
    pub(crate) stderr: String,
}

impl Ran {
    fn from(output: &Output) -> Self {
        let stdout = String::from_utf8(output.stdout.clone()).unwrap();
        Self {
            code: output.status.code(),
            signal: output.status.signal(),
            lines: stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The code of the error that it reported.
    pub(crate) fn error(&self) -> String {
        let reported = self.stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut codes = reported.filter_map(|value| value["error"]["code"].as_str().map(str::to_owned));
        codes.next_back().unwrap_or_else(|| panic!("no error reported: {self:?}"))
    }
}

/// Runs a command to its end.
pub(crate) fn run<A: AsRef<OsStr>>(data: &Path, args: impl IntoIterator<Item = A>) -> Ran {
    Ran::from(&pinglan(data, args).output().unwrap())
}

/// Runs a command that ends itself at the `pass`-th pass of a failpoint; panics when it never came there.
pub(crate) fn crash<A: AsRef<OsStr>>(
    data: &Path,
    args: impl IntoIterator<Item = A>,
    failpoint: &str,
    pass: u32,
) -> Ran {
    let ran = Ran::from(&pinglan(data, args).env("PINGLAN_FAIL_AT", format!("{failpoint}:{pass}")).output().unwrap());
    assert_eq!(ran.signal, Some(6), "{failpoint}:{pass} was not reached: {ran:?}");
    ran
}

/// Starts a command whose output nobody reads.
pub(crate) fn start<A: AsRef<OsStr>>(data: &Path, args: impl IntoIterator<Item = A>) -> Child {
    pinglan(data, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}
