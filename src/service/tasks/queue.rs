//! The queue at work: what an earlier run has left, then one task after the other.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError},
    thread,
    time::Duration,
};

use super::{End, Order, Service, ServiceError, Task, TaskKind, TaskProblem, TaskStatus, problem, work};
use crate::{
    clock,
    service::{SharedService, space},
};

/// How often an import is begun before it is left alone: one that ends the process each time must not do so for ever.
const ATTEMPTS: u32 = 3;
/// Between two looks at a task that was asked to stop.
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl Service {
    /// Takes up what an earlier run has left: imports are begun again where they stopped, other work that was cut off is told of, uploads that no
    /// task names are removed. Nothing is begun before [`start_queue`].
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn load_tasks(&self) -> Result<(), ServiceError> {
        let kept = self.store.tasks()?;
        let mut needed = HashSet::new();
        let mut cut_off = Vec::new();
        let mut inner = self.tasks.lock();
        for kept in kept {
            let task = Arc::new(Task::new(kept));
            let standing = task.standing();
            if !standing.status.has_ended() {
                let again = standing.status == TaskStatus::Queued || task.kind == TaskKind::Import;
                if again && task.order.is_some() && standing.attempts < ATTEMPTS {
                    if let Some(Order::Import { upload, .. }) = &task.order {
                        needed.insert(upload.clone());
                    }
                    task.lock().status = TaskStatus::Queued;
                    inner.queue.push_back(Arc::clone(&task));
                } else {
                    cut_off.push(Arc::clone(&task));
                }
            }
            inner.by_id.insert(task.id, task);
        }
        drop(inner);
        for task in cut_off {
            self.end(&task, &End::Interrupted(interrupted()));
        }
        self.data_dir.keep_uploads(&needed);
        Ok(())
    }

    /// The next task, marked as begun; waits for one. `None` when the queue is closed.
    fn next_task(&self) -> Option<Arc<Task>> {
        let mut inner = self.tasks.lock();
        loop {
            if inner.closed {
                return None;
            }
            if let Some(task) = inner.queue.pop_front() {
                let mut standing = task.lock();
                standing.status = TaskStatus::Running;
                standing.attempts += 1;
                standing.started_unix_s = Some(clock::unix_now_s());
                drop(standing);
                return Some(task);
            }
            inner = self.tasks.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until a task has ended, or was asked to stop and does not move.
    fn wait_for_end(&self, task: &Task) {
        loop {
            let inner = self.tasks.lock();
            if task.status().has_ended() {
                return;
            }
            drop(self.tasks.changed.wait_timeout(inner, LOOK_EVERY));
            if task.progress.is_cancelled() && self.stalled(task).is_some() {
                tracing::warn!(task = task.id, "a task that does not move is left behind");
                self.end(task, &End::Cancelled);
            }
        }
    }
}

fn interrupted() -> TaskProblem {
    TaskProblem {
        code: "interrupted".to_owned(),
        detail_zh: "服务在任务完成前结束".to_owned(),
        detail_en: "the service ended before the task did".to_owned(),
        hint_zh: Some("需要时请重新开始；已写入的数据都在".to_owned()),
        hint_en: Some("Start it again if it is still wanted; what was written is kept".to_owned()),
    }
}

/// Begins the queued tasks one after the other, each in a thread of its own that gives way to requests, until the queue is closed.
pub fn start_queue(service: &SharedService) {
    let service = Arc::clone(service);
    thread::spawn(move || {
        space::give_way();
        while let Some(task) = service.next_task() {
            // One that cannot be kept as begun is kept as queued, and begun again after a crash.
            if let Err(error) = service.store.begin_task(task.id, clock::unix_now_s()) {
                tracing::warn!(task = task.id, %error, "the beginning of a task could not be kept");
            }
            let (worker, running) = (Arc::clone(&service), Arc::clone(&task));
            thread::spawn(move || {
                let end = catch_unwind(AssertUnwindSafe(|| work::perform(&worker, &running)));
                let panicked = |_| End::Failed(problem(&ServiceError::Threads("a task panicked".to_owned())));
                worker.end(&running, &end.unwrap_or_else(panicked));
            });
            service.wait_for_end(&task);
        }
    });
}
