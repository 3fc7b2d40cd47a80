// What the API is asked about getting data in: imports, tasks, mappings, the index, the check of the data.
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { NamedFile } from '../lib/save-file';
import { client, named, unwrap } from './transport';
import type {
  Generation,
  GenerationList,
  Import,
  ImportList,
  ImportPreview,
  KeptMapping,
  Mapping,
  MappingList,
  Task,
  TaskList,
  Verification,
} from './types';
import { type OnSent, sending } from './upload';

/** What is said of a file; what is left out is recognised. */
export interface ImportOrder {
  source?: string;
  preset?: string;
  mapping?: string;
  item?: string;
  path?: string;
  encoding?: string;
}

/** How far a file has been sent, and whether it still has to be. */
export interface Sending {
  onSent: OnSent;
  signal: AbortSignal;
}

export function postPreview(file: File, order: ImportOrder, { onSent, signal }: Sending): Promise<ImportPreview> {
  return unwrap(client.POST('/api/v1/imports/preview', { ...formOf(file, order, onSent), signal }), signal);
}

export function postImport(file: File, order: ImportOrder, { onSent, signal }: Sending): Promise<Task> {
  return unwrap(client.POST('/api/v1/imports', { ...formOf(file, order, onSent), signal }), signal);
}

function formOf(file: File, order: ImportOrder, onSent: OnSent) {
  const form = new FormData();
  for (const [name, value] of Object.entries(order)) if (value !== undefined && value !== '') form.append(name, value);
  form.append('file', file, file.name);
  // The form is sent as it is; the typed body only stands for it.
  return { body: { file: file.name, ...order }, bodySerializer: () => '', fetch: sending(form, onSent) };
}

export function getImports(signal: AbortSignal): Promise<ImportList> {
  return unwrap(client.GET('/api/v1/imports', { signal }), signal);
}

export function getImport(number: number, signal: AbortSignal): Promise<Import> {
  return unwrap(client.GET('/api/v1/imports/{number}', { params: { path: { number } }, signal }), signal);
}

/** The rejected rows, as CSV. */
export function getRejects(number: number): Promise<NamedFile> {
  const answer = client.GET('/api/v1/imports/{number}/rejects', { params: { path: { number } }, parseAs: 'blob' });
  return named(answer, `rejects-${number}.csv`);
}

export function getMappings(signal: AbortSignal): Promise<MappingList> {
  return unwrap(client.GET('/api/v1/mappings', { signal }), signal);
}

export function putMapping(name: string, mapping: Mapping): Promise<KeptMapping> {
  return settled(client.PUT('/api/v1/mappings/{name}', { params: { path: { name } }, body: mapping }));
}

export function deleteMapping(name: string): Promise<unknown> {
  return settled(client.DELETE('/api/v1/mappings/{name}', { params: { path: { name } } }));
}

export function getTasks(signal: AbortSignal): Promise<TaskList> {
  return unwrap(client.GET('/api/v1/tasks', { signal }), signal);
}

export function cancelTask(id: number): Promise<Task> {
  return settled(client.POST('/api/v1/tasks/{id}/cancel', { params: { path: { id } } }));
}

/** Tells of a task whenever it moves; done when it has ended. */
export async function watchTask(id: number, tell: (task: Task) => void, signal: AbortSignal): Promise<void> {
  const request = { params: { path: { id } }, parseAs: 'stream' as const, signal };
  const stream: ReadableStream<Uint8Array<ArrayBuffer>> | null = await unwrap(client.GET('/api/v1/tasks/{id}/events', request), signal);
  const events = stream?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  for (let next = await events?.read(); next?.value; next = await events?.read()) {
    const task: Task = JSON.parse(next.value.data);
    tell(task);
    if (next.value.event === 'end') return;
  }
  throw new TypeError('the stream broke off');
}

export function postReindex(): Promise<Task> {
  return settled(client.POST('/api/v1/reindex', {}));
}

export function getGenerations(signal: AbortSignal): Promise<GenerationList> {
  return unwrap(client.GET('/api/v1/generations', { signal }), signal);
}

export function activate(id: Generation['id']): Promise<Task> {
  return settled(client.POST('/api/v1/generations/{id}/activate', { params: { path: { id } } }));
}

export function postVerify(): Promise<Verification> {
  return settled(client.POST('/api/v1/verify', {}));
}

export function postBackup(path: string, index: boolean): Promise<Task> {
  return settled(client.POST('/api/v1/backup', { body: { path, index } }));
}

/** The answer to something that is done, so not broken off. */
function settled<T>(answer: Parameters<typeof unwrap<T>>[0]): Promise<T> {
  return unwrap(answer, new AbortController().signal);
}
