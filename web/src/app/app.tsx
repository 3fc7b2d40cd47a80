import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ComponentType, Suspense, lazy, useEffect } from 'react';
import { KeyGate } from '../features/key/key-gate';
import { oneOf } from '../lib/one-of';
import { locale } from '../messages/messages';
import { Header } from './header';
import { navigate, usePath } from './location';
import { NotFound } from './not-found';
import { SCREENS, type ScreenPath } from './screen';
import { ScreenBoundary } from './screen-boundary';
import { antdTheme, themeName } from './theme';

const STALE_MS = 30_000;

const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: STALE_MS, retry: false, refetchOnWindowFocus: false } },
});

export function App() {
  return (
    <ConfigProvider locale={locale() === 'zh' ? zhCN : enUS} theme={antdTheme(themeName())} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>
        <QueryClientProvider client={queryClient}>
          <Header />
          <KeyGate>
            <Screen />
          </KeyGate>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

// Each screen's code comes when it is first gone to.
const PAGES: Record<ScreenPath, ComponentType> = {
  '/explore': lazy(async () => ({ default: (await import('../features/explore/explore-page')).ExplorePage })),
  '/pain-points': lazy(async () => ({ default: (await import('../features/pain-points/pain-points-page')).PainPointsPage })),
  '/compare': lazy(async () => ({ default: (await import('../features/compare/compare-page')).ComparePage })),
  '/pivot': lazy(async () => ({ default: (await import('../features/pivot/pivot-page')).PivotPage })),
  '/imports': lazy(async () => ({ default: (await import('../features/imports/imports-page')).ImportsPage })),
};

function Screen() {
  const path = usePath();
  const isRoot = path === '/';
  useEffect(() => {
    if (isRoot) navigate('/explore', window.location.search, 'replace');
  }, [isRoot]);
  if (isRoot) return null;
  const known = oneOf(SCREENS, path);
  if (known === undefined) return <NotFound />;
  const Page = PAGES[known];
  return (
    <ScreenBoundary key={known}>
      <Suspense fallback={<div className="screen-loading" aria-busy="true" />}>
        <Page />
      </Suspense>
    </ScreenBoundary>
  );
}
