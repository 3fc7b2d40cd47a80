// A table as CSV that spreadsheets read as text and numbers, never as formulas.
import type { NamedFile } from './save-file';

export type CsvCell = string | number | null | undefined;

const FORMULA = /^[=+\-@\t\r]/;

/** Records after RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

export function csvFile(name: string, rows: readonly (readonly CsvCell[])[]): NamedFile {
  return { name, content: new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }) };
}

function csvCell(cell: CsvCell): string {
  if (cell == null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
