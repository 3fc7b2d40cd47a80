import { useQuery } from '@tanstack/react-query';
import type { TablePreview } from '../../../api/types';
import { locale, t } from '../../../messages/messages';
import { fieldsQuery } from '../../../slice/queries/fields';
import { ANSWER } from '../state/recipe';

interface Props {
  columns: TablePreview['columns'];
  /** Gives a column another field; absent where nothing can be changed. */
  set: ((name: string, field: string | null) => void) | undefined;
}

/** Fields that no column carries: the source is the file's, and the raw date is written while reading. */
const NOT_FROM_COLUMNS = new Set(['source', 'created_raw']);

/** Each column of the file, some of its values, and the field that it carries. */
export function ColumnTable({ columns, set }: Props) {
  const fields = useQuery(fieldsQuery()).data?.fields ?? [];
  const choices = fields.filter(({ name, kind }) => kind !== 'derived' && !NOT_FROM_COLUMNS.has(name));
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t('imports.columnTable')}>
      <table className="column-table">
        <thead>
          <tr>
            <th scope="col">{t('imports.column')}</th>
            <th scope="col">{t('imports.field')}</th>
            <th scope="col">{t('imports.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, field, samples }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <select
                  aria-label={t('imports.fieldOf', { column: name })}
                  value={field ?? ''}
                  disabled={set === undefined}
                  onChange={({ target }) => set?.(name, target.value === '' ? null : target.value)}
                >
                  <option value="">{t('imports.leftOut')}</option>
                  {choices.map((choice) => (
                    <option key={choice.name} value={choice.name}>
                      {choice.label[locale()]}
                    </option>
                  ))}
                  <option value={ANSWER}>{t('imports.answer')}</option>
                </select>
              </td>
              <td className="quiet samples">{samples.join(' ｜ ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
