// One connection for all requests: language and key go along, and what goes wrong has one shape.
import createClient from 'openapi-fetch';
import type { NamedFile } from '../lib/save-file';
import { locale } from '../messages/messages';
import { RequestError } from './failure';
import { bearer, currentKey, noteRefusal } from './key';
import type { paths } from './schema.gen';
import type { Problem } from './types';

export const client = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '' });

client.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', locale());
    const authorization = bearer(currentKey());
    // A key that is being tried stands in the request already.
    if (authorization !== null && !request.headers.has('Authorization')) request.headers.set('Authorization', authorization);
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401) noteRefusal(request.headers.get('Authorization'));
    return undefined;
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What an answer holds; a failure of the network or a problem is a RequestError. */
export async function unwrap<T>(answer: Promise<Answer<T>>, signal: AbortSignal): Promise<T> {
  let result: Answer<T>;
  try {
    result = await answer;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestError({ kind: 'network' });
  }
  if (result.response.ok && result.data !== undefined) return result.data;
  throw new RequestError(
    isProblem(result.error)
      ? { kind: 'problem', problem: result.error }
      : { kind: 'unexpected', status: result.response.status },
  );
}

/** An answer that is a file, by the name that the service gives it. */
export async function named(answer: Promise<Answer<Blob>>, otherwise: string): Promise<NamedFile> {
  const content = await unwrap(answer, new AbortController().signal);
  const disposition = (await answer).response.headers.get('content-disposition') ?? '';
  return { name: /filename="([^"]+)"/.exec(disposition)?.[1] ?? otherwise, content };
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value;
}
