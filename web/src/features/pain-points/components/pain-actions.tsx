import { Button } from 'antd';
import type { PainPoints } from '../../../api/types';
import { csvFile } from '../../../lib/csv';
import { saveFile } from '../../../lib/save-file';
import { t } from '../../../messages/messages';
import { CopyAsApi } from '../../../slice/components/copy-as-api';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';
import { pivotBody } from '../../../slice/queries/pivot';
import { type PainState, painBody } from '../state/pain-state';
import { ranked } from '../state/points';
import { pointsCsv } from '../state/points-csv';
import { MATRIX } from '../state/matrix';

/** What can be taken along from the screen: the commands behind it, and its table. */
export function PainActions({ state, answer }: { state: PainState; answer: PainPoints | undefined }) {
  const save = (): void => {
    if (answer) saveFile(csvFile('pain-points.csv', pointsCsv(answer, ranked(answer.points, state.rank))));
  };
  useShortcuts({ e: save });
  return (
    <>
      <CopyAsApi
        calls={() => [
          { path: 'pain-points', body: painBody(state) },
          { path: 'pivot', body: pivotBody(state, MATRIX) },
        ]}
      />
      <Button disabled={answer === undefined} title={t('keys.export')} onClick={save}>
        {t('table.export')}
      </Button>
    </>
  );
}
