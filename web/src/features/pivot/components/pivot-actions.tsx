import { Button } from 'antd';
import type { Pivot } from '../../../api/types';
import { csvFile } from '../../../lib/csv';
import { saveFile } from '../../../lib/save-file';
import { t } from '../../../messages/messages';
import { CopyAsApi } from '../../../slice/components/copy-as-api';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';
import { useSlice } from '../../../slice/hooks/use-slice';
import { dimensionLabel, dimensionValueLabel } from '../../../slice/labels';
import { pivotBody } from '../../../slice/queries/pivot';
import { pivotCsv } from '../state/pivot-csv';
import { type PivotState, dimensionsOf } from '../state/pivot-state';

export function PivotActions({ state, answer }: { state: PivotState; answer: Pivot | undefined }) {
  const { names } = useSlice();
  const dimensions = dimensionsOf(state);
  const save = (): void => {
    if (!answer) return;
    const headings = dimensions.map((name) => dimensionLabel(names, name));
    const rows = pivotCsv(answer, headings, (at, value) => dimensionValueLabel(names, dimensions[at] ?? '', value));
    saveFile(csvFile('pivot.csv', rows));
  };
  useShortcuts({ e: save });
  return (
    <>
      <CopyAsApi calls={() => [{ path: 'pivot', body: pivotBody(state, dimensions) }]} />
      <Button disabled={answer === undefined} title={t('keys.export')} onClick={save}>
        {t('table.export')}
      </Button>
    </>
  );
}
