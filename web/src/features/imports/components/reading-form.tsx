import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import type { TablePreview } from '../../../api/types';
import { oneOf } from '../../../lib/one-of';
import { t } from '../../../messages/messages';
import { mappingsQuery } from '../queries/imports';
import { ENCODINGS, type Recipe, isBasis } from '../state/recipe';
import { KeepMapping } from './keep-mapping';

interface Props {
  /** As it would be read; null while it cannot be. */
  table: TablePreview | null;
  recipe: Recipe;
  change: (patch: Partial<Recipe>) => void;
}

const SCALES = ['5', '10', '100'] as const;
const TYPED = ['source', 'item', 'path'] as const;

/** By what the file is read, and what holds for all its rows. */
export function ReadingForm({ table, recipe, change }: Props) {
  const kept = useQuery(mappingsQuery()).data;
  const mapping = table?.mapping;
  const hasPath = table === null || table.format === 'json';
  return (
    <div className="controls reading-form">
      <label className="control">
        <span>{t('imports.basis')}</span>
        <select
          value={recipe.basis}
          onChange={({ target: { value } }) => isBasis(value) && change({ basis: value, own: null })}
        >
          <option value="recognised">{t('imports.recognised')}</option>
          {(kept?.mappings ?? []).map(({ name }) => (
            <option key={name} value={`mapping:${name}`}>
              {t('imports.kept', { name })}
            </option>
          ))}
          {(kept?.presets ?? []).map(({ name }) => (
            <option key={name} value={`preset:${name}`}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="control">
        <span>{t('imports.encodingLabel')}</span>
        <select value={recipe.encoding} onChange={({ target: { value } }) => change({ encoding: oneOf(ENCODINGS, value) ?? '' })}>
          {ENCODINGS.map((encoding) => (
            <option key={encoding} value={encoding}>
              {encoding === '' ? t('imports.recognised') : encoding.toUpperCase()}
            </option>
          ))}
        </select>
      </label>
      {TYPED.filter((name) => name !== 'path' || hasPath).map((name) => (
        <Typed key={name} name={name} recipe={recipe} change={change} placeholder={table?.[name === 'item' ? 'sheet' : name] ?? ''} />
      ))}
      {mapping && (
        <label className="control">
          <span>{t('imports.scale')}</span>
          <select
            value={mapping.scale}
            onChange={({ target: { value } }) => change({ own: { ...mapping, scale: SCALES.find((scale) => scale === value) ?? mapping.scale } })}
          >
            {SCALES.map((scale) => (
              <option key={scale}>{scale}</option>
            ))}
          </select>
        </label>
      )}
      {mapping && <Zone key={mapping.zone} zone={mapping.zone ?? ''} set={(zone) => change({ own: { ...mapping, zone } })} />}
      {table && mapping && <KeepMapping mapping={mapping} columns={table.columns} keptAs={(name) => change({ basis: `mapping:${name}`, own: null })} />}
    </div>
  );
}

/** A field of the form; takes effect when it is left, so that half a word is never looked up. */
function Typed({ name, recipe, change, placeholder }: Pick<Props, 'recipe' | 'change'> & { name: (typeof TYPED)[number]; placeholder: string }) {
  return (
    <label className="control">
      <span>{t(`imports.form.${name}`)}</span>
      <Input
        size="small"
        defaultValue={recipe[name]}
        placeholder={placeholder}
        title={t(`imports.formHint.${name}`)}
        onBlur={({ target }) => change({ [name]: target.value })}
        onPressEnter={({ currentTarget }) => change({ [name]: currentTarget.value })}
      />
    </label>
  );
}

function Zone({ zone, set }: { zone: string; set: (zone: string) => void }) {
  const take = (next: string): void => {
    if (next !== zone) set(next);
  };
  return (
    <label className="control">
      <span>{t('imports.zone')}</span>
      <Input size="small" defaultValue={zone} onBlur={({ target }) => take(target.value)} onPressEnter={({ currentTarget }) => take(currentTarget.value)} />
    </label>
  );
}
