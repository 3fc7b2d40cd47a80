//! The one table of error codes, and the trait by which each layer's errors name theirs.
//!
//! A code is stable: clients branch on it. Its title is for people, in Chinese and English. The HTTP status of a code is decided in
//! `http::problem`, the exit code in `cli`.

/// An error that has a code and, where there is one, a repair to propose.
pub trait Coded: std::error::Error {
    /// The code in the table.
    fn code(&self) -> Code;

    /// What happened, in both languages.
    fn detail(&self) -> Wording {
        Wording::new(format!("{}：{self}", self.code().title_zh()), self.to_string())
    }

    /// What to do about it.
    fn hint(&self) -> Option<Wording> {
        None
    }

    /// After how many seconds the same request is likely to succeed, when that is known.
    fn retry_after_s(&self) -> Option<u32> {
        None
    }
}

/// A text for people, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Wording {
    /// From its two wordings.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

impl<Z: Into<String>, E: Into<String>> From<(Z, E)> for Wording {
    fn from((zh, en): (Z, E)) -> Self {
        Self::new(zh, en)
    }
}

impl From<String> for Wording {
    /// A text that has no language of its own, such as a library's message.
    fn from(text: String) -> Self {
        Self { zh: text.clone(), en: text }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $zh:literal $en:literal;)*) => {
        /// Every error code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $en] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The title in Chinese.
            #[must_use]
            pub const fn title_zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }

            /// The title in English.
            #[must_use]
            pub const fn title_en(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }
        }
    };
}

codes! {
    // Requests
    InvalidJson "invalid_json" "请求不是有效的 JSON" "The request is not valid JSON";
    InvalidRequest "invalid_request" "请求有误" "The request is invalid";
    InvalidValue "invalid_value" "取值无效" "A value is invalid";
    UnknownField "unknown_field" "没有这个字段" "There is no such field";
    InvalidQuery "invalid_query" "查询写法有误" "The query cannot be read";
    EmptyPhrase "empty_phrase" "引号内没有可搜索的字符" "The quoted phrase holds nothing to search for";
    QueryTooLong "query_too_long" "查询过长" "The query is too long";
    InvalidWord "invalid_word" "词语无效" "The word cannot be added";
    TooManyClauses "too_many_clauses" "查询条件过多" "The query has too many clauses";
    InvalidCursor "invalid_cursor" "翻页标记无效" "The cursor is not valid for this request";
    CursorExpired "cursor_expired" "翻页标记已过期" "The cursor has expired";
    NotFound "not_found" "没有这个地址" "There is nothing at this address";
    ReviewNotFound "review_not_found" "没有这条评价" "There is no such review";
    ImportNotFound "import_not_found" "没有这次导入" "There is no such import";
    KeyNotFound "key_not_found" "没有这个密钥" "There is no such key";
    KeyNameTaken "key_name_taken" "已有同名的密钥" "Another key has this name";
    TaskNotFound "task_not_found" "没有这个任务" "There is no such task";
    GenerationNotFound "generation_not_found" "没有这个索引版本" "There is no such index generation";
    GenerationOutdated "generation_outdated" "索引版本与当前的分析不符" "The index generation belongs to another analysis";
    MethodNotAllowed "method_not_allowed" "该地址不支持这种请求方法" "The address does not take this method";
    PayloadTooLarge "payload_too_large" "请求体过大" "The request body is too large";
    UnsupportedMediaType "unsupported_media_type" "不支持的内容类型" "The content type is not supported";
    Unauthorized "unauthorized" "需要有效的密钥" "A valid key is needed";
    Forbidden "forbidden" "没有权限" "This is not permitted";
    TooManyRequests "too_many_requests" "请求过于频繁" "Too many requests";
    PageNotBuilt "page_not_built" "网页尚未构建" "The web page has not been built";
    Busy "busy" "服务繁忙，请稍后重试" "The service is busy";
    DeadlineExceeded "deadline_exceeded" "查询超时" "The query took too long";
    Internal "internal" "内部错误" "Something went wrong inside";
    // Imports
    UnreadableFile "unreadable_file" "文件无法读取" "The file cannot be read";
    UnwritableFile "unwritable_file" "文件无法写入" "The file cannot be written";
    UnknownFormat "unknown_format" "无法识别的文件格式" "The file format is not recognised";
    UnknownEncoding "unknown_encoding" "无法识别的文字编码" "The text encoding is not recognised";
    BrokenArchive "broken_archive" "压缩文件已损坏" "The archive is broken";
    UnsafeArchive "unsafe_archive" "压缩包里有不安全的路径" "The archive holds an unsafe path";
    EncryptedArchive "encrypted_archive" "压缩包有密码" "The archive is encrypted";
    NestedArchive "nested_archive" "压缩包里还有压缩包" "An archive lies within another";
    UnknownPath "unknown_path" "JSON 里没有这个路径" "The JSON document has no such path";
    UnknownMapping "unknown_mapping" "没有这个列映射" "There is no such mapping";
    InvalidMapping "invalid_mapping" "列映射无效" "The mapping cannot be used";
    EmptyFile "empty_file" "文件为空" "The file is empty";
    MissingTextColumn "missing_text_column" "找不到评价内容列" "No column holds the review text";
    UnknownPreset "unknown_preset" "没有这个导入预设" "There is no such import preset";
    InvalidSource "invalid_source" "来源名称无效" "The source name is not valid";
    SuspiciousIdentity "suspicious_identity" "评价编号可疑，可能会覆盖别的评价" "The ids look as if they belong to other reviews";
    LimitExceeded "limit_exceeded" "超出限制" "A limit is exceeded";
    // The machine and the data directory
    DiskFull "disk_full" "磁盘已满" "The disk is full";
    DataDirLocked "data_dir_locked" "数据目录正被另一个进程使用" "The data directory is in use by another process";
    TargetNotEmpty "target_not_empty" "目标目录已有数据" "The target already holds data";
    BrokenBackup "broken_backup" "备份不完整或已损坏" "The backup is incomplete or damaged";
    StoreFailed "store_failed" "数据存储出错" "The store failed";
    StoreTooNew "store_too_new" "数据由更新的版本写入" "The data was written by a newer version";
    IndexFailed "index_failed" "索引出错" "The index failed";
    InvalidConfig "invalid_config" "配置有误" "The configuration is invalid";
    NotLoopback "not_loopback" "没有有效密钥时只能监听本机地址" "Without a valid key the service listens on loopback only";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let names: std::collections::HashSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
