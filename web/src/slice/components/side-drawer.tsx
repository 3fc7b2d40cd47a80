import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../../messages/messages';
import { useShortcuts } from '../hooks/use-shortcuts';

interface Props {
  title: string;
  onClose: () => void;
  isBusy: boolean;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Beside the list, not over it: the list stays in reach of keys and pointer. */
export function SideDrawer({ title, onClose, isBusy, actions, children }: Props) {
  const panel = useRef<HTMLElement>(null);
  useShortcuts({ Escape: onClose });
  useEffect(() => panel.current?.focus(), []);
  return (
    <section ref={panel} className="drawer" role="dialog" aria-label={title} tabIndex={-1}>
      <div className="drawer-head">
        <h2>{title}</h2>
        {actions}
        <button type="button" className="drawer-close" aria-label={t('review.close')} onClick={onClose}>
          ✕
        </button>
      </div>
      <div className="drawer-body" tabIndex={0} aria-busy={isBusy}>
        {children}
      </div>
    </section>
  );
}
