/**
 * Alerts of the European Safety Gate, from its three forms: the JSON of the public portal (one notification with
 * `product`, `risk`, `measureTaken`), the open-data mirror (flat, `alert_number`), and the weekly XML (`caseNumber`).
 * Field names as seen 2026-07; none of them is documented, so every field may be missing or of another kind.
 */
import { ALERT_LIMITS, type Alert } from '../../../lib/rules/alerts/alert.ts';
import { type MeasureType, RISK_TYPES, type RiskType } from '../../../lib/rules/alerts/notice-names.ts';
import { isOfficialLink } from '../../../lib/rules/alerts/sources.ts';
import type { ExportRecord } from './export-file.ts';
import { barcodesOf, brandsOf, day, distinct, isObject, line, modelsOf, nameOf, object, objects } from './fields.ts';
import { listingsNamed } from './listing-ids.ts';

const PORTAL = 'https://ec.europa.eu/safety-gate-alerts/screen/webReport';

/** By a part of the source's code or phrase, first that fits. */
const MEASURES: readonly (readonly [RegExp, MeasureType])[] = [
  [/RECALL/u, 'recall'],
  [/MARKETPLACE|ONLINE/u, 'removal-from-marketplace'],
  [/WITHDRAW/u, 'withdrawal'],
  [/IMPORT|BORDER|CUSTOMS/u, 'import-rejected'],
  [/BAN/u, 'sales-ban'],
  [/STOP|SUSPEN/u, 'sales-stopped'],
  [/DESTR/u, 'destruction'],
  [/WARN/u, 'warning'],
  [/CORRECT|MARK|INFORM|REPAIR|CONFORM/u, 'corrective-action'],
];

const codes = (text: string): string => text.toUpperCase().replace(/[^A-Z]+/gu, '_');

export function riskTypesOf(texts: readonly string[]): RiskType[] {
  const found = texts.flatMap((text) => {
    const slug = codes(text.replace(/^riskType\./u, ''))
      .replaceAll('_', '-')
      .replace(/^-|-$/gu, '')
      .toLowerCase();
    const type = RISK_TYPES.find((known) => known === slug);
    return type === undefined ? [] : [type];
  });
  return [...new Set(found)];
}

export function measureTypesOf(texts: readonly string[]): MeasureType[] {
  const found = texts.flatMap((text) => {
    if (text.trim() === '') return [];
    const code = codes(text);
    return [MEASURES.find(([pattern]) => pattern.test(code))?.[1] ?? 'other'];
  });
  return [...new Set(found)];
}

/** "product.category.laser.pointers" is "laser pointers". */
const categoryOf = (value: unknown): string | null =>
  line(
    nameOf(value)
      .replace(/^product\.category\./u, '')
      .replace(/(?<=\w)\.(?=\w)/gu, ' '),
    100,
  );

/** The English version of a list of translations, else the first. */
function english(versions: unknown): ExportRecord {
  const list = objects(versions);
  return list.find(({ language }) => nameOf(language).toUpperCase() === 'EN') ?? list[0] ?? {};
}

function officialLink(value: unknown): string {
  const link = typeof value === 'string' ? value.trim().replace(/^http:/u, 'https:') : '';
  return link.length <= ALERT_LIMITS.link && isOfficialLink(link) ? link : PORTAL;
}

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

/** An alert, or why the record is none. */
export function safetyGateAlert(record: ExportRecord): Alert | string {
  if (isObject(record.product)) return fromNotification(record);
  if ('alert_number' in record) return fromMirror(record);
  if ('caseNumber' in record) return fromWeekly(record);
  return 'is no Safety Gate record: it has neither "product" nor "alert_number" nor "caseNumber"';
}

interface Parts {
  number: unknown;
  date: unknown;
  category: string | null;
  names: unknown[];
  brands: string[];
  models: string[];
  barcodes: string[];
  listings: string[];
  level: string;
  riskTypes: RiskType[];
  risk: unknown;
  measureTypes: MeasureType[];
  link: string;
}

