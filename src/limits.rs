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
/// Bytes of analyses that are kept for the next pages: some 8,000 reviews of 150 characters.
pub const REMEMBERED_ANALYSES_BYTES: usize = 16 * 1024 * 1024;
/// Texts of one analysis.
pub const ANALYZED_TEXTS: usize = 100;
/// Bytes of a request with texts to analyse: a hundred long ones, or the longest that an import takes.
pub const ANALYZE_BODY_BYTES: usize = 8 * 1024 * 1024;
/// Keys that are not revoked: far more than there are people and programs beside one service; all are held in memory.
pub const KEYS: u32 = 1_000;
/// Characters of a key's name: it must fit a line.
pub const KEY_NAME_CHARS: usize = 60;
/// Bytes of an `Authorization` header: several times what a key takes, so that nothing long is hashed.
pub const AUTHORIZATION_BYTES: usize = 256;
/// Wrong keys from one address in a minute before it is told to wait: a page with a stale key sends about ten at once.
pub const WRONG_KEYS_PER_MINUTE: u32 = 60;
/// Addresses whose wrong keys are remembered, the latest: some 100 bytes each.
pub const WRONG_KEY_ADDRESSES: usize = 4_096;
/// Bytes of a JSON request body.
pub const BODY_BYTES: usize = 256 * 1024;

/// Tasks that may wait: a day's exports of all shops; each import holds its upload on the disk.
pub const QUEUED_TASKS: usize = 500;
/// Clients that watch tasks at a time: each costs a timer and a connection.
pub const TASK_STREAMS: usize = 64;
/// Characters of a path that a backup is written to.
pub const PATH_CHARS: usize = 4_096;

/// Queries of a workload that is replayed: more would measure patience.
pub const WORKLOAD_QUERIES: usize = 10_000;
/// Bytes of a workload file: as many queries of full length as may be.
pub const WORKLOAD_BYTES: u64 = 64 * 1024 * 1024;
/// Times that a workload is replayed.
pub const WORKLOAD_ROUNDS: u32 = 100;

/// Rows of an import that are checked, stored and accounted for together: one transaction. Identities spread over the whole index of the
/// store, so larger batches touch fewer of its pages per row; a crash loses a tenth of a second of work.
pub const IMPORT_BATCH_ROWS: usize = 8_000;
/// Bytes of rows that are kept between checking an export and storing it: some 40,000 reviews of 150 characters. A larger one is read twice.
pub const KEPT_EXPORT_BYTES: usize = 32 * 1024 * 1024;
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
/// Files in one archive: a year of daily exports, with their pictures.
pub const ARCHIVE_ENTRIES: usize = 1_000;
/// Bytes of one piece of a workbook's XML (a cell, a tag), which are held whole: far beyond what a spreadsheet can store in a cell.
pub const XML_PIECE_BYTES: u64 = 64 * 1024 * 1024;
/// Rows at the beginning of a table among which the header is looked for: titles and dates of the export stand above it.
pub const HEADER_ROWS: usize = 20;
/// Depth of brackets around the array of reviews in a JSON document.
pub const JSON_DEPTH: usize = 64;
/// Rows that a preview shows.
pub const PREVIEW_ROWS: usize = 20;
/// Mappings that are kept.
pub const MAPPINGS: usize = 1_000;
/// Characters of the name of a mapping.
pub const MAPPING_NAME_CHARS: usize = 64;
/// Bytes of a mapping: every column named once.
pub const MAPPING_BYTES: usize = 256 * 1024;
/// Files and sheets that one preview shows.
pub const PREVIEW_TABLES: usize = 20;
/// Reviews of one file whose ids it gives to differing rows that are held until the last of them: beyond, a second import of the file
/// stores their changes again.
pub const REPEATED_IDS: usize = 50_000;
/// Bytes of an uploaded export.
pub const UPLOAD_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Bytes of a file of labelled texts that are read, decompressed: some hundred times the largest public set.
pub const LABELLED_BYTES: u64 = 1024 * 1024 * 1024;

/// Bytes of an aspect pack: some hundred times a built-in one.
pub const PACK_BYTES: usize = 1024 * 1024;
/// Aspects and parents of one pack: more could not be told apart on a screen.
pub const PACK_ASPECTS: usize = 200;
/// Words of one pack: the tree of them stays below a few megabytes.
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
