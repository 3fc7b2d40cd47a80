import { useState } from 'react';
import { failureOf } from '../../../api/failure';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import type { useLiveTasks } from '../hooks/use-live-tasks';
import { isActive } from '../state/task-progress';
import { TaskRow } from './task-row';

/** The queue, newest first; what ended before this visit is folded away. */
export function TaskList({ tasks }: { tasks: ReturnType<typeof useLiveTasks> }) {
  const [openedAt] = useState(() => Date.now());
  const [isWhole, setWhole] = useState(false);
  const all = tasks.data?.tasks ?? [];
  const isRecent = (ended: string | null | undefined): boolean => ended != null && Date.parse(ended) >= openedAt;
  const recent = all.filter((task) => isActive(task) || isRecent(task.ended_at));
  const shown = isWhole ? all : recent;
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
