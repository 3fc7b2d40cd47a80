// What was recognised of a table, in words.
import type { TablePreview } from '../../../api/types';
import { t, wordFor } from '../../../messages/messages';

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'bar' };

/** `CSV`, `GB18030 编码（把握 99%）`, `逗号分隔`, `表头在第 1 行`, `按 jd 读取`, `来源 jd`. */
export function recognised(table: TablePreview): string[] {
  const { format, compression, encoding, encoding_confidence: sure, delimiter, header_row: header, path, preset, source } = table;
  return [
    format == null ? '' : t('imports.format', { format: format.toUpperCase() }),
    compression ?? '',
    encoding == null ? '' : t('imports.encoding', { encoding: encoding.toUpperCase(), sure: `${Math.floor((sure ?? 1) * 100)}%` }),
    delimiter == null ? '' : t('imports.delimiter', { delimiter: wordFor('delimiter', DELIMITERS[delimiter] ?? delimiter) }),
    header == null ? '' : t('imports.header', { row: header }),
    path == null ? '' : t('imports.path', { path }),
    // A mapping of one's own has no name.
    preset == null || preset === '' ? '' : t('imports.preset', { preset }),
    source == null ? '' : t('imports.source', { source }),
  ].filter((part) => part !== '');
}
