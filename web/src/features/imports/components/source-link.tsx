import { screenAddress } from '../../../app/screen';
import { ScreenLink } from '../../../app/screen-link';
import { t } from '../../../messages/messages';
import { EMPTY_SLICE } from '../../../slice/state/slice-state';

/** Opens the reviews of a source. */
export function SourceLink({ source }: { source: string }) {
  const slice = { ...EMPTY_SLICE, clauses: [{ field: 'source', not: false, off: false, match: { kind: 'values' as const, values: [source] } }] };
  return (
    <ScreenLink href={screenAddress('/explore', slice)} title={t('ledger.openSource', { source })}>
      {source}
    </ScreenLink>
  );
}
