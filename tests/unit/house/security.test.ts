/** docs/security.md names tests; each must be there, under its name, in its file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, sourceFiles } from './imports.ts';

const SECURITY = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
/** `` `tests/unit/x.test.ts` "name of the test" `` */
const NAMED = [...SECURITY.matchAll(/`(tests\/[^`]+)` "([^"]+)"/g)].map(
  ([, file = '', name = '']) => [file, name] as const,
);

describe('docs/security.md', () => {
  it.each(NAMED)('%s: %s', (file, name) => {
    expect(existsSync(join(ROOT, file)), `${file} is there`).toBe(true);
    expect(readFileSync(join(ROOT, file), 'utf8')).toMatch(
      new RegExp(
        `\\b(?:it|test|describe)(?:\\.each\\([\\s\\S]*?\\)|\\.each<[^>]*>\\([\\s\\S]*?\\))?\\(\\s*['"\`]${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}`,
      ),
    );
  });

  it('has a test for every row', () => {
    const rows = SECURITY.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:---|what holds)/.test(line));
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) expect(row, 'names a test').toMatch(/`tests\/[^`]+` "[^"]+"/);
  });

  it('lists every message that a content script may send', () => {
    const sources = sourceFiles('entrypoints', 'components', 'lib').map((file) =>
      readFileSync(join(ROOT, file), 'utf8'),
    );
    const page = sources.flatMap((text) =>
      [...text.matchAll(/'([a-z-]+)': \{\s*from: 'page'/g)].map(([, name = '']) => name),
    );
    const [, list = ''] = /may send ([^.]*)\./.exec(SECURITY.replaceAll('\n', ' ')) ?? [];
    expect([...list.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name).sort()).toEqual(page.sort());
    expect(page.length).toBeGreaterThan(3);
  });
});
