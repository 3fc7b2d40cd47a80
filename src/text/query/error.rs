//! What can be wrong with a query text: each fault with its character, its code, and a repair that parses.

use std::ops::Range;

use thiserror::Error;

use crate::{
    error::{Code, Coded, Wording},
    limits,
};

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{fault} (character {})", position + 1)]
pub struct QueryError {
    /// What is wrong.
    pub fault: QueryFault,
    /// Index of the character at fault, in Unicode scalars from 0.
    pub position: usize,
    /// A query that parses and says what was probably meant.
    pub repair: Option<String>,
}

/// What can be wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryFault {
    /// A quote without its partner.
    #[error("a quote is not closed")]
    UnclosedQuote,
    /// A phrase or value that folds to nothing.
    #[error("the quoted phrase is empty")]
    EmptyPhrase,
    /// A parenthesis without its partner, or with nothing inside.
    #[error("a parenthesis has no partner or nothing inside")]
    Parenthesis,
    /// An operator without a term after it, or before it.
    #[error("an operator has no term beside it")]
    MissingTerm,
    /// `name:` of no known field.
    #[error("there is no field `{name}`{}", nearest.as_ref().map(|nearest| format!("; the nearest is `{nearest}`")).unwrap_or_default())]
    UnknownField {
        /// As typed.
        name: String,
        /// A field whose name differs by one typing error.
        nearest: Option<String>,
    },
    /// A field with nothing after it.
    #[error("`{0}` needs a value right after it, without a space")]
    MissingValue(String),
    /// A value that its field cannot have.
    #[error("`{value}` cannot be read; {} takes {}", field, expected.en)]
    InvalidValue {
        /// The field.
        field: &'static str,
        /// As typed.
        value: String,
        /// What the field takes.
        expected: Box<Wording>,
    },
    /// A range that ends before it begins.
    #[error("the range is reversed")]
    ReversedRange,
    /// Values of one field that nothing joins.
    #[error("values of one field are joined by OR")]
    UnjoinedValues,
    /// A field inside the parentheses of another.
    #[error("only words and phrases can stand inside the parentheses of a text field")]
    FieldInside,
    /// `near` with too few or too many terms, or with operators.
    #[error("near takes {} to {} words or phrases", limits::NEAR_TERMS.start(), limits::NEAR_TERMS.end())]
    NearTerms,
    /// `near` without its distance.
    #[error("near ends with a comma and a distance of at most {} characters", limits::NEAR_WITHIN)]
    NearDistance,
    /// More than [`limits::QUERY_CHARS`] characters.
    #[error("the query has more than {} characters", limits::QUERY_CHARS)]
    TooLong,
    /// More than [`limits::QUERY_TERMS`] terms.
    #[error("the query has more than {} terms", limits::QUERY_TERMS)]
    TooManyTerms,
    /// Parentheses or negations nested deeper than [`limits::NESTING`].
    #[error("parentheses are nested more than {} deep", limits::NESTING)]
    TooDeep,
}

impl QueryFault {
    fn chinese(&self) -> String {
        match self {
            Self::UnclosedQuote => "引号没有配对".into(),
            Self::EmptyPhrase => "引号内没有内容".into(),
            Self::Parenthesis => "括号没有配对，或括号内没有内容".into(),
            Self::MissingTerm => "运算符旁边缺少搜索词".into(),
            Self::UnknownField { name, nearest: None } => format!("没有字段 `{name}`"),
            Self::UnknownField { name, nearest: Some(nearest) } => {
                format!("没有字段 `{name}`，最接近的是 `{nearest}`")
            }
            Self::MissingValue(field) => format!("`{field}` 后面要紧跟取值，中间不留空格"),
            Self::InvalidValue { value, expected, .. } => format!("无法理解 `{value}`，应为{}", expected.zh),
            Self::ReversedRange => "范围的起止颠倒了".into(),
            Self::UnjoinedValues => "同一字段的几个取值之间用“或”连接".into(),
            Self::FieldInside => "文本字段的括号内只能是词和短语".into(),
            Self::NearTerms => {
                format!("near 要 {} 到 {} 个词或短语", limits::NEAR_TERMS.start(), limits::NEAR_TERMS.end())
            }
            Self::NearDistance => format!("near 以逗号和间隔字数结尾，间隔最多 {} 字", limits::NEAR_WITHIN),
            Self::TooLong => format!("查询超过 {} 个字符", limits::QUERY_CHARS),
            Self::TooManyTerms => format!("查询超过 {} 个词", limits::QUERY_TERMS),
            Self::TooDeep => format!("括号嵌套超过 {} 层", limits::NESTING),
        }
    }
}

impl Coded for QueryError {
    fn code(&self) -> Code {
        match self.fault {
            QueryFault::UnclosedQuote
            | QueryFault::Parenthesis
            | QueryFault::MissingTerm
            | QueryFault::MissingValue(_)
            | QueryFault::UnjoinedValues
            | QueryFault::FieldInside
            | QueryFault::NearTerms
            | QueryFault::NearDistance => Code::InvalidQuery,
            QueryFault::InvalidValue { .. } | QueryFault::ReversedRange => Code::InvalidValue,
            QueryFault::EmptyPhrase => Code::EmptyPhrase,
            QueryFault::UnknownField { .. } => Code::UnknownField,
            QueryFault::TooLong => Code::QueryTooLong,
            QueryFault::TooManyTerms | QueryFault::TooDeep => Code::TooManyClauses,
        }
    }

    fn detail(&self) -> Wording {
        Wording::new(format!("{}（第 {} 个字符）", self.fault.chinese(), self.position + 1), self.to_string())
    }

    fn hint(&self) -> Option<Wording> {
        Some(match &self.repair {
            Some(repair) => Wording::new(format!("可改为：{repair}"), format!("This can be read: {repair}")),
            None => Wording::new("请缩短或简化查询", "Shorten or simplify the query"),
        })
    }
}

/// A fault on its way out of the parser, with what would mend it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) fault: QueryFault,
    pub(super) position: usize,
    pub(super) edit: Option<Edit>,
}

/// A replacement of some characters of the query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Fault {
    pub(super) fn at(position: usize, fault: QueryFault) -> Self {
        Self { fault, position, edit: None }
    }

    pub(super) fn mended_by(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.edit = Some(Edit { range, text: text.into() });
        self
    }
}
