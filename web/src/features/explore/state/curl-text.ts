import type { SearchBody } from '../../../api/client';

/** One line for a POSIX shell that repeats what is on the screen; a key is taken from the environment, never written out. */
export function curlText(origin: string, body: SearchBody, needsKey: boolean): string {
  const data = quote(JSON.stringify(body));
  const key = needsKey ? ' -H "Authorization: Bearer $PINGLAN_KEY"' : '';
  return `curl -sS ${quote(`${origin}/api/v1/search`)}${key} -H 'Content-Type: application/json' -d ${data}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
