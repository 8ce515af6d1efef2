import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../lib/rules/compile.ts';
import { createEngine } from '../../../lib/rules/engine.ts';
import { type CompiledPack, decodePack, encodePack } from '../../../lib/rules/pack.ts';
import { ENGINE_VERSION, FORMAT_VERSION } from '../../../lib/rules/pack-layout.ts';
import { hashTerm } from '../../../tools/pack/hash-terms-command.ts';
import { input } from './engine-of.ts';
import { familyOf, ruleOf } from './family.ts';

const KEY = '0011223344556677';

function samplePack(): CompiledPack {
  const compiled = compile(
    [
      familyOf({
        terms: { noun: { en: ['brass knuckles'], de: ['~Schlagring'] }, metal: { en: ['steel'] } },
        floors: { Nike: '40 EUR' },
        unless: [{ id: 'metal', when: { term: 'metal' }, effect: { lower: 0.2 } }],
        rules: [
          ruleOf({ all: [{ term: 'noun' }, { none: [{ near: ['noun', 'metal'], within: 0 }] }] }),
          ruleOf(
            { all: [{ term: 'metal' }, { quantity: 'length', 'at-least': '18 cm', near: 'metal', within: 3 }] },
            { id: 'long' },
          ),
          ruleOf({ price: { 'at-most': '20 %', of: 'brand-floor' } }, { id: 'cheap' }),
          ruleOf(
            {
              any: [
                { listing: ['shein:1'] },
                { 'ships-from': ['CN'] },
                { attribute: { name: 'metal', value: 'noun' } },
              ],
            },
            { id: 'known' },
          ),
        ],
      }),
      familyOf({
        family: 'hidden-family',
        sensitive: true,
        key: KEY,
        terms: { word: { hashed: [...hashTerm('secret', 'en', KEY), ...hashTerm('other secret', 'en', KEY)] } },
        rules: [ruleOf({ term: 'word' }, { id: 'hidden' })],
      }),
    ],
    { publisher: 'test', version: '7' },
  );
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return compiled.value;
}

const pack = samplePack();
const bytes = encodePack(pack);

const TEXTS = ['Brass Knuckles', 'steel 20 cm', 'Edelstahlschlagring', 'steel brass knuckles', 'my other secrets', ''];

function decoded(source: Uint8Array): CompiledPack {
  const result = decodePack(source);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
}

describe('the binary form', () => {
  it('comes back as it went, and matches the same', () => {
    const back = decoded(bytes);
    expect(back).toEqual(pack);
    const [before, after] = [createEngine(pack), createEngine(back)];
    for (const title of TEXTS) expect(after.match(input({ title }))).toEqual(before.match(input({ title })));
    expect(after.pack).toEqual({ publisher: 'test', version: '7' });
    expect(after.explain('long', 'fr')).toEqual(before.explain('long', 'fr'));
  });

  it('is used in place, wherever the bytes stand', () => {
    expect(decoded(bytes).nodes.buffer).toBe(bytes.buffer);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decoded(shifted.subarray(3))).toEqual(pack);
  });

  it.each([
    ['empty', new Uint8Array(), 'not-a-pack', /too short/u],
    [
      'text',
      new TextEncoder().encode('<!doctype html><title>404</title>'),
      'not-a-pack',
      /does not begin with "VGPK"/u,
    ],
    ['cut', bytes.slice(0, bytes.length - 8), 'damaged', /cut short/u],
    ['newer', withU16(4, FORMAT_VERSION + 1), 'newer-format', /update Vigie/u],
    ['other engine', withU16(6, ENGINE_VERSION + 1), 'stale', /build it again/u],
    ['flipped', flipped(bytes, bytes.length - 40), 'damaged', /checksum/u],
  ])('says what is wrong with bytes that are %s', (_, source, kind, message) => {
    const result = decodePack(source);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems[0]?.kind).toBe(kind);
    expect(result.problems[0]?.message).toMatch(message);
  });

  it('never throws on hostile bytes, not even with a right checksum, nor does an engine over what it lets through', () => {
    const changes = fc.array(
      fc.tuple(fc.nat(bytes.length / 4 - 1), fc.oneof(fc.integer(), fc.integer({ min: -3, max: 300 }))),
      { minLength: 1, maxLength: 6 },
    );
    let through = 0;
    fc.assert(
      fc.property(changes, (list) => {
        const copy = bytes.slice();
        const words = new Int32Array(copy.buffer);
        for (const [at, value] of list) if (at > 4) words[at] = value;
        resign(copy);
        const result = decodePack(copy);
        if (!result.ok) return;
        through++;
        const engine = createEngine(result.value);
        for (const title of TEXTS)
          engine.match(input({ title, price: 1, currency: 'EUR', shipsFrom: 'CN', listing: 'shein:1' }));
        engine.families();
        engine.explain('long', 'de');
      }),
      { numRuns: 1500 },
    );
    expect(through).toBeGreaterThan(0);
  });

  it('never throws on arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (source) => decodePack(source).ok === false));
  });
});

describe('sensitive families', () => {
  const engine = createEngine(pack);

  it('find hashed terms, in disguise too, and show no words', () => {
    for (const title of ['a secret thing', 'SECRETS', 's.e.c.r.e.t', 's3cret', 'secc ret secreet'])
      expect(engine.match(input({ title })).filter((finding) => finding.rule === 'hidden')).toMatchObject([
        { sensitive: true, spans: [] },
      ]);
    expect(engine.match(input({ title: 'secretary' }))).toEqual([]);
  });

  it('leave no word in the pack', () => {
    const text = new TextDecoder('latin1').decode(bytes);
    expect(text).not.toMatch(/secret/iu);
    expect(text).toContain('Named in the title');
  });
});

function withU16(at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint16(at, value, true);
  return copy;
}

function flipped(source: Uint8Array, at: number): Uint8Array {
  const copy = source.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** The checksum of pack.ts, so that damage gets past it to the checks behind. */
function resign(copy: Uint8Array): void {
  const words = new Uint32Array(copy.buffer, 16);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  new DataView(copy.buffer).setUint32(12, hash >>> 0, true);
}
