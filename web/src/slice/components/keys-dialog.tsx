import { Modal } from 'antd';
import { useState } from 'react';
import { type MessageKey, t } from '../../messages/messages';
import { useShortcuts } from '../hooks/use-shortcuts';
import { SyntaxHelp } from './syntax-help';

export type Key = readonly [string, MessageKey];

/** What every screen knows. */
const EVERYWHERE: readonly Key[] = [
  ['/', 'keys.search'],
  ['e', 'keys.export'],
  ['?', 'keys.help'],
];

/** The keys of the screen, and how queries are written. */
export function KeysDialog({ more = [] }: { more?: readonly Key[] }) {
  const [isOpen, setOpen] = useState(false);
  useShortcuts({ '?': () => setOpen(true) });
  return (
    <>
      <button type="button" className="keys-button" aria-label={t('keys.title')} title={t('keys.title')} onClick={() => setOpen(true)}>
        ?
      </button>
      <Modal title={t('keys.title')} open={isOpen} footer={null} width={480} onCancel={() => setOpen(false)}>
        <dl className="keys">
          {[...EVERYWHERE, ...more].map(([key, word]) => (
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
