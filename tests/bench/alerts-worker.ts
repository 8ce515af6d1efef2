/** Measures alerts and known listings in a thread of its own, so that its first load is as cold as a woken worker's. */
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { compileAlerts } from '../../lib/rules/alerts/compile.ts';
import { createAlertEngine } from '../../lib/rules/alerts/matcher.ts';
import { decodeAlertPack, encodeAlertPack } from '../../lib/rules/alerts/pack.ts';
import { formatAlertSource, parseAlertSource } from '../../lib/rules/alerts/source.ts';
import {
  buildKnownListings,
  createKnownListingEngine,
  decodeKnownListings,
  encodeKnownListings,
} from '../../lib/rules/known-listings.ts';
import { EMPTY_INPUT } from '../../lib/rules/match-input.ts';
import { makeAlerts, makeKnown } from './alerts-made.ts';
import { makeTerms, makeTexts } from './matching-texts.ts';
import { heldMegabytes, timed } from './measuring.ts';
import { median } from './table.ts';

export interface MeasuredAlerts {
  parse: number;
  build: number;
  load: number;
  sourceGz: number;
  packGz: number;
  pack: number;
  /** Milliseconds a page of 60 titles. */
  page: number;
  knownBuild: number;
  knownLoad: number;
  known: number;
  knownGz: number;
  /** Microseconds a look-up of a listing and its seller. */
  lookup: number;
  /** The same ids in a Set of strings: milliseconds to fill, megabytes, microseconds a look-up. */
  setBuild: number;
  setHeap: number;
  setLookup: number;
  heap: number;
}

function loaded<T>(result: { ok: true; value: T } | { ok: false; problems: unknown[] }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

const { alerts: alertCount, ids: idCount }: { alerts: number; ids: number } = workerData;
const made = makeKnown(idCount);
const source = formatAlertSource(makeAlerts(alertCount));
const [parsed, parse] = timed(() => parseAlertSource(source));
if (parsed.alerts.length !== alertCount) throw new Error(`${parsed.alerts.length} alerts, ${parsed.problems[0]}`);
const [stored, build] = timed(() =>
  encodeAlertPack(compileAlerts(parsed.alerts, { publisher: 'bench', version: '1', exported: null })),
);
const [knownStored, knownBuild] = timed(() =>
  encodeKnownListings(loaded(buildKnownListings(made.decisions, made.ids, { publisher: 'bench', version: '1' }))),
);

const before = heldMegabytes();
const [alerts, load] = timed(() => createAlertEngine(loaded(decodeAlertPack(stored))));
const [known, knownLoad] = timed(() => createKnownListingEngine(loaded(decodeKnownListings(knownStored))));
const heap = Math.max(0, heldMegabytes() - before) + (stored.byteLength + knownStored.byteLength) / 2 ** 20;

const titles = makeTexts(makeTerms(1000)).slice(0, 60);
let found = 0;
const pass = (): void => {
  for (const title of titles) found += alerts.match({ ...EMPTY_INPUT, title }).length;
};
const page = median(Array.from({ length: 60 }, () => timed(pass)[1]).slice(20));
const codes = parsed.alerts.flatMap(({ barcodes }) => barcodes.filter((code) => /^\d{13}$/u.test(code))).slice(0, 100);
for (const code of codes) found += alerts.match({ ...EMPTY_INPUT, title: `Toy ${code}` }).length;
if (found < codes.length) throw new Error('barcodes were not found');

// Half are members.
const probes = made.ids.slice(0, 10_000).map(({ marketplace, id }, index) => ({
  ...EMPTY_INPUT,
  listing: `${marketplace}:${index % 2 === 0 ? id : `${id.slice(0, -1)}9`}`,
  sellerId: String(1_000_000_000 + index),
}));
const look = (): void => {
  for (const probe of probes) found += known.match(probe).length;
};
const lookup = (median(Array.from({ length: 20 }, () => timed(look)[1]).slice(5)) * 1000) / probes.length;

const beforeSet = heldMegabytes();
const [set, setBuild] = timed(
  () => new Set(made.ids.map(({ kind, marketplace, id }) => `${kind} ${marketplace} ${id}`)),
);
const setHeap = Math.max(0, heldMegabytes() - beforeSet);
const lookInSet = (): void => {
  for (const { listing, sellerId } of probes) {
    const [marketplace, id] = listing.split(':');
    if (set.has(`listing ${marketplace} ${id}`)) found++;
    if (set.has(`seller ${marketplace} ${sellerId}`)) found++;
  }
};
const setLookup = (median(Array.from({ length: 20 }, () => timed(lookInSet)[1]).slice(5)) * 1000) / probes.length;

const megabytes = (bytes: number): number => bytes / 1e6;
const measured: MeasuredAlerts = {
  parse,
  build,
  load,
  sourceGz: megabytes(gzipSync(source, { level: 9 }).length),
  packGz: megabytes(gzipSync(stored, { level: 9 }).length),
  pack: megabytes(stored.length),
  page,
  knownBuild,
  knownLoad,
  known: megabytes(knownStored.length),
  knownGz: megabytes(gzipSync(knownStored, { level: 9 }).length),
  lookup,
  setBuild,
  setHeap,
  setLookup,
  heap,
};
parentPort?.postMessage(measured);
