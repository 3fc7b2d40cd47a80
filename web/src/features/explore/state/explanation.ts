// What an explanation shows: bodies of requests, stretches of text around what matched, parts of a score by size.
import type { ExplainBody } from '../../../api/client';
import type { ExplanationClause, ReviewDetail, ScalarRange, ScorePart } from '../../../api/types';
import type { ExploreState } from './explore-state';
import { sliceBody } from '../../../slice/state/slice-body';

/** The server takes ids of at most 1,100 characters; a pasted review may be longer. */
const ID_CHARS = 1_000;
const PHRASE_CHARS = 60;
const BEFORE = 10;
const AFTER = 24;

export function explainBody(id: string, state: ExploreState): ExplainBody {
  return { id: [...id.trim()].slice(0, ID_CHARS).join(''), ...sliceBody(state), sort: state.sort };
}

/** The beginning of a pasted text as a quoted phrase. */
export function phraseOf(text: string): string {
  const scalars = [...text.trim()].slice(0, PHRASE_CHARS).join('');
  return `"${scalars.replace(/[\\"“”＂]/g, '\\$&')}"`;
}

export interface Excerpt {
  text: string;
  ranges: ScalarRange[];
}

/** The stretch around the first range, with the ranges inside it. */
export function excerpt(text: string, ranges: readonly ScalarRange[]): Excerpt | null {
  const [first = 0] = ranges[0] ?? [];
  if (ranges.length === 0) return null;
  const scalars = [...text];
  const from = Math.max(0, first - BEFORE);
  const to = Math.min(scalars.length, first + AFTER);
  const inside = ranges.filter(([start = 0]) => start < to);
  const lead = from > 0 ? '…' : '';
  const shift = lead.length - from;
  return {
    text: lead + scalars.slice(from, to).join('') + (to < scalars.length ? '…' : ''),
    ranges: inside.map(([start = 0, end = 0]) => [start + shift, Math.min(end, to) + shift]),
  };
}

/** Where a clause stands, the text of each part cut to a stretch around it. */
export function excerpts(clause: ExplanationClause, review: ReviewDetail): Excerpt[] {
  const places = [{ part: clause.part, ranges: clause.ranges }, ...clause.elsewhere];
  return places.flatMap(({ part, ranges }) => excerpt(textOf(review, part ?? ''), ranges) ?? []);
}

function textOf(review: ReviewDetail, part: string): string {
  if (part === 'title') return review.title ?? '';
  if (part === 'append') return review.append ?? '';
  if (part === 'reply') return review.reply ?? '';
  return review.text;
}

/** Parts that add something, the largest first. */
export function tellingParts(parts: readonly ScorePart[]): ScorePart[] {
  return parts.filter((part) => part.value >= 0.005).sort((a, b) => b.value - a.value);
}

/** Whether a clause does what it should: a negated one by not being there. */
export function isMet(clause: ExplanationClause): boolean {
  return clause.matched !== clause.negated;
}