function alertOf(parts: Parts): Alert | string {
  const number = line(parts.number, 40)?.toUpperCase() ?? null;
  if (number === null) return 'has no reference number';
  const date = day(parts.date);
  if (date === null) return `(${number}) has no date of publication`;
  const names = distinct(
    parts.names.map((name) => line(name, ALERT_LIMITS.name)),
    ALERT_LIMITS.name,
  ).slice(0, 4);
  if (names.length === 0) return `(${number}) does not say what the goods are called`;
  return {
    source: 'safety-gate',
    number,
    date,
    category: parts.category,
    names,
    brands: brandsOf(parts.brands),
    models: modelsOf(parts.models),
    barcodes: barcodesOf(parts.barcodes),
    listings: parts.listings.slice(0, ALERT_LIMITS.list),
    // Old references begin with A12, those of 2026 with SR; OR and INFO are other risks.
    serious: /^(?:SR|A12)\//u.test(number) || /serious|A12/iu.test(parts.level),
    riskTypes: parts.riskTypes,
    risk: line(parts.risk, ALERT_LIMITS.text),
    measureTypes: parts.measureTypes,
    measure: null,
    link: parts.link,
  };
}

function fromNotification(record: ExportRecord): Alert | string {
  const product = object(record.product);
  const risk = object(record.risk);
  const version = english(product.versions);
  const named = (list: unknown, field: string): string[] => objects(list).flatMap((item) => strings(item[field]));
  const { id } = record;
  return alertOf({
    number: record.reference,
    date: record.publicationDate,
    category: categoryOf(product.productCategory),
    names: [version.name, product.nameSpecific],
    brands: named(product.brands, 'brand'),
    models: named(product.modelTypes, 'modelType'),
    barcodes: named(product.barcodes, 'barcode'),
    listings: [
      ...new Set(
        objects(record.onlineTraderProductIdentifierReference).flatMap((reference) =>
          listingsNamed(nameOf(reference.onlineTrader), String(reference.uniqueProductIdentifier ?? '')),
        ),
      ),
    ],
    level: nameOf(record.notificationType),
    riskTypes: riskTypesOf(objects(risk.riskType).map(nameOf)),
    risk: english(risk.versions).riskDescription,
    measureTypes: measureTypesOf(
      objects(object(record.measureTaken).measures).map(({ measureCategory }) => nameOf(measureCategory)),
    ),
    link: Number.isSafeInteger(id) ? `${PORTAL}/alertDetail/${String(id)}` : PORTAL,
  });
}

function fromMirror(record: ExportRecord): Alert | string {
  return alertOf({
    number: record.alert_number,
    date: record.alert_date,
    category: categoryOf(record.product_category),
    names: [record.product_type, record.product_name, record.product_description].filter((name) => name !== null),
    brands: strings(record.product_brand),
    models: strings(record.product_model_type),
    barcodes: strings(record.product_barcode),
    listings: [],
    level: `${nameOf(record.alert_level)} ${nameOf(record.alert_group)}`,
    riskTypes: riskTypesOf(strings(record.alert_type).flatMap((text) => text.split(','))),
    risk: record.technical_defect ?? record.alert_description,
    measureTypes: measureTypesOf(strings(record.measures_country)),
    link: officialLink(record.rapex_url),
  });
}

function fromWeekly(record: ExportRecord): Alert | string {
  const { caseNumber, date, publicationDate, category, product, name, brand, riskType, danger, reference } = record;
  return alertOf({
    number: caseNumber,
    // The weekly report dates the week, not the case; the year is in its number.
    date: publicationDate ?? date ?? yearOf(caseNumber),
    category: categoryOf(category),
    names: [product, name],
    brands: strings(brand),
    models: strings(record.type_numberOfModel ?? record.model),
    barcodes: strings(record.barcode),
    listings: [],
    level: nameOf(record.level),
    riskTypes: riskTypesOf(strings(riskType).flatMap((text) => text.split(','))),
    risk: danger,
    measureTypes: measureTypesOf(strings(record.measures)),
    link: officialLink(reference),
  });
}

function yearOf(number: unknown): string | null {
  const year = typeof number === 'string' ? /\/(\d\d)$/u.exec(number)?.[1] : undefined;
  return year === undefined ? null : `20${year}-01-01`;
}
