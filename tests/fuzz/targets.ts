/**
 * Every parser that takes bytes from outside, with good examples to damage and what must hold of whatever comes out.
 * A target throws when something does not hold. Files in `corpus/<name>/` are examples too: what once broke a parser is kept there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookUpAuthority } from '../../lib/authority/look-up.ts';
import { exportPackage } from '../../lib/evidence/package/export.ts';
import { readSums } from '../../lib/evidence/package/sums.ts';
import { lightFault } from '../../lib/evidence/time-stamp/light.ts';
import { askForTimeStamp, readTimeStamp } from '../../lib/evidence/time-stamp/token.ts';
import { verifyPackage } from '../../lib/evidence/verify/verify-package.ts';
import { readingSchema } from '../../lib/listing/schema.ts';
import { lookUpAddress } from '../../lib/marketplaces/look-up-address.ts';
import { readPage } from '../../lib/marketplaces/reader.ts';
import { askKnownListings } from '../../lib/reports/known-listings-question.ts';
import { anyReportSchema } from '../../lib/reports/report.ts';
import { vigieIntake } from '../../lib/reports/senders/vigie-intake.ts';
import { createEngine } from '../../lib/rules/engine.ts';
import { EMPTY_INPUT } from '../../lib/rules/match-input.ts';
import { decodePack } from '../../lib/rules/pack.ts';
import { parsePolicy } from '../../lib/storage/policy.ts';
import { queueCsv } from '../../lib/sweeps/export.ts';
import { campaignFile, readSweepFile, sweepFile } from '../../lib/sweeps/file.ts';
import { mergeSweeps } from '../../lib/sweeps/merge.ts';
import { planOf } from '../../lib/sweeps/plan.ts';
import { statisticsOf } from '../../lib/sweeps/statistics.ts';
import { Sweep } from '../../lib/sweeps/sweep.ts';
import { bundleSource, writeBundle } from '../../lib/sync/bundle.ts';
import { applyDelta, makeDelta } from '../../lib/sync/delta.ts';
import { checkForUpdate } from '../../lib/sync/fetch-update.ts';
import { encodeAlerts } from '../../lib/sync/formats/alerts.ts';
import { encodeKnownIds } from '../../lib/sync/formats/known-listings.ts';
import { PACK_FORMATS } from '../../lib/sync/formats/registry.ts';
import { rulesFormat } from '../../lib/sync/formats/rules.ts';
import { gunzip } from '../../lib/sync/gunzip.ts';
import { type Bytes, fromBase64, sha256 } from '../../lib/sync/trust/encoding.ts';
import { trustRoot } from '../../lib/sync/trust/update.ts';
import { gzip, rulesFor } from '../fixtures/sync/forge.ts';
import { vectorsSchema } from '../fixtures/sync/scenario.ts';
import { alert } from '../unit/alerts/made.ts';
import { blobOf, sampleCase } from '../unit/evidence/sample-case.ts';
import { htmlOf, PAGES, parse, urlOf } from '../unit/marketplaces/pages.ts';
import { sampleChildProtectionReport, sampleReport } from '../unit/reports/sample.ts';
import { ANA, CAMPAIGN, card, entry, key, START, visit } from '../unit/sweeps/made.ts';

export interface Target {
  name: string;
  /** Good examples, beside those of the corpus. */
  seeds(): Promise<Uint8Array[]>;
  /**
   * Throws when what must hold does not. `seeds` are the undamaged examples.
   * @returns whether the bytes were taken, so that it shows where damage never gets past the front door.
   */
  check(bytes: Bytes, seeds: readonly Uint8Array[]): Promise<boolean> | boolean;
}

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decode(bytes));
  } catch {
    return undefined;
  }
}

/** Runs `use` while every request is answered with these bytes. */
async function answered<T>(bytes: Bytes, status: number, use: () => Promise<T>): Promise<T> {
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response(bytes, { status });
  try {
    return await use();
  } finally {
    globalThis.fetch = real;
  }
}

const INFO = { publisher: 'fuzz.test.example', version: '1' };
const MATCHED = { ...EMPTY_INPUT, title: 'anvil of steel 20 cm', listing: 'shein:1', price: 1, currency: 'EUR' };

