import { Component, type ReactNode } from 'react';
import { t } from '../../messages/messages';

/** The chart's code comes late and may not come; the table behind it still works. */
export class ChartBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <p className="quiet">{t('chart.failed')}</p> : this.props.children;
  }
}
