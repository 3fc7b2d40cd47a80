import type { UseQueryResult } from '@tanstack/react-query';
import { failureOf, isQueryFault } from '../../api/failure';
import { FailureNotice } from './failure-notice';

/** What one panel could not load. A query that cannot be read is said once, at its box. */
export function PanelFailure({ title, of: { error, refetch } }: { title: string; of: UseQueryResult<unknown> }) {
  if (error === null) return null;
  const failure = failureOf(error);
  return isQueryFault(failure) ? null : <FailureNotice title={title} failure={failure} retry={() => void refetch()} />;
}
