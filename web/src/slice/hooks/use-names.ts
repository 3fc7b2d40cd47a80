import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Names, namesOf } from '../names';
import { fieldsQuery } from '../queries/fields';

/** Names and zone as the service tells them; names are ids until it has. */
export function useNames(): { names: Names; zone: string } {
  const fields = useQuery(fieldsQuery()).data;
  return useMemo(() => ({ names: namesOf(fields), zone: fields?.zone ?? '' }), [fields]);
}
