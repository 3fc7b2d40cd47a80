import { useGate } from '../api/key';
import { LogOut } from '../features/key/log-out';
import { changeLocale, locale, t } from '../messages/messages';
import { usePath, useQueryString } from './location';
import { SCREENS, SCREEN_NAMES, addressedSlice, screenAddress } from './screen';
import { ScreenLink } from './screen-link';
import { changeTheme, themeName } from './theme';

export function Header() {
  const path = usePath();
  const slice = addressedSlice(path, useQueryString());
  const nextTheme = themeName() === 'dark' ? 'light' : 'dark';
  return (
    <header className="app-header">
      {useGate() === 'open' && (
        <a className="skip-link" href={path === '/explore' ? '#reviews' : '#main'}>
          {t(path === '/explore' ? 'app.skip' : 'app.skipToMain')}
        </a>
      )}
      <ScreenLink className="brand" href="/explore">
        {t('app.name')}
      </ScreenLink>
      <nav aria-label={t('app.screens')}>
        {SCREENS.map((screen) => (
          <ScreenLink key={screen} href={screenAddress(screen, slice)} aria-current={screen === path ? 'page' : undefined}>
            {t(SCREEN_NAMES[screen])}
          </ScreenLink>
        ))}
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
