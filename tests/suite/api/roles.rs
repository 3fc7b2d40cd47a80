//! Every route against every role, and the contract against the table of routes.

use std::collections::BTreeSet;

use pinglan::{domain::access::Role, http};
use serde_json::{Value, json};

use crate::support::{command::run, reviews::SMALL_CSV, server::Server};

fn key(server: &Server, role: Role) -> String {
    let added = run(&server.data(), ["keys", "add", "--name", role.name(), "--role", role.name()]);
    added.lines[0]["key"].as_str().unwrap_or_else(|| panic!("{added:?}")).to_owned()
}

/// An address of a route at which nothing stands that could be harmed.
fn address(path: &str) -> String {
    let address = path.replace("{id}", "0").replace("{number}", "0").replace("{field}", "item");
    address.replace("{path:.*}", "explore")
}

#[test]
fn each_route_asks_for_its_role() {
    let server = Server::start();
    server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
    let keys: Vec<(Role, String)> = Role::ALL.into_iter().map(|role| (role, key(&server, role))).collect();
    let mut refusals = 0;
    for route in http::routes() {
        let (at, path) = (format!("{} {}", route.method, route.path), address(route.path));
        let ask = |key: Option<&str>| server.client.ask(route.method, &path, key, &json!({}));
        let Some(needed) = route.role else {
            for key in [None, Some(keys[0].1.as_str())] {
                assert!(![401, 403].contains(&ask(key).status), "{at}");
            }
            continue;
        };
        ask(None).problem(401, "unauthorized");
        assert_eq!(ask(None).header("www-authenticate"), "Bearer realm=\"pinglan\"", "{at}");
        for (role, key) in &keys {
            if *role < needed {
                ask(Some(key)).problem(403, "forbidden");
                refusals += 1;
            } else {
                let status = ask(Some(key)).status;
                assert!(![401, 403, 405, 429].contains(&status), "{at} as {}: {status}", role.name());
            }
        }
    }
    assert!(refusals > 10, "the table has operator and admin routes: {refusals}");
}

/// A spelling of an address that is routed to the same place asks for the same role.
#[test]
fn no_spelling_of_an_address_gets_around_its_role() {
    let server = Server::start();
    let reader = key(&server, Role::Reader);
    for path in ["/api/v1/keys", "/%61pi/v1/keys", "/api/v1/%6Beys", "/api/v1/keys?x", "/api/v1/keys/", "//api/v1/keys"]
    {
        for key in ["", &reader] {
            let authorization = if key.is_empty() { String::new() } else { format!("authorization: Bearer {key}\r\n") };
            let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{authorization}connection: close\r\n\r\n");
            let status = server.client.raw(request.as_bytes());
            let page = !path.starts_with("/api/v1/keys") && [200, 404, 503].contains(&status);
            assert!([401, 403, 404].contains(&status) || page, "{path}: {status}");
        }
    }
    for method in ["HEAD", "OPTIONS", "PUT"] {
        let request = format!("{method} /api/v1/keys HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        assert_eq!(server.client.raw(request.as_bytes()), 405, "{method}");
    }
}

#[test]
fn the_contract_lists_the_table_with_its_roles() {
    let contract: Value = serde_json::from_str(http::openapi()).unwrap();
    let table: BTreeSet<(String, String, Option<&str>)> = http::routes()
        .iter()
        .filter(|route| !["/{path:.*}", "/docs", "/openapi.json"].contains(&route.path))
        .map(|route| (route.path.to_owned(), route.method.to_owned(), route.role.map(Role::name)))
        .collect();
    let mut listed = BTreeSet::new();
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let role = operation["x-role"].as_str();
            assert_eq!(operation["security"][0]["bearer"].is_array(), role.is_some(), "{method} {path}");
            assert!(role.is_none() || operation["responses"]["4XX"].is_object(), "{method} {path}");
            listed.insert((path.clone(), method.clone(), role));
        }
    }
    assert_eq!(listed, table);
    assert_eq!(contract["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
}
