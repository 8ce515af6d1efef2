import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'assets/locales');

function flatten(tree: unknown, path = ''): Map<string, string> {
  if (typeof tree === 'string') return new Map([[path, tree]]);
  const entries = Object.entries(tree as Record<string, unknown>);
  return new Map(entries.flatMap(([key, value]) => [...flatten(value, path === '' ? key : `${path}.${key}`)]));
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\$\d/g) ?? [])].sort();
}

const locales = new Map(
  readdirSync(folder).map((file) => [basename(file, '.yml'), flatten(parse(readFileSync(join(folder, file), 'utf8')))]),
);
const english = locales.get('en') ?? new Map<string, string>();

function sources(directory: string): string {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe.each([...locales].filter(([name]) => name !== 'en'))('locale %s', (_name, texts) => {
  it('has the keys of the English one and no others', () => {
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('has the same placeholders in each text', () => {
    for (const [key, text] of texts)
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
  });

  it('has no empty text', () => {
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('the interface', () => {
  const code = ['components', 'entrypoints', 'lib'].map(sources).join('\n') + readFileSync(join(root, 'wxt.config.ts'));
  // Keys that the code puts together: a prefix in a template, or a plural form.
  const composed = /^(severity|field)\.|\.(one|other)$|^manifest\./;

  it('uses every text', () => {
    const unused = [...english.keys()].filter((key) => !composed.test(key) && !code.includes(`'${key}'`));
    expect(unused).toEqual([]);
  });
});
