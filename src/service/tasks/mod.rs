//! Long work on the server: one queue, one after the other; watched, cancelled, kept by the store until long after its end.
//!
//! Invariants: an order is in the store before its task exists here, and so is an end before it is seen; a task that has ended stays ended.

mod queue;
mod work;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};

pub use self::queue::start_queue;
use super::{Progress, Service, ServiceError};
use crate::{
    clock,
    domain::task::{KeptTask, TaskKind, TaskProblem, TaskStatus},
    error::Coded,
    ingest::Options,
    limits,
};

/// How long tasks are kept after their end.
const KEPT_S: i64 = 14 * 24 * 3600;
/// Ended tasks kept at most.
const KEPT: usize = 200;

/// All tasks: those to be done, the one under way, and those that ended lately.
#[derive(Debug, Default)]
pub struct Tasks {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inner {
    by_id: BTreeMap<u64, Arc<Task>>,
    /// Those to be done, in order.
    queue: VecDeque<Arc<Task>>,
    closed: bool,
}

/// All that is needed to begin a piece of work, also after a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Order {
    /// Imports an uploaded file.
    Import {
        /// Its name among the uploads.
        upload: String,
        /// Its name where it came from.
        file: String,
        /// What was said about it.
        options: Box<Options>,
    },
    /// Builds a new generation from the store and switches to it.
    Reindex,
    /// The same because users changed the words.
    Resegment,
    /// Brings an earlier generation up to date and switches to it.
    Activate {
        /// Its name.
        generation: String,
    },
    /// Writes a copy of the data to a new directory.
    Backup {
        /// The directory.
        into: std::path::PathBuf,
        /// Whether the index goes with it.
        index: bool,
    },
}

impl Order {
    /// What kind of work it is.
    #[must_use]
    pub const fn kind(&self) -> TaskKind {
        match self {
            Self::Import { .. } => TaskKind::Import,
            Self::Reindex => TaskKind::Reindex,
            Self::Resegment => TaskKind::Resegment,
            Self::Activate { .. } => TaskKind::Activate,
            Self::Backup { .. } => TaskKind::Backup,
        }
    }

    fn subject(&self) -> Option<String> {
        match self {
            Self::Import { file, .. } => Some(file.clone()),
            Self::Activate { generation } => Some(generation.clone()),
            Self::Backup { into, .. } => Some(into.display().to_string()),
            Self::Reindex | Self::Resegment => None,
        }
    }
}

/// One piece of long work.
#[derive(Debug)]
pub struct Task {
    /// Number, from 1.
    pub id: u64,
    /// What it does.
    pub kind: TaskKind,
    /// What it works on, for people.
    pub subject: Option<String>,
    /// How far it has come.
    pub progress: Progress,
    /// When it was entered, seconds since the epoch.
    pub created_unix_s: i64,
    /// `None` for work that an earlier version has left and this one does not know.
    order: Option<Order>,
    standing: Mutex<Standing>,
}

/// Where a task stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// In one word.
    pub status: TaskStatus,
    /// How often it was begun.
    pub attempts: u32,
    /// When it was begun last, seconds since the epoch.
    pub started_unix_s: Option<i64>,
    /// When it ended.
    pub ended_unix_s: Option<i64>,
    /// What it brought.
    pub result: Option<serde_json::Value>,
    /// Why it ended without.
    pub problem: Option<TaskProblem>,
}

/// How a task ended.
#[derive(Debug, Clone, PartialEq)]
enum End {
    Done(serde_json::Value),
    Failed(TaskProblem),
    Cancelled,
    Interrupted(TaskProblem),
}

impl End {
    const fn status(&self) -> TaskStatus {
        match self {
            Self::Done(_) => TaskStatus::Done,
            Self::Failed(_) => TaskStatus::Failed,
            Self::Cancelled => TaskStatus::Cancelled,
            Self::Interrupted(_) => TaskStatus::Interrupted,
        }
    }

    const fn result(&self) -> Option<&serde_json::Value> {
        if let Self::Done(result) = self { Some(result) } else { None }
    }

    const fn problem(&self) -> Option<&TaskProblem> {
        if let Self::Failed(problem) | Self::Interrupted(problem) = self { Some(problem) } else { None }
    }
}

/// A task's problem, from any error with a code.
fn problem(error: &impl Coded) -> TaskProblem {
    let (detail, hint) = (error.detail(), error.hint());
    let (hint_zh, hint_en) = hint.map_or((None, None), |hint| (Some(hint.zh), Some(hint.en)));
    TaskProblem { code: error.code().name().to_owned(), detail_zh: detail.zh, detail_en: detail.en, hint_zh, hint_en }
}