/** Control characters, and those that turn the direction of a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const DECIDED = { listing: key(1), by: ANA, at: START };
const SWEPT = {
  campaign: CAMPAIGN,
  visits: [visit(1, [card(1), card(2, { findings: [] })]), visit(2, [], { page: 2, state: 'blocked' })],
  journal: [
    entry({ ...DECIDED, kind: 'verdict', verdict: 'suspicious' }),
    entry({ ...DECIDED, kind: 'note', text: 'déjà vu' }),
    entry({ ...DECIDED, kind: 'sighting', outcome: 'gone' }),
  ],
};

function packs(): Promise<Uint8Array[]> {
  const decisions = [{ authority: 'A', reference: 'R', date: '2026-11-20', link: null }];
  const ids = [{ kind: 'listing' as const, marketplace: 'joom' as const, id: '7', decision: 'R' }];
  return Promise.all([
    rulesFor('anvil', 'bellows'),
    encodeAlerts([alert({})], '2026-11-20'),
    encodeKnownIds(decisions, ids),
  ]);
}

const vectors = vectorsSchema.parse(
  JSON.parse(readFileSync(new URL('../fixtures/sync/vectors.json', import.meta.url), 'utf8')),
);
const vectorBytes = (hash: string): Bytes => fromBase64(vectors.blobs[hash] ?? '') ?? new Uint8Array();
const [first] = vectors.scenarios;
const [step] = first?.steps ?? [];
const served = Object.fromEntries(Object.entries(step?.serve ?? {}).map(([path, hash]) => [path, vectorBytes(hash)]));

const marketplaceTargets: Target[] = (['aliexpress', 'joom', 'shein'] as const).map((marketplace) => {
  const files = PAGES.map(({ file }) => file).filter((file) => file.startsWith(marketplace));
  const addresses = [...new Set(files.map(urlOf))].slice(0, 3).map((address) => new URL(address));
  return {
    name: `page-${marketplace}`,
    seeds: async () => files.map((file) => encode(htmlOf(file))),
    check(bytes) {
      let listings = 0;
      for (const url of addresses) {
        const reading = readPage({ url, document: parse(`<!doctype html><html>${decode(bytes)}</html>`) });
        must(readingSchema.safeParse(reading).success, 'a reading that its schema refuses');
        must(reading?.completeness.reason !== 'reader-failed', 'the reader failed');
        listings += reading?.listings.length ?? 0;
      }
      return listings > 0;
    },
  };
});

export const TARGETS: readonly Target[] = [
  ...marketplaceTargets,
  {
    name: 'typed-address',
    seeds: async () => [
      encode('https://www.aliexpress.com/item/1005000000000001.html?x=1'),
      encode('us.shein.com/x-p-1.html'),
    ],
    check(bytes) {
      const found = lookUpAddress(decode(bytes));
      if (found.kind !== 'listing') return false;
      must(new URL(found.ref.canonicalUrl).protocol === 'https:', 'an address that is not https');
      return true;
    },
  },
  {
    name: 'pack-in-transport',
    seeds: packs,
    check(bytes) {
      let taken = false;
      for (const format of PACK_FORMATS) {
        const content = format.decode(bytes);
        if (!content.ok || content.value.size === 0) continue;
        const compiled = content.value.compile(INFO);
        if (!compiled.ok) continue;
        const engine = format.load(compiled.value);
        must(engine.ok, `${format.id}: what it compiled does not load`);
        if (engine.ok) engine.value.match(MATCHED);
        taken = true;
      }
      return taken;
    },
  },
  {
    name: 'pack-compiled',
    async seeds() {
      const content = rulesFormat.decode(rulesFor('anvil', 'bellows'));
      const compiled = content.ok ? content.value.compile(INFO) : content;
      if (!compiled.ok) throw new Error(compiled.problems.join());
      return [compiled.value];
    },
    check(bytes) {
      let taken = false;
      // Made to pass the checksum too, so that what stands behind it is reached.
      for (const pack of [bytes, withChecksum(bytes)]) {
        const decoded = decodePack(pack);
        if (!decoded.ok) continue;
        createEngine(decoded.value).match(MATCHED);
        taken = true;
      }
      for (const format of PACK_FORMATS) format.load(bytes);
      return taken;
    },
  },
  {
    name: 'pack-delta',
    async seeds() {
      const [from, to] = [rulesFor('anvil'), rulesFor('anvil', 'bellows')];
      const delta = makeDelta({ bytes: from, sha256: await sha256(from) }, { bytes: to, sha256: await sha256(to) });
      if (!delta.ok) throw new Error(delta.problems.join());
      return [delta.value];
    },
    async check(bytes) {
      const from = rulesFor('anvil');
      const goal = await sha256(rulesFor('anvil', 'bellows'));
      return applyDelta({ bytes: from, sha256: await sha256(from) }, bytes, goal).ok;
    },
  },
  {
    name: 'gzip',
    seeds: async () => [gzip(encode('anvil\n'.repeat(2000)))],
    async check(bytes) {
      const unfolded = await gunzip(bytes, 20_000);
      if (unfolded.ok) must(unfolded.bytes.length <= 20_000, 'more than the cap');
      return unfolded.ok;
    },
  },
  {
    name: 'rules-bundle',
    seeds: async () => [encode(writeBundle(served))],
    async check(bytes) {
      const pinned = await trustRoot(vectorBytes(first?.root ?? ''));
      if (!pinned.ok) throw new Error('the pinned root is not good');
      const source = bundleSource(bytes);
      if (!source.ok) return false;
      const options = { now: Date.parse(step?.now ?? ''), base: async () => null };
      const result = await checkForUpdate(source.value, pinned.value, options);
      if (result.kind !== 'updated') return false;
      for (const { entry, bytes: taken } of result.packs) {
        must((await sha256(taken)) === entry.sha256, 'a pack that is not the one that was signed');
        must(served[`packs/${entry.sha256}.jsonl.gz`] !== undefined, 'a pack that its publisher never signed');
      }
      return true;
    },
  },
  {
    name: 'root',
    seeds: async () => [vectorBytes(first?.root ?? '')],
    async check(bytes, seeds) {
      const taken = await trustRoot(bytes);
      const text = (value: unknown) => JSON.stringify(value);
      const [seed] = seeds;
      const genuine = seed === undefined ? null : await trustRoot(seed);
      if (taken.ok && genuine?.ok)
        must(text(taken.value.root) === text(genuine.value.root), 'a root that nobody signed');
      return taken.ok;
    },
  },
  {
    name: 'profile',
    seeds: async () => [],
    async check(bytes) {
      const found = await answered(bytes, 200, () => lookUpAuthority('authority.example'));
      if (!found.ok) return false;
      const { intake, privacyNotice, packs: publications } = found.profile;
      for (const address of [intake?.endpoint, privacyNotice, ...publications.map(({ url }) => url)])
        if (typeof address === 'string')
          must(
            /^https:|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])/.test(new URL(address).href),
            `the address ${address}`,
          );
      return true;
    },
  },
  {
    name: 'policy',
    seeds: async () => [],
    check(bytes) {
      const read = parsePolicy(jsonOf(bytes));
      if (!read.ok) must(read.where.length < 2000, 'a fault that nobody can read');
      return read.ok;
    },
  },
  {
    name: 'intake-answers',
    seeds: async () => [],
    async check(bytes) {
      const body = '{"schema":"vigie-report/1"}';
      const delivery = { authority: 'https://authority.example', idempotencyKey: 'k', body, token: null };
      const { signal } = new AbortController();
      let taken = false;
      for (const status of [200, 201, 400, 422]) {
        const result = await answered(bytes, status, () => vigieIntake.send(delivery, signal));
        taken ||= result.kind !== 'retry';
        if (result.kind === 'acknowledged') {
          must(status < 300, 'acknowledged by a refusal');
          must(result.receipt.sha256 === (await sha256(encode(body))), 'a receipt for other bytes');
        }
        if (result.kind === 'refused')
          must(status >= 400 && result.refusal.errors.length <= 20, 'refused by an acceptance');
      }
      const status = await answered(bytes, 200, async () =>
        vigieIntake.follow?.(delivery.authority, 'R-1', null, signal),
      );
      if (status?.kind === 'status') must(status.status.reference === 'R-1', 'the status of another report');
      const known = await answered(bytes, 200, () =>
        askKnownListings(delivery.authority, [{ marketplace: 'joom', id: '7' }]),
      );
      if (known.kind === 'known') must(known.reports.length === 1, 'counts that were not asked for');
      return taken || status?.kind === 'status' || known.kind === 'known';
    },
  },
  {
    name: 'report',
    seeds: async () => [encode(JSON.stringify(sampleReport())), encode(JSON.stringify(sampleChildProtectionReport()))],
    check(bytes) {
      const read = anyReportSchema.safeParse(jsonOf(bytes));
      if (read.success) must(anyReportSchema.safeParse(read.data).success, 'a report that does not read what it gave');
      return read.success;
    },
  },
  {
    name: 'evidence-package',
    async seeds() {
      const bytes = async () =>
        new Uint8Array(await (await blobOf(exportPackage(await sampleCase(1, 80)))).arrayBuffer());
      return [await bytes(), await bytes()];
    },
    async check(bytes, seeds) {
      let good = true;
      for await (const check of verifyPackage(new Blob([bytes]))) good = check.ok;
      const genuine = seeds.some((seed) => Buffer.compare(seed, bytes) === 0);
      must(good === genuine, genuine ? 'a good package fails' : 'a damaged package passes');
      readSums(decode(bytes));
      return good;
    },
  },
  {
    name: 'campaign-file',
    seeds: async () => [encode(campaignFile(CAMPAIGN))],
    async check(bytes) {
      const read = await readSweepFile(decode(bytes), []);
      if (!read.ok) return false;
      must(read.kind === 'campaign' && !read.signed, 'a campaign that nobody signed counts as signed');
      if (read.kind !== 'campaign') return false;
      const { campaign } = read;
      must(!UNSEEN.test(JSON.stringify(campaign)), 'a text that shows one thing and holds another');
      for (const { address } of planOf(campaign)) must(/^https:/.test(address), `the address ${address}`);
      const again = await readSweepFile(campaignFile(campaign), []);
      must(again.ok, 'a campaign that does not read what it gave');
      return true;
    },
  },
  {
    name: 'sweep-file',
    seeds: async () => [encode(sweepFile(SWEPT))],
    async check(bytes) {
      const read = await readSweepFile(decode(bytes), []);
      if (!read.ok || read.kind !== 'sweep') return false;
      const { data } = read;
      must(!UNSEEN.test(JSON.stringify(data)), 'a text that shows one thing and holds another');
      for (const { url } of data.visits.flatMap(({ cards }) => cards)) must(/^https:/.test(url), `the address ${url}`);
      const sweep = new Sweep(data.campaign, data.visits, data.journal);
      statisticsOf(sweep);
      must(!/(?:^|\n)"?[=+@]/.test(queueCsv(sweep)), 'a cell that begins a formula');
      const merged = mergeSweeps(data, SWEPT);
      if (merged !== null)
        must(
          SWEPT.journal.every(({ id }) => merged.journal.some((line) => line.id === id)),
          'a merge that loses a decision',
        );
      const again = await readSweepFile(sweepFile(data), []);
      must(again.ok, 'a sweep that does not read what it gave');
      return true;
    },
  },
  {
    name: 'time-stamp',
    seeds: async () => [askForTimeStamp(new Uint8Array(32)).request],
    check(bytes) {
      const { ok } = readTimeStamp(bytes);
      must(
        lightFault(bytes, new Uint8Array(32).fill(7), new Uint8Array(8)) !== null,
        'a stamp of other bytes is taken',
      );
      return ok;
    },
  },
];

/** FNV-1a over what follows the header, where a compiled pack keeps it: no secret, so an attacker can make it too. */
function withChecksum(bytes: Bytes): Bytes {
  const copy = bytes.slice(0, bytes.length - (bytes.length % 4));
  if (copy.length < 20) return copy;
  let hash = 0x811c9dc5;
  for (const word of new Uint32Array(copy.buffer, 16)) hash = Math.imul(hash ^ word, 0x01000193);
  new DataView(copy.buffer).setUint32(12, hash >>> 0, true);
  return copy;
}

export interface Example {
  name: string;
  bytes: Uint8Array;
}

/** The examples of a target: its own, then those of its folder in the corpus. */
export async function examplesOf(target: Target): Promise<Example[]> {
  const made = (await target.seeds()).map((bytes, at) => ({ name: `seed ${at + 1}`, bytes }));
  const folder = join(import.meta.dirname, 'corpus', target.name);
  const kept = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }))
    : [];
  return [...made, ...kept];
}
