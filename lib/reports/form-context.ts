/** Everything that the report form needs before it can be shown. */

import { isDemonstration } from '../authority/built-in.ts';
import { listingKey } from '../listing/key.ts';
import { ask } from '../messages/ask-background.ts';
import type { FamilyName } from '../messages/messages.ts';
import { agencyTokenFor } from '../storage/agency-token.ts';
import { openDatabase } from '../storage/database.ts';
import { type Settings, settings } from '../storage/settings.ts';
import { openReport, replaceReport, sentReports } from './history.ts';
import { beginReport, emptyDraft } from './new-report.ts';
import type { StoredReport, Subject } from './stored-report.ts';

/** What the form is opened on: listings just met, or a report that the person goes on with. */
export type FormTarget = { subjects: Subject[] } | { report: string };

export interface FormContext {
  report: StoredReport;
  settings: Settings;
  families: FamilyName[];
  /** Reports on the same listings that are on their way or out. */
  duplicates: StoredReport[];
  /** What the authority said when it did not take this report the last time. */
  refusal: string | null;
  demonstration: boolean;
  /** A token for the authority is at hand. */
  hasToken: boolean;
}

function newReport(subjects: Subject[], { authority, identity }: Settings): StoredReport {
  const strongest = subjects.flatMap(({ findings }) => findings).find(({ sensitive }) => !sensitive);
  return beginReport({
    kind: 'report',
    subjects,
    draft: {
      ...emptyDraft(),
      family: strongest?.family ?? 'other',
      name: identity?.name ?? '',
      email: identity?.email ?? '',
    },
    sender: 'vigie-intake',
    authority: authority.intake?.endpoint ?? '',
  });
}

/** Stores a draft on listings, so that a page opened on its id finds it. */
export async function storeDraft(subjects: Subject[]): Promise<StoredReport> {
  const database = await openDatabase();
  const keys = subjects.map(({ listing }) => listingKey(listing.ref));
  const before = await openReport(database, keys);
  if (before?.state === 'drafted') return before;
  const report = newReport(subjects, await settings.getValue());
  await database.put('reports', report);
  return report;
}

/**
 * The report to go on with: the stored draft or, in place of a report that was refused or given up, a new one with the
 * same text. It is a new one because other content needs another idempotency key.
 */
export async function loadFormContext(target: FormTarget): Promise<FormContext> {
  const [chosen, families, database] = await Promise.all([
    settings.getValue(),
    ask('list-families', null),
    openDatabase(),
  ]);
  const stored = 'report' in target ? ((await database.get('reports', target.report)) ?? null) : null;
  const subjects = 'subjects' in target ? target.subjects : (stored?.subjects ?? []);
  if (subjects.length === 0) throw new Error('the report is not there any more');
  const keys = subjects.map(({ listing }) => listingKey(listing.ref));
  const [before, duplicates] = await Promise.all([
    stored === null ? openReport(database, keys) : stored,
    sentReports(database, keys),
  ]);
  const fresh = newReport(subjects, chosen);
  let report = before?.state === 'drafted' ? { ...before, subjects, listings: keys } : fresh;
  if (before !== null && before.state !== 'drafted') {
    const evidence = before.evidence.map((item) => ({ ...item, state: 'waiting' as const, offset: 0 }));
    report = { ...fresh, draft: { ...before.draft, goodFaith: false }, evidence };
    await replaceReport(database, before.id, report);
  }
  return {
    report,
    settings: chosen,
    families: families.filter(({ sensitive }) => !sensitive),
    duplicates,
    refusal: before?.refusal?.detail ?? null,
    demonstration: isDemonstration(chosen.authority),
    hasToken: (await agencyTokenFor(chosen.authority.intake?.endpoint ?? '')) !== null,
  };
}
