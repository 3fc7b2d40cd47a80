// What an operator changes in the form, told against what holds now: only changed parts are sent.
import type { Correction, CorrectedAspect, ReviewDetail } from '../../../api/types';

export interface Draft {
  bucket: string;
  aspects: readonly CorrectedAspect[];
  flags: readonly string[];
}

export type Part = keyof Draft;

export const FLAGS = ['low_information', 'advertising', 'abuse', 'privacy', 'conflict', 'duplicate', 'burst'] as const;

export function draftOf(review: Pick<ReviewDetail, 'sentiment' | 'aspects' | 'flags'>): Draft {
  const found = new Set(review.flags.map((one) => one.flag));
  return {
    bucket: review.sentiment.bucket,
    aspects: review.aspects.map(({ aspect, polarity }) => ({ aspect, polarity })),
    flags: FLAGS.filter((flag) => found.has(flag)),
  };
}

/** The parts in which the draft differs; empty when nothing does. */
export function changedParts(now: Draft, draft: Draft): Correction {
  return {
    ...(draft.bucket === now.bucket ? {} : { bucket: draft.bucket }),
    ...(aspectsText(draft) === aspectsText(now) ? {} : { aspects: [...draft.aspects] }),
    ...(draft.flags.join() === now.flags.join() ? {} : { flags: [...draft.flags] }),
  };
}

function aspectsText({ aspects }: Draft): string {
  return aspects.map(({ aspect, polarity }) => `${aspect}:${polarity}`).sort().join();
}

/** The parts that an operator has corrected. */
export function correctedParts(correction: ReviewDetail['correction']): Part[] {
  if (!correction) return [];
  const { bucket, aspects, flags_added: added, flags_removed: removed } = correction;
  const parts: [Part, boolean][] = [
    ['bucket', bucket != null],
    ['aspects', aspects != null],
    ['flags', added.length + removed.length > 0],
  ];
  return parts.filter(([, isCorrected]) => isCorrected).map(([part]) => part);
}

export function withPolarity(draft: Draft, aspect: string, polarity: string): Draft {
  return { ...draft, aspects: draft.aspects.map((one) => (one.aspect === aspect ? { aspect, polarity } : one)) };
}

export function withAspect(draft: Draft, aspect: string): Draft {
  if (aspect === '' || draft.aspects.some((one) => one.aspect === aspect)) return draft;
  return { ...draft, aspects: [...draft.aspects, { aspect, polarity: 'negative' }] };
}

export function withoutAspect(draft: Draft, aspect: string): Draft {
  return { ...draft, aspects: draft.aspects.filter((one) => one.aspect !== aspect) };
}

export function withFlag(draft: Draft, flag: string, isOn: boolean): Draft {
  return { ...draft, flags: FLAGS.filter((one) => (one === flag ? isOn : draft.flags.includes(one))) };
}
