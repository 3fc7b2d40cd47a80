import { Alert } from 'antd';
import { t } from '../../../messages/messages';
import { whole } from '../../../lib/numbers';
import type { TablePreview } from '../../../api/types';
import { recognised } from '../state/recognised';
import { type Recipe, withColumn } from '../state/recipe';
import { ColumnTable } from './column-table';
import { PreviewRows } from './preview-rows';
import { ReadingForm } from './reading-form';

interface Props {
  table: TablePreview;
  recipe: Recipe;
  change: (patch: Partial<Recipe>) => void;
  isOpen: boolean;
}

/** What was recognised of a table, which can all be told otherwise, and its first rows as they would be read. */
export function TablePreviewView({ table, recipe, change, isOpen }: Props) {
  const { mapping, columns, problem, warnings, rows_examined: examined, rows_rejected: rejected } = table;
  return (
    <>
      <p>
        {recognised(table).join(' · ')}
        {table.repair && <strong> {t('imports.repair')}</strong>}
      </p>
      {problem ? (
        <Alert type="error" showIcon title={problem.title} description={[problem.detail, problem.hint ?? ''].join(' ').trim()} />
      ) : (
        <p className={rejected > 0 ? 'warned' : 'quiet'}>
          {t(rejected > 0 ? 'imports.examinedRejected' : 'imports.examined', { rows: whole(examined), rejected: whole(rejected) })}
        </p>
      )}
      {warnings.length > 0 && (
        <p>{t('imports.warningList', { list: warnings.map(({ message }) => message).join(' · ') })}</p>
      )}
      <details open={isOpen || problem != null}>
        <summary>{t('imports.columns', { count: columns.length })}</summary>
        <ReadingForm table={table} recipe={recipe} change={change} />
        <ColumnTable
          columns={columns}
          set={mapping ? (name, field) => change({ own: withColumn(mapping, columns, name, field) }) : undefined}
        />
      </details>
      {table.rows.length > 0 && (
        <details open={isOpen}>
          <summary>{t('imports.rows', { count: table.rows.length })}</summary>
          <PreviewRows rows={table.rows} />
        </details>
      )}
    </>
  );
}
