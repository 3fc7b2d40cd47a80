//! Every limit in one place, each with its reason. Nothing that comes from outside is unbounded.

/// Characters of a query text: far beyond what a person types, small enough to parse and compile in microseconds.
pub const QUERY_CHARS: usize = 1_000;
/// Terms of one query (bare and quoted): each costs a pass over posting lists.
pub const QUERY_TERMS: usize = 64;
/// Terms of one `near`: each is followed through its positions.
pub const NEAR_TERMS: std::ops::RangeInclusive<usize> = 2..=8;
/// Characters that may stand between the terms of one `near`: beyond a sentence or two, closeness says nothing.
pub const NEAR_WITHIN: usize = 100;
/// Depth of parentheses and of slices within slices: the parser and the compiler recurse.
pub const NESTING: usize = 16;
/// Characters of a review id that is asked for: a source's name and the longest keyword.
pub const ID_CHARS: usize = 1_100;
/// Hits of one page.
pub const PAGE_HITS: usize = 200;
/// Values of one facet in one answer.
pub const FACET_VALUES: usize = 1_000;
/// Facets of one request.
pub const FACETS: usize = 32;
/// Buckets of one timeline: 13 years of days.
pub const TIMELINE_BUCKETS: usize = 5_000;
/// Dimensions of one cross-table.
pub const PIVOT_DIMENSIONS: usize = 3;
/// Cells of one cross-table: far more than a screen shows; each costs some 200 bytes of answer.
pub const PIVOT_CELLS: usize = 50_000;
/// Pain points of one answer: a screen shows some twenty.
pub const PAIN_POINTS: usize = 100;
/// Quotes of one pain point: more are read in the slice itself.
pub const QUOTES: usize = 10;
/// Terms of one answer: more than anyone reads, at two slices each.
pub const TERMS: usize = 500;
/// Characters of a term: longer words are addresses and codes.
pub const TERM_CHARS: usize = 30;
/// Reviews of a slice that must hold a term for it to be counted: what two people say is no pattern, and most words are rare.
pub const TERM_REVIEWS: u64 = 3;
/// Opinions of one comparison: those that differ most fill a screen or two.
pub const COMPARED_OPINIONS: usize = 50;
/// Bytes of slices in one answer: each cell, and each pain point, repeats the request's slice.
pub const ANSWER_SLICE_BYTES: usize = 32 * 1024 * 1024;
/// Exports that run at a time: each holds the order of its reviews, eight bytes a review, for as long as its client reads.
pub const EXPORTS: usize = 8;
/// Values that one filter may list.
pub const FILTER_VALUES: usize = 1_000;
/// Characters of a word that a user adds: longer than any name, short enough to be looked up at every place of a text.
pub const USER_WORD_CHARS: usize = 30;
/// Words that users may add in all: a tenth of the built-in dictionary, cut into it within a second.
pub const USER_WORDS: usize = 50_000;
/// Bytes of a request that changes words: as many and as long ones as there may be.
pub const WORDS_BODY_BYTES: usize = 8 * 1024 * 1024;
/// Texts of one preview of how they are cut.
pub const PREVIEW_TEXTS: usize = 100;
/// Texts of one analysis.
pub const ANALYZED_TEXTS: usize = 100;
/// Bytes of a request with texts to analyse: a hundred long ones, or the longest that an import takes.
pub const ANALYZE_BODY_BYTES: usize = 8 * 1024 * 1024;
/// Bytes of a JSON request body.
pub const BODY_BYTES: usize = 256 * 1024;

/// Queries of a workload that is replayed: more would measure patience.
pub const WORKLOAD_QUERIES: usize = 10_000;
/// Bytes of a workload file: as many queries of full length as may be.
pub const WORKLOAD_BYTES: u64 = 64 * 1024 * 1024;
/// Times that a workload is replayed.
pub const WORKLOAD_ROUNDS: u32 = 100;

/// Rows of an import that are checked, stored and accounted for together: one transaction. Identities spread over the whole index of the
/// store, so larger batches touch fewer of its pages per row; a crash loses a tenth of a second of work.
pub const IMPORT_BATCH_ROWS: usize = 8_000;
/// Bytes of one row of an export: the longest real reviews hold some 10 kB.
pub const ROW_BYTES: usize = 1024 * 1024;
/// Characters of one text cell that is stored.
pub const TEXT_CHARS: usize = 100_000;
/// Characters of a keyword value: a facet value must fit a line.
pub const KEYWORD_CHARS: usize = 1_000;
/// Columns of an export.
pub const COLUMNS: usize = 1_000;
/// Characters of a rejected row that the ledger keeps.
pub const REJECT_RAW_CHARS: usize = 4_000;
/// Bytes of an export after decompression.
pub const EXPORT_BYTES: u64 = 16 * 1024 * 1024 * 1024;
/// Decompressed bytes per compressed byte: real text reaches about 20, a bomb 1,000.
pub const DECOMPRESSION_RATIO: u64 = 200;
/// Bytes of a workbook or of a JSON array, which are read whole.
pub const WHOLE_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// Bytes of an uploaded export.
pub const UPLOAD_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Bytes of a file of labelled texts that are read, decompressed: some hundred times the largest public set.
pub const LABELLED_BYTES: u64 = 1024 * 1024 * 1024;

/// Bytes of an aspect pack: some hundred times a built-in one.
pub const PACK_BYTES: usize = 1024 * 1024;
/// Aspects and parents of one pack: more could not be told apart on a screen.
pub const PACK_ASPECTS: usize = 200;
/// Words of one pack: the automaton over them stays below a few megabytes.
pub const PACK_WORDS: usize = 20_000;
/// Characters of one word of a pack.
pub const PACK_WORD_CHARS: usize = 30;
/// Opinions of one text: a hundred times what a long review says.
pub const OPINIONS: usize = 1_000;
/// Characters of a clause that are tagged together: longer ones are cut, so that sums of weights stay small. Real clauses hold some ten.
pub const OPINION_CLAUSE_CHARS: usize = 200;
/// Characters of the normal form of an opinion: what is longer is no form that two reviews share.
pub const OPINION_KEY_CHARS: usize = 16;
/// Grams, and features of pairs, of the model of opinions: ten times what is shipped.
pub const OPINION_FEATURES: usize = 500_000;
