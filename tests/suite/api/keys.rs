//! `/keys`, `/session` and `pinglan keys`: making and revoking keys, and what they change for whom.

use std::{fs, path::Path, process::Stdio, time::Duration};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    command::{crash, run},
    reviews::SMALL_CSV,
    server::Server,
};

/// Makes a key with the command, through a running server if there is one.
fn add(data: &Path, name: &str, role: &str, more: &[&str]) -> Value {
    let added = run(data, [&["keys", "add", "--name", name, "--role", role], more].concat());
    assert_eq!(added.code, Some(0), "{added:?}");
    added.lines[0].clone()
}

fn secret(key: &Value) -> &str {
    key["key"].as_str().unwrap()
}

fn fields(server: &Server, key: Option<&str>) -> crate::support::client::Answer {
    server.client.ask("get", "/api/v1/fields", key, &json!({}))
}

fn session(server: &Server, key: Option<&str>) -> crate::support::client::Answer {
    server.client.ask("get", "/api/v1/session", key, &json!({}))
}

#[test]
fn from_the_first_key_to_the_last_every_request_needs_one() {
    let server = Server::start();
    let open = json!({"key_required": false, "role": "admin", "name": null, "expires_at": null});
    assert_eq!(session(&server, None).ok(), open);
    fields(&server, None).ok();
    let key = add(&server.data(), "报表", "reader", &["--expires", "90d"]);
    let key = secret(&key).to_owned();
    fields(&server, None).problem(401, "unauthorized");
    assert_eq!(server.client.get("/metrics").status, 401);
    for public in ["/healthz", "/readyz", "/openapi.json", "/docs"] {
        assert_eq!(server.client.get(public).status, 200, "{public}");
    }
    let closed = json!({"key_required": true, "role": null, "name": null, "expires_at": null});
    assert_eq!(session(&server, None).ok(), closed);
    fields(&server, Some(&key)).ok();
    let mine = session(&server, Some(&key)).ok();
    assert_eq!((&mine["role"], &mine["name"]), (&json!("reader"), &json!("报表")));
    assert!(mine["expires_at"].as_str().unwrap().ends_with("+08:00"));
    let metrics = server.client.ask("get", "/metrics", Some(&key), &json!({})).text();
    assert!(metrics.contains("route=\"/api/v1/fields\",status=\"401\""), "{metrics}");
    assert_eq!(run(&server.data(), ["keys", "revoke", "报表"]).code, Some(0));
    // What is presented is checked, also where nothing is needed.
    fields(&server, Some(&key)).problem(401, "unauthorized");
    session(&server, Some(&key)).problem(401, "unauthorized");
    assert_eq!(session(&server, None).ok(), open);
}

