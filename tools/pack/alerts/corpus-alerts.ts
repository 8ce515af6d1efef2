/**
 * Alerts made from the recall records of a corpora directory (`recalls-*.jsonl`, other people's extracts with title,
 * brand, category, risk): poorer than official exports, without barcodes or listing ids, and so a test of the weak ways
 * of matching. Their models are the codes that title and description name; a US recall's brand is taken to be the first
 * word of its title, which is often no brand at all: the flood must not come even so.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ALERT_LIMITS, type Alert } from '../../../lib/rules/alerts/alert.ts';
import { type CorpusRow, readCorpus } from '../corpus.ts';
import { brandsOf, line, modelsOf } from './fields.ts';
import { listingsNamed } from './listing-ids.ts';
import { codesIn, frenchRisks } from './rappelconso.ts';
import { riskTypesOf } from './safety-gate.ts';

const string = (value: unknown): string => (typeof value === 'string' ? value : '');

export async function corpusAlerts(directory: string): Promise<Alert[]> {
  const files = (await readdir(directory)).filter((name) => /^recalls-.*\.jsonl$/u.test(name)).sort();
  const alerts: Alert[] = [];
  for (const file of files) for await (const row of readCorpus(path.join(directory, file))) alerts.push(alertOf(row));
  return alerts;
}

function alertOf({ id, title, raw }: CorpusRow): Alert {
  const french = id.startsWith('recalls-rappelconso');
  const american = id.startsWith('recalls-cpsc');
  const description = string(raw.description);
  const risk = string(raw.risk);
  const brand = american ? (title.split(/\s+/u)[0] ?? '') : string(raw.brand);
  return {
    source: french ? 'rappelconso' : 'safety-gate',
    number: id.slice(0, 40),
    date: '2025-01-01',
    category: line(raw.category, 100),
    names: [line(title, ALERT_LIMITS.name) ?? id],
    brands: brandsOf([brand]),
    models: modelsOf([...codesIn(title), ...codesIn(description)]),
    barcodes: [],
    listings: listingsNamed('', title),
    serious: false,
    riskTypes: french ? frenchRisks(risk) : riskTypesOf(risk.split(/[:,/]/u)),
    risk: line(risk, ALERT_LIMITS.text),
    measureTypes: [],
    measure: null,
    link: french ? 'https://rappel.conso.gouv.fr/' : 'https://ec.europa.eu/safety-gate-alerts/screen/webReport',
  };
}
