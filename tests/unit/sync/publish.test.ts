import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { formatAlertSource } from '../../../lib/rules/alerts/source.ts';
import { bundleSource } from '../../../lib/sync/bundle.ts';
import { checkForUpdate, type UpdateResult } from '../../../lib/sync/fetch-update.ts';
import { alertsFormat } from '../../../lib/sync/formats/alerts.ts';
import { decodeRules } from '../../../lib/sync/formats/rules.ts';
import { packPath } from '../../../lib/sync/trust/head.ts';
import type { Algorithm } from '../../../lib/sync/trust/signature.ts';
import { type TrustedState, trustRoot } from '../../../lib/sync/trust/update.ts';
import { run as pack } from '../../../tools/commands/pack.ts';
import { Folder } from '../../../tools/pack/publish/folder.ts';
import { makeKey, openKey, publicHalf, readKeyFile, readPublicKeyFile } from '../../../tools/pack/publish/keys.ts';
import { alert } from '../alerts/made.ts';

const PASSPHRASE = 'four unrelated words';
/** Cheap on purpose; the command's own cost takes half a second a key. */
const CHEAP = 2 ** 10;
const KEYS: Record<string, Algorithm> = {
  'root-a': 'Ed25519',
  'root-b': 'P-256',
  'root-c': 'P-256',
  head: 'P-256',
  'head-2': 'Ed25519',
};

const WORDS = ['anvil', 'bellows', 'chisel', 'drill', 'file', 'gimlet', 'hammer', 'iron'];

const work = mkdtempSync(join(tmpdir(), 'vigie-publish-'));
const keyFile = (name: string): string => join(work, `${name}.key.json`);
const publicFile = (name: string): string => join(work, `${name}.pub.json`);
let folder = '';
let said = '';

/** Text that hardly compresses, so that sizes are like those of real rules. */
const filler = (word: string): string =>
  [1, 2, 3].map((part) => createHash('sha512').update(`${word}${part}`).digest('base64url')).join(' ');

function writeRules(...words: string[]): string {
  const directory = mkdtempSync(join(work, 'rules-'));
  for (const word of words)
    writeFileSync(
      join(directory, `${word}.yaml`),
      `family: ${word}
labels: { en: ${word} }
severity: high
jurisdictions: [FR]
dsa: { category: STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS, keyword: null }
authorities: [signalconso]
legal: [{ citation: A law of the test, url: null, checked: null }]
terms: { noun: { en: [${word}] } }
rules: [{ id: ${word}-named, confidence: 0.9, reason: { en: "The title names ${word}, ${filler(word)}." }, when: { term: noun } }]
`,
    );
  return directory;
}

const keys = (...names: string[]): string[] => names.flatMap((name) => ['--key', keyFile(name)]);

const firstRoot = (signers: string[]): Promise<number> =>
  pack([
    'sign',
    folder,
    '--new',
    ...['--publisher', 'rules.test.example', '--root-threshold', '2'],
    ...['--root-key', publicFile('root-a'), '--root-key', publicFile('root-b'), '--head-key', publicFile('head')],
    ...keys(...signers),
  ]);

const publish = (...more: string[]): Promise<number> => pack(['publish', folder, ...more]);

async function pinned(): Promise<TrustedState> {
  const state = await trustRoot(new Uint8Array(readFileSync(join(folder, '1.root.json'))));
  if (!state.ok) throw new Error('the root is not good');
  return state.value;
}

function familiesOf(bytes: Uint8Array | undefined): string[] {
  const rules = decodeRules(bytes ?? new Uint8Array());
  return rules.ok ? rules.value.families.map(({ family }) => family) : [];
}

/** What a client makes of the folder as it is. */
function check(state: TrustedState): Promise<UpdateResult> {
  const served = new Folder(folder);
  return checkForUpdate(served.source(), state, {
    now: Date.now() + 3600_000,
    base: (_, sha256) => served.readGzipped(packPath(sha256)),
  });
}

