import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { failureOf } from '../../../api/failure';
import type { Comparison } from '../../../api/types';
import { csvFile } from '../../../lib/csv';
import { saveFile } from '../../../lib/save-file';
import { t } from '../../../messages/messages';
import { CopyAsApi } from '../../../slice/components/copy-as-api';
import { KeysDialog } from '../../../slice/components/keys-dialog';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { useShortcuts } from '../../../slice/hooks/use-shortcuts';
import type { UrlState } from '../../../slice/hooks/use-url-state';
import type { Sides } from '../../../slice/state/sides-codec';
import { PRESETS, type Preset, presetSides } from '../queries/presets';
import { compareBody, termsBody } from '../state/compare-state';
import { comparisonCsv } from '../state/comparison-csv';

interface Props {
  sides: Sides;
  update: UrlState<Sides>['update'];
  answer: Comparison | undefined;
}

/** Pairs at hand, the sides swapped, and what can be taken along. */
export function CompareActions({ sides, update, answer }: Props) {
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const choose = async (preset: Preset): Promise<void> => {
    try {
      const chosen = await presetSides(client, preset, sides);
      if (chosen) update(chosen);
      else void message.info(t('compare.noPreset'));
    } catch (error) {
      const shown = modal.error({
        title: t('compare.presetFailed'),
        width: 560,
        content: <FailureNotice title={t('compare.presetFailed')} failure={failureOf(error)} retry={() => (shown.destroy(), void choose(preset))} />,
      });
    }
  };
  const save = (): void => {
    if (answer) saveFile(csvFile('compare.csv', comparisonCsv(answer)));
  };
  useShortcuts({ e: save });
  return (
    <div className="controls">
      <div className="control" role="group" aria-label={t('compare.presets')}>
        <span>{t('compare.presets')}</span>
        {PRESETS.map((preset) => (
          <Button key={preset} size="small" onClick={() => void choose(preset)}>
            {t(`compare.preset.${preset}`)}
          </Button>
        ))}
      </div>
      <Button size="small" onClick={() => update({ a: sides.b, b: sides.a })}>{`⇄ ${t('compare.swap')}`}</Button>
      <div className="control controls-end">
        <CopyAsApi
          calls={() => [
            { path: 'compare', body: compareBody(sides) },
            { path: 'terms', body: termsBody(sides, 'a') },
            { path: 'terms', body: termsBody(sides, 'b') },
          ]}
        />
        <Button disabled={answer === undefined} title={t('keys.export')} onClick={save}>
          {t('table.export')}
        </Button>
        <KeysDialog />
      </div>
    </div>
  );
}
