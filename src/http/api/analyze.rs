//! `POST /analyze`: the whole analysis of any text. Stores nothing.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    compute::Lane,
    error::Code,
    http::{
        Shared, extract,
        findings::FindingsBody,
        problem::{Fault, Problem, ProblemBody},
    },
    limits,
    service::{AnalyzedText, Service},
};

/// Texts to analyse.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AnalyzeRequest {
    /// At most 100 texts.
    texts: Vec<String>,
    /// The pack of aspects; the configured default when left out.
    #[schema(required = false)]
    pack: Option<String>,
}

/// The analyses, in the order of the texts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnalyzeResponse {
    /// The pack that was used.
    pack: String,
    /// Names the models, lists and packs that read the texts.
    analysis_version: String,
    texts: Vec<TextAnalysis>,
}

/// What is read out of one text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TextAnalysis {
    #[serde(flatten)]
    findings: FindingsBody,
    /// The text cut into dictionary words, the shorter words inside a word included.
    words: Vec<String>,
}

impl From<AnalyzedText> for TextAnalysis {
    fn from(analyzed: AnalyzedText) -> Self {
        Self { findings: analyzed.findings.into(), words: analyzed.words }
    }
}

/// Reads texts as reviews are read; nothing is stored.
#[utoipa::path(post, operation_id = "analyze", path = "/api/v1/analyze", tag = "analysis", request_body = AnalyzeRequest,
    responses((status = 200, body = AnalyzeResponse), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<AnalyzeRequest>(&request, &body)?;
    let wire = checked(wire, faults, &shared.service)?;
    let service = Arc::clone(&shared.service);
    let answer = shared.service.pool.run(Lane::Light, move |_| analyze(&service, &wire)).await?;
    Ok(HttpResponse::Ok().json(answer))
}

fn checked(wire: AnalyzeRequest, mut faults: Vec<Fault>, service: &Service) -> Result<AnalyzeRequest, Problem> {
    if wire.texts.len() > limits::ANALYZED_TEXTS {
        let most = limits::ANALYZED_TEXTS;
        let detail = (format!("一次最多分析 {most} 条文本"), format!("at most {most} texts at once"));
        let fault = Fault::new(Code::LimitExceeded, detail).at("/texts");
        faults.push(fault.hint("分成多次请求", "Send several requests"));
    }
    if let Some(name) = &wire.pack
        && service.analyst.packs().find(name).is_none()
    {
        let names = service.analyst.pack_names();
        let detail = (format!("没有属性包 {name}"), format!("there is no pack `{name}`"));
        faults.push(Fault::new(Code::InvalidValue, detail).at("/pack").hint(format!("可用：{names}"), names));
    }
    if faults.is_empty() { Ok(wire) } else { Err(Problem::new(faults)) }
}

fn analyze(service: &Service, request: &AnalyzeRequest) -> AnalyzeResponse {
    let (analyst, pack) = (&service.analyst, request.pack.as_deref());
    let segmenter = service.engine.snapshot().segmenter().clone();
    AnalyzeResponse {
        pack: pack.unwrap_or_else(|| analyst.packs().default_pack().name()).to_owned(),
        analysis_version: analyst.version().to_owned(),
        texts: request.texts.iter().map(|text| analyst.analyze(text, pack, &segmenter).into()).collect(),
    }
}
