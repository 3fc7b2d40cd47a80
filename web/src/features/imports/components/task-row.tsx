import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { ScreenLink } from '../../../app/screen-link';
import { failureOf } from '../../../api/failure';
import { cancelTask } from '../../../api/imports';
import type { Task } from '../../../api/types';
import { clockTime } from '../../../lib/amounts';
import { wallClock } from '../../../lib/dates';
import { t, wordFor } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { useUrlState } from '../../../slice/hooks/use-url-state';
import { putTask } from '../queries/tasks';
import { IMPORTS, importsAddress } from '../state/imports-state';
import { failureText, isActive, membersOf, progressText, reportOf, shareDone } from '../state/task-progress';
import { sumsText } from '../state/sums';
import { StateWord } from './state-word';

/** One task: how far it is, or what became of it. */
export function TaskRow({ task }: { task: Task }) {
  const [report, members] = [reportOf(task), membersOf(task)];
  const [failed, stalled] = [failureText(task), task.stalled_s];
  return (
    <li className="task" aria-label={`${wordFor('task.kind', task.kind)} ${task.subject ?? ''}`}>
      <div className="task-head">
        <StateWord group="task.state" state={task.cancelling ? 'cancelling' : task.state} />
        <span>{wordFor('task.kind', task.kind)}</span>
        <b>{task.subject}</b>
        {report && (
          <span>
            {sumsText(report)}{' '}
            {task.import != null && members.length === 0 && <LedgerLink number={task.import} />}
          </span>
        )}
        {isActive(task) ? <CancelButton task={task} /> : <span className="quiet">{wallClock(task.ended_at ?? '', null)}</span>}
      </div>
      {isActive(task) && (
        <div className="progress">
          {task.state === 'running' && <progress aria-label={t('task.progress')} max={1} value={shareDone(task) ?? undefined} />}
          <span className="quiet">{progressText(task)}</span>
        </div>
      )}
      {stalled != null && <p className="warned">{t('task.stalled', { time: clockTime(stalled) })}</p>}
      {task.attempts > 1 && <p className="quiet">{t('task.again', { count: task.attempts })}</p>}
      {failed !== '' && <p className="warned">{failed}</p>}
      {members.length > 0 && (
        <ul className="notes">
          {members.map(({ file, number, failure }) => (
            <li key={file} className={failure === '' ? undefined : 'warned'}>
              {file} {failure} {number !== null && <LedgerLink number={number} />}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Opens an entry of the ledger. */
function LedgerLink({ number }: { number: number }) {
  const { state } = useUrlState(IMPORTS);
  return <ScreenLink href={importsAddress({ ...state, tab: 'files', open: number })}>{t('task.toLedger', { number })}</ScreenLink>;
}

function CancelButton({ task }: { task: Task }) {
  const client = useQueryClient();
  const cancel = useMutation({ mutationFn: () => cancelTask(task.id), onSuccess: (now) => putTask(client, now) });
  return (
    <>
      <Button size="small" disabled={task.cancelling && task.stalled_s == null} loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('task.cancel')}
      </Button>
      {cancel.error && <FailureNotice title={t('task.cancelFailed')} failure={failureOf(cancel.error)} retry={() => cancel.mutate()} />}
    </>
  );
}
