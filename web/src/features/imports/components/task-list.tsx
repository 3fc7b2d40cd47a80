import { useState } from 'react';
import { failureOf } from '../../../api/failure';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import type { LiveTasks } from '../hooks/use-live-tasks';
import { inTurn } from '../state/task-progress';
import { TaskRow } from './task-row';

/** The queue in the order of its work, then what ended; what ended before this visit is folded away. */
export function TaskList({ tasks: { query: tasks, before } }: { tasks: LiveTasks }) {
  const [isWhole, setWhole] = useState(false);
  const all = tasks.data?.tasks ?? [];
  const recent = all.filter(({ id }) => !before.has(id));
  const shown = inTurn(isWhole ? all : recent);
  if (tasks.error) return <FailureNotice title={t('task.listFailed')} failure={failureOf(tasks.error)} retry={() => void tasks.refetch()} />;
  if (all.length === 0) return null;
  return (
    <section className="panel tasks" aria-label={t('task.list')}>
      <div className="panel-head">
        <h2>{t('task.list')}</h2>
        {recent.length === 0 && <span className="quiet">{t('task.idle')}</span>}
        {all.length > recent.length && (
          <button type="button" className="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('task.lessEnded') : t('task.ended', { count: all.length - recent.length })}
          </button>
        )}
      </div>
      {shown.length > 0 && (
        <ul>
          {shown.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
      )}
    </section>
  );
}
