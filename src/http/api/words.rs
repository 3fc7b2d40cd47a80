//! `/words`: the words that users add to the dictionary.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tasks::TaskBody;
use crate::{
    compute::{Lane, PoolError},
    error::Code,
    http::{
        Shared, extract,
        problem::{Fault, Problem, ProblemBody},
    },
    limits,
    service::{self, Cut, WordsState},
    text::parse_word,
};

/// The words and whether they are in effect.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WordList {
    /// Folded, in code point order.
    words: Vec<String>,
    /// How many there are.
    total: usize,
    /// Whether the index was cut by them.
    in_effect: bool,
    /// The task that cuts it, when one is under way.
    task: Option<u64>,
}

/// Words to add and to remove.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WordsRequest {
    /// Words to add; each is folded and checked.
    #[schema(required = false)]
    add: Vec<String>,
    /// Words to remove; those that are not there are passed over.
    #[schema(required = false)]
    remove: Vec<String>,
}

/// A change that is kept; the task brings it into effect.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WordsChanged {
    /// Words that were new.
    added: u64,
    /// Words that were there and are gone.
    removed: u64,
    /// Words after the change.
    total: u64,
    task: TaskBody,
}

/// A change to try, and texts to try it on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PreviewRequest {
    /// Words that would be added.
    #[schema(required = false)]
    words: Vec<String>,
    /// Words that would be removed.
    #[schema(required = false)]
    remove: Vec<String>,
    /// Texts to cut, at most 100; the words themselves come first.
    #[schema(required = false)]
    texts: Vec<String>,
}

/// How texts are cut before and after the change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Preview {
    cuts: Vec<TextCut>,
}

/// How one text is cut into words, the shorter words inside a word included.
#[derive(Debug, Serialize, ToSchema)]
struct TextCut {
    text: String,
    /// By the generation that answers.
    before: Vec<String>,
    /// With the change.
    after: Vec<String>,
}

impl From<Cut> for TextCut {
    fn from(cut: Cut) -> Self {
        Self { text: cut.text, before: cut.before, after: cut.after }
    }
}

/// The words that users added.
#[utoipa::path(get, operation_id = "list_words", path = "/api/v1/words", tag = "words",
    responses((status = 200, body = WordList)))]
pub(crate) async fn list(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    let WordsState { words, in_effect, task } =
        web::block(move || service.words()).await.map_err(|_| PoolError::Panicked)??;
    Ok(HttpResponse::Ok().json(WordList { total: words.len(), words, in_effect, task }))
}

/// Adds and removes words; a task then cuts the texts anew, while searches go on as before. The hits of a search stay the same.
#[utoipa::path(post, operation_id = "change_words", path = "/api/v1/words", tag = "words", request_body = WordsRequest,
    responses((status = 202, body = WordsChanged), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn change(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, mut faults) = extract::json::<WordsRequest>(&request, &body)?;
    let add = checked(&wire.add, "/add", &mut faults);
    let remove = checked(&wire.remove, "/remove", &mut faults);
    if !faults.is_empty() {
        return Err(Problem::new(faults));
    }
    let service = Arc::clone(&shared.service);
    let change =
        move || service.change_words(&add, &remove).and_then(|changed| Ok((changed, service.submit_resegmenting()?)));
    let (changed, task) = web::block(change).await.map_err(|_| PoolError::Panicked)??;
    let service::WordChange { added, removed, total } = changed;
    let task = TaskBody::new(&shared.service, &task);
    Ok(HttpResponse::Accepted().json(WordsChanged { added, removed, total, task }))
}

/// Shows how words would be cut, and texts with them, before and after a change. Changes nothing.
#[utoipa::path(post, operation_id = "preview_words", path = "/api/v1/words/preview", tag = "words", request_body = PreviewRequest,
    responses((status = 200, body = Preview), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn preview(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, mut faults) = extract::json::<PreviewRequest>(&request, &body)?;
    let add = checked(&wire.words, "/words", &mut faults);
    let remove = checked(&wire.remove, "/remove", &mut faults);
    if wire.texts.len() > limits::PREVIEW_TEXTS {
        let most = limits::PREVIEW_TEXTS;
        let detail = (format!("最多 {most} 段文字"), format!("at most {most} texts"));
        faults.push(Fault::new(Code::InvalidValue, detail).at("/texts"));
    }
    if !faults.is_empty() {
        return Err(Problem::new(faults));
    }
    let service = Arc::clone(&shared.service);
    let texts: Vec<String> = add.iter().cloned().chain(wire.texts).collect();
    let cuts = shared.service.pool.run(Lane::Light, move |_| service.preview_words(&add, &remove, &texts)).await??;
    Ok(HttpResponse::Ok().json(Preview { cuts: cuts.into_iter().map(TextCut::from).collect() }))
}

/// Faults that one answer names: enough to see what is wrong with a list.
const FAULTS: usize = 100;

fn checked(typed: &[String], at: &str, faults: &mut Vec<Fault>) -> Vec<String> {
    let mut words = Vec::with_capacity(typed.len());
    for (index, word) in typed.iter().enumerate() {
        match parse_word(word) {
            Ok(word) => words.push(word),
            Err(fault) if faults.len() < FAULTS => faults.push(Fault::of(&fault).at(format!("{at}/{index}"))),
            Err(_) => {}
        }
    }
    words
}
