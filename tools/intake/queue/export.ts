/** Exports of the queue, streamed page by page so that any number of reports fits into memory. */
import { type Cell, CSV_START, csvLine } from '../../../lib/reports/csv.ts';
import { type Report, reportSchema } from '../../../lib/reports/report.ts';
import { parseJson } from '../body.ts';
import type { ListQuery, ReportStore, StoredReport } from '../store.ts';

const STEP = 100;

async function* stored(store: ReportStore, query: Omit<ListQuery, 'limit'>): AsyncGenerator<StoredReport> {
  let before = query.before;
  for (;;) {
    // Child-protection reports never leave in bulk.
    const filter = { ...query, schema: 'vigie-report/1' as const, limit: STEP };
    const listed = await store.list(before === undefined ? filter : { ...filter, before });
    for (const { reference } of listed) {
      const report = await store.get(reference);
      if (report !== null) yield report;
    }
    const last = listed.at(-1);
    if (last === undefined || listed.length < STEP) return;
    before = last.sequence;
  }
}

function contentOf({ body }: StoredReport): Report | null {
  if (body === null) return null;
  const value = parseJson(body);
  const report = reportSchema.safeParse(value.ok ? value.value : undefined);
  return report.success ? report.data : null;
}

/** Hashes of the evidence that a report announces. */
export function evidenceOf(entry: StoredReport): string[] {
  return (contentOf(entry)?.evidence ?? []).map(({ sha256 }) => sha256);
}

export async function* exportJson(store: ReportStore, query: Omit<ListQuery, 'limit'>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const entry of stored(store, query)) {
    const { reference, receivedAt, sha256, state, reason, decision, updatedAt, duplicates, erasedAt, facts } = entry;
    const about = {
      reference,
      receivedAt,
      sha256,
      state,
      reason,
      decision,
      updatedAt,
      duplicates,
      erasedAt,
      agency: facts.agency,
    };
    yield `${separator}${JSON.stringify({ ...about, report: contentOf(entry) })}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

const COLUMNS = [
  'reference',
  'received (UTC)',
  'state',
  'reason',
  'family',
  'DSA category',
  'DSA keyword',
  'role',
  'agency',
  'jurisdiction',
  'marketplace',
  'listing id',
  'address',
  'title',
  'price',
  'currency',
  'seller',
  'seller id',
  'differs from title',
  'explanation',
] as const;

/** One row a listing; an erased report has one row without content. No name and no e-mail address of a reporter. */
function rows(entry: StoredReport): Cell[][] {
  const { reference, receivedAt, state, reason, facts } = entry;
  const report = contentOf(entry);
  const head: Cell[] = [reference, receivedAt, state, reason, facts.family];
  const blank = (count: number): Cell[] => Array.from({ length: count }, () => null);
  if (report === null) return [[...head, ...blank(COLUMNS.length - head.length)]];
  const { dsa, role, jurisdiction, explanation } = report;
  return report.listings.map((listing) => [
    ...head,
    dsa.category,
    dsa.keyword,
    role,
    facts.agency,
    jurisdiction,
    listing.ref.marketplace,
    listing.ref.id,
    listing.url,
    listing.title,
    listing.price?.low.amount ?? null,
    listing.price?.low.currency ?? null,
    listing.seller?.name ?? null,
    listing.seller?.id ?? null,
    listing.differsFromTitle ? (listing.differsText ?? 'yes') : null,
    explanation,
  ]);
}

export async function* exportCsv(store: ReportStore, query: Omit<ListQuery, 'limit'>): AsyncGenerator<string> {
  yield CSV_START + csvLine(COLUMNS);
  for await (const entry of stored(store, query)) yield rows(entry).map(csvLine).join('');
}
