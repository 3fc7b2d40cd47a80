import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect } from 'react';
import { ScreenLink } from '../../app/screen-link';
import { t } from '../../messages/messages';
import { KeysDialog } from '../../slice/components/keys-dialog';
import { useUrlState } from '../../slice/hooks/use-url-state';
import { BackupPanel } from './components/backup-panel';
import { CheckPanel } from './components/check-panel';
import { DraftList } from './components/draft-list';
import { DropZone } from './components/drop-zone';
import { ImportDrawer } from './components/import-drawer';
import { IndexPanel } from './components/index-panel';
import { LedgerTable } from './components/ledger-table';
import { TaskList } from './components/task-list';
import { useDrafts } from './hooks/use-drafts';
import { useLiveTasks } from './hooks/use-live-tasks';
import { sessionQuery } from './queries/session';
import { IMPORTS, TABS, importsAddress } from './state/imports-state';

/** Getting data in and keeping it right: files, the index, the check. */
export function ImportsPage() {
  const role = useQuery(sessionQuery()).data?.role;
  useEffect(() => {
    document.title = `${t('app.imports')} · ${t('app.name')}`;
  }, []);
  return (
    <main id="main" className="screen imports" data-testid="imports-results" tabIndex={-1}>
      <h1 className="sr-only">{t('app.imports')}</h1>
      {role === 'reader' ? <Alert type="info" showIcon title={t('imports.readerOnly')} /> : <Workplace isAdmin={role === 'admin'} />}
    </main>
  );
}

function Workplace({ isAdmin }: { isAdmin: boolean }) {
  const { state, update } = useUrlState(IMPORTS);
  const drafts = useDrafts();
  const tasks = useLiveTasks();
  const close = (): void => {
    update({ open: null });
    document.querySelector<HTMLElement>(`[data-import="${state.open}"]`)?.focus();
  };
  return (
    <>
      <div className="controls">
        <nav className="tabs" aria-label={t('imports.tabs')}>
          {TABS.map((tab) => (
            <ScreenLink key={tab} href={importsAddress({ ...state, tab, open: null })} aria-current={tab === state.tab ? 'page' : undefined}>
              {t(`imports.tab.${tab}`)}
            </ScreenLink>
          ))}
        </nav>
        <span className="controls-end">
          <KeysDialog hasQuery={false} more={[['o', 'keys.chooseFile']]} />
        </span>
      </div>
      {state.tab === 'files' && (
        <DropZone add={drafts.add}>
          <DraftList drafts={drafts} />
          <TaskList tasks={tasks} />
          <LedgerTable state={state} />
        </DropZone>
      )}
      {state.tab === 'index' && <IndexPanel isAdmin={isAdmin} />}
      {state.tab === 'check' && (
        <>
          <CheckPanel />
          <BackupPanel isAdmin={isAdmin} />
        </>
      )}
      {state.tab !== 'files' && <TaskList tasks={tasks} />}
      {state.open !== null && <ImportDrawer key={state.open} number={state.open} close={close} />}
    </>
  );
}
