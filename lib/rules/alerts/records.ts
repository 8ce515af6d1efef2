/** The texts of an alert pack, read one by one when somebody asks; hostile like every byte of it. */
import type { Language, OfficialNotice } from '../finding.ts';
import type { AlertPack } from './layout.ts';
import { measureNames, riskNames } from './notice-names.ts';
import { ALERT_SOURCES, type AlertSource, isOfficialLink, SOURCE_NAMES } from './sources.ts';

export interface AlertRecord {
  id: string;
  source: AlertSource;
  number: string;
  date: string;
  product: string;
  riskTypes: string[];
  risk: string | null;
  measureTypes: string[];
  measure: string | null;
  link: string | null;
}

const decoder = new TextDecoder();

const text = (value: unknown, max = 600): string => (typeof value === 'string' ? value.slice(0, max) : '');
const optional = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? text(value) : null);
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, 40) : [];

function parse(bytes: Uint8Array): unknown[] {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

export class AlertRecords {
  private readonly pack: AlertPack;
  readonly count: number;

  constructor(pack: AlertPack) {
    this.pack = pack;
    this.count = pack.textStarts.length - 1;
  }

  info(): { publisher: string; version: string; exported: string | null } {
    const [publisher, version, exported] = parse(this.pack.info);
    return {
      publisher: text(publisher, 200),
      version: text(version, 64),
      exported: /^\d{4}-\d{2}-\d{2}$/u.test(text(exported)) ? text(exported) : null,
    };
  }

  get(alert: number): AlertRecord {
    const { texts, textStarts } = this.pack;
    const [id, source, number, date, product, riskTypes, risk, measureTypes, measure, link] = parse(
      texts.subarray(textStarts[alert] ?? 0, textStarts[alert + 1] ?? 0),
    );
    return {
      id: text(id, 100),
      source: ALERT_SOURCES.find((known) => known === source) ?? 'safety-gate',
      number: text(number, 40),
      date: text(date, 10),
      product: text(product, 900),
      riskTypes: list(riskTypes),
      risk: optional(risk),
      measureTypes: list(measureTypes),
      measure: optional(measure),
      link: isOfficialLink(text(link)) ? text(link) : null,
    };
  }

  /** The alert with an id, or null. Records stand in the order of their ids. */
  find(id: string): AlertRecord | null {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const record = this.get(middle);
      if (record.id === id) return record;
      if (record.id < id) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }
}

/** Types by name, then the source's own words: "choking. The product has small parts …". */
export function noticeOf(record: AlertRecord, language: Language): OfficialNotice {
  const joined = (names: string[], words: string | null): string | null => {
    const parts = [names.join(', '), words ?? ''].filter((part) => part !== '');
    return parts.length === 0 ? null : parts.join('. ');
  };
  return {
    source: SOURCE_NAMES[record.source],
    number: record.number,
    date: record.date,
    product: record.product === '' ? null : record.product,
    risk: joined(riskNames(record.riskTypes, language), record.risk),
    measure: joined(measureNames(record.measureTypes, language), record.measure),
    link: record.link,
  };
}
