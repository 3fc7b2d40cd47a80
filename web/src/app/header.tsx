import { useGate } from '../api/key';
import { LogOut } from '../features/key/log-out';
import { changeLocale, locale, t } from '../messages/messages';
import { changeTheme, themeName } from './theme';

export function Header() {
  const nextTheme = themeName() === 'dark' ? 'light' : 'dark';
  return (
    <header className="app-header">
      {useGate() === 'open' && (
        <a className="skip-link" href="#reviews">
          {t('app.skip')}
        </a>
      )}
      <a className="brand" href="/explore">
        {t('app.name')}
      </a>
      <nav>
        <a href="/explore" aria-current="page">
          {t('app.explore')}
        </a>
      </nav>
      <div className="app-header-end">
        <button type="button" className="link" onClick={() => changeTheme(nextTheme)}>
          {t(`app.theme.${nextTheme}`)}
        </button>
        <button type="button" className="link" onClick={() => changeLocale(locale() === 'zh' ? 'en' : 'zh')}>
          {t('app.language')}
        </button>
        <LogOut />
      </div>
    </header>
  );
}
