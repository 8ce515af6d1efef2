import type { Alert } from '../../../lib/rules/alerts/alert.ts';
import { compileAlerts } from '../../../lib/rules/alerts/compile.ts';
import { createAlertEngine } from '../../../lib/rules/alerts/matcher.ts';
import { decodeAlertPack, encodeAlertPack } from '../../../lib/rules/alerts/pack.ts';
import type { Engine } from '../../../lib/rules/engine.ts';
import { EMPTY_INPUT, type MatchInput } from '../../../lib/rules/match-input.ts';

export const alert = (parts: Partial<Alert>): Alert => ({
  source: 'safety-gate',
  number: 'SR/00001/26',
  date: '2026-06-12',
  category: 'Toys',
  names: ['Toy'],
  brands: [],
  models: [],
  barcodes: [],
  listings: [],
  serious: true,
  riskTypes: ['choking'],
  risk: 'Small parts may detach.',
  measureTypes: ['recall'],
  measure: null,
  link: 'https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/1',
  ...parts,
});

export const OPTIONS = { publisher: 'Test', version: '7', exported: '2026-07-01' };

/** Through the stored form, as in use. */
export function engineOf(...alerts: Alert[]): Engine {
  const decoded = decodeAlertPack(encodeAlertPack(compileAlerts(alerts, OPTIONS)));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return createAlertEngine(decoded.value);
}

export const rulesOn = (engine: Engine, input: Partial<MatchInput>): string[] =>
  engine.match({ ...EMPTY_INPUT, ...input }).map(({ rule }) => rule);

/** Enough toys that "doll", "puzzle" and "projector" name what toys are. */
export const TOYS: Alert[] = ['doll', 'puzzle', 'projector']
  .flatMap((noun, kind) =>
    Array.from({ length: 4 }, (_, index) =>
      alert({ number: `SR/9${kind}${index}00/25`, names: [`Plain ${noun}`], date: '2025-01-10' }),
    ),
  )
  .concat(
    Array.from({ length: 40 }, (_, index) =>
      alert({ number: `OR/8${String(index).padStart(3, '0')}/25`, names: ['Hand cream'], category: 'Cosmetics' }),
    ),
  );
