//! HTTP: translating requests into use cases and their answers into JSON; the only home of actix-web and utoipa.
//!
//! Knows the wire: addresses, bodies, statuses, headers. A handler extracts, calls one use case and renders. Invariant: every error leaves
//! as a problem with a code of the table.

mod answer;
pub(crate) mod api;
mod assets;
mod auth;
mod docs;
mod extract;
mod findings;
mod guard;
mod local;
mod mapping;
mod preview;
pub(crate) mod problem;
mod routes;
mod rows;
mod upload;
pub(crate) mod view;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    sync::atomic::{AtomicBool, Ordering},
    thread::JoinHandle,
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    middleware::{Compress, from_fn},
    web,
};
use thiserror::Error;

pub use self::{
    docs::openapi,
    local::{
        Refusal, analyzed, compare, explain, export, facet_values, key, key_list, new_key, pain_points, pivot,
        rendered, search, terms, verification,
    },
    preview::preview_json,
    routes::{Route, routes},
};
use crate::{
    clock,
    domain::{access::KeyHash, task::TaskKind},
    error::{Code, Coded, Wording},
    limits,
    service::{
        Order, Progress, RunningServer, ServiceError, SharedService, SingleFlight, WrongKeys, background_gives_way,
        key_hash, start_queue,
    },
    telemetry::Metrics,
};

/// What all handlers share.
pub(crate) struct Shared {
    pub(crate) service: SharedService,
    pub(crate) metrics: Metrics,
    /// Set when the index has caught up with the store.
    pub(crate) ready: AtomicBool,
    /// How far it has come.
    pub(crate) starting: Progress,
    /// Answers that are being computed.
    pub(crate) flights: SingleFlight<problem::Problem>,
    /// Whether other machines can reach it.
    exposed: bool,
    /// Hash of the token that commands on this machine present.
    token: KeyHash,
    /// Wrong keys of late.
    wrong_keys: WrongKeys,
    /// How many clients watch tasks.
    pub(crate) task_streams: api::tasks::events::Seats,
    /// Set when the server has stopped.
    stopped: AtomicBool,
}

/// A server that cannot run.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Open to other machines without a valid key.
    #[error("{0} can be reached from other machines, and there is no valid key")]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The server stopped with an error.
    #[error("the server stopped: {0}")]
    Stopped(#[from] io::Error),
    /// The announcement could not be written.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl Coded for ServeError {
    fn code(&self) -> Code {
        match self {
            Self::NotLoopback(_) => Code::NotLoopback,
            Self::Bind { .. } => Code::InvalidConfig,
            Self::Stopped(_) => Code::Internal,
            Self::Service(error) => error.code(),
        }
    }

    fn hint(&self) -> Option<Wording> {
        match self {
            Self::NotLoopback(_) => Some(Wording::new(
                "先用 pinglan keys add --name 名称 --role reader 生成密钥；或改用 --listen 127.0.0.1:端口",
                "Make a key first: `pinglan keys add --name NAME --role reader`; or use --listen 127.0.0.1:PORT",
            )),
            Self::Bind { .. } => {
                Some(Wording::new("换一个端口，或结束占用它的程序", "Choose another port, or end what uses it"))
            }
            Self::Stopped(_) => None,
            Self::Service(error) => error.hint(),
        }
    }
}

