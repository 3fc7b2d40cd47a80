//! Why a review is among the hits, or which clause, filter or fact keeps it out.
//!
//! Decided on the review's own texts and values as of the snapshot that answers, without its index; only the score comes from there.

use super::{
    Service, ServiceError,
    conditions::{FilterReading, Values},
};
use crate::{
    domain::{
        ledger::RejectReason,
        page::Sort,
        query::{FieldClause, Query, TextPart},
        review::{Review, ReviewId},
        slice::Slice,
    },
    engine::{Entry, ScoreParts, Snapshot},
    error::Wording,
    text::{Clause, Evaluator, Passages, Reading, print_query},
};

/// What became of a review in a slice.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The id as asked.
    pub id: String,
    /// Whether it is among the hits.
    pub matches: bool,
    /// The leaves of the query, in the order typed; none for a review that is not stored.
    pub clauses: Vec<ClauseReading>,
    /// The filter's conditions, nested slices last.
    pub filters: Vec<FilterReading>,
    /// What keeps it out.
    pub excluded_by: Option<Exclusion>,
    /// Its score, where hits are ordered by one.
    pub score: Option<ScoreParts>,
}

/// One leaf of the query.
#[derive(Debug, Clone, PartialEq)]
pub struct ClauseReading {
    /// As one would type it.
    pub text: String,
    /// Whether it holds and where.
    pub clause: Clause,
    /// For a condition on a field: what was asked and what the review has.
    pub detail: Option<Wording>,
}

/// What keeps a review out.
#[derive(Debug, Clone, PartialEq)]
pub enum Exclusion {
    /// A clause of the query, by its place among the clauses.
    Clause(usize),
    /// A condition of the filter, by its place among the filters.
    Filter(usize),
    /// There is no such review.
    NotImported {
        /// The sources that there are.
        sources: Vec<String>,
        /// Reviews of other sources with the same external id.
        same_external_id: Vec<ReviewId>,
    },
    /// An import could not read its row.
    Rejected {
        /// The import.
        import: u64,
        /// The row in its file.
        row: u64,
        /// Why.
        reason: RejectReason,
        /// The column and the value.
        detail: String,
    },
    /// It is stored, but the index has not reached it.
    NotIndexed {
        /// The change that the index has reached.
        reached: u64,
        /// The newest change of the store.
        newest: u64,
    },
}

impl Explanation {
    /// What keeps the review out, for people.
    #[must_use]
    pub fn cause(&self) -> Option<Wording> {
        let wording = match self.excluded_by.as_ref()? {
            Exclusion::Clause(index) => self.clauses.get(*index)?.cause(),
            Exclusion::Filter(index) => self.filters.get(*index)?.detail.clone(),
            Exclusion::NotImported { sources, .. } => {
                let sources = sources.join(", ");
                Wording::new(
                    format!("没有导入过 {}。编号的写法是 来源:外部编号；现有来源：{sources}", self.id),
                    format!("{} was never imported. An id is source:external_id; the sources are: {sources}", self.id),
                )
            }
            Exclusion::Rejected { import, row, reason, detail } => {
                let reason = reason.name();
                Wording::new(
                    format!("第 {import} 次导入的第 {row} 行被拒绝：{detail}（{reason}）"),
                    format!("row {row} of import {import} was rejected: {detail} ({reason})"),
                )
            }
            Exclusion::NotIndexed { reached, newest } => Wording::new(
                format!("已保存，索引还没跟上（已到第 {reached} 处变更，共 {newest} 处）；稍后再搜"),
                format!("it is stored, and the index has reached change {reached} of {newest}; search again shortly"),
            ),
        };
        Some(wording)
    }
}

impl ClauseReading {
    fn cause(&self) -> Wording {
        let (text, clause) = (&self.text, &self.clause);
        if let Some(detail) = &self.detail {
            return detail.clone();
        }
        if clause.negated {
            return Wording::new(format!("不能出现的“{text}”出现了"), format!("`{text}` occurs, and must not"));
        }
        let missing = clause.missing.join(", ");
        match &clause.query {
            Query::Word(_) if missing.is_empty() => Wording::new(
                format!("“{text}”的字都在，但不是一个词"),
                format!("`{text}`: the characters occur, but not as a word"),
            ),
            _ if missing.is_empty() => Wording::new(format!("不满足“{text}”"), format!("`{text}` does not hold")),
            _ => Wording::new(
                format!("不满足“{text}”：没有出现 {missing}"),
                format!("`{text}` does not hold: {missing} does not occur"),
            ),
        }
    }
}

impl Service {
    /// Explains what becomes of the review `id` in a slice, by the snapshot that answers now. `id` may also be an external id alone, when only
    /// one source has it.
    ///
    /// # Errors
    /// When store or index cannot be read.
    pub fn explain(&self, id: &str, slice: &Slice, sort: Sort) -> Result<Explanation, ServiceError> {
        let snapshot = self.engine.snapshot();
        let Some(review) = self.find_review(id)? else { return self.explain_absence(id) };
        let indexed = self.store.reviews_as_of(&[review.number], snapshot.sequence())?.pop();
        let is_indexed = indexed.is_some();
        let review = indexed.unwrap_or(review);
        let read = self.read(&review, slice, &snapshot);
        let excluded_by = if is_indexed {
            read.cause()
        } else {
            let (reached, newest) = (snapshot.sequence(), self.store.last_sequence()?);
            Some(Exclusion::NotIndexed { reached, newest })
        };
        let score = if excluded_by.is_none() && sort == Sort::Relevance {
            snapshot.explain_score(review.number, slice, self.today())?
        } else {
            None
        };
        Ok(Explanation {
            id: review.id.to_string(),
            matches: excluded_by.is_none(),
            clauses: read.clauses,
            filters: read.filters,
            excluded_by,
            score,
        })
    }

