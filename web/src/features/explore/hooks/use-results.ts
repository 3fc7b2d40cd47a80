// One view of the search: what to show, whether it is the answer to the current URL, what failed.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Failure, failureOf } from '../../../api/failure';
import type { FieldList, Hit, SearchResponse } from '../../../api/types';
import { fieldsQuery } from '../../../slice/queries/fields';
import { searchQuery } from '../queries/search';
import type { ExploreState } from '../state/explore-state';
import { facetFields } from '../state/facet-fields';

export interface Answer {
  /** The first page: with facets, timeline and summary. */
  first: SearchResponse;
  hits: readonly Hit[];
}

export interface Results {
  fields: FieldList | undefined;
  facets: readonly string[];
  answer: Answer | null;
  /** The answer belongs to an earlier URL; a newer one is awaited or failed. */
  isStale: boolean;
  failure: Failure | null;
  isFieldsFailure: boolean;
  retry: () => void;
  more: { isThere: boolean; isLoading: boolean; failure: Failure | null; load: () => void };
}

export function useResults(state: ExploreState): Results {
  const fields = useQuery(fieldsQuery());
  const facets = fields.data ? facetFields(fields.data.fields) : [];
  const search = useInfiniteQuery({ ...searchQuery(state, facets), enabled: fields.data !== undefined });
  const [last, setLast] = useState(search.data);
  if (search.data !== undefined && search.data !== last) setLast(search.data);

  const data = search.data ?? last;
  const first = data?.pages[0];
  const failed = fields.error ?? (search.isFetchNextPageError ? null : search.error);
  return {
    fields: fields.data,
    facets,
    answer: first && data ? { first, hits: data.pages.flatMap((page) => page.hits) } : null,
    isStale: search.isPlaceholderData || search.data === undefined,
    failure: failed ? failureOf(failed) : null,
    isFieldsFailure: fields.error !== null,
    retry: () => void (fields.error ? fields.refetch() : search.refetch()),
    more: {
      isThere: search.hasNextPage,
      isLoading: search.isFetchingNextPage,
      failure: search.isFetchNextPageError ? failureOf(search.error) : null,
      load: () => void search.fetchNextPage(),
    },
  };
}
