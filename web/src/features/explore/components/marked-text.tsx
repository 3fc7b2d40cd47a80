import type { ReactNode } from 'react';
import type { ScalarRange } from '../../../api/types';
import { type Mark, type TextPiece, cutMarks } from '../../../lib/scalar-text';
import { signed } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { type TextTag, partMarks } from '../state/findings';

const NOTHING: readonly never[] = [];

/** A review's words as text nodes, the hits in `<mark>`. */
export function MarkedText({ text, ranges }: { text: string; ranges: readonly ScalarRange[] }) {
  return <TaggedText text={text} marks={partMarks('', { hits: ranges, clauses: NOTHING, places: NOTHING })} />;
}

/** Words as text nodes: each judging clause underlined as a whole, with hits and what is pointed at inside it. */
export function TaggedText({ text, marks }: { text: string; marks: readonly Mark<TextTag>[] }) {
  const parts: ReactNode[] = [];
  const pieces = cutMarks(text, marks);
  for (let at = 0; at < pieces.length; ) {
    const piece = pieces[at];
    if (!piece) break;
    const clause = clauseOf(piece);
    const from = at;
    while (at < pieces.length && clauseOf(pieces[at]) === clause && (clause || at === from)) at += 1;
    const inside = pieces.slice(from, at).map((one) => <Piece key={one.at} piece={one} />);
    parts.push(
      clause ? (
        <span key={piece.at} className={`clause ${clause.tone}`} title={clauseTitle(clause)}>
          {inside}
        </span>
      ) : (
        inside
      ),
    );
  }
  return parts;
}

function Piece({ piece: { text, tags } }: { piece: TextPiece<TextTag> }) {
  const isPlace = tags.some((tag) => tag.kind === 'place');
  if (tags.some((tag) => tag.kind === 'hit')) return <mark className={isPlace ? 'place' : undefined}>{text}</mark>;
  return <span className={isPlace ? 'place' : undefined}>{text}</span>;
}

type ClauseTag = Extract<TextTag, { kind: 'clause' }>;

function clauseOf(piece: TextPiece<TextTag> | undefined): ClauseTag | undefined {
  return piece?.tags.find((tag) => tag.kind === 'clause');
}

function clauseTitle({ tone, score }: ClauseTag): string {
  return t('clause.title', { tone: t(`sentiment.${tone}`), score: signed(score, 2) });
}
