/** One request to the API. */
export interface Call {
  /** Below `/api/v1/`. */
  path: string;
  body: unknown;
}

/** One line for a POSIX shell a request; together they repeat what is on the screen. */
export function curlText(origin: string, calls: readonly Call[]): string {
  return calls.map((call) => curlLine(origin, call)).join('\n');
}

function curlLine(origin: string, { path, body }: Call): string {
  const data = quote(JSON.stringify(body));
  return `curl -sS ${quote(`${origin}/api/v1/${path}`)} -H 'Content-Type: application/json' -d ${data}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
