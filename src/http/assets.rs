//! The page, embedded in the binary.

use actix_web::{HttpRequest, HttpResponse, http::header};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::{Fault, Problem};
use crate::error::Code;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Page;

/// Serves a file of the page; any other path without a dot is one of the page's own screens.
pub(super) async fn get(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let path = request.path().trim_start_matches('/');
    if let Some(file) = Page::get(path).filter(|_| path != "index.html") {
        return Ok(respond(&request, &file, path.starts_with("assets/")));
    }
    if path.contains('.') && path != "index.html" {
        return Err(Fault::new(Code::NotFound, ("没有这个地址", "there is nothing at this address")).into());
    }
    let index = Page::get("index.html").ok_or_else(|| {
        Fault::new(
            Code::PageNotBuilt,
            ("这个程序编译时没有包含网页；接口可用", "this binary was built without the web page; the API works"),
        )
        .hint("构建网页后重新编译：make build", "Build the page and the binary again: make build")
    })?;
    Ok(respond(&request, &index, false))
}

/// Files under `assets/` carry a hash in their name and never change; the rest is checked by its hash.
fn respond(request: &HttpRequest, file: &EmbeddedFile, immutable: bool) -> HttpResponse {
    let hash = file.metadata.sha256_hash();
    let tag = format!("\"{}\"", hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>());
    let cache = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, cache));
    if known {
        return response.finish();
    }
    response.content_type(file.metadata.mimetype()).body(file.data.to_vec())
}
