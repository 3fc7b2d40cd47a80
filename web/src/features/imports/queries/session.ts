import { queryOptions } from '@tanstack/react-query';
import { getSession } from '../../../api/client';

/** What the key of this browser may do. */
export function sessionQuery() {
  return queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => getSession(signal) });
}
