import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../lib/reports/csv.ts';

/** Reads one line as RFC 4180 says. */
function readLine(line: string): string[] {
  return [...line.slice(0, -2).matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map((match) =>
    (match[1] ?? '').replaceAll('""', '"'),
  );
}

describe('csvLine', () => {
  it('quotes every cell and ends the line', () => {
    expect(csvLine(['a"b', 1.5, null, true, 'c,d\ne'])).toBe('"a""b","1.5","","true","c,d\ne"\r\n');
  });

  it.each([
    '=HYPERLINK("http://evil.example")',
    '+33 1',
    '-1+1',
    '@SUM(1)',
    '|calc',
    '\t=1',
    '\r=1',
    ' =1',
    '\u200b=1',
    '＝1+1',
    '＠x',
  ])('neutralises %j', (text) => {
    expect(readLine(csvLine([text]))).toEqual([`'${text}`]);
  });

  it.each(['-12.5', '7', 'a=b', '', "it's"])('leaves %j alone', (text) => {
    expect(readLine(csvLine([text]))).toEqual([text]);
  });

  it('gives back every text, and never a cell that begins a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
        const read = readLine(csvLine(cells));
        expect(read.map((cell, index) => (cell === cells[index] ? cell : cell.slice(1)))).toEqual(cells);
        for (const cell of read) {
          if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[\s]*[=+\-@|]/);
        }
      }),
    );
  });
});
