/** One request to the API. */
export interface Call {
  /** Below `/api/v1/`. */
  path: string;
  body: unknown;
}

/**
 * One line for a POSIX shell a request; together they repeat what is on the screen. A key is taken from the environment, never written
 * out.
 */
export function curlText(origin: string, calls: readonly Call[], needsKey: boolean): string {
  return calls.map((call) => curlLine(origin, call, needsKey)).join('\n');
}

function curlLine(origin: string, { path, body }: Call, needsKey: boolean): string {
  const key = needsKey ? ' -H "Authorization: Bearer $PINGLAN_KEY"' : '';
  const data = quote(JSON.stringify(body));
  return `curl -sS ${quote(`${origin}/api/v1/${path}`)}${key} -H 'Content-Type: application/json' -d ${data}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
