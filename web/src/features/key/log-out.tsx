import { dropKey, useHasKey } from '../../api/key';
import { t } from '../../messages/messages';

/** Forgets the key; there is nothing to leave where none was entered. */
export function LogOut() {
  if (!useHasKey()) return null;
  return (
    <button type="button" className="link" onClick={dropKey}>
      {t('key.leave')}
    </button>
  );
}
