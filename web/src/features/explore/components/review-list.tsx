import { Button, Select } from 'antd';
import { useRef } from 'react';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { useCardKeys } from '../hooks/use-card-keys';
import { useExplore } from '../hooks/use-explore';
import type { Results } from '../hooks/use-results';
import { PAGE_SIZES, SORTS } from '../state/explore-state';
import { ClauseSwitch } from './clause-switch';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { ReviewCard } from './review-card';

const SKELETON_CARDS = ['a', 'b', 'c', 'd', 'e'];

export function ReviewList({ results }: { results: Results }) {
  const { answer, more } = results;
  const list = useRef<HTMLDivElement>(null);
  useCardKeys(list, answer?.hits ?? []);
  return (
    <section className="reviews" aria-label={t('list.label')}>
      <ListHead results={results} />
      <div ref={list} className="cards">
        {answer
          ? answer.hits.map((hit) => <ReviewCard key={hit.id} hit={hit} />)
          : SKELETON_CARDS.map((key) => <div key={key} className="card skeleton" />)}
      </div>
      {more.failure && (
        <FailureNotice title={t('error.more')} failure={more.failure} retry={isExpired(results) ? results.retry : more.load} />
      )}
      {answer && (
        <div className="list-foot">
          {more.isThere ? (
            <Button loading={more.isLoading} onClick={more.load}>
              {t('list.more')}
            </Button>
          ) : (
            <span className="quiet">{t('list.all')}</span>
          )}
        </div>
      )}
    </section>
  );
}

function ListHead({ results: { answer, failure } }: { results: Results }) {
  const { state, update } = useExplore();
  const shown = answer?.hits.length ?? 0;
  return (
    <div className="list-head">
      <span className="quiet">
        {answer && failure && `${t('list.earlier')} · `}
        {answer
          ? `${t('list.shown', { shown: whole(shown), total: whole(answer.first.total) })} · ${t('list.took', { ms: answer.first.took_ms.toFixed(1) })}`
          : failure === null && t('list.loading')}
      </span>
      <ClauseSwitch />
      <Select
        size="small"
        aria-label={t('list.sort')}
        value={state.sort}
        popupMatchSelectWidth={false}
        options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        onChange={(sort) => update({ sort })}
      />
      <Select
        size="small"
        aria-label={t('list.size')}
        value={state.limit}
        popupMatchSelectWidth={false}
        options={PAGE_SIZES.map((value) => ({ value: Number(value), label: t('list.perPage', { count: value }) }))}
        onChange={(limit) => update({ limit })}
      />
    </div>
  );
}

function isExpired({ more }: Results): boolean {
  const code = more.failure?.kind === 'problem' ? more.failure.problem.code : '';
  return code === 'cursor_expired' || code === 'invalid_cursor';
}
