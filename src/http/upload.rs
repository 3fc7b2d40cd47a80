//! Exports that clients send: the form that carries one, kept on disk for as long as it is needed.

use std::{path::PathBuf, sync::Arc};

use actix_multipart::{Field, Multipart, MultipartError};
use futures_util::StreamExt;
use tokio::{fs::File, io::AsyncWriteExt};

use super::problem::{Fault, Problem};
use crate::{
    error::Code,
    limits,
    service::{ImportRequest, SharedService},
};

/// An uploaded file with what was said of it; removed with it, unless a task takes the file over.
pub(crate) struct Upload {
    service: SharedService,
    /// Its name among the uploads.
    pub(crate) name: String,
    is_kept: bool,
    /// The name that the client gives it, without any folder.
    pub(crate) file: String,
    pub(crate) request: ImportRequest,
}

impl Upload {
    /// Where it lies.
    pub(crate) fn path(&self) -> PathBuf {
        self.service.data_dir().upload_path(&self.name)
    }

    /// Leaves the file to a task.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.is_kept {
            self.service.data_dir().remove_upload(&self.name);
        }
    }
}

/// Keeps the file of a form and reads its other fields.
pub(crate) async fn receive(service: &SharedService, mut form: Multipart) -> Result<Upload, Problem> {
    let name = service.data_dir().new_upload().map_err(|error| unwritable(&error))?;
    // Whatever goes wrong, what was written is removed.
    let (service, request) = (Arc::clone(service), ImportRequest::default());
    let mut upload = Upload { service, name, is_kept: false, file: String::new(), request };
    let mut has_file = false;
    while let Some(field) = form.next().await {
        let field = field.map_err(|error| malformed(&error))?;
        match field.name().unwrap_or_default().to_owned().as_str() {
            "file" => {
                let name = field.content_disposition().and_then(|d| d.get_filename()).unwrap_or("upload").to_owned();
                write(field, &upload.path()).await?;
                // Only a name, never a path, whatever the client sends.
                name.rsplit(['/', '\\']).next().unwrap_or_default().clone_into(&mut upload.file);
                has_file = true;
            }
            name => {
                let longest = if name == "mapping" { limits::MAPPING_BYTES } else { limits::KEYWORD_CHARS };
                let value = text(field, longest).await?;
                // An empty field of a form says nothing.
                if !value.is_empty() && !upload.request.set(name, value) {
                    return Err(unknown(name).into());
                }
            }
        }
    }
    let missing = || Fault::new(Code::InvalidRequest, ("表单缺少 `file`", "the form has no part `file`")).at("/file");
    if has_file { Ok(upload) } else { Err(missing().into()) }
}

async fn write(mut field: Field, path: &std::path::Path) -> Result<(), Problem> {
    let mut out = File::create(path).await.map_err(|error| unwritable(&error))?;
    let mut written = 0u64;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| malformed(&error))?;
        written += chunk.len() as u64;
        if written > limits::UPLOAD_BYTES {
            return Err(Fault::new(
                Code::PayloadTooLarge,
                (
                    format!("文件最大 {} 字节", limits::UPLOAD_BYTES),
                    format!("a file is at most {} bytes", limits::UPLOAD_BYTES),
                ),
            )
            .into());
        }
        out.write_all(&chunk).await.map_err(|error| unwritable(&error))?;
    }
    out.flush().await.map_err(|error| unwritable(&error).into())
}

async fn text(mut field: Field, longest: usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| malformed(&error))?);
        if bytes.len() > longest {
            return Err(Fault::new(Code::InvalidValue, ("表单项过长", "a form field is too long")).into());
        }
    }
    String::from_utf8(bytes)
        .map_err(|_| Fault::new(Code::InvalidValue, ("表单项不是 UTF-8", "a form field is not UTF-8")).into())
}

fn unknown(name: &str) -> Fault {
    Fault::new(Code::UnknownField, (format!("没有名为 `{name}` 的表单项"), format!("there is no form field `{name}`")))
}

fn malformed(error: &MultipartError) -> Fault {
    Fault::new(Code::InvalidRequest, (format!("表单无法读取：{error}"), format!("the form cannot be read: {error}")))
}

fn unwritable(error: &std::io::Error) -> Fault {
    let code = if error.kind() == std::io::ErrorKind::StorageFull { Code::DiskFull } else { Code::Internal };
    Fault::new(code, (format!("上传的文件无法保存：{error}"), format!("the upload cannot be kept: {error}")))
}
