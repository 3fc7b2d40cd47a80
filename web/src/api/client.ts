// What the API is asked, and the only place that may assert a type.
import type { NamedFile } from '../lib/save-file';
import { bearer } from './key';
import type { components } from './schema.gen';
import type {
  Comparison,
  Correction,
  ExplainRequest,
  Explanation,
  ExportRequest,
  Facet,
  FieldList,
  PainPoints,
  Pivot,
  PivotRequest,
  ReviewDetail,
  SearchRequest,
  SearchResponse,
  Session,
  Terms,
  ValuesRequest,
} from './types';
import { client, named, unwrap } from './transport';

/** A search body whose filter was put together at run time from the fields in the URL. */
export type SearchBody = Partial<Omit<SearchRequest, 'filter'>> & { filter?: Readonly<Record<string, unknown>> };

/** Query, its widening, and filters: what every endpoint shares. */
export type SliceBody = Pick<SearchBody, 'q' | 'filter' | 'synonyms' | 'approximate'>;

/** Which review, in which slice. */
export type ExplainBody = Pick<ExplainRequest, 'id'> & SliceBody & Pick<SearchBody, 'sort'>;

export function postSearch(body: SearchBody, signal: AbortSignal): Promise<SearchResponse> {
  return unwrap(client.POST('/api/v1/search', { body: body as SearchRequest, signal }), signal);
}

export function postExplain(body: ExplainBody, signal: AbortSignal): Promise<Explanation> {
  return unwrap(client.POST('/api/v1/explain', { body: body as ExplainRequest, signal }), signal);
}

/** A body of the facet's values; the filter as in SearchBody. */
export type ValuesBody = SliceBody & { contains: string; limit: number };

export function postFacetValues(field: string, body: ValuesBody, signal: AbortSignal): Promise<Facet> {
  const params = { path: { field } };
  return unwrap(client.POST('/api/v1/facets/{field}/values', { params, body: body as ValuesRequest, signal }), signal);
}

/** A body of a cross-table; the filter as in SearchBody. */
export type PivotBody = SliceBody & { dimensions: string[]; metrics?: components['schemas']['Metric'][] };

export function postPivot(body: PivotBody, signal: AbortSignal): Promise<Pivot> {
  return unwrap(client.POST('/api/v1/pivot', { body: body as PivotRequest, signal }), signal);
}

/** A body of the pain points; the baseline is a word or a slice. */
export type PainPointsBody = SliceBody & { baseline: unknown; by: 'aspect' | 'opinion'; limit: number; quotes: number };

export function postPainPoints(body: PainPointsBody, signal: AbortSignal): Promise<PainPoints> {
  return unwrap(client.POST('/api/v1/pain-points', { body: body as components['schemas']['PainPointsRequest'], signal }), signal);
}

export type CompareBody = { a: SliceBody; b: SliceBody } & Pick<SliceBody, 'synonyms' | 'approximate'>;

export function postCompare(body: CompareBody, signal: AbortSignal): Promise<Comparison> {
  return unwrap(client.POST('/api/v1/compare', { body: body as unknown as components['schemas']['CompareRequest'], signal }), signal);
}

export type TermsBody = SliceBody & { background: SliceBody | 'rest'; limit: number };

export function postTerms(body: TermsBody, signal: AbortSignal): Promise<Terms> {
  return unwrap(client.POST('/api/v1/terms', { body: body as unknown as components['schemas']['TermsRequest'], signal }), signal);
}

export type ExportBody = SliceBody & Pick<SearchBody, 'sort'> & { format: 'csv' | 'jsonl' };

/** The whole file; it is a blob, which browsers keep on disk when it is large. */
export async function postExport(body: ExportBody): Promise<NamedFile> {
  const asked = client.POST('/api/v1/export', { body: body as ExportRequest, parseAs: 'blob' });
  return named(asked, `pinglan.${body.format}`);
}

/** Whether a key is needed, and what the current one may do. */
export function getSession(signal: AbortSignal): Promise<Session> {
  return unwrap(client.GET('/api/v1/session', { signal }), signal);
}

/** What this key may do; fails when it opens nothing. */
export function tryKey(key: string): Promise<Session> {
  const headers = { Authorization: bearer(key) };
  return unwrap(client.GET('/api/v1/session', { headers }), new AbortController().signal);
}

export function getFields(signal: AbortSignal): Promise<FieldList> {
  return unwrap(client.GET('/api/v1/fields', { signal }), signal);
}

/** A review with the marks of a query. */
export function getReview(id: string, query: Omit<SliceBody, 'filter'>, signal: AbortSignal): Promise<ReviewDetail> {
  const params = { path: { id }, query };
  return unwrap(client.GET('/api/v1/reviews/{id}', { params, signal }), signal);
}

/** Corrects the analysis: a part left out stays, null gives it back. */
export function patchReview(id: string, correction: Correction): Promise<ReviewDetail> {
  const request = { params: { path: { id } }, body: correction as components['schemas']['CorrectionWire'] };
  return unwrap(client.PATCH('/api/v1/reviews/{id}', request), new AbortController().signal);
}
