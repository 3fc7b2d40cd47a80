import { useMemo } from 'react';
import type { Hit, ReviewDetail } from '../../../api/types';
import { useClauseTones } from '../hooks/use-clause-tones';
import { type Place, partMarks } from '../state/findings';
import { TaggedText } from './marked-text';

interface Props {
  review: Hit | ReviewDetail;
  part: 'title' | 'text' | 'append' | 'reply';
  places: readonly Place[];
}

/** One part of a review with everything that is marked in it. */
export function ReviewText({ review, part, places }: Props) {
  const [isToned] = useClauseTones();
  const hits = part === 'text' ? review.highlights : review[`${part}_highlights`];
  const marks = useMemo(
    () => partMarks(part, { hits, clauses: isToned ? review.clauses : [], places }),
    [part, hits, review.clauses, isToned, places],
  );
  return <TaggedText text={review[part] ?? ''} marks={marks} />;
}
