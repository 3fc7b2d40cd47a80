//! `/tasks` and `/reindex`: long work, watched and cancelled.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    error::Code,
    http::{
        Shared,
        problem::{Fault, Problem, ProblemBody},
    },
    service::{ServiceError, Task, TaskKind, TaskProblem, TaskState},
};

/// One piece of long work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskBody {
    id: u64,
    /// import, reindex or resegment.
    kind: &'static str,
    /// queued, running, done, failed or cancelled.
    state: &'static str,
    /// checking, reading, comparing, indexing, rebuilding or resegmenting.
    phase: &'static str,
    /// Units of the phase that are done: bytes while reading, reviews while indexing.
    done: u64,
    /// Units of the phase, 0 when unknown.
    total: u64,
    /// Records done in this phase.
    records: u64,
    /// Units per second since the task began.
    rate: f64,
    /// Seconds that the phase will still take at this rate.
    eta_s: Option<f64>,
    /// What it brought.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// Why it failed.
    problem: Option<TaskFailure>,
}

/// Why a task failed.
#[derive(Debug, Serialize, ToSchema)]
struct TaskFailure {
    code: &'static str,
    detail_zh: String,
    detail_en: String,
    hint_zh: Option<String>,
    hint_en: Option<String>,
}

impl TaskBody {
    pub(crate) fn new(task: &Task) -> Self {
        let state = task.state();
        let (done, total) = (task.progress.done(), task.progress.total());
        let rate = done as f64 / task.elapsed_s().max(0.001);
        let running = state == TaskState::Running && total > done && done > 0;
        Self {
            id: task.id,
            kind: match task.kind {
                TaskKind::Import => "import",
                TaskKind::Reindex => "reindex",
                TaskKind::Resegment => "resegment",
            },
            state: match state {
                TaskState::Queued => "queued",
                TaskState::Running => "running",
                TaskState::Done(_) => "done",
                TaskState::Failed(_) => "failed",
                TaskState::Cancelled => "cancelled",
            },
            phase: task.progress.phase(),
            done,
            total,
            records: task.progress.records(),
            rate,
            eta_s: running.then(|| (total - done) as f64 / rate),
            problem: match &state {
                TaskState::Failed(problem) => Some(TaskFailure {
                    code: problem.code.name(),
                    detail_zh: problem.detail.zh.clone(),
                    detail_en: problem.detail.en.clone(),
                    hint_zh: problem.hint.as_ref().map(|hint| hint.zh.clone()),
                    hint_en: problem.hint.as_ref().map(|hint| hint.en.clone()),
                }),
                _ => None,
            },
            result: match state {
                TaskState::Done(result) => Some(result),
                _ => None,
            },
        }
    }
}

/// A task.
#[utoipa::path(get, operation_id = "get_task", path = "/api/v1/tasks/{id}", tag = "tasks", params(("id" = u64, Path)),
    responses((status = 200, body = TaskBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn get(shared: web::Data<Shared>, id: web::Path<u64>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(TaskBody::new(&*find(&shared, *id)?)))
}

/// Asks a task to stop at its next safe point.
#[utoipa::path(post, operation_id = "cancel_task", path = "/api/v1/tasks/{id}/cancel", tag = "tasks", params(("id" = u64, Path)),
    responses((status = 202, body = TaskBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn cancel(shared: web::Data<Shared>, id: web::Path<u64>) -> Result<HttpResponse, Problem> {
    let task = find(&shared, *id)?;
    task.progress.cancel();
    Ok(HttpResponse::Accepted().json(TaskBody::new(&task)))
}

/// Builds a new generation from the store and switches to it.
#[utoipa::path(post, operation_id = "reindex", path = "/api/v1/reindex", tag = "tasks", responses((status = 202, body = TaskBody)))]
pub(crate) async fn reindex(shared: web::Data<Shared>) -> HttpResponse {
    let task = shared.service.tasks.create(TaskKind::Reindex);
    let (service, running) = (Arc::clone(&shared.service), Arc::clone(&task));
    std::thread::spawn(move || {
        running.set_state(TaskState::Running);
        running.set_state(match service.rebuild(&running.progress) {
            Ok(()) => TaskState::Done(serde_json::json!({"generation": service.engine.current().name()})),
            Err(ServiceError::Cancelled) => TaskState::Cancelled,
            Err(error) => TaskState::Failed(TaskProblem::new(&error)),
        });
    });
    HttpResponse::Accepted().json(TaskBody::new(&task))
}

fn find(shared: &Shared, id: u64) -> Result<Arc<Task>, Problem> {
    shared.service.tasks.get(id).ok_or_else(|| {
        Fault::new(Code::TaskNotFound, (format!("没有任务 {id}"), format!("there is no task {id}"))).into()
    })
}
