//! `pinglan search QUERY`: the answer of `POST /search` on the terminal.

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Context, Failure, Outcome, handover::Handover};
use crate::{
    compute::Job,
    domain::page::Sort,
    http,
    service::{Progress, RunningServer},
};

/// Search reviews.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Query text, or with --body the JSON body of POST /search.
    query: String,
    /// The argument is a whole request body.
    #[arg(long)]
    body: bool,
    /// Hits.
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// relevance, newest, oldest, rating_asc, rating_desc or likes.
    #[arg(long, default_value = "relevance", value_parser = parse_sort)]
    sort: Sort,
}

pub(super) fn parse_sort(name: &str) -> Result<Sort, String> {
    Sort::parse(name).ok_or_else(|| Sort::ALL.map(Sort::name).join(", "))
}

pub(super) fn run(context: &Context, arguments: Arguments) -> Result<Outcome, Failure> {
    let body: Value = if arguments.body {
        serde_json::from_str(&arguments.query).map_err(|error| http::Refusal::json(&error))?
    } else {
        json!({"q": arguments.query, "limit": arguments.limit, "sort": arguments.sort.name()})
    };
    let answer = match RunningServer::find(&context.data) {
        Some(server) => Handover::new(server).search(&body)?,
        None => {
            let service = context.open()?;
            service.catch_up(&Progress::default())?;
            let deadline = Instant::now() + Duration::from_millis(context.config.search_deadline_ms);
            http::search(&service, body, &Job { deadline, cancelled: Arc::new(AtomicBool::new(false)) })?
        }
    };
    if context.output.is_json() {
        context.output.value(&answer);
        return Ok(Outcome::Done);
    }
    context.output.line(&format!("{} reviews", answer["total"]));
    for hit in answer["hits"].as_array().into_iter().flatten() {
        let text = |name: &str| hit[name].as_str().unwrap_or("-").to_owned();
        let line = format!("{}  {}  {}  {}", text("id"), hit["rating"], text("created_at"), text("item_name"));
        context.output.line(&line);
        context.output.line(&format!("    {}", text("text").replace(['\n', '\r'], " ")));
    }
    Ok(Outcome::Done)
}
