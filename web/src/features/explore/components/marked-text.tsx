import type { ScalarRange } from '../../../api/types';
import { markRanges } from '../../../lib/scalar-text';

interface Props {
  text: string;
  ranges: readonly ScalarRange[];
}

/** A review's words as text nodes, the hits in `<mark>`. */
export function MarkedText({ text, ranges }: Props) {
  return markRanges(text, ranges).map((piece) =>
    piece.marked ? <mark key={piece.at}>{piece.text}</mark> : <span key={piece.at}>{piece.text}</span>,
  );
}
