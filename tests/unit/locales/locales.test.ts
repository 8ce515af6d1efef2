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

/** The keys that have plural forms, known by the English ones. */
const counted = [...english.keys()]
  .filter((key) => key.endsWith('.other'))
  .map((key) => key.slice(0, -'.other'.length))
  .filter((key) => english.has(`${key}.one`));

/** The forms that a count up to a thousand takes in `language`; those of millions only may read as `other`. */
function formsOf(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(['one', 'other', ...Array.from({ length: 1001 }, (_, count) => rules.select(count))])];
}

/** The English text that a key stands for: each form but `one` says what `other` says. */
function original(key: string): string | undefined {
  const [, base = '', form = ''] = key.match(/^(.+)\.(\w+)$/) ?? [];
  return english.get(counted.includes(base) && form !== 'one' ? `${base}.other` : key);
}

it('knows the seven languages', () => {
  expect([...locales.keys()].sort()).toEqual(['de', 'en', 'es', 'fr', 'it', 'nl', 'pl']);
});

describe.each([...locales])('locale %s', (name, texts) => {
  it('says its own language', () => {
    expect(texts.get('language')).toBe(name);
  });

  it('has the keys of the English one and no others, with the plural forms of its language', () => {
    const plain = [...english.keys()].filter((key) => !counted.some((base) => key.startsWith(`${base}.`)));
    const forms = counted.flatMap((base) => formsOf(name).map((form) => `${base}.${form}`));
    expect([...texts.keys()].sort()).toEqual([...plain, ...forms].sort());
  });

  it('has the same placeholders in each text', () => {
    for (const [key, text] of texts)
      expect([key, placeholders(text)]).toEqual([key, placeholders(original(key) ?? '')]);
  });

  it('has a name and a description that the stores take', () => {
    expect(texts.get('manifest.name')?.length).toBeLessThanOrEqual(75);
    expect(texts.get('manifest.description')?.length).toBeLessThanOrEqual(132);
  });

  it('has no empty text', () => {
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('the interface', () => {
  // Without the list of the plural keys, which names them but does not show them.
  const code =
    ['components', 'entrypoints', 'lib']
      .map(sources)
      .join('\n')
      .replace(/type PluralKey =[^;]*;/, '') + readFileSync(join(root, 'wxt.config.ts'));

  function isUsed(key: string): boolean {
    const [, base = '', last = ''] = key.match(/^(.+)\.(\w+)$/) ?? [];
    if (base === '') return code.includes(`i18n.t('${key}')`);
    if (counted.includes(base)) return code.includes(`'${base}'`);
    // Put together by the code from a prefix and one of the values that it knows.
    if (code.includes(`\`${base}.\${`) && code.includes(`'${last}'`)) return true;
    return code.includes(`'${key}'`) || code.includes(`__MSG_${key.replaceAll('.', '_')}__`);
  }

  it('uses every text', () => {
    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });
});