#[test]
fn keys_are_managed_over_http_by_admins() {
    let server = Server::start();
    let admin = server.client.post("/api/v1/keys", &json!({"name": "总管", "role": "admin"}));
    assert_eq!((admin.status, admin.header("cache-control")), (201, "no-store"));
    let admin = admin.json();
    let ask = |method: &str, path: &str, body: &Value| server.client.ask(method, path, Some(secret(&admin)), body);
    let wanted = json!({"name": "a/b %", "role": "operator", "expires": "2099-01-01"});
    let second = ask("post", "/api/v1/keys", &wanted).ok();
    assert_eq!(second["expires_at"], "2099-01-01T00:00:00+08:00");
    ask("post", "/api/v1/keys", &wanted).problem(409, "key_name_taken");
    let list = ask("get", "/api/v1/keys", &json!({})).ok();
    assert_eq!((&list["keys"][0]["id"], &list["keys"][1]["name"]), (&json!(1), &json!("a/b %")));
    assert!(secret(&second).starts_with(list["keys"][1]["prefix"].as_str().unwrap()));
    assert!(list["keys"][0]["last_used_at"].is_string() && list["keys"][1]["last_used_at"].is_null());
    for key in [secret(&admin), secret(&second)] {
        assert!(!list.to_string().contains(key));
    }
    let faults = ask("post", "/api/v1/keys", &json!({"name": "7", "role": "root", "expires": "2001-01-01"}));
    let faults = faults.problem(400, "invalid_value");
    let places: Vec<&Value> = faults["faults"].as_array().unwrap().iter().map(|fault| &fault["field"]).collect();
    assert_eq!(places, ["/name", "/role", "/expires"]);
    ask("post", "/api/v1/keys", &json!({"name": "x", "role": "admin", "key": "mine"})).problem(400, "unknown_field");
    let typed = ask("post", "/api/v1/keys", &json!({"name": 7, "role": "admin"})).problem(400, "invalid_value");
    assert_eq!(typed["faults"].as_array().unwrap().len(), 1, "{typed}");
    assert!(ask("delete", "/api/v1/keys/a%2Fb%20%25", &json!({})).ok()["revoked_at"].is_string());
    ask("delete", "/api/v1/keys/2", &json!({})).problem(404, "key_not_found");
    ask("delete", "/api/v1/keys/nobody", &json!({})).problem(404, "key_not_found");
    fields(&server, Some(secret(&second))).problem(401, "unauthorized");
    // The name of a revoked key is free.
    ask("post", "/api/v1/keys", &wanted).ok();
}

#[test]
fn a_key_is_in_no_file_of_the_data_directory() {
    let server = Server::start();
    let key = add(&server.data(), "a", "admin", &[]);
    fields(&server, Some(secret(&key))).ok();
    let data = server.kill();
    let (mut folders, mut files) = (vec![data.path().join("data")], 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let bytes = fs::read(&entry).unwrap();
            let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(!holds(secret(&key)), "{}", entry.display());
            // Neither the part of it that is not shown.
            assert!(!holds(&secret(&key)[9..]), "{}", entry.display());
            files += usize::from(holds(key["prefix"].as_str().unwrap()));
        }
    }
    assert!(files > 0, "the search finds what is there: the prefix");
}

#[test]
fn an_expired_key_is_refused_at_once_and_leaves_the_service_closed() {
    let server = Server::start();
    let at = jiff::Timestamp::now() + Duration::from_secs(8);
    let key = add(&server.data(), "a", "reader", &["--expires", &at.to_string()]);
    fields(&server, Some(secret(&key))).ok();
    server.until("expired", |server| fields(server, Some(secret(&key))).status == 401);
    assert!(jiff::Timestamp::now() >= jiff::Timestamp::from_second(at.as_second()).unwrap());
    let refused = fields(&server, Some(secret(&key))).problem(401, "unauthorized");
    assert_eq!(refused["detail"], "the key has expired");
    fields(&server, None).problem(401, "unauthorized");
    let list = run(&server.data(), ["keys", "list"]);
    assert_eq!(list.lines[0]["keys"][0]["valid"], false);
}

#[test]
fn headers_that_carry_no_key_are_refused() {
    let server = Server::start();
    let key = add(&server.data(), "a", "reader", &[]);
    let long = format!("Bearer {}", "x".repeat(400));
    let basic = format!("Basic {}", secret(&key));
    let ask = |value: &str| server.client.get_with("/api/v1/fields", &[("authorization", value)]).status;
    assert_eq!(ask(&format!("bearer  {}", secret(&key))), 200);
    for value in
        ["", "Bearer", "Bearer ", secret(&key), &basic, &long, "Bearer pl_x", &format!("Bearer {}x", secret(&key))]
    {
        assert_eq!(ask(value), 401, "{value}");
    }
    let raw = |header: &[u8]| {
        let head = b"GET /api/v1/fields HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer ";
        server.client.raw(&[&head[..], header, b"\r\n\r\n"].concat())
    };
    assert_eq!(raw(secret(&key).as_bytes()), 200);
    for header in ["密钥".as_bytes(), b"\xff\xfe", format!("{0}\r\nauthorization: Bearer {0}", secret(&key)).as_bytes()]
    {
        assert_eq!(raw(header), 401, "{header:?}");
    }
}

