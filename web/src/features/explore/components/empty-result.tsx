import { Button } from 'antd';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { clauseLabel, nestedLabel } from '../../../slice/labels';
import { removeClause } from '../../../slice/state/edit-filters';
import { clauseKey, isWhole } from '../../../slice/state/slice-state';
import { Lookup } from './lookup';

const QUOTE = /["“”＂]/;
const QUOTES = /["“”＂]/g;

/** Why there is nothing, and what to do next. */
export function EmptyResult({ isApproximateOffered }: { isApproximateOffered: boolean }) {
  const { state, update, names } = useExplore();
  const active = state.clauses.filter((clause) => !clause.off);
  const nested = state.nested.filter((one) => !one.off);
  if (isWhole(state)) return <NoData />;
  const isQuoted = QUOTE.test(state.q);
  return (
    <section className="empty" role="status">
      <h2>{t('empty.title')}</h2>
      {isApproximateOffered && (
        <p>
          <Button onClick={() => update({ approximate: true })}>{t('approximate.offer')}</Button> {t('approximate.hint')}
        </p>
      )}
      <p>{t('empty.try')}</p>
      <div className="empty-actions">
        {state.q !== '' && <Button onClick={() => update({ q: '' })}>{`✕ ${t('empty.query', { q: state.q })}`}</Button>}
        {active.map((clause) => (
          <Button key={clauseKey(clause)} onClick={() => update({ clauses: removeClause(state.clauses, clause) })}>
            {`✕ ${clauseLabel(names, clause)}`}
          </Button>
        ))}
        {nested.map((one, at) => (
          <Button key={`${at} ${one.kind}`} onClick={() => update({ nested: state.nested.filter((other) => other !== one) })}>
            {`✕ ${nestedLabel(names, one)}`}
          </Button>
        ))}
      </div>
      {isQuoted && (
        <p>
          {t('empty.unquote')}{' '}
          <Button size="small" onClick={() => update({ q: state.q.replace(QUOTES, ' ').replace(/\s+/g, ' ').trim() })}>
            {t('empty.unquoteAction')}
          </Button>
        </p>
      )}
      {!isQuoted && state.q !== '' && <p className="quiet">{t('empty.phrase')}</p>}
      <Button type="primary" onClick={() => update({ q: '', clauses: [], nested: [] })}>
        {t('empty.clear')}
      </Button>
      <Lookup />
    </section>
  );
}

function NoData() {
  return (
    <section className="empty" role="status">
      <h2>{t('empty.noData')}</h2>
      <p>{t('empty.noDataHint')}</p>
      <code>pinglan import reviews.csv</code>
    </section>
  );
}
