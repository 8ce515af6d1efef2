import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileDirectory } from '../../../tools/pack/build.ts';
import { lintDirectory } from '../../../tools/pack/lint.ts';
import { formatProblem } from '../../../tools/pack/source.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const HEAD = `family: dagger
labels: { en: Dagger }
severity: high
jurisdictions: [FR]
dsa: { category: STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS, keyword: null }
authorities: [signalconso]
legal: [{ citation: A law of the test, url: null, checked: null }]
`;
const TERMS = 'terms: { noun: { en: [dagger] }, metal: { en: [steel] } }\n';
const rule = (when: string, more = ''): string =>
  `rules:\n  - { id: dagger-noun, confidence: 0.9, reason: { en: A reason. }, when: ${when}${more} }\n`;

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-source-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function problemsOf(files: Record<string, string>): Promise<string[]> {
  const result = await compileDirectory(folderOf(files), { publisher: 'test', version: '1' });
  return result.ok ? [] : result.problems;
}

describe('a faulty rule file', () => {
  it.each([
    ['broken YAML', `${HEAD}terms: { noun: [`, /a\.yaml:8:\d+: not valid YAML/u],
    ['a tab as indentation', `${HEAD}rules:\n\t- id: x`, /a\.yaml:9:1: not valid YAML/u],
    [
      'a key twice',
      `${HEAD}severity: low\n${TERMS}${rule('{ term: noun }')}`,
      /a\.yaml:8:1: not valid YAML: Map keys must be unique/u,
    ],
    ['an unknown key', `${HEAD}colour: red\n${TERMS}${rule('{ term: noun }')}`, /a\.yaml:1:1: unknown key "colour"/u],
    [
      'an unknown condition',
      `${HEAD}${TERMS}${rule('{ regex: dag+er }')}`,
      /a\.yaml:10:\d+: .*"regex" is no condition; conditions are all, any, none/u,
    ],
    [
      'an unknown list',
      `${HEAD}${TERMS}${rule('{ term: nuon }')}`,
      /a\.yaml:10:\d+: there is no term list "nuon" in this file; it has noun, metal/u,
    ],
    ['an unknown shared list', `${HEAD}${TERMS}${rule('{ term: traps/none }')}`, /traps\.yaml does not have it/u],
    [
      'a circle',
      `${HEAD}${TERMS}conditions: { a: { use: b }, b: { all: [{ use: a }] } }\n${rule('{ use: a }')}`,
      /in a circle: a → b → a/u,
    ],
    [
      'an alias inside itself',
      `${HEAD}terms: &t { noun: { en: [dagger] }, again: *t }\n${rule('{ term: noun }')}`,
      /alias refers to what it stands in/u,
    ],
    [
      'a term of one letter',
      `${HEAD}terms: { noun: { en: [x] } }\n${rule('{ term: noun }')}`,
      /a\.yaml:8:\d+: the term "x" is a single letter and would match everything/u,
    ],
    ['a term of one number', `${HEAD}terms: { noun: { en: ["88"] } }\n${rule('{ term: noun }')}`, /only a number/u],
    [
      'a term of signs',
      `${HEAD}terms: { noun: { en: ["***"] } }\n${rule('{ term: noun }')}`,
      /has no letters or digits/u,
    ],
    [
      'an amount of another kind',
      `${HEAD}${TERMS}${rule('{ quantity: length, at-least: 3 kg }')}`,
      /"3 kg" is not an amount of length such as 18 cm/u,
    ],
    [
      'bounds crossed',
      `${HEAD}${TERMS}${rule('{ quantity: length, at-least: 9 cm, at-most: 3 cm }')}`,
      /can never hold/u,
    ],
    [
      'a link that is not https',
      `${HEAD.replace('url: null', 'url: "javascript:alert(1)"')}${TERMS}${rule('{ term: noun }')}`,
      /legal\.0\.url/u,
    ],
    ['a confidence above 1', `${HEAD}${TERMS}${rule('{ term: noun }').replace('0.9', '9')}`, /rules\.0\.confidence/u],
  ])('%s is told in one sentence with its place', async (_, text, expected) => {
    const problems = await problemsOf({ 'a.yaml': text });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toMatch(expected);
  });

  it('two rules of one id, even in two files', async () => {
    const file = `${HEAD}${TERMS}${rule('{ term: noun }')}`;
    const problems = await problemsOf({ 'a.yaml': file, 'b.yaml': file.replace('family: dagger', 'family: other') });
    expect(problems).toEqual([
      expect.stringMatching(/b\.yaml:10:\d+: the rule id "dagger-noun" is already used in dagger/u),
    ]);
  });

  it('an empty or missing directory', async () => {
    expect(await problemsOf({})).toEqual([expect.stringMatching(/holds no \.yaml rule file/u)]);
    const missing = await compileDirectory('/nowhere/rules', { publisher: 'test', version: '1' });
    expect(missing.ok ? [] : missing.problems).toEqual([expect.stringMatching(/is not a readable directory/u)]);
  });
});

describe('the linter', () => {
  async function lint(text: string): Promise<string> {
    const { errors, warnings } = await lintDirectory(folderOf({ 'a.yaml': text }), []);
    return [
      ...errors.map((entry) => `error ${formatProblem(entry)}`),
      ...warnings.map((entry) => `warning ${formatProblem(entry)}`),
    ].join('\n');
  }

  it('wants examples, translations and lists that are used', async () => {
    const result = await lint(`${HEAD}${TERMS}${rule('{ term: noun }')}`);
    expect(result).toMatch(/error .*0 examples that it must find; it needs 6, in 3 languages/u);
    expect(result).toMatch(/error .*the rule dagger-noun has no example/u);
    expect(result).toMatch(/warning .*a\.yaml:2:1: the label is missing in fr, de, es, it, pl, nl/u);
    expect(result).toMatch(/warning .*no rule uses the term list "metal"/u);
  });

  it('sees clauses that can never hold, or are never needed', async () => {
    expect(await lint(`${HEAD}${TERMS}${rule('{ all: [{ term: noun }, { none: [{ term: noun }] }] }')}`)).toMatch(
      /can never hold/u,
    );
    expect(
      await lint(`${HEAD}${TERMS}${rule('{ any: [{ term: noun }, { all: [{ term: noun }, { term: metal }] }] }')}`),
    ).toMatch(/never needed/u);
    const always = ', unless: [{ id: same, when: { term: noun }, effect: cancel }]';
    expect(await lint(`${HEAD}${TERMS}${rule('{ term: noun }', always)}`)).toMatch(/the rule never finds anything/u);
    const excluded = ', unless: [{ id: same, when: { term: metal }, effect: cancel }]';
    expect(
      await lint(`${HEAD}${TERMS}${rule('{ all: [{ term: noun }, { none: [{ term: metal }] }] }', excluded)}`),
    ).toMatch(/can never apply/u);
  });

  it('keeps readable words out of what a sensitive family looks for', async () => {
    expect(await lint(`${HEAD}sensitive: true\n${TERMS}${rule('{ term: noun }')}`)).toMatch(
      /error .*a sensitive family may only hold hashed terms/u,
    );
  });
});
