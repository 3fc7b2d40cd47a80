import { useQuery } from '@tanstack/react-query';
import type { Import } from '../../../api/types';
import { clockTime } from '../../../lib/amounts';
import { wallClock } from '../../../lib/dates';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { PanelFailure } from '../../../slice/components/panel-failure';
import { SideDrawer } from '../../../slice/components/side-drawer';
import { importQuery } from '../queries/imports';
import { SUMS, addsUp, sumsText } from '../state/sums';
import { secondsOf } from '../state/task-progress';
import { RejectsButton } from './rejects-button';
import { SourceLink } from './source-link';
import { StateWord } from './state-word';

/** One entry of the ledger, whole. */
export function ImportDrawer({ number, close }: { number: number; close: () => void }) {
  const found = useQuery(importQuery(number));
  return (
    <SideDrawer title={t('ledger.entry', { number })} isBusy={found.isFetching} onClose={close}>
      <PanelFailure title={t('ledger.entryFailed')} of={found} />
      {found.isPending && <div className="skeleton drawer-skeleton" />}
      {found.data && <Entry entry={found.data} />}
    </SideDrawer>
  );
}

function Entry({ entry }: { entry: Import }) {
  const { file, source, state, sheets, warnings, rejected, failure, started_at: started } = entry;
  const seconds = secondsOf(entry);
  return (
    <>
      <p className="detail-item">{file}</p>
      <p>
        <StateWord group="task.state" state={state} /> · {t('ledger.source')} <SourceLink source={source} /> · {wallClock(started, null)}
        {seconds === null ? '' : ` · ${t('ledger.took', { time: clockTime(seconds) })}`}
      </p>
      {failure != null && <p className="warned">{failure}</p>}
      <h3 className="section">{t('ledger.sums')}</h3>
      <p>{sumsText(entry)}</p>
      <p className={addsUp(entry) ? 'quiet' : 'warned'}>{t(addsUp(entry) ? 'sums.addsUp' : 'sums.open')}</p>
      {rejected > 0 && (
        <>
          <h3 className="section">{t('sums.rejected')}</h3>
          <p className="quiet">{t('ledger.rejectsHint')}</p>
          <RejectsButton number={entry.number} />
        </>
      )}
      {sheets.length > 0 && <Sheets sheets={sheets} />}
      <h3 className="section">{t('imports.warnings')}</h3>
      {warnings.length === 0 && <p className="quiet">{t('ledger.noWarnings')}</p>}
      <ul className="notes">
        {warnings.map(({ code, detail, message }) => (
          <li key={code + detail}>{message}</li>
        ))}
      </ul>
    </>
  );
}

function Sheets({ sheets }: Pick<Import, 'sheets'>) {
  return (
    <>
      <h3 className="section">{t('ledger.sheets')}</h3>
      <div className="table-scroll screen" tabIndex={0} role="group" aria-label={t('ledger.sheets')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('ledger.sheet')}</th>
              {SUMS.map((name) => (
                <th key={name} scope="col" className="number">
                  {t(`sums.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheets.map((sheet) => (
              <tr key={sheet.name}>
                <th scope="row">{sheet.name}</th>
                {SUMS.map((name) => (
                  <td key={name} className="number">
                    {whole(sheet[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