beforeAll(async () => {
  vi.stubEnv('VIGIE_PASSPHRASE', PASSPHRASE);
  for (const [name, alg] of Object.entries(KEYS)) {
    const key = await makeKey(alg, PASSPHRASE, CHEAP);
    writeFileSync(keyFile(name), JSON.stringify(key));
    writeFileSync(publicFile(name), JSON.stringify(publicHalf(key)));
  }
});

beforeEach(() => {
  folder = join(mkdtempSync(join(work, 'site-')), 'vigie');
  said = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
});

afterEach(() => vi.restoreAllMocks());

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(work, { recursive: true, force: true });
});

describe('keys', () => {
  it('open with their passphrase and no other, and not after a change', async () => {
    const file = await readKeyFile(keyFile('root-a'));
    expect(await openKey(file, PASSPHRASE)).toMatchObject({ id: file.id, alg: 'Ed25519' });
    expect(await openKey(file, `${PASSPHRASE} `)).toBeNull();
    const data = Buffer.from(file.private.data, 'base64');
    data[3] = (data[3] ?? 0) ^ 1;
    expect(
      await openKey({ ...file, private: { ...file.private, data: data.toString('base64') } }, PASSPHRASE),
    ).toBeNull();
    // The private half under another public one would sign for somebody else.
    expect(await openKey({ ...file, id: 'f'.repeat(64) }, PASSPHRASE)).toBeNull();
  });

  it('are written for the owner alone, and never over others', async () => {
    const name = join(work, 'made');
    expect(await pack(['keygen', name, '--algorithm', 'ed25519'])).toBe(0);
    expect(statSync(`${name}.key.json`).mode & 0o077).toBe(0);
    const file = await readKeyFile(`${name}.key.json`);
    expect(await readPublicKeyFile(`${name}.pub.json`)).toEqual(publicHalf(file));
    expect(await openKey(file, PASSPHRASE)).not.toBeNull();
    expect(readFileSync(`${name}.pub.json`, 'utf8')).not.toContain('private');
    await expect(pack(['keygen', name])).rejects.toThrow(/exists already; keys are never overwritten/);
  });

  it('want a passphrase worth the name', async () => {
    vi.stubEnv('VIGIE_PASSPHRASE', 'short');
    await expect(pack(['keygen', join(work, 'short')])).rejects.toThrow(/at least 12 characters/);
    expect(existsSync(join(work, 'short.key.json'))).toBe(false);
    vi.stubEnv('VIGIE_PASSPHRASE', PASSPHRASE);
  });
});

