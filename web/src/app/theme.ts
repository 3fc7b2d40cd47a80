// Light or dark, remembered. Read once per page load, like the locale.
import { type ThemeConfig, theme } from 'antd';

export type ThemeName = 'light' | 'dark';

const STORAGE_KEY = 'pinglan.theme';

export function themeName(): ThemeName {
  try {
    return window.localStorage.getItem(STORAGE_KEY) === 'dark' ? 'dark' : 'light';
  } catch {
    return 'light';
  }
}

export function changeTheme(next: ThemeName): void {
  window.localStorage.setItem(STORAGE_KEY, next);
  window.location.reload();
}

export function antdTheme(name: ThemeName): ThemeConfig {
  const accent = name === 'dark' ? '#5b93e6' : '#1f5fbf';
  return {
    algorithm: name === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: accent,
      fontSize: 13,
      fontSizeSM: 12,
      controlHeight: 30,
      controlHeightSM: 24,
      borderRadius: 4,
      ...(name === 'dark' ? { colorBgContainer: '#1a2028', colorBgElevated: '#202731', colorBorder: '#38424f' } : {}),
      motion: false,
      fontFamily: 'var(--font)',
    },
    components: {
      Button: {
        // The derived hover colour is too pale to read on white, and white too pale on the accent of the dark.
        defaultHoverColor: accent,
        defaultHoverBorderColor: accent,
        ...(name === 'dark' ? { primaryColor: '#0b1220' } : {}),
      },
    },
  };
}
