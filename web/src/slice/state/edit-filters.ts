// Changes to the list of filters. Pure; order of the clauses is kept, new ones go last.
import { type Clause, type Match, clauseKey } from './slice-state';
import { ratingMatch, ratingSteps } from './ratings';

export type Clauses = readonly Clause[];
export type Choice = 'include' | 'exclude' | null;

export function findClause(clauses: Clauses, field: string, not: boolean): Clause | undefined {
  return clauses.find((clause) => clause.field === field && clause.not === not);
}

/** The values of a field that are filtered on (include) or out (exclude); switched-off filters count. */
export function chosenValues(clauses: Clauses, field: string, not: boolean): readonly string[] {
  const clause = findClause(clauses, field, not);
  if (!clause) return [];
  return field === 'rating' ? ratingSteps(clause.match) : clause.match.kind === 'values' ? clause.match.values : [];
}

export function choiceOf(clauses: Clauses, field: string, value: string): Choice {
  if (chosenValues(clauses, field, false).includes(value)) return 'include';
  return chosenValues(clauses, field, true).includes(value) ? 'exclude' : null;
}

/** Includes or excludes one value; a second time takes it back. */
export function toggleValue(clauses: Clauses, field: string, value: string, choice: 'include' | 'exclude'): Clauses {
  const not = choice === 'exclude';
  const without = setValues(clauses, field, !not, drop(chosenValues(clauses, field, !not), value));
  const chosen = chosenValues(without, field, not);
  const isChosen = chosen.includes(value);
  const next = setValues(without, field, not, isChosen ? drop(chosen, value) : [...chosen, value]);
  return choice === 'include' && !isChosen ? dropMissing(next, field) : next;
}

/** Only the reviews without a value for `field`: its own values would contradict and leave. */
export function toggleMissing(clauses: Clauses, field: string, choice: 'include' | 'exclude'): Clauses {
  const isOn = choiceOf(clauses, 'missing', field) === choice;
  const cleared = choice === 'include' && !isOn ? setValues(clauses, field, false, []) : clauses;
  return toggleValue(cleared, 'missing', field, choice);
}

export function setMatch(clauses: Clauses, field: string, match: Match | null): Clauses {
  if (match === null) return clauses.filter((clause) => clause.not || clause.field !== field);
  return put(clauses, { field, not: false, off: false, match });
}

export function removeClause(clauses: Clauses, clause: Clause): Clauses {
  return clauses.filter((one) => clauseKey(one) !== clauseKey(clause));
}

export function switchClause(clauses: Clauses, clause: Clause): Clauses {
  return put(clauses, { ...clause, off: !clause.off });
}

/** Turns "is one of" into "is none of"; meets a filter of that kind by joining the values. */
export function negateClause(clauses: Clauses, clause: Clause): Clauses {
  const other = findClause(clauses, clause.field, !clause.not);
  const match = other ? joinMatches(clause, other) : clause.match;
  const negated = { ...clause, not: !clause.not, off: false, match };
  const kept = other ? removeClause(clauses, other) : clauses;
  return kept.map((one) => (clauseKey(one) === clauseKey(clause) ? negated : one));
}

function joinMatches(clause: Clause, other: Clause): Match {
  if (clause.field === 'rating') return ratingMatch([...ratingSteps(clause.match), ...ratingSteps(other.match)]);
  if (clause.match.kind === 'range' || other.match.kind === 'range') return clause.match;
  return { kind: 'values', values: [...new Set([...other.match.values, ...clause.match.values])] };
}

function setValues(clauses: Clauses, field: string, not: boolean, values: readonly string[]): Clauses {
  const current = findClause(clauses, field, not);
  if (values.length === 0) return clauses.filter((clause) => clause !== current);
  const match: Match = field === 'rating' ? ratingMatch(values) : { kind: 'values', values };
  if (current && values.length === chosenValues(clauses, field, not).length) return clauses;
  return put(clauses, { field, not, off: false, match });
}

function put(clauses: Clauses, clause: Clause): Clauses {
  const at = clauses.findIndex((one) => clauseKey(one) === clauseKey(clause));
  return at < 0 ? [...clauses, clause] : clauses.with(at, clause);
}

function dropMissing(clauses: Clauses, field: string): Clauses {
  return setValues(clauses, 'missing', false, drop(chosenValues(clauses, 'missing', false), field));
}

function drop(values: readonly string[], value: string): readonly string[] {
  return values.filter((one) => one !== value);
}
