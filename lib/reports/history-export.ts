/** The history as files. Child-protection reports are in neither; the JSON has the reports exactly as they were sent. */
import { CSV_START, csvLine } from './csv.ts';
import { whereaboutsOf } from './sightings.ts';
import type { StoredReport } from './stored-report.ts';

export const EXPORT_SCHEMA = 'vigie-history/1';

function exported(reports: readonly StoredReport[]): StoredReport[] {
  return reports.filter(({ kind }) => kind === 'report');
}

function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function parsed(body: string | null): unknown {
  if (body === null) return null;
  try {
    return JSON.parse(body);
  } catch {
    // A text that the person carried is no JSON.
    return body;
  }
}

export function historyJson(reports: readonly StoredReport[], at: Date): string {
  const entries = exported(reports).map((report) => ({
    id: report.id,
    state: report.state,
    listings: report.listings,
    family: report.draft.family,
    sender: report.sender,
    authority: report.authority,
    createdAt: time(report.createdAt),
    queuedAt: time(report.queuedAt),
    receipt: report.receipt,
    refusal: report.refusal,
    status: report.followUp?.status ?? null,
    sightings: report.sightings.map((sighting) => ({ ...sighting, at: time(sighting.at) })),
    evidence: report.evidence.map(({ sha256, bytes, state }) => ({ sha256, bytes, state })),
    sent: parsed(report.body),
  }));
  return `${JSON.stringify({ schema: EXPORT_SCHEMA, exportedAt: at.toISOString(), reports: entries }, null, 2)}\n`;
}

const COLUMNS = [
  'id',
  'state',
  'listing',
  'title',
  'url',
  'family',
  'explanation',
  'sender',
  'authority',
  'created',
  'queued',
  'reference',
  'received',
  'sha256',
  'authority_state',
  'reason',
  'decision',
  'found',
  'found_at',
  'back',
] as const;

/** One line a listing, so that a report about five of them has five lines. */
export function historyCsv(reports: readonly StoredReport[]): string {
  const lines = exported(reports).flatMap((report) =>
    whereaboutsOf(report).map(({ listing, last, isBack }, index) => {
      const subject = report.subjects[index];
      const status = report.followUp?.status ?? null;
      return csvLine([
        report.id,
        report.state,
        listing,
        subject?.listing.title ?? report.title,
        subject?.listing.ref.canonicalUrl ?? report.url,
        report.draft.family,
        report.draft.explanation,
        report.sender,
        report.authority,
        time(report.createdAt),
        time(report.queuedAt),
        report.receipt?.reference ?? null,
        report.receipt?.receivedAt ?? null,
        report.receipt?.sha256 ?? null,
        status?.state ?? null,
        status?.reason ?? null,
        status?.decision ?? null,
        last?.found ?? null,
        time(last?.at ?? null),
        isBack,
      ]);
    }),
  );
  return `${CSV_START}${csvLine([...COLUMNS])}${lines.join('')}`;
}
