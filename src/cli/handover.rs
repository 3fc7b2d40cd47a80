//! Handing work to the server that holds the data directory, over its own API.

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
    thread,
    time::Duration,
};

use serde_json::Value;
use thiserror::Error;
use ureq::{Agent, SendBody};

use crate::{
    error::{Code, Coded, Wording},
    service::{ImportRequest, Progress, RunningServer},
};

/// A server to which commands hand over.
pub(super) struct Handover {
    server: RunningServer,
    agent: Agent,
}

/// What a server answered instead of doing the work.
#[derive(Debug, Error)]
pub(super) enum HandoverError {
    /// It reported an error.
    #[error("{detail}")]
    Refused {
        /// Code of the table.
        code: Code,
        /// What happened.
        detail: String,
        /// What to do.
        hint: Option<Wording>,
    },
    /// It cannot be talked to.
    #[error("the running server does not answer: {0}")]
    Unreachable(String),
    /// Someone ended the task.
    #[error("the task was cancelled")]
    Ended,
    /// The file cannot be read.
    #[error("{0}")]
    File(#[from] io::Error),
}

impl Coded for HandoverError {
    fn code(&self) -> Code {
        match self {
            Self::Refused { code, .. } => *code,
            Self::Unreachable(_) | Self::Ended => Code::Internal,
            Self::File(_) => Code::UnreadableFile,
        }
    }

    fn hint(&self) -> Option<Wording> {
        match self {
            Self::Refused { hint, .. } => hint.clone(),
            Self::Unreachable(_) => Some(Wording::new("结束该服务后重试", "End that server and try again")),
            Self::Ended => None,
            Self::File(_) => Some(Wording::new("检查文件是否存在、可读", "Check that the file exists and can be read")),
        }
    }
}

/// Between two looks at a task.
const POLL_EVERY: Duration = Duration::from_millis(100);

impl Handover {
    pub(super) fn new(server: RunningServer) -> Self {
        // Statuses of errors carry problems, which are read here.
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self { server, agent }
    }

    /// Imports a file; the answer is the report that a local import would give.
    pub(super) fn import(
        &self,
        path: &Path,
        file: &str,
        request: &ImportRequest,
        progress: &Progress,
    ) -> Result<Value, HandoverError> {
        let task = self.send_file("imports", path, file, request)?;
        self.wait(&task, progress)
    }

    /// Shows a file as it would be imported.
    pub(super) fn preview(&self, path: &Path, file: &str, request: &ImportRequest) -> Result<Value, HandoverError> {
        self.send_file("imports/preview", path, file, request)
    }

    /// Keeps a mapping under a name.
    pub(super) fn keep_mapping(&self, name: &str, mapping: &Value) -> Result<Value, HandoverError> {
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let put = self.agent.put(self.address(&format!("mappings/{encoded}")));
        answer(self.authorized(put.header("content-type", "application/json")).send(mapping.to_string()))
    }

    /// Sends a file with what is said of it, as a form.
    fn send_file(&self, to: &str, path: &Path, file: &str, request: &ImportRequest) -> Result<Value, HandoverError> {
        let boundary = format!("pinglan-{:032x}", rand::random::<u128>());
        let mut head = String::new();
        for (name, value) in request.fields() {
            if let Some(value) = value {
                head += &format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            }
        }
        let name = file.replace(['"', '\r', '\n'], "_");
        head += &format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n");
        head += "content-type: application/octet-stream\r\n\r\n";
        let tail = format!("\r\n--{boundary}--\r\n");
        let mut body = Cursor::new(head.into_bytes()).chain(File::open(path)?).chain(Cursor::new(tail.into_bytes()));
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = self.agent.post(self.address(to)).header("content-type", kind);
        answer(self.authorized(request).send(SendBody::from_reader(&mut body)))
    }

    /// Rebuilds the index.
    pub(super) fn reindex(&self, progress: &Progress) -> Result<Value, HandoverError> {
        let task = answer(self.authorized(self.agent.post(self.address("reindex"))).send_empty())?;
        self.wait(&task, progress)
    }

    /// Copies the data to an absolute path on this machine.
    pub(super) fn backup(&self, into: &Path, index: bool, progress: &Progress) -> Result<Value, HandoverError> {
        let task = self.post("backup", &serde_json::json!({"path": into, "index": index}))?;
        self.wait(&task, progress)
    }

    /// Checks the data.
    pub(super) fn verify(&self) -> Result<Value, HandoverError> {
        answer(self.authorized(self.agent.post(self.address("verify"))).send_empty())
    }

    /// Searches with the body of `POST /search`.
    pub(super) fn search(&self, body: &Value) -> Result<Value, HandoverError> {
        self.post("search", body)
    }

    /// The words of users.
    pub(super) fn words(&self) -> Result<Value, HandoverError> {
        answer(self.authorized(self.agent.get(self.address("words"))).call())
    }

    /// Shows cuts with the body of `POST /words/preview`.
    pub(super) fn preview_words(&self, body: &Value) -> Result<Value, HandoverError> {
        self.post("words/preview", body)
    }

