import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { screenAddress } from '../../../app/screen';
import { ScreenLink } from '../../../app/screen-link';
import { failureOf } from '../../../api/failure';
import { postVerify } from '../../../api/imports';
import type { Finding, Verification } from '../../../api/types';
import { whole } from '../../../lib/numbers';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { sliceFrom } from '../../../slice/state/slice-body';
import { StateWord } from './state-word';

/** Store against index, sums of the ledger, days and sources that look wrong; each finding with its repair. */
export function CheckPanel() {
  const check = useMutation({ mutationFn: postVerify });
  return (
    <section className="panel" aria-label={t('check.title')}>
      <div className="panel-head">
        <h2>{t('check.title')}</h2>
        <span className="quiet">{t('check.hint')}</span>
        <Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>
          {t('check.start')}
        </Button>
      </div>
      {check.isPending && <p role="status">{t('check.running')}</p>}
      {check.error && <FailureNotice title={t('check.failed')} failure={failureOf(check.error)} retry={() => check.mutate()} />}
      {check.data && <Outcome found={check.data} />}
    </section>
  );
}

function Outcome({ found: { ok, reviews, sampled, findings } }: { found: Verification }) {
  return (
    <>
      <p role="status">
        <StateWord group="check.outcome" state={ok ? 'done' : 'error'} /> · {t('check.looked', { reviews: whole(reviews), sampled: whole(sampled) })}
      </p>
      {findings.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('check.findings')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('check.severity')}</th>
                <th scope="col">{t('check.finding')}</th>
                <th scope="col">{t('check.repair')}</th>
              </tr>
            </thead>
            <tbody>
              {findings.map((finding) => (
                <FindingRow key={finding.code + finding.detail} finding={finding} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function FindingRow({ finding: { code, severity, detail, repair, slice } }: { finding: Finding }) {
  return (
    <tr>
      <td className="nowrap">
        <StateWord group="check.severity" state={severity} />
      </td>
      <td>
        {detail}
        <span className="below quiet">{code}</span>
      </td>
      <td>
        {repair}
        {slice != null && (
          <ScreenLink className="below" href={screenAddress('/explore', sliceFrom(slice))} aria-label={t('check.openNamed', { detail })}>
            {t('check.open')}
          </ScreenLink>
        )}
      </td>
    </tr>
  );
}