describe('publishing', () => {
  it('goes from a root signed by two to rules at a client, then by a delta to the next', async () => {
    expect(await firstRoot(['root-a'])).toBe(0);
    expect(said).toMatch(/still needs 1 of the keys of root 1/);
    expect(existsSync(join(folder, '1.root.json'))).toBe(false);
    expect(await pack(['sign', folder, ...keys('root-b')])).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['1.root.json', 'root.json']);

    await publish('--rules', writeRules(...WORDS), ...keys('head'));
    const first = await check(await pinned());
    expect(first.kind === 'updated' && familiesOf(first.packs[0]?.bytes)).toEqual(WORDS);
    await publish('--rules', writeRules(...WORDS.slice(1), 'lathe'), '--version', '2', ...keys('head'));
    const second = await check(first.state);
    expect(second.kind === 'updated' && second.packs.map(({ via, entry }) => [via, entry.version])).toEqual([
      ['delta', '2'],
    ]);
    expect(second.state.head?.content.sequence).toBe(2);
  });

  it('dates head.json by its signed time, which clients send as their condition', async () => {
    await firstRoot(['root-a', 'root-b']);
    await publish('--rules', writeRules('anvil'), ...keys('head'));
    const head = await new Folder(folder).head();
    expect(statSync(join(folder, 'head.json')).mtime.toISOString().replace('.000', '')).toBe(head?.content.created);
    await publish(...keys('head'));
    const renewed = await new Folder(folder).head();
    expect(renewed?.content.sequence).toBe(2);
    expect(Date.parse(renewed?.content.created ?? '')).toBeGreaterThan(Date.parse(head?.content.created ?? ''));
  });

  it('rotates root and head keys; a client follows, and the old head key signs nothing more', async () => {
    await firstRoot(['root-a', 'root-b']);
    await publish('--rules', writeRules('anvil'), ...keys('head'));
    const before = await check(await pinned());
    await pack([
      ...['sign', folder, '--new', '--root-key', publicFile('root-a'), '--root-key', publicFile('root-c')],
      ...['--head-key', publicFile('head-2'), ...keys('root-a', 'root-c')],
    ]);
    expect(said).toMatch(/still needs 1 of the keys of root 1\n/);
    await pack(['sign', folder, ...keys('root-b')]);
    expect(existsSync(join(folder, '2.root.json'))).toBe(true);
    expect(existsSync(join(folder, 'next.root.json'))).toBe(false);
    await expect(publish(...keys('head'))).rejects.toThrow(/is no head key of root 2/);
    await publish('--rules', writeRules('bellows'), ...keys('head-2'));
    const after = await check(before.state);
    expect(after).toMatchObject({ kind: 'updated', state: { root: { version: 2 } } });
    expect((await check(await pinned())).kind).toBe('updated');
  });

  it('writes a bundle that a client without a network takes', async () => {
    await firstRoot(['root-a', 'root-b']);
    const file = join(work, 'bundle.json');
    await publish('--rules', writeRules('anvil'), '--bundle', file, ...keys('head'));
    const source = bundleSource(new Uint8Array(readFileSync(file)));
    if (!source.ok) throw new Error('no bundle');
    expect((await checkForUpdate(source.value, await pinned(), { now: Date.now() + 5000 })).kind).toBe('updated');
  });

  it('keeps several packs, withdraws one, and clears away what no client needs any more', async () => {
    await firstRoot(['root-a', 'root-b']);
    await publish('--rules', writeRules('anvil'), ...keys('head'));
    await publish('--rules', writeRules('bellows'), '--name', 'second', ...keys('head'));
    const both = await check(await pinned());
    expect(both.state.installed.map(({ name }) => name).sort()).toEqual(['rules', 'second']);
    await publish('--withdraw', 'rules', ...keys('head'));
    expect((await check(both.state)).state.installed.map(({ name }) => name)).toEqual(['second']);
    expect(readdirSync(join(folder, 'packs'))).toHaveLength(2);
    await publish(...keys('head'));
    expect(readdirSync(join(folder, 'packs'))).toHaveLength(1);
    await expect(publish('--withdraw', 'second', ...keys('head'))).rejects.toThrow(/no pack left/);
    expect((await new Folder(folder).head())?.content.sequence).toBe(4);
  });

  it.each<[string, () => Promise<number>, RegExp]>([
    ['no root', () => publish('--rules', writeRules('anvil'), ...keys('head')), /has no root; make one with/],
    ['a draft that is not there', () => pack(['sign', folder, ...keys('root-a')]), /begin with --new/],
    ['no key', () => pack(['sign', folder]), /usage: vigie pack sign/],
    ['the key of another role', async () => firstRoot(['head']), /is no root key of version 1/],
    [
      'a key that is none',
      () =>
        pack(['sign', folder, '--new', '--publisher', 'x', '--root-key', keyFile('head'), '--key', keyFile('head')]),
      /is not a public key/,
    ],
    [
      'a head key too few for its threshold',
      () =>
        pack([
          ...['sign', folder, '--new', '--publisher', 'x', '--root-key', publicFile('root-a')],
          ...['--head-key', publicFile('head'), '--head-threshold', '2', ...keys('root-a')],
        ]),
      /there can be no such root: roles\.head: needs more signatures than it has keys/,
    ],
    ['an unknown algorithm', () => pack(['keygen', join(work, 'x'), '--algorithm', 'rsa']), /takes Ed25519 or P-256/],
  ])('says in one sentence what is wrong: %s', async (_, command, message) => {
    await expect(command()).rejects.toThrow(message);
  });

  it.each([
    [
      'a wrong passphrase',
      async () => void vi.stubEnv('VIGIE_PASSPHRASE', 'another passphrase'),
      /does not open: the passphrase is wrong/,
    ],
    [
      'a root of somebody else in the folder',
      async () => writeFileSync(join(folder, '1.root.json'), '{"signed":"e30=","signatures":[]}'),
      /1\.root\.json": the root file is not/,
    ],
    [
      'rules that do not compile',
      async (rules: string) => writeFileSync(join(rules, 'anvil.yaml'), 'family: anvil'),
      /do not compile:\n.*anvil\.yaml:1:1/,
    ],
  ])('publishes nothing with %s', async (_, spoil, message) => {
    await firstRoot(['root-a', 'root-b']);
    await publish('--rules', writeRules('anvil'), ...keys('head'));
    const before = readFileSync(join(folder, 'head.json'), 'utf8');
    const rules = writeRules('anvil', 'bellows');
    await spoil(rules);
    await expect(publish('--rules', rules, ...keys('head'))).rejects.toThrow(message);
    vi.stubEnv('VIGIE_PASSPHRASE', PASSPHRASE);
    expect(readFileSync(join(folder, 'head.json'), 'utf8')).toBe(before);
  });
});

