import { beforeAll, describe, expect, it } from 'vitest';
import { bundleSource, writeBundle } from '../../../lib/sync/bundle.ts';
import { checkForUpdate } from '../../../lib/sync/fetch-update.ts';
import { describeRefusal } from '../../../lib/sync/trust/refusal.ts';
import { readFirstRoot, rootFingerprint } from '../../../lib/sync/trust/root.ts';
import { messageToSign } from '../../../lib/sync/trust/signature.ts';
import { toSignedTime } from '../../../lib/sync/trust/time.ts';
import {
  acceptRoot,
  freshness,
  packagedIsNewer,
  supersedes,
  type TrustedState,
  trustRoot,
} from '../../../lib/sync/trust/update.ts';
import {
  day,
  type Files,
  type Pack,
  packOf,
  publication,
  rootContent,
  rootFile,
  rulesFor,
  signedBy,
  utf8,
} from '../../fixtures/sync/forge.ts';

let root: Files;
let one: Pack;
let fresh: TrustedState;

const now = (d: number): number => Date.parse(day(d));

async function pinned(content: Record<string, unknown>) {
  const parsed = await trustRoot(await signedBy('root', content, ['root-a', 'root-b']));
  return parsed.ok ? { kind: 'taken' } : parsed.refusal;
}

async function stateAt(sequence: number): Promise<TrustedState> {
  const files = { ...root, ...(await publication([one], { sequence })) };
  const source = bundleSource(utf8(writeBundle(files)));
  if (!source.ok) throw new Error('no bundle');
  const result = await checkForUpdate(source.value, fresh, { now: now(sequence) });
  if (result.kind !== 'updated') throw new Error(JSON.stringify(result));
  return result.state;
}

beforeAll(async () => {
  root = await rootFile({}, ['root-a', 'root-b']);
  one = await packOf(rulesFor('anvil'));
  const state = await trustRoot(root['1.root.json'] ?? utf8(''));
  if (!state.ok) throw new Error('the root is not good');
  fresh = state.value;
});

describe('a first root', () => {
  it('is taken with its own signatures, and refused without', async () => {
    expect(await pinned(rootContent())).toEqual({ kind: 'taken' });
    const bytes = await signedBy('root', rootContent(), ['root-a']);
    expect(await trustRoot(bytes)).toEqual({
      ok: false,
      refusal: { kind: 'signatures', file: 'root', valid: 1, needed: 2 },
    });
  });

  it.each([
    ['a threshold above its keys', { root: { keys: ['a'.repeat(64)], threshold: 2 } }],
    ['a threshold of none', { head: { keys: ['a'.repeat(64)], threshold: 0 } }],
    ['a key that is not there', { head: { keys: ['a'.repeat(64)], threshold: 1 } }],
    ['a key named twice', { head: { keys: ['a'.repeat(64), 'a'.repeat(64)], threshold: 2 } }],
  ])('is refused with %s', async (_, roles) => {
    const content = rootContent();
    expect(await pinned({ ...content, roles: { ...(content.roles as object), ...roles } })).toMatchObject({
      kind: 'malformed',
    });
  });

  it('has a fingerprint of its root keys and threshold, and of nothing else', async () => {
    const print = async (parts: Parameters<typeof rootContent>[0]): Promise<string> => {
      const parsed = await readFirstRoot(await signedBy('root', rootContent(parts), ['root-a', 'root-b', 'root-c']));
      if (!parsed.ok) throw new Error(describeRefusal(parsed.refusal));
      return rootFingerprint(parsed.value);
    };
    const first = await print({});
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await print({ version: 2, head: ['head-c'], expires: day(400), root: ['root-b', 'root-a'] })).toBe(first);
    expect(await print({ root: ['root-a', 'root-c'] })).not.toBe(first);
    expect(await print({ rootThreshold: 1 })).not.toBe(first);
  });
});

describe('signed bytes', () => {
  it('begin with what they are signed as', () => {
    expect(new TextDecoder().decode(messageToSign('head', utf8('{}')))).toBe('vigie-signature/1 head\0{}');
    expect(messageToSign('root', utf8('{}'))).not.toEqual(messageToSign('head', utf8('{}')));
  });
});

describe('what is stored', () => {
  it('is plain data', async () => {
    const state = await stateAt(3);
    expect(structuredClone(state)).toEqual(state);
  });

  it('gives way to the same and to later publications only', async () => {
    const [three, four] = [await stateAt(3), await stateAt(4)];
    expect(supersedes(three, undefined)).toBe(true);
    expect(supersedes(four, three)).toBe(true);
    expect(supersedes(three, three)).toBe(true);
    expect(supersedes(three, four)).toBe(false);
    expect(supersedes(fresh, three)).toBe(false);
    expect(supersedes({ ...four, publisher: 'other.example' }, three)).toBe(false);
  });

  it('gives way to a later root, even with a lower sequence number, and never to an earlier one', async () => {
    const nine = await stateAt(9);
    const next = await acceptRoot(
      nine,
      (await rootFile({ version: 2, head: ['head-c'] }, ['root-a', 'root-b']))['2.root.json'] ?? utf8(''),
    );
    if (!next.ok) throw new Error(describeRefusal(next.refusal));
    expect(next.value.head).toBeNull();
    expect(next.value.installed).toEqual(nine.installed);
    expect(supersedes(next.value, nine)).toBe(true);
    expect(supersedes(nine, next.value)).toBe(false);
  });

  it('is replaced by a packaged pack only where that is newer', async () => {
    const state = await stateAt(3);
    expect(packagedIsNewer({ name: 'rules', sequence: 2 }, state)).toBe(false);
    expect(packagedIsNewer({ name: 'rules', sequence: 3 }, state)).toBe(false);
    expect(packagedIsNewer({ name: 'rules', sequence: 4 }, state)).toBe(true);
    expect(packagedIsNewer({ name: 'rules', sequence: 1 }, undefined)).toBe(true);
  });

  it('says how old it is', async () => {
    const state = await stateAt(3);
    const dayMs = 24 * 3600_000;
    expect(freshness(fresh, now(5))).toEqual({ age: null, expired: false });
    expect(freshness(state, now(5))).toEqual({ age: 2 * dayMs, expired: false });
    expect(freshness(state, now(17))).toEqual({ age: 14 * dayMs, expired: true });
    // Set back: no younger than when it was made.
    expect(freshness(state, now(-300))).toEqual({ age: 0, expired: false });
    expect(freshness({ ...state, head: null }, now(5))).toEqual({ age: 2 * dayMs, expired: true });
  });
});

describe('a bundle', () => {
  it.each([
    ['no JSON', 'x', 'malformed'],
    ['a newer format', '{"schema":"vigie-bundle/2"}', 'newer-format'],
    ['something else', '{"schema":"vigie-report/1","files":{}}', 'malformed'],
  ])('is refused for %s', (_, content, kind) => {
    const source = bundleSource(utf8(content));
    expect(source.ok ? '' : source.refusal.kind).toBe(kind);
  });

  it('is checked like a server: an altered head is refused', async () => {
    const files = await publication([one], { sequence: 2 });
    const bundle = writeBundle({ ...files, 'head.json': await signedBy('head', {}, ['thief']) });
    const source = bundleSource(utf8(bundle));
    if (!source.ok) throw new Error('no bundle');
    expect(await checkForUpdate(source.value, fresh, { now: now(3) })).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'signatures' },
      state: fresh,
    });
  });
});

it('writes signed times in whole seconds', () => {
  expect(toSignedTime(Date.UTC(2027, 0, 1, 12, 0, 0, 999))).toBe('2027-01-01T12:00:00Z');
});
