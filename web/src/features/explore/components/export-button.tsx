import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { postExport } from '../../../api/client';
import { failureOf } from '../../../api/failure';
import { saveFile } from '../../../lib/save-file';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';
import { sliceBody } from '../../../slice/state/slice-body';
import { FailureNotice } from '../../../slice/components/failure-notice';

const FORMATS = ['csv', 'jsonl'] as const;
type Format = (typeof FORMATS)[number];

/** Every review of the slice on the screen as a file. */
export function ExportButton() {
  const { state } = useExplore();
  const { modal } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const [isRunning, setRunning] = useState(false);
  useShortcuts({ e: () => setOpen(true) });
  const run = async (format: Format): Promise<void> => {
    setOpen(false);
    setRunning(true);
    try {
      saveFile(await postExport({ ...sliceBody(state), format, sort: state.sort }));
    } catch (error) {
      const shown = modal.error({
        title: t('export.failed'),
        width: 560,
        content: (
          <FailureNotice
            title={t('export.failed')}
            failure={failureOf(error)}
            retry={() => {
              shown.destroy();
              void run(format);
            }}
          />
        ),
      });
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dropdown
      trigger={['click']}
      open={isOpen && !isRunning}
      onOpenChange={setOpen}
      autoFocus
      // Inside the page's landmarks, beside its button.
      getPopupContainer={(button) => button.parentElement ?? document.body}
      menu={{
        items: FORMATS.map((format) => ({ key: format, label: t(`export.${format}`), onClick: () => void run(format) })),
      }}
    >
      <Button loading={isRunning} aria-haspopup="menu" title={t('keys.export')}>
        {t(isRunning ? 'export.running' : 'export.label')}
      </Button>
    </Dropdown>
  );
}
