//! `pinglan keys`: who may reach the API, and with which role.

use clap::{Subcommand, builder::PossibleValuesParser};
use serde_json::{Value, json};

use super::{Context, Failure, Outcome, handover::Handover};
use crate::{
    clock,
    domain::access::Role,
    http,
    service::{KeyDesk, KeyRequest, RunningServer, key_expiry, key_name, key_role},
};

/// Make, list and revoke keys of the API: from the first key on every request needs one, and other machines may be served.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key and print it, this once.
    Add {
        /// What you call it.
        #[arg(long)]
        name: String,
        /// What its bearer may do: ask and read; also import, correct and maintain words; also rebuild the index and manage keys.
        #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.map(Role::name)))]
        role: String,
        /// When it ends: `90d`, `2027-01-01` (as that day begins) or an instant with offset; never without it.
        #[arg(long, value_name = "WHEN")]
        expires: Option<String>,
    },
    /// Print what is known of the keys.
    List,
    /// Refuse a key from now on.
    Revoke {
        /// Its id or name.
        #[arg(value_name = "KEY")]
        key: String,
    },
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = match RunningServer::find(&context.data) {
        Some(server) => Target::Server(Handover::new(server)),
        None => Target::Here(KeyDesk::open(&context.data)?),
    };
    match &arguments.action {
        Action::Add { name, role, expires } => {
            print_new(context, &target.add(context, name, role, expires.as_deref())?)
        }
        Action::List => print_list(context, &target.list(context)?),
        Action::Revoke { key } => {
            let revoked = target.revoke(context, key)?;
            if context.output.is_json() {
                context.output.value(&revoked);
            } else {
                context.output.line(&format!("revoked {}", about(&revoked)));
            }
        }
    }
    Ok(Outcome::Done)
}

enum Target {
    Here(KeyDesk),
    Server(Handover),
}

impl Target {
    fn add(&self, context: &Context, name: &str, role: &str, expires: Option<&str>) -> Result<Value, Failure> {
        Ok(match self {
            Self::Here(desk) => {
                let zone = &context.config.zone;
                let expires = expires.map(|text| key_expiry(text, zone, clock::unix_now_s())).transpose()?;
                let wanted = KeyRequest { name: key_name(name)?, role: key_role(role)?, expires_unix_s: expires };
                http::new_key(desk.add(&wanted)?, zone)
            }
            Self::Server(server) => server.add_key(&json!({"name": name, "role": role, "expires": expires}))?,
        })
    }

    fn list(&self, context: &Context) -> Result<Value, Failure> {
        Ok(match self {
            Self::Here(desk) => http::key_list(desk.list(), &context.config.zone),
            Self::Server(server) => server.keys()?,
        })
    }

    fn revoke(&self, context: &Context, key: &str) -> Result<Value, Failure> {
        Ok(match self {
            Self::Here(desk) => http::key(desk.revoke(key)?, &context.config.zone),
            Self::Server(server) => server.revoke_key(key)?,
        })
    }
}

fn about(key: &Value) -> String {
    format!("key {} ({}, {})", key["id"], text(key, "name"), text(key, "role"))
}

fn text<'v>(key: &'v Value, name: &str) -> &'v str {
    key[name].as_str().unwrap_or("–")
}

fn print_new(context: &Context, key: &Value) {
    if context.output.is_json() {
        return context.output.value(key);
    }
    context.output.line(text(key, "key"));
    // What is no part of the key goes elsewhere, so that the key can be piped.
    let until = key["expires_at"].as_str().map(|instant| format!(" until {instant}")).unwrap_or_default();
    context.output.remark(&format!("{}{until}; it is shown this once: keep it safe", about(key)));
}

const COLUMNS: [&str; 7] = ["name", "role", "prefix", "created_at", "expires_at", "last_used_at", "revoked_at"];

fn print_list(context: &Context, list: &Value) {
    if context.output.is_json() {
        return context.output.value(list);
    }
    context.output.line(&["id"].into_iter().chain(COLUMNS).collect::<Vec<_>>().join("\t"));
    for key in list["keys"].as_array().into_iter().flatten() {
        let cells: Vec<&str> = COLUMNS.iter().map(|column| text(key, column)).collect();
        context.output.line(&format!("{}\t{}", key["id"], cells.join("\t")));
    }
}
