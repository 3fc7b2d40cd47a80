import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { failureOf } from '../../../api/failure';
import { getRejects } from '../../../api/imports';
import { saveFile } from '../../../lib/save-file';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';

/** The rejected rows as a file: what was wrong with each, and the columns as they stood. */
export function RejectsButton({ number, isShort = false }: { number: number; isShort?: boolean }) {
  const { modal } = App.useApp();
  const fetch = useMutation({
    mutationFn: () => getRejects(number),
    onSuccess: saveFile,
    onError: (error) => {
      const shown = modal.error({
        title: t('ledger.rejectsFailed'),
        width: 560,
        content: <FailureNotice title={t('ledger.rejectsFailed')} failure={failureOf(error)} retry={() => (shown.destroy(), fetch.mutate())} />,
      });
    },
  });
  return isShort ? (
    <button type="button" className="link rejects" title={t('ledger.rejects')} aria-label={t('ledger.rejectsOf', { number })} disabled={fetch.isPending} onClick={() => fetch.mutate()}>
      ⤓
    </button>
  ) : (
    <Button loading={fetch.isPending} onClick={() => fetch.mutate()}>
      {t('ledger.rejects')}
    </Button>
  );
}