describe('alerts and known listings', () => {
  const alerts = (): string => {
    const file = join(work, 'alerts.jsonl');
    writeFileSync(file, formatAlertSource([alert({}), alert({ number: 'SR/00002/26' })]));
    return file;
  };
  const known = (...lines: object[]): string => {
    const file = join(work, 'known.jsonl');
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };
  const decision = { authority: 'DGCCRF', reference: '2026-114', date: '2026-11-20', link: null };

  it('are published beside the rules, each as a pack of its own, and withdrawn by name', async () => {
    await firstRoot(['root-a', 'root-b']);
    const ids = known(decision, { listing: 'aliexpress:1005001', decision: '2026-114' });
    const all = ['--rules', writeRules('anvil'), '--alerts', alerts(), '--exported', '2026-11-20', '--known', ids];
    expect(await publish(...all, ...keys('head'))).toBe(0);
    const first = await check(await pinned());
    expect(
      first.kind === 'updated' && first.packs.map(({ entry, content }) => [entry.name, entry.format, content.size]),
    ).toEqual([
      ['alerts', 'vigie-alerts/1', 2],
      ['known-listings', 'vigie-known-listings/1', 1],
      ['rules', 'vigie-rules/1', 1],
    ]);
    await publish('--withdraw', 'alerts', ...keys('head'));
    expect((await check(first.state)).state.installed.map(({ name }) => name)).toEqual(['known-listings', 'rules']);
  });

  it('are not published with a bad line, which is named', async () => {
    await firstRoot(['root-a', 'root-b']);
    const orphan = known(decision, { seller: 'joom:1', decision: '2026-999' }, { what: 1 });
    await expect(publish('--known', orphan, ...keys('head'))).rejects.toThrow(/line 3.*neither a decision/s);
    const unnamed = known(decision, { seller: 'joom:1', decision: '2026-999' });
    await expect(publish('--known', unnamed, ...keys('head'))).rejects.toThrow('names the decision "2026-999"');
    expect(existsSync(join(folder, 'head.json'))).toBe(false);
  });

  it('are built as the files that the engines load', async () => {
    const file = join(work, 'alerts.pack');
    expect(await pack(['build', '--alerts', alerts(), '-o', file])).toBe(0);
    expect(alertsFormat.load(new Uint8Array(readFileSync(file))).ok).toBe(true);
    await expect(pack(['build', writeRules('anvil'), '--alerts', alerts(), '-o', file])).rejects.toThrow('usage');
  });
});
