import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportFacts, ReportStore, StatusChange, Submission } from '../../../tools/intake/store.ts';

let counter = 0;

/** A submission about the listing `joom:1`. */
export function submission(changes: Partial<Submission> = {}, facts: Partial<ReportFacts> = {}): Submission {
  counter += 1;
  const body = changes.body ?? new Uint8Array(Buffer.from(`{"n":${counter}}`));
  return {
    idempotencyKey: crypto.randomUUID(),
    reference: `VG-${counter}`,
    receivedAt: '2026-11-24T09:30:00.000Z',
    sha256: createHash('sha256').update(body).digest('hex'),
    body,
    facts: {
      schema: 'vigie-report/1',
      family: 'knuckleduster',
      role: 'consumer',
      agency: null,
      jurisdiction: 'FR',
      marketplace: 'joom',
      listings: ['joom:1'],
      evidence: [],
      ...facts,
    },
    ...changes,
  };
}

const change: StatusChange = {
  state: 'rejected',
  reason: 'the offer was gone',
  decision: 'No action.',
  at: '2026-11-25T10:00:00.000Z',
  agency: 'DGCCRF',
};

/** What every store must do; `open` gives an empty one. */
export function storeContract(name: string, open: () => Promise<ReportStore>): void {
  describe(name, () => {
    let store: ReportStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('gives back exactly the bytes and facts that it was given', async () => {
      const body = new Uint8Array([0, 255, 10, 13, 39, 34, 0]);
      const given = submission({ body }, { listings: ['joom:1', 'joom:2'], agency: 'L’Agence' });
      const outcome = await store.add(given);
      expect(outcome).toEqual({
        kind: 'stored',
        receipt: { reference: given.reference, receivedAt: given.receivedAt, sha256: given.sha256, duplicates: 0 },
      });
      const stored = await store.get(given.reference);
      expect(stored?.body && [...stored.body]).toEqual([...body]);
      expect(stored).toMatchObject({
        state: 'received',
        sha256: given.sha256,
        erasedAt: null,
        history: [],
        facts: { agency: 'L’Agence', firstListing: 'joom:1', listingCount: 2 },
      });
    });

    it('replays a key with the same content and refuses it with other content', async () => {
      const given = submission();
      const first = await store.add(given);
      const again = await store.add({ ...given, reference: 'VG-other', receivedAt: '2026-11-25T00:00:00.000Z' });
      expect(again).toEqual({ ...first, kind: 'replayed' });
      expect(await store.add(submission({ idempotencyKey: given.idempotencyKey }))).toEqual({ kind: 'key-reused' });
      expect(await store.list({ limit: 10 })).toHaveLength(1);
    });

    it('stores once what comes at the same time under one key', async () => {
      const given = submission();
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, index) => store.add({ ...given, reference: `VG-same-${index}` })),
      );
      expect(outcomes.filter(({ kind }) => kind === 'stored')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(11);
      expect(new Set(outcomes.map((outcome) => JSON.stringify('receipt' in outcome && outcome.receipt))).size).toBe(1);
    });

    it('counts the reports of a listing, also when they come at the same time', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.add(submission({}, { listings: index % 2 === 0 ? ['joom:1', 'joom:2'] : ['joom:2', 'joom:1'] })),
        ),
      );
      const counts = outcomes.map((outcome) => ('receipt' in outcome ? (outcome.receipt.duplicates ?? -1) : -1));
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
      expect((await store.list({ limit: 1 }))[0]?.sameListing).toBe(20);
    });

    it('counts no child-protection report in a receipt, and gives such a report no count', async () => {
      const place = {
        schema: 'vigie-child-protection-report/1',
        family: null,
        role: null,
        listings: ['joom:1'],
      } as const;
      const counts: unknown[] = [];
      for (const facts of [place, { listings: ['joom:1'] }, place, { listings: ['joom:2', 'joom:1'] }]) {
        const outcome = await store.add(submission({}, { ...facts, listings: [...facts.listings] }));
        counts.push('receipt' in outcome && outcome.receipt.duplicates);
      }
      expect(counts).toEqual([0, 0, 0, 1]);
    });

    it('lists the newest first, by page and by filter', async () => {
      const given: [string, Partial<ReportFacts>][] = [
        ['VG-a', { family: 'jammer', marketplace: 'shein', listings: ['shein:9'] }],
        ['VG-b', {}],
        ['VG-c', { schema: 'vigie-child-protection-report/1', family: null, role: null, listings: [] }],
        ['VG-d', { listings: ['joom:7', 'joom:1'] }],
      ];
      for (const [reference, facts] of given) await store.add(submission({ reference }, facts));
      const references = async (query: Omit<Parameters<ReportStore['list']>[0], 'limit'>) =>
        (await store.list({ limit: 10, ...query })).map(({ reference }) => reference);
      expect(await references({})).toEqual(['VG-d', 'VG-c', 'VG-b', 'VG-a']);
      expect(await references({ family: 'jammer' })).toEqual(['VG-a']);
      expect(await references({ marketplace: 'joom', schema: 'vigie-report/1' })).toEqual(['VG-d', 'VG-b']);
      expect(await references({ listing: 'joom:1' })).toEqual(['VG-d', 'VG-b']);
      expect(await references({ family: "x' OR 1=1 --" })).toEqual([]);
      const [first, second] = await store.list({ limit: 2 });
      expect(first?.reference).toBe('VG-d');
      expect(await references({ before: second?.sequence ?? 0 })).toEqual(['VG-b', 'VG-a']);
      await store.setStatus('VG-b', change);
      expect(await references({ state: 'rejected' })).toEqual(['VG-b']);
      expect(await references({ state: 'received' })).toEqual(['VG-d', 'VG-c', 'VG-a']);
    });

    it('keeps every change of a status, and says when there is no such report', async () => {
      await store.add(submission({ reference: 'VG-s' }));
      expect(await store.setStatus('VG-s', { ...change, state: 'in-review', reason: null, decision: null })).toBe(true);
      expect(await store.setStatus('VG-s', change)).toBe(true);
      expect(await store.status('VG-s')).toEqual({
        reference: 'VG-s',
        state: 'rejected',
        reason: change.reason,
        decision: change.decision,
        updatedAt: change.at,
      });
      expect((await store.get('VG-s'))?.history.map(({ state }) => state)).toEqual(['in-review', 'rejected']);
      expect(await store.setStatus('VG-none', change)).toBe(false);
      expect(await store.status('VG-none')).toBeNull();
      expect(await store.get('VG-none')).toBeNull();
    });

    it('erases a body and keeps the receipt', async () => {
      const given = submission({ reference: 'VG-e' });
      const first = await store.add(given);
      expect(await store.erase('VG-e', '2026-11-26T00:00:00.000Z')).toEqual({ reports: 1, evidence: [] });
      expect(await store.erase('VG-e', '2026-11-27T00:00:00.000Z')).toEqual({ reports: 0, evidence: [] });
      expect(await store.get('VG-e')).toMatchObject({ body: null, erasedAt: '2026-11-26T00:00:00.000Z' });
      expect(await store.add(given)).toEqual({ ...first, kind: 'replayed' });
      expect(await store.erase('VG-none', '2026-11-26T00:00:00.000Z')).toBeNull();
    });

    it('erases what is older than its retention, once', async () => {
      await store.add(submission({ reference: 'VG-old', receivedAt: '2025-01-01T00:00:00.000Z' }));
      await store.add(submission({ reference: 'VG-new' }));
      const at = '2026-11-24T12:00:00.000Z';
      expect(await store.eraseBefore('2026-01-01T00:00:00.000Z', at)).toEqual({ reports: 1, evidence: [] });
      expect(await store.eraseBefore('2026-01-01T00:00:00.000Z', at)).toEqual({ reports: 0, evidence: [] });
      expect((await store.get('VG-old'))?.body).toBeNull();
      expect((await store.get('VG-new'))?.body).not.toBeNull();
    });

    it('knows what evidence is announced, and tells which is orphaned by an erasure', async () => {
      const [shared, own] = ['a'.repeat(64), 'b'.repeat(64)];
      await store.add(
        submission(
          { reference: 'VG-1st' },
          {
            evidence: [
              { sha256: shared, bytes: 5 },
              { sha256: own, bytes: 7 },
            ],
          },
        ),
      );
      await store.add(submission({ reference: 'VG-2nd' }, { evidence: [{ sha256: shared, bytes: 5 }] }));
      expect(await Promise.all([shared, own, 'c'.repeat(64)].map((hash) => store.announced(hash)))).toEqual([
        [5],
        [7],
        [],
      ]);
      const at = '2026-11-26T00:00:00.000Z';
      expect(await store.erase('VG-1st', at)).toEqual({ reports: 1, evidence: [own] });
      expect(await Promise.all([shared, own].map((hash) => store.announced(hash)))).toEqual([[5], []]);
      expect(await store.eraseBefore('2027-01-01T00:00:00.000Z', at)).toEqual({ reports: 1, evidence: [shared] });
    });

    it('counts the ordinary reports of listings, in the order asked, and no child-protection report', async () => {
      await store.add(submission({}, { listings: ['joom:1', 'joom:2'] }));
      await store.add(submission({}, { listings: ['joom:2'] }));
      await store.add(
        submission({}, { schema: 'vigie-child-protection-report/1', family: null, role: null, listings: ['joom:3'] }),
      );
      expect(await store.known(['joom:3', 'joom:2', 'joom:9', 'joom:1', 'joom:2'])).toEqual([0, 2, 0, 1, 2]);
      expect(await store.known([])).toEqual([]);
    });

    it('answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });

    it('keeps keys that ask to be enrolled, and what was decided on them', async () => {
      const key = {
        fingerprint: 'a'.repeat(64),
        spki: 'AAAA',
        holder: 'Inès',
        agency: 'DGCCRF',
        askedAt: '2026-11-24T09:30:00.000Z',
      };
      const known = { ...key, state: 'pending', decidedAt: null, decidedBy: null };
      expect(await store.addKey(key)).toEqual(known);
      expect(await store.addKey({ ...key, holder: 'somebody else' })).toEqual(known);
      await store.addKey({ ...key, fingerprint: 'b'.repeat(64), askedAt: '2026-11-25T09:30:00.000Z' });
      const at = '2026-11-26T10:00:00.000Z';
      expect(await store.decideKey('b'.repeat(64), 'enrolled', at, 'Intake')).toBe(true);
      expect(await store.decideKey('c'.repeat(64), 'enrolled', at, 'Intake')).toBe(false);
      expect(await store.key('b'.repeat(64))).toMatchObject({ state: 'enrolled', decidedAt: at, decidedBy: 'Intake' });
      expect(await store.key('c'.repeat(64))).toBeNull();
      expect((await store.keys()).map(({ fingerprint }) => fingerprint[0])).toEqual(['a', 'b']);
    });
  });
}
