import { t } from '../messages/messages';

export function NotFound() {
  return (
    <main className="notice">
      <h1>{t('app.notFound')}</h1>
      <a href="/explore">{t('app.toExplore')}</a>
    </main>
  );
}
