/**
 * CSV (RFC 4180) that spreadsheets cannot be tricked with: a cell that a spreadsheet would take for a formula gets an
 * apostrophe before it, as OWASP advises ("CSV injection"). Plain numbers stay numbers.
 */

/** Characters that begin a formula in a spreadsheet, and their full-width twins. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

export type Cell = string | number | boolean | null;

function cell(value: Cell): string {
  if (value === null) return '""';
  const text = String(value);
  const harmless = typeof value === 'number' || NUMBER.test(text) || !FORMULA.test(text);
  return `"${(harmless ? text : `'${text}`).replaceAll('"', '""')}"`;
}

/** One line with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** Byte order mark: without it, spreadsheets do not take the file for UTF-8. */
export const CSV_START = '\ufeff';
