import { queryOptions } from '@tanstack/react-query';
import { getFields } from '../../api/client';

export function fieldsQuery() {
  return queryOptions({
    queryKey: ['fields'],
    queryFn: ({ signal }) => getFields(signal),
    staleTime: Infinity,
  });
}
