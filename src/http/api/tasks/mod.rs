//! `/tasks` and what makes them besides imports: `/reindex` and `/backup`. Long work, watched and ended.

pub(crate) mod events;

use std::{path::PathBuf, sync::Arc};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    domain::task::{TaskProblem, TaskStatus},
    error::Code,
    http::{
        Shared, extract,
        problem::{Fault, Problem, ProblemBody},
    },
    limits,
    service::{Order, Service, Standing, Task},
};

/// One piece of long work.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct TaskBody {
    id: u64,
    /// import, reindex, resegment, activate or backup.
    kind: &'static str,
    /// queued, running, done, failed, cancelled or interrupted (cut off by the end of the service, and not gone on with).
    state: &'static str,
    /// What it works on: the file, the generation, the folder.
    subject: Option<String>,
    /// How many tasks must end before this one begins; null unless it is queued.
    ahead: Option<usize>,
    /// checking, reading, comparing, indexing, rebuilding, resegmenting, gating or copying.
    phase: &'static str,
    /// Units of the phase that are done: bytes while checking, reading and copying, reviews while indexing.
    done: u64,
    /// Units of the phase, 0 when unknown.
    total: u64,
    /// Records done in this phase.
    records: u64,
    /// Units per second since the phase began.
    rate: f64,
    /// Seconds that the phase will still take at this rate.
    eta_s: Option<f64>,
    /// For how many seconds nothing has moved, when that is longer than it should be; cancelling then ends the task at once.
    stalled_s: Option<f64>,
    /// Whether it was asked to stop and has not yet.
    cancelling: bool,
    /// How often it was begun: more than once when the service ended meanwhile.
    attempts: u32,
    /// Number of the import in the ledger, once there is one.
    import: Option<u64>,
    created_at: String,
    started_at: Option<String>,
    ended_at: Option<String>,
    /// What it brought.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// Why it ended without.
    problem: Option<TaskFailure>,
}

/// Why a task ended without a result.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct TaskFailure {
    code: String,
    detail_zh: String,
    detail_en: String,
    hint_zh: Option<String>,
    hint_en: Option<String>,
}

impl From<TaskProblem> for TaskFailure {
    fn from(problem: TaskProblem) -> Self {
        let TaskProblem { code, detail_zh, detail_en, hint_zh, hint_en } = problem;
        Self { code, detail_zh, detail_en, hint_zh, hint_en }
    }
}

/// All tasks that are remembered, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskList {
    tasks: Vec<TaskBody>,
}

impl TaskBody {
    pub(crate) fn new(service: &Service, task: &Task) -> Self {
        let Standing { status, attempts, started_unix_s, ended_unix_s, result, problem } = task.standing();
        let progress = &task.progress;
        let (done, total) = (progress.done(), progress.total());
        let running = status == TaskStatus::Running;
        let rate = if running { done as f64 / progress.phase_lasts().as_secs_f64().max(0.001) } else { 0.0 };
        let at = |unix_s: i64| service.config.zone.rfc3339(unix_s);
        let imported = result.as_ref().and_then(|result| result["import"].as_u64());
        Self {
            id: task.id,
            kind: task.kind.name(),
            state: status.name(),
            subject: task.subject.clone(),
            ahead: service.tasks.ahead_of(task.id),
            phase: progress.phase(),
            done,
            total,
            records: progress.records(),
            rate,
            eta_s: (running && total > done && done > 0).then(|| (total - done) as f64 / rate),
            stalled_s: service.stalled(task).map(|still| still.as_secs_f64()),
            cancelling: running && progress.is_cancelled(),
            attempts,
            import: imported.or(progress.import()),
            created_at: at(task.created_unix_s),
            started_at: started_unix_s.map(at),
            ended_at: ended_unix_s.map(at),
            result,
            problem: problem.map(TaskFailure::from),
        }
    }

    /// Whether nothing more will happen.
    fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }
}

