import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertId, alertSchema } from '../../../lib/rules/alerts/alert.ts';
import { ALERT_FAMILY } from '../../../lib/rules/alerts/matcher.ts';
import type { Engine } from '../../../lib/rules/engine.ts';
import { KNOWN_LISTING_FAMILY, type KnownId } from '../../../lib/rules/known-listings.ts';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';
import { matcherOf } from '../../../lib/rules/matcher.ts';
import { addChanges, changesBetween } from '../../../lib/sync/changes.ts';
import { applyDelta, makeDelta } from '../../../lib/sync/delta.ts';
import { alertsFormat, encodeAlerts } from '../../../lib/sync/formats/alerts.ts';
import type { PackFormat } from '../../../lib/sync/formats/format.ts';
import { encodeKnownIds, knownListingsFormat } from '../../../lib/sync/formats/known-listings.ts';
import { PACK_FORMATS } from '../../../lib/sync/formats/registry.ts';
import { rulesFormat } from '../../../lib/sync/formats/rules.ts';
import { sha256 } from '../../../lib/sync/trust/encoding.ts';
import { rulesFor } from '../../fixtures/sync/forge.ts';
import { alert } from '../alerts/made.ts';

const INFO = { publisher: 'rules.test.example', version: '7' };
const text = (lines: string[]) => new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));

function engineFrom(format: PackFormat, bytes: Uint8Array): Engine {
  const content = format.decode(bytes);
  if (!content.ok) throw new Error(content.problems.join());
  const compiled = content.value.compile(INFO);
  if (!compiled.ok) throw new Error(compiled.problems.join());
  const engine = format.load(compiled.value);
  if (!engine.ok) throw new Error(engine.problems.map(({ message }) => message).join());
  return engine.value;
}

const decisions = [
  { authority: 'DGCCRF', reference: '2026-114', date: '2026-11-20', link: 'https://authority.example/114' },
  { authority: 'DGCCRF', reference: '2026-115', date: '2026-11-21', link: null },
];
const ids: KnownId[] = [
  { kind: 'listing', marketplace: 'aliexpress', id: '1005001234567890', decision: '2026-114' },
  { kind: 'seller', marketplace: 'joom', id: '5a1b2c3d4e5f60718293a4b5', decision: '2026-115' },
];

describe('alerts on their way', () => {
  it('arrive with number, risk, measure and link, under the publisher’s name and version', () => {
    const made = alert({ listings: ['aliexpress:1005001234567890'] });
    const matcher = matcherOf([engineFrom(alertsFormat, encodeAlerts([made], '2026-11-20'))]);
    const [finding] = matcher.match({ ...EMPTY_INPUT, listing: 'aliexpress:1005001234567890', title: 'x' });
    expect(finding).toMatchObject({ family: ALERT_FAMILY, pack: INFO });
    const explanation = finding === undefined ? null : matcher.explain(finding, 'fr');
    expect(explanation?.notice).toMatchObject({ number: made.number, link: made.link });
    expect(explanation?.legal[0]?.checked).toBe('2026-11-20');
  });

  it('are refused with a record of another kind, under another id, or outside its caps', () => {
    const made = alertSchema.parse(alert({}));
    const record = (id: string, value: unknown) => text([JSON.stringify({ id, value })]);
    const right = `alert/${alertId(made)}`;
    expect(alertsFormat.decode(record(right, made)).ok).toBe(true);
    expect(alertsFormat.decode(record('alert/other', made)).ok).toBe(false);
    expect(alertsFormat.decode(record('family/x', made)).ok).toBe(false);
    expect(alertsFormat.decode(record(right, { ...made, link: 'https://evil.example/' })).ok).toBe(false);
    expect(alertsFormat.decode(record('about/exported', 'yesterday')).ok).toBe(false);
  });
});

