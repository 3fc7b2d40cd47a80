import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect } from 'react';
import { ExplorePage } from '../features/explore/explore-page';
import { KeyGate } from '../features/key/key-gate';
import { locale } from '../messages/messages';
import { Header } from './header';
import { navigate, usePath } from './location';
import { NotFound } from './not-found';
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

function Screen() {
  const path = usePath();
  const isRoot = path === '/';
  useEffect(() => {
    if (isRoot) navigate('/explore', window.location.search, 'replace');
  }, [isRoot]);
  if (isRoot) return null;
  return path === '/explore' ? <ExplorePage /> : <NotFound />;
}
