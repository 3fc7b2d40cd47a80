import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { failureOf } from '../../../api/failure';
import type { ImportPreview, TablePreview } from '../../../api/types';
import { byteSize } from '../../../lib/amounts';
import { t } from '../../../messages/messages';
import { FailureNotice } from '../../../slice/components/failure-notice';
import { type Draft, type Drafts, changedRecipe } from '../hooks/use-drafts';
import { previewQuery } from '../queries/imports';
import { type Recipe, asTold } from '../state/recipe';
import { ProgressBar } from './progress-bar';
import { ReadingForm } from './reading-form';
import { TablePreviewView } from './table-preview';

interface Props {
  draft: Draft;
  isOnly: boolean;
  change: (patch: Parameters<Drafts['change']>[1]) => void;
  remove: () => void;
  send: () => void;
}

/** One file before it is imported. */
export function DraftCard({ draft, isOnly, change, remove, send }: Props) {
  const { id, file, recipe, sent, failure } = draft;
  const [read, setRead] = useState(0);
  const preview = useQuery(previewQuery(id, file, recipe, setRead));
  const isSending = sent !== null;
  const changeRecipe = (patch: Partial<Recipe>): void => change({ ...changedRecipe(draft, patch), failure: null });
  return (
    <article className="panel draft" aria-label={file.name} aria-busy={preview.isFetching}>
      <div className="panel-head">
        <h2>{file.name}</h2>
        <span className="quiet">{byteSize(file.size)}</span>
        <span className="draft-actions">
          <Button type="primary" disabled={isSending || preview.isError || preview.data?.problem != null} loading={isSending} onClick={send}>
            {t('imports.start')}
          </Button>
          <Button disabled={isSending} onClick={remove} aria-label={t('imports.removeNamed', { file: file.name })}>
            {t('imports.remove')}
          </Button>
        </span>
      </div>
      {isSending && <ProgressBar label={t('imports.sending')} share={sent} />}
      {preview.isPending && <ProgressBar label={t('imports.looking')} share={read < 1 ? read : null} />}
      {failure && <FailureNotice title={t('imports.notTaken')} failure={failure} retry={send} />}
      {preview.error && (
        <>
          <FailureNotice title={t('imports.noPreview')} failure={failureOf(preview.error)} retry={() => void preview.refetch()} />
          <ReadingForm table={null} recipe={recipe} change={changeRecipe} />
        </>
      )}
      {preview.data && <Tables preview={preview.data} isStale={preview.isPlaceholderData} recipe={recipe} change={changeRecipe} isOpen={isOnly} />}
    </article>
  );
}

interface TablesProps {
  preview: ImportPreview;
  isStale: boolean;
  recipe: Recipe;
  change: (patch: Partial<Recipe>) => void;
  isOpen: boolean;
}

/** The tables of the file; of several, one at a time. */
function Tables({ preview, isStale, recipe, change, isOpen }: TablesProps) {
  const [at, setAt] = useState(0);
  const tables: readonly TablePreview[] = [preview, ...preview.more];
  const table = tables[at] ?? preview;
  return (
    <div className={isStale ? 'stale' : ''}>
      {tables.length > 1 && (
        <label className="control">
          <span>{t('imports.tables', { count: tables.length })}</span>
          <select value={at} onChange={({ target }) => setAt(Number(target.value))}>
            {tables.map(({ file, sheet }, index) => (
              <option key={`${file} ${sheet ?? ''}`} value={index}>
                {sheet ?? file}
              </option>
            ))}
          </select>
        </label>
      )}
      {preview.skipped.length > 0 && <p className="quiet">{t('imports.skipped', { files: preview.skipped.join('、') })}</p>}
      <TablePreviewView key={at} table={isStale ? asTold(table, recipe.own) : table} recipe={recipe} change={change} isOpen={isOpen} />
    </div>
  );
}
