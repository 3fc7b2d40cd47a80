// What a comparison asks for, and the slices behind its figures.
import type { CompareBody, TermsBody } from '../../../api/client';
import { plainWire } from '../../../slice/state/slice-body';
import type { SideName, Sides } from '../../../slice/state/sides-codec';

const TERMS = 12;

/** Other wordings count on both sides or on none: otherwise the sides would differ by it. */
function widening({ a, b }: Sides) {
  return {
    ...(a.synonyms || b.synonyms ? { synonyms: true } : {}),
    ...(a.approximate || b.approximate ? { approximate: true } : {}),
  };
}

export function compareBody(sides: Sides): CompareBody {
  return { a: plainWire(sides.a), b: plainWire(sides.b), ...widening(sides) };
}

/** What one side says more often than the other. */
export function termsBody(sides: Sides, side: SideName): TermsBody {
  const [own, other] = side === 'a' ? [sides.a, sides.b] : [sides.b, sides.a];
  return { ...plainWire(own), ...widening(sides), background: plainWire(other), limit: TERMS };
}

/** The same reviews on both sides cannot be compared. */
export function isSame({ a, b }: Sides): boolean {
  return JSON.stringify(plainWire(a)) === JSON.stringify(plainWire(b));
}