#[test]
fn a_key_that_asks_too_much_waits_and_the_others_do_not() {
    let server = Server::configured("rate_limit_per_minute = 5");
    let [busy, other] = ["a", "b"].map(|name| add(&server.data(), name, "reader", &[]));
    for _ in 0..5 {
        fields(&server, Some(secret(&busy))).ok();
    }
    let refused = fields(&server, Some(secret(&busy)));
    refused.problem(429, "too_many_requests");
    assert!((1..=12).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    fields(&server, Some(secret(&other))).ok();
    assert_eq!(run(&server.data(), ["keys", "list"]).code, Some(0));
    let unlimited = Server::configured("rate_limit_per_minute = 0");
    let key = add(&unlimited.data(), "a", "reader", &[]);
    for _ in 0..50 {
        fields(&unlimited, Some(secret(&key))).ok();
    }
}

#[test]
fn many_wrong_keys_are_told_to_wait_while_right_ones_pass() {
    let server = Server::start();
    let key = add(&server.data(), "a", "reader", &[]);
    let statuses: Vec<u16> = (0..100).map(|n| fields(&server, Some(&format!("pl_{n}"))).status).collect();
    assert_eq!((statuses[0], statuses[59]), (401, 401));
    assert_eq!(statuses[99], 429);
    assert!(fields(&server, Some("pl_")).header("retry-after").parse::<u32>().is_ok());
    fields(&server, Some(secret(&key))).ok();
    fields(&server, None).problem(401, "unauthorized");
}

#[test]
fn commands_reach_a_server_that_has_keys() {
    let server = Server::start();
    add(&server.data(), "a", "reader", &[]);
    let file = server.folder().join("small.csv");
    fs::write(&file, SMALL_CSV).unwrap();
    let imported = run(&server.data(), ["import", file.to_str().unwrap(), "--source", "shop"]);
    assert_eq!(imported.lines[0]["inserted"], 5, "{imported:?}");
    assert_eq!(run(&server.data(), ["search", "慢"]).code, Some(0));
    assert_eq!(run(&server.data(), ["verify"]).lines[0]["ok"], true);
    assert_eq!(run(&server.data(), ["reindex"]).code, Some(0));
    let announced: Value = serde_json::from_slice(&fs::read(server.data().join("server.json")).unwrap()).unwrap();
    let token = announced["token"].as_str().unwrap();
    assert_eq!(session(&server, Some(token)).ok()["role"], "admin");
    let dir = server.interrupt();
    let again = Server::start_in(dir);
    fields(&again, Some(token)).problem(401, "unauthorized");
}

#[test]
fn the_command_works_without_a_server_and_keys_outlive_restarts() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let key = add(&data, "报表", "operator", &["--expires", "2099-01-01"]);
    assert_eq!(run(&data, ["keys", "add", "--name", "报表", "--role", "admin"]).error(), "key_name_taken");
    assert_eq!(run(&data, ["keys", "add", "--name", "x", "--role", "root"]).code, Some(2));
    assert_eq!(
        run(&data, ["keys", "add", "--name", "x", "--role", "admin", "--expires", "0d"]).error(),
        "invalid_value"
    );
    assert_eq!(run(&data, ["keys", "revoke", "9"]).error(), "key_not_found");
    crash(&data, ["keys", "add", "--name", "lost", "--role", "admin"], "store.keys.before_commit", 1);
    let server = Server::start_in(dir);
    fields(&server, Some(secret(&key))).ok();
    let data = server.data();
    let listed = run(&data, ["keys", "list"]).lines[0]["keys"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    let dir = server.interrupt();
    let after = run(&dir.path().join("data"), ["keys", "list"]).lines[0]["keys"].clone();
    assert!(after[0]["last_used_at"].is_string());
    assert_eq!(after, listed);
    assert!(run(&data, ["keys", "revoke", "1"]).lines[0]["revoked_at"].is_string());
}

/// The first address of this machine that others can reach, if it has one.
fn outer_address() -> Option<String> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    // Nothing is sent: this only chooses a route.
    socket.connect("192.0.2.1:9").ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then(|| ip.to_string())
}