describe('known listings on their way', () => {
  it('arrive with the decision that names them', async () => {
    const matcher = matcherOf([engineFrom(knownListingsFormat, await encodeKnownIds(decisions, ids))]);
    const [finding] = matcher.match({ ...EMPTY_INPUT, listing: 'aliexpress:1005001234567890' });
    expect(finding).toMatchObject({ family: KNOWN_LISTING_FAMILY, pack: INFO, confidence: 1 });
    const explanation = finding === undefined ? null : matcher.explain(finding, 'en');
    expect(explanation?.notice).toMatchObject({ source: 'DGCCRF', number: '2026-114', date: '2026-11-20' });
    expect(matcher.match({ ...EMPTY_INPUT, listing: 'joom:1', sellerId: '5a1b2c3d4e5f60718293a4b5' })).toHaveLength(1);
    expect(matcher.match({ ...EMPTY_INPUT, listing: 'aliexpress:1005001234567891' })).toEqual([]);
  });

  it('are refused where an id names no decision', () => {
    const orphan = knownListingsFormat.decode(text(['{"id":"listing/joom:1","value":"abc"}']));
    expect(orphan).toMatchObject({ ok: false, problems: [expect.stringContaining('not there')] });
  });

  it('are the same bytes in whatever order they are given', async () => {
    expect(await encodeKnownIds([...decisions].reverse(), [...ids].reverse())).toEqual(
      await encodeKnownIds(decisions, ids),
    );
  });
});

describe('every format', () => {
  it.each(PACK_FORMATS.map((format) => [format.id, format] as const))(
    '%s refuses any bytes without throwing',
    (_, format) => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.uint8Array({ maxLength: 200 }),
            fc.json().map((json) => text([`{"id":"alert/a","value":${json}}`])),
          ),
          (bytes) => {
            const decoded = format.decode(bytes);
            expect(decoded.ok ? decoded.value.size : 0).toBe(0);
            expect(format.load(bytes).ok).toBe(false);
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  it('says of bytes of another version of Vigie that they are stale, not broken', () => {
    const content = rulesFormat.decode(rulesFor('anvil'));
    const compiled = content.ok ? content.value.compile(INFO) : content;
    if (!compiled.ok) throw new Error('not compiled');
    const older = compiled.value.slice();
    new DataView(older.buffer).setUint16(6, 1, true);
    expect(rulesFormat.load(older)).toMatchObject({ ok: false, problems: [{ kind: 'stale' }] });
  });
});

describe('what changed', () => {
  it('is told by family', async () => {
    expect(changesBetween(rulesFor('anvil', 'bellows'), rulesFor('anvil', 'chisel'))).toEqual([
      { family: 'test-bellows', added: 0, changed: 0, removed: 1 },
      { family: 'test-chisel', added: 1, changed: 0, removed: 0 },
    ]);
    const before = await encodeKnownIds(decisions, ids);
    const after = await encodeKnownIds(decisions, [
      { ...ids[0], decision: '2026-115' } as KnownId,
      { kind: 'listing', marketplace: 'joom', id: '7', decision: '2026-115' },
    ]);
    expect(changesBetween(before, after)).toEqual([{ family: KNOWN_LISTING_FAMILY, added: 1, changed: 1, removed: 1 }]);
    expect(changesBetween(null, encodeAlerts([alert({})], '2026-11-20'))).toEqual([
      { family: ALERT_FAMILY, added: 1, changed: 0, removed: 0 },
    ]);
  });

  it('is what a delta says, for any two packs', () => {
    const words = fc.uniqueArray(fc.constantFrom('anvil', 'bellows', 'chisel', 'drill', 'file', 'gimlet'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(words, words, (from, to) => {
        const sums = addChanges(changesBetween(rulesFor(...from), rulesFor(...to)));
        const added = to.filter((word) => !from.includes(word)).map((word) => `test-${word}`);
        const removed = from.filter((word) => !to.includes(word)).map((word) => `test-${word}`);
        expect(sums.filter((sum) => sum.added > 0).map(({ family }) => family)).toEqual(added.sort());
        expect(sums.filter((sum) => sum.removed > 0).map(({ family }) => family)).toEqual(removed.sort());
        expect(sums.every(({ changed }) => changed === 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

it('a day of known listings goes by delta', async () => {
  const from = await encodeKnownIds(decisions, ids);
  const to = await encodeKnownIds(decisions, [...ids, { ...ids[0], id: '42' } as KnownId]);
  const base = { bytes: from, sha256: await sha256(from) };
  const goal = { bytes: to, sha256: await sha256(to) };
  const delta = makeDelta(base, goal);
  expect(delta.ok && applyDelta(base, delta.value, goal.sha256)).toEqual({ ok: true, value: to });
});
