import { App, Button } from 'antd';
import { currentKey } from '../../api/key';
import { t } from '../../messages/messages';
import { type Call, curlText } from '../state/curl-text';

/** The commands that repeat what is on the screen; shown to be copied by hand where the browser refuses. */
export function CopyAsApi({ calls }: { calls: () => readonly Call[] }) {
  const { message, modal } = App.useApp();
  const copy = async (): Promise<void> => {
    const text = curlText(window.location.origin, calls(), currentKey() !== null);
    try {
      await navigator.clipboard.writeText(text);
      void message.success(t('api.copied'));
    } catch {
      modal.info({ title: t('api.title'), width: 640, content: <textarea className="curl" readOnly rows={8} value={text} /> });
    }
  };
  return <Button onClick={() => void copy()}>{t('api.copy')}</Button>;
}
