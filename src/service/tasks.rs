//! Long work on the server: numbered, watched, cancelled.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use super::Progress;
use crate::error::{Code, Coded, Wording};

/// Tasks that are remembered after their end.
const REMEMBERED: usize = 200;

/// All tasks of this run of the server.
#[derive(Debug, Default)]
pub struct Tasks {
    next: AtomicU64,
    by_id: Mutex<BTreeMap<u64, Arc<Task>>>,
}

/// One piece of long work.
#[derive(Debug)]
pub struct Task {
    /// Number, from 1.
    pub id: u64,
    /// What it does.
    pub kind: TaskKind,
    /// How far it has come.
    pub progress: Progress,
    started: Instant,
    state: Mutex<TaskState>,
}

/// What a task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// Imports one file.
    Import,
    /// Builds a new generation and switches to it.
    Reindex,
    /// The same because users changed the words.
    Resegment,
}

/// Where a task stands.
#[derive(Debug, Clone, PartialEq)]
pub enum TaskState {
    /// Not begun.
    Queued,
    /// Under way.
    Running,
    /// Ended well, with its result as JSON.
    Done(serde_json::Value),
    /// Ended with an error.
    Failed(TaskProblem),
    /// Ended because someone asked.
    Cancelled,
}

/// Why a task failed, kept so that it can be told in any language later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskProblem {
    /// Code of the table.
    pub code: Code,
    /// What happened.
    pub detail: Wording,
    /// What to do.
    pub hint: Option<Wording>,
}

impl TaskProblem {
    /// From any error with a code.
    pub fn new(error: &impl Coded) -> Self {
        Self { code: error.code(), detail: error.detail(), hint: error.hint() }
    }
}

impl Tasks {
    /// Enters a queued task.
    pub fn create(&self, kind: TaskKind) -> Arc<Task> {
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let state = Mutex::new(TaskState::Queued);
        let task = Arc::new(Task { id, kind, progress: Progress::default(), started: Instant::now(), state });
        let mut by_id = self.by_id.lock().unwrap_or_else(PoisonError::into_inner);
        let ended: Vec<u64> = by_id.values().filter(|task| task.has_ended()).map(|task| task.id).collect();
        for id in ended.iter().take(by_id.len().saturating_sub(REMEMBERED)) {
            by_id.remove(id);
        }
        by_id.insert(id, Arc::clone(&task));
        task
    }

    /// The task of that number.
    pub fn get(&self, id: u64) -> Option<Arc<Task>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner).get(&id).map(Arc::clone)
    }
}

impl Task {
    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> TaskState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Moves it on.
    pub fn set_state(&self, state: TaskState) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    /// Seconds since it was entered.
    #[must_use]
    pub fn elapsed_s(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn has_ended(&self) -> bool {
        matches!(self.state(), TaskState::Done(_) | TaskState::Failed(_) | TaskState::Cancelled)
    }
}
