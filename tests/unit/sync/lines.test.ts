import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta, makeDelta } from '../../../lib/sync/delta.ts';
import { readLines, splitText, writeLines } from '../../../lib/sync/formats/lines.ts';
import { gunzip } from '../../../lib/sync/gunzip.ts';
import { type Bytes, fromBase64, sha256, toBase64 } from '../../../lib/sync/trust/encoding.ts';
import { gzip, utf8 } from '../../fixtures/sync/forge.ts';

const ids = fc.stringMatching(/^[a-z]{1,3}\/[A-Za-z0-9._:-]{0,3}$/).filter((id) => /\/[A-Za-z0-9]/.test(id));
const packs = fc
  .dictionary(ids, fc.string({ unit: 'grapheme' }), { noNullPrototype: true })
  .map((records) =>
    writeLines(Object.entries(records).map(([id, value]) => ({ id, text: JSON.stringify({ id, value }) }))),
  );

const hashed = async (bytes: Bytes) => ({ bytes, sha256: await sha256(bytes) });

describe('lines', () => {
  it('read what they wrote', () => {
    fc.assert(
      fc.property(packs, (bytes) => {
        const texts = splitText(bytes);
        const lines = texts.ok ? readLines(texts.value) : texts;
        expect(lines.ok && writeLines(lines.value)).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['no line feed at the end', '{"id":"a/b","v":1}', /line feed/],
    ['an id that does not come first', '{"v":1,"id":"a/b"}\n', /line 1 does not begin/],
    ['an escaped id', '{"id":"a\\u002fb","v":1}\n', /line 1 does not begin/],
    ['an id twice', '{"id":"a/b","v":1}\n{"id":"a/b","v":2}\n', /line 2: "a\/b" must not stand after "a\/b"/],
    ['ids out of order', '{"id":"a/c","v":1}\n{"id":"a/b","v":2}\n', /line 2: "a\/b" must not stand after "a\/c"/],
    ['an empty line', '{"id":"a/b","v":1}\n\n', /line 2 does not begin/],
    ['a line of more than a megabyte', `{"id":"a/b","v":"${'x'.repeat(1 << 20)}"}\n`, /line 1 is longer/],
  ])('refuse %s', (_, text, message) => {
    const texts = splitText(utf8(text));
    const lines = texts.ok ? readLines(texts.value) : texts;
    expect(lines.ok ? '' : lines.problems.join()).toMatch(message);
  });

  it('refuse what is not UTF-8', () => {
    expect(splitText(new Uint8Array([0x7b, 0xff, 0x0a]))).toEqual({ ok: false, problems: ['is not UTF-8'] });
  });
});

describe('a delta', () => {
  it('leads from any pack to any other', async () => {
    await fc.assert(
      fc.asyncProperty(packs, packs, async (before, after) => {
        const [from, to] = [await hashed(before), await hashed(after)];
        const delta = makeDelta(from, to);
        if (!delta.ok) throw new Error(delta.problems.join());
        expect(applyDelta(from, delta.value, to.sha256)).toEqual({ ok: true, value: after });
      }),
    );
  });

  it('never throws, whatever its bytes', async () => {
    const from = await hashed(utf8('{"id":"a/b","v":1}\n'));
    const good = makeDelta(from, await hashed(utf8('{"id":"a/c","v":1}\n')));
    if (!good.ok) throw new Error('no delta');
    fc.assert(
      fc.property(fc.nat(good.value.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, cut) => {
        const bytes = cut ? good.value.slice(0, at) : good.value.with(at, byte);
        expect(typeof applyDelta(from, bytes, 'f'.repeat(64)).ok).toBe('boolean');
      }),
    );
  });

  it('is refused from or to another pack', async () => {
    const [from, to] = [await hashed(utf8('{"id":"a/b","v":1}\n')), await hashed(utf8('{"id":"a/c","v":1}\n'))];
    const delta = makeDelta(from, to);
    if (!delta.ok) throw new Error('no delta');
    const another = { ok: false, problems: ['it leads from or to another pack'] };
    expect(applyDelta(to, delta.value, to.sha256)).toEqual(another);
    expect(applyDelta(from, delta.value, from.sha256)).toEqual(another);
  });

  it('carries the changed lines only', async () => {
    const record = (n: number, value: string): string =>
      `{"id":"alert/${String(n).padStart(5, '0')}","v":"${value}"}\n`;
    const many = Array.from({ length: 1000 }, (_, n) => record(n, 'x'.repeat(200)));
    const from = await hashed(utf8(many.join('')));
    const to = await hashed(utf8(many.with(7, record(7, 'y')).toSpliced(500, 1).join('')));
    const delta = makeDelta(from, to);
    expect(delta.ok && new TextDecoder().decode(delta.value).split('\n').slice(1)).toEqual([record(7, 'y').trim(), '']);
    expect(delta.ok && new TextDecoder().decode(delta.value)).toContain('"removed":["alert/00500"]');
  });
});

describe('decompression', () => {
  it('gives back what was compressed, up to the cap', async () => {
    const bytes = new Uint8Array(100_000).map((_, at) => (at * at) % 251);
    expect(await gunzip(gzip(bytes), bytes.length)).toEqual({ ok: true, bytes });
    expect(await gunzip(gzip(bytes), bytes.length - 1)).toEqual({ ok: false, why: 'too-large' });
  });

  it.each([
    ['cut short', (whole: Bytes) => whole.slice(0, -9)],
    ['with a wrong checksum', (whole: Bytes) => whole.with(whole.length - 6, (whole.at(-6) ?? 0) ^ 1)],
    ['with something behind it', (whole: Bytes) => new Uint8Array([...whole, 1, 2, 3])],
    ['that is none', () => utf8('{}')],
  ])('refuses gzip %s', async (_, damage) => {
    const result = await gunzip(new Uint8Array(damage(gzip(utf8('anvil'.repeat(100))))), 10_000);
    expect(result).toEqual({ ok: false, why: 'damaged' });
  });
});

describe('base64', () => {
  it('has one spelling for each content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (bytes) => {
        const text = toBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(text)).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: 30 },
    );
    for (const text of ['A', 'AB', 'AB=', 'A===', 'AB==CD==', 'AA-_', ' AAAA', 'AB==\n', 'AAB='])
      expect(fromBase64(text), text).toBeNull();
  });
});
