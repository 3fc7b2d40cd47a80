//! What each kind of task does.

use serde_json::json;

use super::{End, Order, Service, Task, problem};
use crate::{
    ingest::Options,
    service::{FileOutcome, ServiceError},
};

/// Does the work of a task.
pub(super) fn perform(service: &Service, task: &Task) -> End {
    let progress = &task.progress;
    match &task.order {
        Some(Order::Import { upload, file, options }) => import(service, task, upload, file, options),
        Some(Order::Reindex) => ended(service.rebuild(progress).map(|()| generation(service))),
        Some(Order::Resegment) => ended(service.resegment(progress).map(|_| generation(service))),
        Some(Order::Activate { generation: name }) => {
            ended(service.activate(name, progress).map(|()| generation(service)))
        }
        Some(Order::Backup { into, index }) => ended(service.backup(into, *index, progress).map(|made| made.to_json())),
        None => ended(Err(ServiceError::Threads("the order cannot be read".to_owned()))),
    }
}

fn generation(service: &Service) -> serde_json::Value {
    json!({"generation": service.engine.current().name()})
}

fn ended(outcome: Result<serde_json::Value, ServiceError>) -> End {
    match outcome {
        Ok(result) => End::Done(result),
        Err(ServiceError::Cancelled) => End::Cancelled,
        Err(error) => End::Failed(problem(&error)),
    }
}

fn import(service: &Service, task: &Task, upload: &str, file: &str, options: &Options) -> End {
    let path = service.data_dir.upload_path(upload);
    let again = task.standing().attempts > 1;
    let outcome = service.import_since(&path, file, options, &task.progress, again.then_some(task.created_unix_s));
    // What was stored before an error counts too, so the index follows either way.
    let indexed = service.settle(&task.progress);
    match (outcome.and_then(FileOutcome::into_json), indexed) {
        (Ok(report), Ok(_)) => End::Done(report),
        (Err(failure), _) if matches!(*failure.error, ServiceError::Cancelled) => End::Cancelled,
        (Err(failure), _) => End::Failed(problem(&failure)),
        // The reviews are stored; a cancelled or failed index follows with the next change.
        (Ok(_), Err(error)) => End::Failed(problem(&error)),
    }
}
