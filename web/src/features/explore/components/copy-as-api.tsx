import { App, Button } from 'antd';
import { currentKey } from '../../../api/key';
import { t } from '../../../messages/messages';
import { useExplore } from '../hooks/use-explore';
import { FACET_LIMIT } from '../queries/search';
import { curlText } from '../state/curl-text';
import { searchBody } from '../state/search-body';

interface Props {
  facets: readonly string[];
}

/** The command that repeats what is on the screen; shown to be copied by hand where the browser refuses. */
export function CopyAsApi({ facets }: Props) {
  const { state } = useExplore();
  const { message, modal } = App.useApp();
  const copy = async (): Promise<void> => {
    const text = curlText(window.location.origin, searchBody(state, facets, FACET_LIMIT), currentKey() !== null);
    try {
      await navigator.clipboard.writeText(text);
      void message.success(t('api.copied'));
    } catch {
      modal.info({ title: t('api.title'), width: 640, content: <textarea className="curl" readOnly rows={8} value={text} /> });
    }
  };
  return <Button onClick={() => void copy()}>{t('api.copy')}</Button>;
}
