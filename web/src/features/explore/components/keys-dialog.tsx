import { Modal } from 'antd';
import { useState } from 'react';
import { type MessageKey, t } from '../../../messages/messages';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';
import { SyntaxHelp } from './syntax-help';

const KEYS: readonly [string, MessageKey][] = [
  ['/', 'keys.search'],
  ['j', 'keys.next'],
  ['k', 'keys.previous'],
  ['o', 'keys.open'],
  ['e', 'keys.export'],
  ['Esc', 'keys.close'],
  ['?', 'keys.help'],
];

export function KeysDialog() {
  const [isOpen, setOpen] = useState(false);
  useShortcuts({ '?': () => setOpen(true) });
  return (
    <>
      <button type="button" className="keys-button" aria-label={t('keys.title')} title={t('keys.title')} onClick={() => setOpen(true)}>
        ?
      </button>
      <Modal title={t('keys.title')} open={isOpen} footer={null} width={480} onCancel={() => setOpen(false)}>
        <dl className="keys">
          {KEYS.map(([key, word]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(word)}</dd>
            </div>
          ))}
        </dl>
        <SyntaxHelp />
      </Modal>
    </>
  );
}
