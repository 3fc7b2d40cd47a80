//! A plain HTTP client: every answer with its status, whatever it is.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use serde_json::Value;
use ureq::Agent;

/// Talks to one server.
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    agent: Agent,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    fn from(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap();
        Self { status, headers, bytes }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The JSON of a success.
    pub(crate) fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        self.json()
    }

    /// Checks that this is a problem of that status and code, complete in every part, and returns it.
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert_eq!(problem["request_id"], self.header("x-request-id"), "{problem}");
        for part in ["type", "title", "detail"] {
            assert!(problem[part].as_str().is_some_and(|text| !text.is_empty()), "{part} in {problem}");
        }
        assert_eq!(problem["faults"][0]["code"], code, "{problem}");
        problem
    }
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(120)));
        Self { address, agent: config.build().new_agent() }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request =
            headers.iter().fold(self.agent.get(self.url(path)), |request, (name, value)| request.header(*name, *value));
        Answer::from(request.call().unwrap())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    pub(crate) fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let request = headers
            .iter()
            .fold(self.agent.post(self.url(path)), |request, (name, value)| request.header(*name, *value));
        Answer::from(request.send(body).unwrap())
    }

    /// Any method, with a JSON body and the key of a caller if there is one.
    pub(crate) fn ask(&self, method: &str, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let request = ureq::http::Request::builder().method(&*method.to_uppercase()).uri(self.url(path));
        let request = request.header("content-type", "application/json");
        let request =
            key.into_iter().fold(request, |request, key| request.header("authorization", format!("Bearer {key}")));
        let answer = match method {
            "get" | "delete" => self.agent.run(request.body(()).unwrap()),
            _ => self.agent.run(request.body(body.to_string()).unwrap()),
        };
        Answer::from(answer.unwrap())
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::from(self.try_patch(path, body).unwrap())
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        let request = self.agent.put(self.url(path)).header("content-type", "application/json");
        Answer::from(request.send(body.to_string().as_bytes()).unwrap())
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        Answer::from(self.agent.delete(self.url(path)).call().unwrap())
    }

    /// The same where the server may end before it answers.
    pub(crate) fn try_patch(&self, path: &str, body: &Value) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let request = self.agent.patch(self.url(path)).header("content-type", "application/json");
        request.send(body.to_string().as_bytes())
    }

    pub(crate) fn search(&self, body: &Value) -> Answer {
        self.post("/api/v1/search", body)
    }

    /// Uploads an export as the page does; the answer is the task.
    pub(crate) fn upload(&self, name: &str, content: &[u8], fields: &[(&str, &str)]) -> Answer {
        Answer::from(self.try_upload(name, content, fields).unwrap())
    }

    /// The same where the server may end before it answers.
    pub(crate) fn try_upload(
        &self,
        name: &str,
        content: &[u8],
        fields: &[(&str, &str)],
    ) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        self.send_form("/api/v1/imports", name, content, fields, "en")
    }

    /// Asks how an export would be read.
    pub(crate) fn preview(&self, name: &str, content: &[u8], fields: &[(&str, &str)]) -> Answer {
        Answer::from(self.send_form("/api/v1/imports/preview", name, content, fields, "zh-CN").unwrap())
    }

    fn send_form(
        &self,
        to: &str,
        name: &str,
        content: &[u8],
        fields: &[(&str, &str)],
        language: &str,
    ) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let mut body = Vec::new();
        for (field, value) in fields {
            write!(body, "--b0undary\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").unwrap();
        }
        write!(body, "--b0undary\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .unwrap();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--b0undary--\r\n");
        let request = self.agent.post(self.url(to)).header("accept-language", language);
        request.header("content-type", "multipart/form-data; boundary=b0undary").send(&body[..])
    }

    /// The tasks, newest first.
    pub(crate) fn tasks(&self) -> Vec<Value> {
        self.get("/api/v1/tasks").ok()["tasks"].as_array().unwrap().clone()
    }

    /// The task of that number.
    pub(crate) fn task(&self, task: &Value) -> Value {
        self.get(&format!("/api/v1/tasks/{}", task["id"])).ok()
    }

    /// Waits for a task's end and returns it.
    pub(crate) fn wait(&self, task: &Value) -> Value {
        loop {
            let task = self.get(&format!("/api/v1/tasks/{}", task["id"])).ok();
            if !["queued", "running"].contains(&task["state"].as_str().unwrap()) {
                return task;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Uploads an export, waits, and returns its report.
    pub(crate) fn import(&self, name: &str, content: &[u8], source: &str) -> Value {
        let task = self.wait(&self.upload(name, content, &[("source", source)]).ok());
        assert_eq!(task["state"], "done", "{task}");
        task["result"].clone()
    }

    /// Sends bytes as they are and returns the status of the answer.
    pub(crate) fn raw(&self, request: &[u8]) -> u16 {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request).unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        std::str::from_utf8(&head[9..]).unwrap().parse().unwrap()
    }
}
