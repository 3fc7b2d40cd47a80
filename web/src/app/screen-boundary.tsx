import { Component, type ReactNode } from 'react';
import { t } from '../messages/messages';

/** A screen's code comes late and may not come. */
export class ScreenBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="notice" id="main">
        <p role="alert">{t('app.screenFailed')}</p>
        <button type="button" className="link" onClick={() => window.location.reload()}>
          {t('error.retry')}
        </button>
      </main>
    );
  }
}
