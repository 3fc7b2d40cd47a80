import { Button, Checkbox, Input } from 'antd';
import { useId, useState } from 'react';
import { failureOf } from '../../../api/failure';
import { postBackup } from '../../../api/imports';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { useOrder } from '../hooks/use-order';

/** A copy of the data on the machine of the service. */
export function BackupPanel({ isAdmin }: { isAdmin: boolean }) {
  const id = useId();
  const [path, setPath] = useState('');
  const [index, setIndex] = useState(false);
  const backup = useOrder(() => postBackup(path.trim(), index));
  return (
    <section className="panel" aria-label={t('backup.title')}>
      <div className="panel-head">
        <h2>{t('backup.title')}</h2>
        <span className="quiet">{t('backup.hint')}</span>
      </div>
      <form className="controls" onSubmit={(event) => (event.preventDefault(), backup.mutate())}>
        <div className="control">
          <label htmlFor={id}>{t('backup.path')}</label>
          <Input id={id} className="backup-path" value={path} placeholder="/backup/pinglan" onChange={({ target }) => setPath(target.value)} />
        </div>
        <Checkbox checked={index} onChange={({ target }) => setIndex(target.checked)}>
          {t('backup.index')}
        </Checkbox>
        <Button htmlType="submit" disabled={!isAdmin || path.trim() === ''} title={isAdmin ? undefined : t('imports.adminOnly')} loading={backup.isPending}>
          {t('backup.start')}
        </Button>
      </form>
      {backup.error && <FailureNotice title={t('backup.failed')} failure={failureOf(backup.error)} retry={() => backup.mutate()} />}
    </section>
  );
}
