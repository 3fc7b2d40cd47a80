import { Button } from 'antd';
import { failureOf } from '../../../api/failure';
import { activate } from '../../../api/imports';
import type { Generation } from '../../../api/types';
import { byteSize } from '../../../lib/amounts';
import { wallClock } from '../../../lib/dates';
import { whole } from '../../../lib/numbers';
import { locale, t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { useOrder } from '../hooks/use-order';
import { StateWord } from './state-word';

const COLUMNS = ['id', 'state', 'reviews', 'bytes', 'behind', 'built', 'version'] as const;
const NUMBERS = new Set<string>(['reviews', 'bytes', 'behind']);
const USABLE = new Set(['previous', 'ready']);

/** The generations, newest first; an earlier one can be switched to. */
export function GenerationTable({ generations, isAdmin }: { generations: readonly Generation[]; isAdmin: boolean }) {
  const change = useOrder(activate);
  return (
    <>
      {change.error && (
        <FailureNotice title={t('index.switchFailed')} failure={failureOf(change.error)} retry={() => change.mutate(change.variables)} />
      )}
      <div className="table-scroll" tabIndex={0} role="group" aria-label={t('index.title')}>
        <table>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={NUMBERS.has(column) ? 'number' : undefined}>
                  {t(`index.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="sr-only">{t('index.switch')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {generations.map((generation) => (
              <GenerationRow key={generation.id} generation={generation}>
                {USABLE.has(generation.state) && (
                  <Button
                    size="small"
                    aria-label={t('index.switchTo', { id: generation.id })}
                    disabled={!isAdmin || generation.outdated != null || change.isPending}
                    title={reason(generation, isAdmin)}
                    onClick={() => change.mutate(generation.id)}
                  >
                    {t('index.switch')}
                  </Button>
                )}
              </GenerationRow>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function GenerationRow({ generation, children }: { generation: Generation; children: React.ReactNode }) {
  const { id, state, reviews, bytes, behind, built_at: built, activated_at: activated, analysis_version: version, failure, outdated } = generation;
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>
        <StateWord group="index.state" state={state} />
        {outdated != null && <span className="below quiet">{t('index.isOutdated')}</span>}
        {failure != null && <span className="below warned">{failure}</span>}
      </td>
      <td className="number">{whole(reviews)}</td>
      <td className="number">{byteSize(bytes)}</td>
      <td className="number">{whole(behind)}</td>
      <td className="nowrap" title={activated == null ? built : t('index.activated', { time: wallClock(activated, null) })}>
        {wallClock(built, null)}
      </td>
      <td className="quiet samples">{version}</td>
      <td>{children}</td>
    </tr>
  );
}

/** Why it cannot be switched to. */
function reason({ outdated }: Generation, isAdmin: boolean): string | undefined {
  if (!isAdmin) return t('imports.adminOnly');
  if (outdated == null) return undefined;
  return locale() === 'zh' ? outdated.detail_zh : outdated.detail_en;
}
