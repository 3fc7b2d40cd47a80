import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ScreenLink } from '../../../app/screen-link';
import type { Import } from '../../../api/types';
import { wallClock } from '../../../lib/dates';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { PanelFailure } from '../../../slice/components/panel-failure';
import { SourceLink } from './source-link';
import { importsQuery } from '../queries/imports';
import { type ImportsState, importsAddress } from '../state/imports-state';
import { SUMS } from '../state/sums';
import { RejectsButton } from './rejects-button';
import { StateWord } from './state-word';

const SHOWN_FIRST = 20;

/** Every import with what became of its rows, newest first. */
export function LedgerTable({ state }: { state: ImportsState }) {
  const ledger = useQuery(importsQuery());
  const [isWhole, setWhole] = useState(false);
  const entries = ledger.data?.imports ?? [];
  const shown = isWhole ? entries : entries.slice(0, SHOWN_FIRST);
  return (
    <section className="panel" aria-label={t('ledger.title')}>
      <div className="panel-head">
        <h2>{t('ledger.title')}</h2>
        <span className="quiet">{t('ledger.rule')}</span>
      </div>
      <PanelFailure title={t('ledger.failed')} of={ledger} />
      {ledger.isPending && <div className="skeleton row-skeleton" />}
      {ledger.data && entries.length === 0 && <p className="quiet">{t('ledger.empty')}</p>}
      {entries.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('ledger.title')}>
          <table>
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">{t('ledger.file')}</th>
                <th scope="col">{t('ledger.source')}</th>
                <th scope="col">{t('ledger.state')}</th>
                {SUMS.map((name) => (
                  <th key={name} scope="col" className="number">
                    {t(`sums.${name}`)}
                  </th>
                ))}
                <th scope="col" className="number">
                  {t('ledger.warnings')}
                </th>
                <th scope="col">{t('ledger.started')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <LedgerRow key={entry.number} entry={entry} state={state} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {entries.length > SHOWN_FIRST && (
        <button type="button" className="link table-more" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('facet.less') : t('facet.more', { count: entries.length })}
        </button>
      )}
    </section>
  );
}

function LedgerRow({ entry, state }: { entry: Import; state: ImportsState }) {
  const { number, file, source, warnings, started_at: started } = entry;
  return (
    <tr aria-current={state.open === number ? 'true' : undefined}>
      <td className="number">{number}</td>
      <th scope="row">
        <ScreenLink href={importsAddress({ ...state, open: number })} data-import={number}>
          {file}
        </ScreenLink>
      </th>
      <td>
        <SourceLink source={source} />
      </td>
      <td>
        <StateWord group="task.state" state={entry.state} />
      </td>
      {SUMS.map((name) => (
        <td key={name} className="number">
          {whole(entry[name])}
          {name === 'rejected' && entry.rejected > 0 && <RejectsButton number={number} isShort />}
        </td>
      ))}
      <td className="number">{warnings.length === 0 ? <span className="quiet">0</span> : <span title={warnings.map(({ message }) => message).join('\n')}>{warnings.length}</span>}</td>
      <td className="nowrap" title={started}>
        {wallClock(started, null)}
      </td>
    </tr>
  );
}