/// Serves until a signal ends it; `ready` hears the address as soon as it listens.
///
/// # Errors
/// When the address is not of the loopback and there is no valid key, or it cannot be listened on.
pub async fn serve(
    service: SharedService,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let exposed = !address.ip().to_canonical().is_loopback();
    if exposed && !service.keys.any_valid(clock::unix_now_s()) {
        return Err(ServeError::NotLoopback(address));
    }
    let Listening { address, for_commands, listeners } = listen(address)?;
    let metrics = Metrics::default();
    let token = format!("{:032x}", rand::random::<u128>());
    let shared = web::Data::new(Shared {
        service,
        exposed,
        token: key_hash(token.as_bytes()),
        wrong_keys: WrongKeys::default(),
        metrics,
        ready: AtomicBool::new(false),
        starting: Progress::default(),
        flights: SingleFlight::default(),
        task_streams: Default::default(),
        stopped: AtomicBool::new(false),
    });
    let server = RunningServer { address: for_commands, pid: std::process::id(), token };
    shared.service.data_dir().announce(&server).map_err(ServiceError::from)?;
    let noting = note_key_uses(shared.clone());
    shared.service.load_tasks()?;
    start_work(shared.clone());
    let app = shared.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(app.clone())
            .app_data(web::PayloadConfig::new(limits::BODY_BYTES))
            .wrap(Compress::default())
            .wrap(from_fn(guard::guard))
            .configure(routes::configure)
    })
    .workers(SERVER_THREADS)
    // A client that leaves cancels its search instead of being computed for.
    .h1_allow_half_closed(false)
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(5);
    let server = listeners.into_iter().try_fold(server, HttpServer::listen)?.run();
    ready(address);
    let outcome = server.await;
    shared.stopped.store(true, Ordering::Relaxed);
    shared.service.tasks.close();
    // A thread that panicked has nothing more to note.
    drop(noting.join());
    shared.service.data_dir().withdraw();
    Ok(outcome?)
}

struct Listening {
    /// Where everyone finds it.
    address: SocketAddr,
    /// Where commands on this machine find it: their token is good on loopback alone.
    for_commands: SocketAddr,
    listeners: Vec<TcpListener>,
}

fn listen(address: SocketAddr) -> Result<Listening, ServeError> {
    let bind = |address: SocketAddr| {
        let failed = |source| ServeError::Bind { address, source };
        let listener = TcpListener::bind(address).map_err(failed)?;
        Ok::<_, ServeError>((listener.local_addr().map_err(failed)?, listener))
    };
    let (address, listener) = bind(address)?;
    let loopback: IpAddr = if address.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() };
    if address.ip().to_canonical().is_loopback() {
        return Ok(Listening { address, for_commands: address, listeners: vec![listener] });
    }
    if address.ip().is_unspecified() {
        let for_commands = SocketAddr::new(loopback, address.port());
        return Ok(Listening { address, for_commands, listeners: vec![listener] });
    }
    let (for_commands, second) = bind(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0))?;
    Ok(Listening { address, for_commands, listeners: vec![listener, second] })
}

/// Writes down in the background when keys were used.
fn note_key_uses(shared: web::Data<Shared>) -> JoinHandle<()> {
    std::thread::spawn(move || shared.service.keys.note_uses(&shared.service.store, &shared.stopped))
}

/// Threads that serve connections; the work itself runs on the pool.
const SERVER_THREADS: usize = 2;

/// Brings the index up to date beside the listening server; until then the API says that it is starting. An index that is older than the analysis
/// in use answers at once, and a new one is built beside. Then the tasks are begun, and what is asked often is answered ahead.
fn start_work(shared: web::Data<Shared>) {
    std::thread::spawn(move || {
        background_gives_way();
        let service = &shared.service;
        let outdated = service.is_index_outdated();
        let settled = if outdated { Ok(0) } else { service.settle(&shared.starting) };
        if let Err(error) = settled {
            tracing::error!(%error, "the index cannot follow the store; run `pinglan reindex`");
            return;
        }
        if let Err(error) = submit_due(service, outdated) {
            tracing::warn!(%error, "work that is due could not be entered");
        }
        shared.ready.store(true, Ordering::Release);
        start_queue(service);
        service.keep_warm(&shared.stopped, |question, job| answer::render(service, question, job).ok());
    });
}

/// Enters what an earlier run has left undone: a new index where the analysis has changed, or one cut by the words that hold now.
fn submit_due(service: &SharedService, outdated: bool) -> Result<(), ServiceError> {
    if outdated {
        if !service.tasks.is_to_come(TaskKind::Reindex) {
            service.submit(Order::Reindex)?;
        }
    } else if !service.words()?.in_effect {
        service.submit_resegmenting()?;
    }
    Ok(())
}
