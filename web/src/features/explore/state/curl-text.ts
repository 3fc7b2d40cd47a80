import type { SearchBody } from '../../../api/client';

/** One line for a POSIX shell that repeats what is on the screen. */
export function curlText(origin: string, body: SearchBody): string {
  const data = quote(JSON.stringify(body));
  return `curl -sS ${quote(`${origin}/api/v1/search`)} -H 'Content-Type: application/json' -d ${data}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