#[test]
fn other_machines_are_served_only_once_there_is_a_valid_key() {
    for host in ["0.0.0.0".to_owned()].into_iter().chain(outer_address()) {
        let dir = TempDir::new().unwrap();
        let data = dir.path().join("data");
        let listen = format!("{host}:0");
        let refused = run(&data, ["serve", "--listen", &listen]);
        assert_eq!((refused.code, refused.error().as_str()), (Some(1), "not_loopback"));
        assert!(refused.stderr.contains("pinglan keys add"), "{refused:?}");
        let at = jiff::Timestamp::now() + Duration::from_secs(5);
        add(&data, "short", "admin", &["--expires", &at.to_string()]);
        while jiff::Timestamp::now() <= at {
            std::thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(run(&data, ["serve", "--listen", &listen]).error(), "not_loopback");
        let key = add(&data, "a", "reader", &[]);
        let server = Server::listening(dir, &listen);
        let ask = |headers: &str| {
            let request =
                format!("GET /api/v1/fields HTTP/1.1\r\nhost: reviews.example\r\n{headers}connection: close\r\n\r\n");
            server.client.raw(request.as_bytes())
        };
        let authorized = format!("authorization: Bearer {}\r\n", secret(&key));
        assert_eq!((ask(""), ask(&authorized)), (401, 200));
        assert_eq!(ask(&format!("{authorized}origin: https://evil.example\r\n")), 200);
        let answer = server.client.get_with("/api/v1/fields", &[("origin", "https://evil.example")]);
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
        assert_eq!(run(&data, ["verify"]).code, Some(0));
        let announced: Value = serde_json::from_slice(&fs::read(data.join("server.json")).unwrap()).unwrap();
        assert!(announced["address"].as_str().unwrap().starts_with("127.0.0.1:"), "{announced}");
        if host != "0.0.0.0" {
            // The token is good from this machine's loopback alone.
            let token = format!("authorization: Bearer {}\r\n", announced["token"].as_str().unwrap());
            assert_eq!(ask(&token), 401);
        }
        // Without any key left it stays closed, and commands still open it again.
        for id in ["1", "2"] {
            assert_eq!(run(&data, ["keys", "revoke", id]).code, Some(0));
        }
        assert_eq!((ask(""), ask(&authorized)), (401, 401));
        let key = add(&data, "b", "reader", &[]);
        assert_eq!(ask(&format!("authorization: Bearer {}\r\n", secret(&key))), 200);
    }
}

/// The key goes to standard output alone, so that it can be piped; what people should know goes beside it.
#[test]
fn people_see_the_key_alone_and_a_table() {
    let dir = TempDir::new().unwrap();
    let plain = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pinglan"));
        let output = command.args(arguments).arg("--data").arg(dir.path()).stdin(Stdio::null()).output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (key, remark) = plain(&["keys", "add", "--name", "报表", "--role", "reader", "--expires", "90d"]);
    assert!(key.starts_with("pl_") && key.trim_end().len() == 35, "{key}");
    assert!(remark.contains("报表") && !remark.contains(key.trim_end()), "{remark}");
    let (table, _) = plain(&["keys", "list"]);
    assert!(table.lines().count() == 2 && table.contains("报表\treader") && !table.contains(key.trim_end()), "{table}");
    let (revoked, _) = plain(&["keys", "revoke", "报表"]);
    assert!(revoked.starts_with("revoked key 1 (报表"), "{revoked}");
}
