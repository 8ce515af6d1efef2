/** A publisher with 5,000 rules, 9,000 alerts and 500,000 known ids: start of the background, and a day's update. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Alert } from '../../lib/rules/alerts/alert.ts';
import type { KnownId } from '../../lib/rules/known-listings.ts';
import { type Family, familySchema } from '../../lib/rules/rule.ts';
import { makeDelta } from '../../lib/sync/delta.ts';
import { ALERTS_FORMAT, encodeAlerts } from '../../lib/sync/formats/alerts.ts';
import { encodeKnownIds, KNOWN_LISTINGS_FORMAT } from '../../lib/sync/formats/known-listings.ts';
import { formatOf } from '../../lib/sync/formats/registry.ts';
import { encodeRules, RULES_FORMAT } from '../../lib/sync/formats/rules.ts';
import { type Bytes, sha256 } from '../../lib/sync/trust/encoding.ts';
import { gzip } from '../fixtures/sync/forge.ts';
import { makeAlerts, makeKnown } from './alerts-made.ts';
import { makeTerms } from './matching-texts.ts';
import type { MeasuredStart } from './rules-in-use-worker.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const RULES = 5000;
const ALERTS = 9000;
const IDS = 500_000;
const FAMILIES = 100;
/** Threads; figures are medians over them. */
const RUNS = 5;

const worker = fileURLToPath(new URL('./rules-in-use-worker.ts', import.meta.url));

/** 100 families of 50 rules; each rule looks for three terms of its own and not beside a trap of its family. */
function makeFamilies(): { families: Family[]; title: string } {
  const terms = makeTerms(RULES * 3);
  const perFamily = RULES / FAMILIES;
  const families = Array.from({ length: FAMILIES }, (_, index) => {
    const rules = Array.from({ length: perFamily }, (_, at) => `r${at}`);
    const lists = rules.map((name, at) => {
      const first = (index * perFamily + at) * 3;
      const byLanguage: Record<string, string[]> = {};
      for (const { text, language, compound } of terms.slice(first, first + 3)) {
        byLanguage[language] = [...(byLanguage[language] ?? []), compound ? `~${text}` : text];
      }
      return [name, byLanguage] as const;
    });
    return familySchema.parse({
      family: `family-${index}`,
      labels: { en: `Family ${index}` },
      severity: 'high',
      jurisdictions: ['EU'],
      dsa: { category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS', keyword: null },
      authorities: ['signalconso'],
      legal: [{ citation: 'Regulation (EU) 2023/988, Art. 5', url: null, checked: null }],
      terms: Object.fromEntries(lists),
      rules: rules.map((name) => ({
        id: `family-${index}-${name}`,
        confidence: 0.9,
        reason: { en: 'The title names goods that may not be sold.', fr: 'Le titre nomme un produit interdit.' },
        when: { term: name },
      })),
    });
  });
  return { families, title: terms[0]?.text ?? '' };
}

function compiled(format: string, bytes: Bytes): Bytes {
  const content = formatOf(format)?.decode(bytes);
  if (content?.ok !== true) throw new Error(`${format}: ${content?.problems.join() ?? 'unknown'}`);
  const result = content.value.compile({ publisher: 'bench', version: '1' });
  if (!result.ok) throw new Error(result.problems.join());
  return result.value;
}

/** With the milliseconds of processor time that it took. */
async function timed<T>(work: () => Promise<T> | T): Promise<[T, number]> {
  const before = process.threadCpuUsage();
  const result = await work();
  const { user, system } = process.threadCpuUsage(before);
  return [result, (user + system) / 1000];
}

/** Bytes of the delta from one pack to the next, gzipped. */
async function deltaOf(before: Bytes, after: Bytes): Promise<number> {
  const delta = makeDelta(
    { bytes: before, sha256: await sha256(before) },
    { bytes: after, sha256: await sha256(after) },
  );
  if (!delta.ok) throw new Error(delta.problems.join());
  return gzip(delta.value).length;
}

function measure(packs: [string, Uint8Array][], title: string): Promise<MeasuredStart> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: { packs, title } });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

