import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAlerts } from '../../../lib/rules/alerts/compile.ts';
import { ALERT_FORMAT, type AlertPack } from '../../../lib/rules/alerts/layout.ts';
import { createAlertEngine } from '../../../lib/rules/alerts/matcher.ts';
import { decodeAlertPack, encodeAlertPack } from '../../../lib/rules/alerts/pack.ts';
import { formatAlertSource, parseAlertSource } from '../../../lib/rules/alerts/source.ts';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { encodeSections } from '../../../lib/rules/sectioned-bytes.ts';
import { alert, OPTIONS, TOYS } from './made.ts';

const ALERTS = [
  ...TOYS,
  alert({
    names: ['Toy projector', 'Projecteur étoiles diapositives conteur'],
    brands: ['Sandowi'],
    models: ['Q-JC21'],
    barcodes: ['5903039745056', 'BCD25042500206593'],
    listings: ['aliexpress:1005003229233125', 'joom:5f3b1c2d4e5f60718293a4b5', 'shein:odd-id'],
  }),
];
const bytes = encodeAlertPack(compileAlerts(ALERTS, OPTIONS));
const INPUT = {
  ...EMPTY_INPUT,
  listing: 'joom:5f3b1c2d4e5f60718293a4b5',
  title: 'Sandowi Q-JC21 projector 5903039745056 BCD25042500206593 projecteur étoiles diapositives conteur doll',
};

const kindOf = (source: Uint8Array): string => {
  const decoded = decodeAlertPack(source);
  return decoded.ok ? 'ok' : (decoded.problems[0]?.kind ?? '');
};

describe('stored form', () => {
  it('is the same for the same alerts in any order', () => {
    expect(encodeAlertPack(compileAlerts(ALERTS.toReversed(), OPTIONS))).toEqual(bytes);
  });

  it('loads from bytes that are not aligned', () => {
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(kindOf(shifted.subarray(1))).toBe('ok');
  });

  it('says what is wrong with bytes that are none', () => {
    expect(kindOf(new Uint8Array(0))).toBe('not-a-pack');
    expect(kindOf(new Uint8Array(64))).toBe('not-a-pack');
    expect(kindOf(bytes.slice(0, -8))).toBe('damaged');
    const flipped = bytes.slice();
    flipped[bytes.length - 9] = (flipped[bytes.length - 9] ?? 0) ^ 1;
    expect(kindOf(flipped)).toBe('damaged');
    const pack = compileAlerts(ALERTS, OPTIONS);
    expect(kindOf(encodeSections({ ...ALERT_FORMAT, format: 2 }, pack))).toBe('newer-format');
    expect(kindOf(encodeSections({ ...ALERT_FORMAT, engine: 9 }, pack))).toBe('stale');
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (source) => void decodeAlertPack(source)));
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.uint8Array({ minLength: 1, maxLength: 8 }), (at, patch) => {
        const damaged = bytes.slice();
        damaged.set(patch.subarray(0, bytes.length - at), at);
        decodeAlertPack(damaged);
      }),
    );
  });

  it.each([
    ['slotWord', 0, 1_000_000],
    ['wordPhrases', 0, 1_000_000],
    ['wordPhrases', 1, 99],
    ['phraseWords', 0, -1],
    ['phraseAlerts', 0, 1_000_000],
    ['alertBrands', 0, 1_000_000],
    ['wordAlerts', 0, 1_000_000],
    ['barcodeAlerts', 0, 1_000_000],
    ['listingAlerts', 0, 1_000_000],
    ['textStarts', 1, 1_000_000],
    ['alerts', 1, -1],
    ['idDecimalValues', 0, 1_000_000],
    ['idRanges', 1, 1_000_000],
  ] as const)('refuses a table that points outside another: %s', (name, at, value) => {
    const pack = compileAlerts(ALERTS, OPTIONS);
    pack[name][at] = value;
    expect(kindOf(encodeAlertPack(pack))).toBe('damaged');
  });

  it('refuses a word table without a free place, in which a search would not end', () => {
    const pack = compileAlerts(ALERTS, OPTIONS);
    expect(kindOf(encodeAlertPack({ ...pack, slotWord: pack.slotWord.map(() => 0) }))).toBe('damaged');
  });

  it('matches without harm with tables that were written to do some', () => {
    const pack = compileAlerts(ALERTS, OPTIONS);
    let usable = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...ALERT_FORMAT.sections.map(([name]) => name)),
        fc.nat(),
        fc.oneof(fc.integer({ min: -3, max: 300 }), fc.integer()),
        (name, at, value) => {
          const section = pack[name].slice();
          if (section.length > 0) section[at % section.length] = value;
          const hostile: AlertPack = { ...pack, [name]: section };
          const decoded = decodeAlertPack(encodeAlertPack(hostile));
          if (!decoded.ok) return;
          usable++;
          const engine = createAlertEngine(decoded.value);
          for (const { rule } of engine.match(INPUT)) engine.explain(rule, 'en');
        },
      ),
      { numRuns: 2000 },
    );
    expect(usable).toBeGreaterThan(100);
  });
});

describe('source file', () => {
  it('is sorted, one line an alert, and reads back', () => {
    const source = formatAlertSource(ALERTS.toReversed());
    expect(source).toBe(formatAlertSource(ALERTS));
    expect(source.trimEnd().split('\n')).toHaveLength(ALERTS.length);
    const { alerts, problems } = parseAlertSource(source);
    expect(problems).toEqual([]);
    expect(formatAlertSource(alerts)).toBe(source);
  });

  it('keeps the newer of two alerts with one number', () => {
    const { alerts } = parseAlertSource(
      formatAlertSource([alert({ date: '2026-02-02', risk: 'new' }), alert({ date: '2026-01-01', risk: 'old' })]),
    );
    expect(alerts.map(({ risk }) => risk)).toEqual(['new']);
  });

  it('says which lines are none, and keeps the others', () => {
    const good = JSON.stringify(alert({}));
    const bad = JSON.stringify({ ...alert({}), link: 'https://evil.example/x' });
    const { alerts, problems } = parseAlertSource(`${good}\nnot json\n\n${bad}\n`);
    expect(alerts).toHaveLength(1);
    expect(problems).toEqual(['line 2 is not JSON', 'line 4 is no alert: link must be an https address of the source']);
  });

  it.each([
    'http://ec.europa.eu/x',
    'https://ec.europa.eu.evil.example/',
    'https://user@ec.europa.eu/',
    'https://ec.europa.eu:8443/',
    'javascript:alert(1)',
  ])('refuses the link %s', (link) => {
    expect(parseAlertSource(JSON.stringify({ ...alert({}), link })).problems).toHaveLength(1);
  });
});