impl Task {
    fn new(kept: KeptTask) -> Self {
        let KeptTask {
            id,
            kind,
            status,
            subject,
            order,
            attempts,
            created_unix_s,
            started_unix_s,
            ended_unix_s,
            result,
            problem,
        } = kept;
        let standing = Standing { status, attempts, started_unix_s, ended_unix_s, result, problem };
        let order = serde_json::from_value(order).ok();
        Self { id, kind, subject, progress: Progress::default(), created_unix_s, order, standing: Mutex::new(standing) }
    }

    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.lock().clone()
    }

    /// Where it stands, in one word.
    #[must_use]
    pub fn status(&self) -> TaskStatus {
        self.lock().status
    }

    fn lock(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tasks {
    /// The task of that number.
    pub fn get(&self, id: u64) -> Option<Arc<Task>> {
        self.lock().by_id.get(&id).map(Arc::clone)
    }

    /// All tasks, newest first.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Task>> {
        self.lock().by_id.values().rev().map(Arc::clone).collect()
    }

    /// How many tasks must end before a queued one begins; `None` for any other.
    #[must_use]
    pub fn ahead_of(&self, id: u64) -> Option<usize> {
        let inner = self.lock();
        let place = inner.queue.iter().position(|task| task.id == id)?;
        let under_way = inner.by_id.values().any(|task| task.status() == TaskStatus::Running);
        Some(place + usize::from(under_way))
    }

    /// A task of that kind that has not ended, in the standing asked for.
    pub(super) fn unended(&self, kind: TaskKind, status: Option<TaskStatus>) -> Option<Arc<Task>> {
        let inner = self.lock();
        let wanted = |task: &&Arc<Task>| {
            let found = task.status();
            task.kind == kind && !found.has_ended() && status.is_none_or(|status| status == found)
        };
        inner.by_id.values().rev().find(wanted).map(Arc::clone)
    }

    /// Whether work of that kind is under way or to be done.
    #[must_use]
    pub fn is_to_come(&self, kind: TaskKind) -> bool {
        self.unended(kind, None).is_some()
    }

    /// Whether no work is under way or to be done.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.lock().by_id.values().all(|task| task.status().has_ended())
    }

    /// Ends the queue: what is under way goes on, nothing more is begun.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    /// Enters work at the end of the queue.
    ///
    /// # Errors
    /// `TooManyTasks`, or when the store cannot keep the order.
    pub fn submit(&self, order: Order) -> Result<Arc<Task>, ServiceError> {
        if self.tasks.lock().queue.len() >= limits::QUEUED_TASKS {
            return Err(ServiceError::TooManyTasks);
        }
        let (now, subject) = (clock::unix_now_s(), order.subject());
        let work = serde_json::to_value(&order).unwrap_or_default();
        // Waits for the disk, so nothing is locked meanwhile.
        let id = self.store.add_task(order.kind(), subject.as_deref(), &work, now, (now - KEPT_S, KEPT))?;
        let task = Arc::new(Task::new(KeptTask {
            id,
            kind: order.kind(),
            status: TaskStatus::Queued,
            subject,
            order: work,
            attempts: 0,
            created_unix_s: now,
            started_unix_s: None,
            ended_unix_s: None,
            result: None,
            problem: None,
        }));
        let mut inner = self.tasks.lock();
        let ended: Vec<u64> =
            inner.by_id.values().filter(|task| task.status().has_ended()).map(|task| task.id).collect();
        for id in ended.iter().take((ended.len() + 1).saturating_sub(KEPT)) {
            inner.by_id.remove(id);
        }
        inner.by_id.insert(id, Arc::clone(&task));
        let place = inner.queue.partition_point(|queued| queued.id < id);
        inner.queue.insert(place, Arc::clone(&task));
        drop(inner);
        self.tasks.changed.notify_all();
        Ok(task)
    }

    /// Ends a task: at once while it is queued or does not move, else at its next safe point.
    pub fn cancel(&self, task: &Task) {
        task.progress.cancel();
        let mut inner = self.tasks.lock();
        let queued = inner.queue.iter().position(|queued| queued.id == task.id);
        let queued = queued.and_then(|place| inner.queue.remove(place)).is_some();
        drop(inner);
        if queued || self.stalled(task).is_some() {
            self.end(task, &End::Cancelled);
        }
    }

    /// For how long a running task has not moved, when that is longer than it should be.
    #[must_use]
    pub fn stalled(&self, task: &Task) -> Option<Duration> {
        let still = task.progress.still_for();
        (task.status() == TaskStatus::Running && still.as_secs() >= self.config.task_stall_s).then_some(still)
    }

    /// Ends a task that has not ended yet: in the store, with what it has left on the disk, then for those who watch.
    fn end(&self, task: &Task, end: &End) {
        if task.status().has_ended() {
            return;
        }
        let now = clock::unix_now_s();
        if let Err(error) = self.store.end_task(task.id, end.status(), end.result(), end.problem(), now) {
            // The next start finds it begun and decides anew.
            tracing::warn!(task = task.id, %error, "the end of a task could not be kept");
        }
        if let Some(Order::Import { upload, .. }) = &task.order {
            self.data_dir.remove_upload(upload);
        }
        let mut standing = task.lock();
        if !standing.status.has_ended() {
            standing.status = end.status();
            standing.result = end.result().cloned();
            standing.problem = end.problem().cloned();
            standing.ended_unix_s = Some(now);
        }
        drop(standing);
        // Whoever looked before this waits by now, and is woken.
        drop(self.tasks.lock());
        self.tasks.changed.notify_all();
    }
}
