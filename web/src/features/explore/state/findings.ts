// What the analysis found in a review, ready for chips and for marks in its text.
import type { Aspect, Clause, Flag, ScalarRange } from '../../../api/types';
import type { Mark } from '../../../lib/scalar-text';
import { type Tone, isTone } from '../../../slice/state/sentiment';

/** A clause whose score is nearer to zero says neither: the neutral band of whole texts. */
const TELLING = 0.15;

/** A range in one part of a review: title, text or append. */
export interface Place {
  field: string;
  range: ScalarRange;
}

export type TextTag =
  | { kind: 'clause'; tone: 'negative' | 'positive'; score: number }
  | { kind: 'hit' }
  | { kind: 'place' };

const HIT: TextTag = { kind: 'hit' };
const PLACE: TextTag = { kind: 'place' };

export interface PartMarks {
  hits: readonly ScalarRange[];
  clauses: readonly Clause[];
  /** What is pointed at just now. */
  places: readonly Place[];
}

/** All marks of one part of a review; clauses first, so that the others lie inside them. */
export function partMarks(field: string, { hits, clauses, places }: PartMarks): Mark<TextTag>[] {
  const judged = clauses.filter((clause) => clause.field === field && Math.abs(clause.score) >= TELLING);
  return [
    ...judged.map(({ range, score }): Mark<TextTag> => ({
      range,
      tag: { kind: 'clause', tone: score < 0 ? 'negative' : 'positive', score },
    })),
    ...hits.map((range) => ({ range, tag: HIT })),
    ...places.filter((place) => place.field === field).map(({ range }) => ({ range, tag: PLACE })),
  ];
}

export function polarityTone(polarity: string): Tone {
  return isTone(polarity) ? polarity : 'neutral';
}

/** The value of the field `aspect_sentiment`. */
export function aspectValue({ aspect, polarity }: { aspect: string; polarity: string }): string {
  return `${aspect}:${polarity}`;
}

export function aspectPlaces(aspect: Aspect): Place[] {
  return aspect.opinions.map(({ field, range }) => ({ field, range }));
}

export interface FlagGroup {
  flag: string;
  found: Flag[];
}

/** One group a flag, with all that raised it. */
export function flagGroups(flags: readonly Flag[]): FlagGroup[] {
  const names = [...new Set(flags.map((one) => one.flag))];
  return names.map((flag) => ({ flag, found: flags.filter((one) => one.flag === flag) }));
}

export function flagPlaces({ found }: FlagGroup): Place[] {
  return found.flatMap(({ field, range }) => (field && range ? [{ field, range }] : []));
}
