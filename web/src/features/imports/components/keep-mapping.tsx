import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { failureOf } from '../../../api/failure';
import { putMapping } from '../../../api/imports';
import type { Mapping, TablePreview } from '../../../api/types';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { mappingsQuery } from '../queries/imports';
import { asKept } from '../state/recipe';

interface Props {
  mapping: Mapping;
  columns: TablePreview['columns'];
  keptAs: (name: string) => void;
}

/** Keeps the mapping under a name, for the next file of this kind. */
export function KeepMapping({ mapping, columns, keptAs }: Props) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [knowsAgain, setKnowsAgain] = useState(true);
  const keep = useMutation({
    mutationFn: () => putMapping(name.trim(), asKept(mapping, columns, knowsAgain)),
    onSuccess: async (kept) => {
      await client.invalidateQueries(mappingsQuery());
      void message.success(t('imports.keptDone', { name: kept.name }));
      setOpen(false);
      keptAs(kept.name);
    },
  });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('imports.keep')}
      </Button>
      <Modal
        title={t('imports.keep')}
        open={isOpen}
        okText={t('imports.keepNow')}
        okButtonProps={{ disabled: name.trim() === '', loading: keep.isPending }}
        onOk={() => keep.mutate()}
        onCancel={() => setOpen(false)}
      >
        <form className="keep-form" onSubmit={(event) => (event.preventDefault(), name.trim() !== '' && keep.mutate())}>
          <label>
            {t('imports.keepName')}
            <Input value={name} maxLength={64} autoFocus onChange={({ target }) => setName(target.value)} />
          </label>
          <Checkbox checked={knowsAgain} onChange={({ target }) => setKnowsAgain(target.checked)}>
            {t('imports.knowsAgain')}
          </Checkbox>
          {keep.error && <FailureNotice title={t('imports.keepFailed')} failure={failureOf(keep.error)} retry={() => keep.mutate()} />}
        </form>
      </Modal>
    </>
  );
}
