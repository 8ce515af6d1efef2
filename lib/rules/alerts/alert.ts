/**
 * An official product alert as the source file of an alert pack holds it: one JSON object a line, sorted by source and
 * number. The converters (tools/pack/alerts) write such lines from the official exports; `compile.ts` reads them.
 *
 * A line may come from a server, so every text is capped and every link bound to the two official hosts.
 */
import { z } from 'zod';
import { MEASURE_TYPES, RISK_TYPES } from './notice-names.ts';
import { ALERT_SOURCES, isOfficialLink } from './sources.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** Caps that the converters cut to. */
export const ALERT_LIMITS = { name: 200, brand: 80, model: 80, text: 300, link: 200, list: 40, id: 128 } as const;

export const alertSchema = z.strictObject({
  source: z.enum(ALERT_SOURCES),
  /** As the source writes it: `SR/01709/26`, `2026-07-0014`. */
  number: text(40),
  date: z.iso.date(),
  /** The source's own category, e.g. "Toys"; null where it gives none. */
  category: text(100).nullable(),
  /** What the goods are called: generic name first, then the name on the goods. */
  names: z.array(text(ALERT_LIMITS.name)).min(1).max(4),
  brands: z.array(text(ALERT_LIMITS.brand)).max(ALERT_LIMITS.list),
  models: z.array(text(ALERT_LIMITS.model)).max(ALERT_LIMITS.list),
  /** As given, SKU codes included: `compile.ts` decides which are barcodes. */
  barcodes: z.array(text(40)).max(ALERT_LIMITS.list),
  /** `marketplace:id`. */
  listings: z
    .array(
      z
        .string()
        .max(ALERT_LIMITS.id + 40)
        .regex(/^[a-z][a-z0-9-]*:\S+$/u, 'must be marketplace:id'),
    )
    .max(ALERT_LIMITS.list),
  /** Whether the source calls the risk serious. */
  serious: z.boolean(),
  riskTypes: z.array(z.enum(RISK_TYPES)).max(RISK_TYPES.length),
  /** The risk in the source's words. */
  risk: text(ALERT_LIMITS.text).nullable(),
  measureTypes: z.array(z.enum(MEASURE_TYPES)).max(MEASURE_TYPES.length),
  /** What was ordered or advised, in the source's words, where no type says it. */
  measure: text(ALERT_LIMITS.text).nullable(),
  link: z.string().max(ALERT_LIMITS.link).refine(isOfficialLink, 'must be an https address of the source'),
});

export type Alert = z.infer<typeof alertSchema>;

/** Order of the source file and of the pack: equal alerts give equal bytes. */
export const compareAlerts = (a: Alert, b: Alert): number => compareText(alertId(a), alertId(b));

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `safety-gate-sr-01709-26`: unique by source and number, fit for a rule id. */
export function alertId({ source, number }: Pick<Alert, 'source' | 'number'>): string {
  const slug = number
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
  return `${source}-${slug}`;
}
