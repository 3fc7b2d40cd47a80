//! `/tasks/{id}/events`: a task as it moves, as server-sent events.
//!
//! Each event is the whole task, so a client that misses some has lost nothing. A stream holds no queue: the task is looked at when the client has
//! taken the last event, so slow clients see fewer, and one that left costs nothing more.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, ContentEncoding},
    web,
};
use futures_util::stream;
use tokio::time::{Instant, sleep};

use super::{TaskBody, find};
use crate::{
    error::Code,
    http::{
        Shared,
        problem::{Fault, Problem, ProblemBody},
    },
    limits,
    service::{SharedService, Task},
};

/// Between two looks at the task.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// After so long without an event a comment is sent, so that proxies and clients know that the stream lives.
const HEARTBEAT_AFTER: Duration = Duration::from_secs(10);

/// A place among the streams, given back when the stream ends or its client leaves.
struct Seat(web::Data<Shared>);

impl Seat {
    fn take(shared: &web::Data<Shared>) -> Option<Self> {
        let taken = shared.task_streams.fetch_add(1, Ordering::Relaxed);
        let seat = Self(shared.clone());
        // Dropping gives the place back.
        (taken < limits::TASK_STREAMS).then_some(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.task_streams.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many streams are open.
pub(crate) type Seats = AtomicUsize;

/// What a stream has sent.
struct Watch {
    service: SharedService,
    task: Arc<Task>,
    sent: Option<TaskBody>,
    sent_at: Instant,
    ended: bool,
    _seat: Seat,
}

impl Watch {
    /// The next event; `None` after the last.
    async fn next(mut self) -> Option<(Result<web::Bytes, actix_web::Error>, Self)> {
        while !self.ended {
            if self.sent.is_some() {
                sleep(LOOK_EVERY).await;
            }
            let body = TaskBody::new(&self.service, &self.task);
            self.ended = body.has_ended();
            if self.ended || self.sent.as_ref().is_none_or(|sent| moved(sent, &body)) {
                let event = event(&body);
                self.sent = Some(body);
                self.sent_at = Instant::now();
                return Some((Ok(event), self));
            }
            if self.sent_at.elapsed() >= HEARTBEAT_AFTER {
                self.sent_at = Instant::now();
                return Some((Ok(web::Bytes::from_static(b": still there\n\n")), self));
            }
        }
        None
    }
}

/// Whether there is something to tell. The rate falls all the time while nothing moves; alone it says nothing.
fn moved(sent: &TaskBody, body: &TaskBody) -> bool {
    let still = TaskBody { rate: sent.rate, eta_s: sent.eta_s, ..body.clone() };
    still != *sent
}

fn event(body: &TaskBody) -> web::Bytes {
    let name = if body.has_ended() { "end" } else { "progress" };
    let data = serde_json::to_string(body).unwrap_or_default();
    format!("event: {name}\ndata: {data}\n\n").into()
}

/// The task as it moves: events `progress` and, last, `end`, each with the whole task as its data.
#[utoipa::path(get, operation_id = "watch_task", path = "/api/v1/tasks/{id}/events", tag = "tasks", params(("id" = u64, Path)),
    responses((status = 200, content_type = "text/event-stream", body = TaskBody), (status = "4XX", body = ProblemBody),
        (status = 503, body = ProblemBody)))]
pub(crate) async fn get(shared: web::Data<Shared>, id: web::Path<u64>) -> Result<HttpResponse, Problem> {
    let task = find(&shared, *id)?;
    let Some(seat) = Seat::take(&shared) else {
        let detail = ("同时查看进度的连接过多", "too many clients watch tasks");
        let hint = ("改为定时读取 /tasks/{id}", "Read /tasks/{id} from time to time instead");
        return Err(Fault::new(Code::Busy, detail).hint(hint.0, hint.1).into());
    };
    let service = Arc::clone(&shared.service);
    let watch = Watch { service, task, sent: None, sent_at: Instant::now(), ended: false, _seat: seat };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Compression would hold events back.
        .insert_header(ContentEncoding::Identity)
        .streaming(stream::unfold(watch, Watch::next)))
}
