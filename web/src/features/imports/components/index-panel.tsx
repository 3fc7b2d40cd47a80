import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { postReindex } from '../../../api/imports';
import { failureOf } from '../../../api/failure';
import { locale, t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { PanelFailure } from '../../../slice/components/panel-failure';
import { useOrder } from '../hooks/use-order';
import { generationsQuery } from '../queries/imports';
import { GenerationTable } from './generation-table';

/** The built indexes: which one answers, whether it is up to date, building anew, going back. */
export function IndexPanel({ isAdmin }: { isAdmin: boolean }) {
  const found = useQuery(generationsQuery());
  const rebuild = useOrder(postReindex);
  const { generations = [], trouble } = found.data ?? {};
  const outdated = generations.find(({ state }) => state === 'serving')?.outdated;
  return (
    <section className="panel" aria-label={t('index.title')}>
      <div className="panel-head">
        <h2>{t('index.title')}</h2>
        <span className="quiet">{t('index.hint')}</span>
        <Button type={outdated ? 'primary' : 'default'} disabled={!isAdmin} title={isAdmin ? undefined : t('imports.adminOnly')} loading={rebuild.isPending} onClick={() => rebuild.mutate()}>
          {t('index.rebuild')}
        </Button>
      </div>
      {rebuild.error && <FailureNotice title={t('index.rebuildFailed')} failure={failureOf(rebuild.error)} retry={() => rebuild.mutate()} />}
      <PanelFailure title={t('index.failed')} of={found} />
      {trouble != null && <Alert type="warning" showIcon title={trouble} />}
      {outdated && (
        <Alert
          type="warning"
          showIcon
          title={locale() === 'zh' ? outdated.detail_zh : outdated.detail_en}
          description={t('index.outdatedHint', { command: outdated.command })}
        />
      )}
      {found.isPending ? <div className="skeleton row-skeleton" /> : <GenerationTable generations={generations} isAdmin={isAdmin} />}
    </section>
  );
}
