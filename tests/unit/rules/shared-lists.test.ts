import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../../lib/rules/engine.ts';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { compileDirectory } from '../../../tools/pack/build.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-rules-'));

function family(id: string, when: string, unless = ''): string {
  return `family: ${id}
labels: { en: ${id} }
severity: high
jurisdictions: [FR]
dsa: { category: STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS, keyword: null }
authorities: [signalconso]
legal: [{ citation: A law of the test, url: null, checked: null }]
terms: { noun: { en: [${id}] }, other: { en: [sheath] } }
${unless}
rules:
  - { id: ${id}-noun, confidence: 0.9, reason: { en: A reason. }, when: ${when} }
  - { id: ${id}-weak, confidence: 0.4, reason: { en: A reason. }, when: ${when} }
`;
}

async function rulesOn(title: string, files: Record<string, string>): Promise<string[] | string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const compiled = await compileDirectory(folder, { publisher: 'test', version: '1' });
  if (!compiled.ok) return compiled.problems.join('\n');
  return createEngine(compiled.value.pack)
    .match({ ...EMPTY_INPUT, title })
    .map(({ rule, lowered }) => [rule, ...lowered].join('/'))
    .sort();
}

const NOUN = '{ term: noun }';
const TRAPS = 'terms: { toy: { en: [plush toy], fr: [peluche] } }';
const UNLESS = 'unless: [{ id: toy, when: { term: traps/toy }, effect: cancel }]';

beforeEach(() => mkdirSync(folder, { recursive: true }));
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 2 }));

describe('lists that families share', () => {
  it('are found by every family that names them, and hold for every rule of the file', async () => {
    const files = {
      'traps.yaml': TRAPS,
      'dagger.yaml': family('dagger', NOUN, UNLESS),
      'sabre.yaml': family('sabre', NOUN, UNLESS),
      'lance.yaml': family('lance', NOUN),
    };
    expect(await rulesOn('Dagger and sabre', files)).toEqual([
      'dagger-noun',
      'dagger-weak',
      'sabre-noun',
      'sabre-weak',
    ]);
    expect(await rulesOn('Dagger, sabre and lance as a plush toy', files)).toEqual(['lance-noun', 'lance-weak']);
    expect(await rulesOn('Dagger peluche', files)).toEqual([]);
  });

  it('lower the confidence where the exception says so, and say it in the finding', async () => {
    const lower = UNLESS.replace('cancel', '{ lower: 0.4 }');
    const found = await rulesOn('Dagger plush toy', {
      'traps.yaml': TRAPS,
      'dagger.yaml': family('dagger', NOUN, lower),
    });
    expect(found).toEqual(['dagger-noun/toy']);
  });

  it('are a fault where they do not exist', async () => {
    const found = await rulesOn('Dagger', { 'dagger.yaml': family('dagger', '{ term: traps/toy }') });
    expect(found).toMatch(/dagger\.yaml:\d+:\d+: .*traps\/toy/);
  });
});

describe('near', () => {
  it.each([
    ['Sheath dagger', ['dagger-noun', 'dagger-weak']],
    ['Dagger sheath', []],
    ['Sheath for the dagger', []],
  ])('%s: takes the order and the distance', async (title, expected) => {
    const when = '{ near: [other, noun], within: 0, ordered: true }';
    expect(await rulesOn(title, { 'dagger.yaml': family('dagger', when) })).toEqual(expected);
  });
});