const everyHundredth = (index: number): boolean => index % 100 === 0;

const bench: Bench = {
  title: `${RULES} rules, ${ALERTS} alerts and ${IDS} known ids of one publisher`,
  async run(): Promise<BenchRow[]> {
    const { families, title } = makeFamilies();
    const rules = encodeRules({ families, shared: {} });
    const alerts = makeAlerts(ALERTS);
    const alertLines = encodeAlerts(alerts, '2026-11-20');
    const { decisions, ids } = makeKnown(IDS);
    const known = await encodeKnownIds(decisions, ids);

    const [rulesStored, rulesTime] = await timed(() => compiled(RULES_FORMAT, rules));
    const [alertsStored, alertsTime] = await timed(() => compiled(ALERTS_FORMAT, alertLines));
    const [knownStored, knownTime] = await timed(() => compiled(KNOWN_LISTINGS_FORMAT, known));
    const packs: [string, Uint8Array][] = [
      [RULES_FORMAT, rulesStored],
      [ALERTS_FORMAT, alertsStored],
      [KNOWN_LISTINGS_FORMAT, knownStored],
    ];
    const runs: MeasuredStart[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await measure(packs, title));
    const total = median(runs.map(({ load, first }) => Object.values(load).reduce((sum, ms) => sum + ms, first)));
    const part = (format: string): string => median(runs.map(({ load }) => load[format] ?? 0)).toFixed(1);

    // A day: one record in a hundred is another.
    const nextAlerts = alerts.map(
      (alert, index): Alert =>
        everyHundredth(index) ? { ...alert, risk: `Changed. ${alert.risk ?? ''}`.slice(0, 300) } : alert,
    );
    const nextIds = ids.map(
      (id, index): KnownId =>
        everyHundredth(index) ? { ...id, id: `${id.id.slice(0, -3)}${String(index % 1000).padStart(3, '0')}` } : id,
    );
    const alertWire = gzip(alertLines).length;
    const knownWire = gzip(known).length;
    const alertDelta = await deltaOf(alertLines, encodeAlerts(nextAlerts, '2026-11-21'));
    const knownDelta = await deltaOf(known, await encodeKnownIds(decisions, nextIds));
    return [
      {
        what: 'stored bytes to ready, first match included, cold thread, processor time',
        value: total,
        unit: 'ms',
        bar: { atMost: 100 },
        note: `rules ${part(RULES_FORMAT)}, alerts ${part(ALERTS_FORMAT)}, ids ${part(KNOWN_LISTINGS_FORMAT)}; ${median(runs.map(({ wall }) => wall)).toFixed(0)} ms by the clock`,
      },
      {
        what: 'memory, stored bytes included',
        value: median(runs.map(({ heap }) => heap)),
        unit: 'MB',
        bar: { atMost: 25 },
      },
      { what: 'alerts, transport form, gzipped', value: alertWire / 1e6, unit: 'MB', bar: { atMost: 1.2 } },
      {
        what: 'alerts: delta with 1 % changed, of the full pack',
        value: (100 * alertDelta) / alertWire,
        unit: '%',
        bar: { atMost: 5 },
        note: `${(alertDelta / 1000).toFixed(1)} kB`,
      },
      {
        what: 'known ids: delta with 1 % changed, of the full pack',
        value: (100 * knownDelta) / knownWire,
        unit: '%',
        bar: { atMost: 5 },
        note: `${(knownDelta / 1000).toFixed(1)} of ${(knownWire / 1000).toFixed(0)} kB; ${(known.length / 1e6).toFixed(1)} MB plain`,
      },
      { what: 'rules: parse, check and compile, once an update', value: rulesTime, unit: 'ms' },
      { what: 'alerts: parse, check and compile, once an update', value: alertsTime, unit: 'ms' },
      { what: 'known ids: parse, check and compile, once an update', value: knownTime, unit: 'ms' },
    ];
  },
};

export default bench;