    /// Changes words with the body of `POST /words` and waits until they are in effect.
    pub(super) fn change_words(&self, body: &Value, progress: &Progress) -> Result<Value, HandoverError> {
        let mut changed = self.post("words", body)?;
        changed["generation"] = self.wait(&changed["task"], progress)?["generation"].take();
        Ok(changed)
    }

    /// All keys of the API.
    pub(super) fn keys(&self) -> Result<Value, HandoverError> {
        answer(self.authorized(self.agent.get(self.address("keys"))).call())
    }

    /// Makes a key with the body of `POST /keys`.
    pub(super) fn add_key(&self, body: &Value) -> Result<Value, HandoverError> {
        self.post("keys", body)
    }

    /// Revokes the key of that id or name.
    pub(super) fn revoke_key(&self, key: &str) -> Result<Value, HandoverError> {
        let segment: String = key.bytes().map(encoded).collect();
        answer(self.authorized(self.agent.delete(self.address(&format!("keys/{segment}")))).call())
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, HandoverError> {
        let request = self.agent.post(self.address(path)).header("content-type", "application/json");
        answer(self.authorized(request).send(body.to_string()))
    }

    /// Exports with the body of `POST /export`: hands each part of the file to `take` until it fails, which is the inner error. Returns how many
    /// reviews there are.
    pub(super) fn export(
        &self,
        body: &Value,
        chinese: bool,
        progress: &Progress,
        take: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<io::Result<u64>, HandoverError> {
        let request = self.agent.post(self.address("export")).header("content-type", "application/json");
        let request = request.header("accept-language", if chinese { "zh" } else { "en" });
        let unreachable = |error: String| HandoverError::Unreachable(error);
        let mut response =
            self.authorized(request).send(body.to_string()).map_err(|error| unreachable(error.to_string()))?;
        if !response.status().is_success() {
            return Err(answer(Ok(response)).err().unwrap_or_else(|| unreachable("no export came".to_owned())));
        }
        let total = response.headers().get("x-total-count").and_then(|total| total.to_str().ok()?.parse().ok());
        let total: u64 = total.unwrap_or(0);
        progress.begin("on the server", total);
        let mut rows = Rows { quotes: body["format"] == "csv", ..Rows::default() };
        let (mut reader, mut part) = (response.body_mut().as_reader(), vec![0; 1 << 16]);
        loop {
            let read = reader.read(&mut part).map_err(|error| unreachable(error.to_string()))?;
            if read == 0 {
                return Ok(Ok(total));
            }
            if let Err(error) = take(&part[..read]) {
                return Ok(Err(error));
            }
            rows.count(&part[..read]);
            progress.set(rows.ended, rows.ended);
        }
    }

    fn wait(&self, task: &Value, progress: &Progress) -> Result<Value, HandoverError> {
        let id = task["id"].as_u64().unwrap_or_default();
        loop {
            let task = answer(self.authorized(self.agent.get(self.address(&format!("tasks/{id}")))).call())?;
            let number = |name: &str| task[name].as_u64().unwrap_or(0);
            progress.begin("on the server", number("total"));
            progress.set(number("done"), number("records"));
            match task["state"].as_str() {
                Some("done") => return Ok(task["result"].clone()),
                Some("queued" | "running") => thread::sleep(POLL_EVERY),
                Some("cancelled") => return Err(HandoverError::Ended),
                _ => return Err(refusal(&task["problem"])),
            }
        }
    }

    fn address(&self, path: &str) -> String {
        format!("http://{}/api/v1/{path}", self.server.address)
    }

    fn authorized<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        request.header("authorization", format!("Bearer {}", self.server.token))
    }
}

/// A byte of a segment of an address.
fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

/// Counts the rows of a file as it comes.
#[derive(Default)]
struct Rows {
    /// Whether line ends inside quotes belong to a cell.
    quotes: bool,
    quoted: bool,
    ended: u64,
}

impl Rows {
    fn count(&mut self, part: &[u8]) {
        for byte in part {
            match byte {
                b'"' if self.quotes => self.quoted = !self.quoted,
                b'\n' if !self.quoted => self.ended += 1,
                _ => {}
            }
        }
    }
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, HandoverError> {
    let mut response = response.map_err(|error| HandoverError::Unreachable(error.to_string()))?;
    let text = response.body_mut().read_to_string().map_err(|error| HandoverError::Unreachable(error.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| HandoverError::Unreachable(error.to_string()))?;
    if response.status().is_success() { Ok(value) } else { Err(refusal(&value)) }
}

/// From a problem, or from the problem of a task.
pub(super) fn refusal(problem: &Value) -> HandoverError {
    let text = |name: &str| problem[name].as_str().map(str::to_owned);
    let code = Code::ALL.iter().find(|code| Some(code.name()) == problem["code"].as_str());
    let hint = match (text("hint"), text("hint_zh"), text("hint_en")) {
        (Some(hint), ..) => Some(Wording::new(hint.clone(), hint)),
        (None, Some(zh), Some(en)) => Some(Wording::new(zh, en)),
        _ => None,
    };
    let detail = text("detail").or_else(|| text("detail_en")).unwrap_or_else(|| "the server gave no reason".to_owned());
    HandoverError::Refused { code: code.copied().unwrap_or(Code::Internal), detail, hint }
}