/// The tasks, newest first: those to be done, the one under way, and those that ended within two weeks.
#[utoipa::path(get, operation_id = "list_tasks", path = "/api/v1/tasks", tag = "tasks", responses((status = 200, body = TaskList)))]
pub(crate) async fn list(shared: web::Data<Shared>) -> HttpResponse {
    let service = &shared.service;
    let tasks = service.tasks.all().iter().map(|task| TaskBody::new(service, task)).collect();
    HttpResponse::Ok().json(TaskList { tasks })
}

/// A task.
#[utoipa::path(get, operation_id = "get_task", path = "/api/v1/tasks/{id}", tag = "tasks", params(("id" = u64, Path)),
    responses((status = 200, body = TaskBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn get(shared: web::Data<Shared>, id: web::Path<u64>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(TaskBody::new(&shared.service, &*find(&shared, *id)?)))
}

/// Ends a task: at once while it is queued or stalled, else at its next safe point. What was stored stays.
#[utoipa::path(post, operation_id = "cancel_task", path = "/api/v1/tasks/{id}/cancel", tag = "tasks", params(("id" = u64, Path)),
    responses((status = 202, body = TaskBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn cancel(shared: web::Data<Shared>, id: web::Path<u64>) -> Result<HttpResponse, Problem> {
    let task = find(&shared, *id)?;
    let (service, cancelled) = (Arc::clone(&shared.service), Arc::clone(&task));
    // Waits for the disk.
    web::block(move || service.cancel(&cancelled)).await.map_err(|_| crate::compute::PoolError::Panicked)?;
    Ok(HttpResponse::Accepted().json(TaskBody::new(&shared.service, &task)))
}

/// Builds a new generation from the store, compares it with the store and switches to it; searches go on meanwhile.
#[utoipa::path(post, operation_id = "reindex", path = "/api/v1/reindex", tag = "tasks",
    responses((status = 202, body = TaskBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn reindex(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    submit(&shared, Order::Reindex, Service::require_room).await
}

/// Where to write a copy of the data.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BackupRequest {
    /// Directory on the machine of the service, absolute, that does not exist or is empty.
    path: String,
    /// Whether the index goes with it; without it the index is rebuilt after restoring.
    #[schema(required = false)]
    index: bool,
}

/// Writes a copy of the data while everything goes on, and reads it back.
#[utoipa::path(post, operation_id = "backup", path = "/api/v1/backup", tag = "tasks", request_body = BackupRequest,
    responses((status = 202, body = TaskBody), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn backup(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, mut faults) = extract::json::<BackupRequest>(&request, &body)?;
    let into = PathBuf::from(&wire.path);
    if !into.is_absolute() || wire.path.chars().count() > limits::PATH_CHARS {
        let detail = ("需要服务所在机器上的绝对路径", "an absolute path on the machine of the service is needed");
        faults.push(Fault::new(Code::InvalidValue, detail).at("/path"));
    }
    if !faults.is_empty() {
        return Err(Problem::new(faults));
    }
    submit(&shared, Order::Backup { into, index: wire.index }, |_| Ok(())).await
}

/// Enters work when `allowed` has no objection.
pub(crate) async fn submit(
    shared: &Shared,
    order: Order,
    allowed: impl FnOnce(&Service) -> Result<(), crate::service::ServiceError> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    let entered = web::block(move || allowed(&service).and_then(|()| service.submit(order))).await;
    let task = entered.map_err(|_| crate::compute::PoolError::Panicked)??;
    Ok(HttpResponse::Accepted().json(TaskBody::new(&shared.service, &task)))
}

pub(super) fn find(shared: &Shared, id: u64) -> Result<Arc<Task>, Problem> {
    shared.service.tasks.get(id).ok_or_else(|| {
        Fault::new(Code::TaskNotFound, (format!("没有任务 {id}"), format!("there is no task {id}"))).into()
    })
}