    fn find_review(&self, id: &str) -> Result<Option<Review>, ServiceError> {
        if let Some(id) = ReviewId::parse(id)
            && let Some(review) = self.store.find(&id)?
        {
            return Ok(Some(review));
        }
        Ok(match self.store.with_external_id(id)?.as_slice() {
            [only] => self.store.find(only)?,
            _ => None,
        })
    }

    fn explain_absence(&self, id: &str) -> Result<Explanation, ServiceError> {
        let parsed = ReviewId::parse(id);
        let (source, external_id) =
            parsed.as_ref().map_or((None, id), |id| (Some(id.source.as_str()), id.external_id.as_str()));
        let excluded_by = match self.store.rejected_with(source, external_id)? {
            Some((import, reject)) => {
                Exclusion::Rejected { import, row: reject.row, reason: reject.reason, detail: reject.detail }
            }
            None => Exclusion::NotImported {
                sources: self.store.sources()?,
                same_external_id: self.store.with_external_id(external_id)?,
            },
        };
        Ok(Explanation {
            id: id.to_owned(),
            matches: false,
            clauses: Vec::new(),
            filters: Vec::new(),
            excluded_by: Some(excluded_by),
            score: None,
        })
    }

    fn read(&self, review: &Review, slice: &Slice, snapshot: &Snapshot) -> SliceReading {
        let content = &review.content;
        let parts = [
            (TextPart::Title, content.title.as_deref()),
            (TextPart::Text, Some(content.text.as_str())),
            (TextPart::Append, content.append.as_deref()),
            (TextPart::Reply, content.reply.as_deref()),
        ];
        let passages = Passages::new(parts.into_iter().filter_map(|(part, text)| Some((part, text?))));
        let entry = self.entry(review);
        self.reader(&entry, &passages, snapshot).read(slice)
    }

    fn reader<'a>(&'a self, entry: &'a Entry, passages: &'a Passages, snapshot: &'a Snapshot) -> SliceReader<'a> {
        let settings = self.engine.settings();
        let values = Values {
            entry,
            facets: &settings.facets,
            aspects: &settings.aspects,
            thresholds: self.thresholds(),
            fields: self.schema.fields(),
        };
        SliceReader { values, passages, snapshot }
    }
}

/// Decides slices for one review.
struct SliceReader<'a> {
    values: Values<'a>,
    passages: &'a Passages,
    snapshot: &'a Snapshot,
}

/// A slice decided for one review.
struct SliceReading {
    clauses: Vec<ClauseReading>,
    /// The clause that keeps the review out.
    clause: Option<usize>,
    filters: Vec<FilterReading>,
}

impl SliceReading {
    /// The query is looked at before the filter, whose conditions come in their order.
    fn cause(&self) -> Option<Exclusion> {
        let filter = || self.filters.iter().position(|filter| !filter.holds).map(Exclusion::Filter);
        self.clause.map(Exclusion::Clause).or_else(filter)
    }
}

impl SliceReader<'_> {
    fn read(&self, slice: &Slice) -> SliceReading {
        let field = |clause: &FieldClause| self.values.holds(&clause.field, &clause.condition);
        let evaluator = Evaluator { segmenter: self.snapshot.segmenter(), passages: self.passages, field };
        let Reading { clauses, cause, .. } = evaluator.read(&slice.query);
        let mut filters = self.values.read(&slice.filter);
        filters.extend(slice.filter.all.iter().map(|nested| self.nested("all", nested)));
        filters.extend(slice.filter.none.iter().map(|nested| self.nested("none", nested)));
        SliceReading {
            clauses: clauses.into_iter().map(|clause| self.clause(clause)).collect(),
            clause: cause,
            filters,
        }
    }

    fn clause(&self, clause: Clause) -> ClauseReading {
        let detail = match &clause.query {
            Query::Field(field) => Some(self.values.detail(&field.field, &field.condition, clause.negated)),
            _ => None,
        };
        ClauseReading { text: print_query(&clause.query), detail, clause }
    }

    /// A slice within the filter: that all must hold, or none may.
    fn nested(&self, name: &str, slice: &Slice) -> FilterReading {
        let reading = self.read(slice);
        let cause = reading.cause();
        let negated = name == "none";
        let texts: Vec<&str> = reading.clauses.iter().map(|clause| clause.text.as_str()).collect();
        let conditions = reading.filters.iter().map(|filter| filter.field.as_str());
        let about = texts.into_iter().chain(conditions).collect::<Vec<_>>().join(", ");
        let explanation = Explanation {
            id: String::new(),
            matches: cause.is_none(),
            clauses: reading.clauses,
            filters: reading.filters,
            excluded_by: cause,
            score: None,
        };
        let detail = match (explanation.cause(), negated) {
            (Some(cause), _) => Wording::new(
                format!("不属于其中一个切片：{}", cause.zh),
                format!("a slice does not hold: {}", cause.en),
            ),
            (None, true) => Wording::new(
                format!("属于要排除的切片（{about}）"),
                format!("it belongs to a slice that is left out ({about})"),
            ),
            (None, false) => {
                Wording::new(format!("属于这个切片（{about}）"), format!("it belongs to the slice ({about})"))
            }
        };
        FilterReading { field: name.to_owned(), holds: explanation.matches != negated, negated, value: None, detail }
    }
}
