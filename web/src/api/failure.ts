// What can go wrong with a request, as the page sees it.
import type { Problem } from './types';

export type Failure =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'network' }
  | { kind: 'unexpected'; status: number };

export class RequestError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind === 'problem' ? failure.problem.code : failure.kind);
    this.name = 'RequestError';
    this.failure = failure;
  }
}

export function failureOf(error: unknown): Failure {
  return error instanceof RequestError ? error.failure : { kind: 'network' };
}

/** True when the fault lies in this part of the request. */
export function isFaultAt(failure: Failure, pointer: string): boolean {
  return failure.kind === 'problem' && (failure.problem.field ?? '').startsWith(pointer);
}

const QUERY_CODES = new Set(['invalid_query', 'empty_phrase', 'query_too_long', 'too_many_clauses']);

/** True when the words in the query box are what the server refuses. */
export function isQueryFault(failure: Failure): boolean {
  if (failure.kind !== 'problem' || failure.problem.status !== 400) return false;
  if (QUERY_CODES.has(failure.problem.code)) return true;
  const pointers = [failure.problem.field, ...(failure.problem.faults ?? []).map((f) => f.field)];
  return pointers.some((pointer) => pointer === '/q' || pointer === 'q');
}
