import { Modal } from 'antd';
import { useState } from 'react';
import { type MessageKey, t } from '../../messages/messages';
import { useShortcuts } from '../hooks/use-shortcuts';
import { SyntaxHelp } from './syntax-help';

export type Key = readonly [string, MessageKey];

/** What every screen with a query knows. */
const OF_QUERIES: readonly Key[] = [
  ['/', 'keys.search'],
  ['e', 'keys.export'],
];
const HELP: Key = ['?', 'keys.help'];

/** The keys of the screen, and where it has a query how those are written. */
export function KeysDialog({ more = [], hasQuery = true }: { more?: readonly Key[]; hasQuery?: boolean }) {
  const [isOpen, setOpen] = useState(false);
  useShortcuts({ '?': () => setOpen(true) });
  return (
    <>
      <button type="button" className="keys-button" aria-label={t('keys.title')} title={t('keys.title')} onClick={() => setOpen(true)}>
        ?
      </button>
      <Modal title={t('keys.title')} open={isOpen} footer={null} width={480} onCancel={() => setOpen(false)}>
        <dl className="keys">
          {[...(hasQuery ? OF_QUERIES : []), HELP, ...more].map(([key, word]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(word)}</dd>
            </div>
          ))}
        </dl>
        {hasQuery && <SyntaxHelp />}
      </Modal>
    </>
  );
}
