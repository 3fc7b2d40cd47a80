import type { ReactNode } from 'react';
import { screenAddress } from '../../app/screen';
import { ScreenLink } from '../../app/screen-link';
import { whole } from '../../lib/numbers';
import { t } from '../../messages/messages';
import { sliceFrom } from '../state/slice-body';

interface Props {
  /** As the service wrote it. */
  slice: unknown;
  /** How many reviews stand behind it. */
  count: number;
  /** What is counted, for those who do not see the table around it. */
  of?: string;
  className?: string;
  children?: ReactNode;
}

/** A figure that opens its reviews on the explore screen. */
export function SliceLink({ slice, count, of, className, children }: Props) {
  // Nothing to open.
  if (count === 0) return <span className="quiet">{children ?? whole(count)}</span>;
  const title = t('slice.open', { count: whole(count) });
  return (
    <ScreenLink
      className={className}
      href={screenAddress('/explore', sliceFrom(slice))}
      title={title}
      aria-label={of === undefined ? undefined : `${of}: ${title}`}
    >
      {children ?? whole(count)}
    </ScreenLink>
  );
}
