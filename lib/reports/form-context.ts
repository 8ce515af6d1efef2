/** Everything that the report form needs before it can be shown. */

import { v7 as uuidv7 } from 'uuid';
import { ask } from '../ask-background.ts';
import { isDemonstration } from '../authority/built-in.ts';
import { listingKey } from '../listing/key.ts';
import type { FamilyName } from '../messages.ts';
import { openDatabase } from '../storage/database.ts';
import { type Settings, settings } from '../storage/settings.ts';
import { openReport, replaceReport, sentReports } from './history.ts';
import type { StoredReport, Subject } from './stored-report.ts';

export interface FormContext {
  report: StoredReport;
  subject: Subject;
  settings: Settings;
  families: FamilyName[];
  /** Reports on the same listing that are on their way or arrived. */
  duplicates: StoredReport[];
  /** What the authority said when it did not take this report the last time. */
  refusal: string | null;
  demonstration: boolean;
}

function newReport(subject: Subject, { authority, identity }: Settings): StoredReport {
  const { listing, findings, visited } = subject;
  const now = Date.now();
  return {
    id: uuidv7(),
    state: 'drafted',
    kind: 'report',
    listing: listingKey(listing.ref),
    title: listing.title ?? '',
    url: listing.kind === 'card' ? listing.ref.canonicalUrl : visited,
    draft: {
      family: findings[0]?.family ?? 'other',
      explanation: '',
      differsFromTitle: false,
      differsText: '',
      goodFaith: false,
      name: identity?.name ?? '',
      email: identity?.email ?? '',
      withoutFindings: false,
      withoutReading: false,
    },
    subject,
    authority: authority.intake?.endpoint ?? '',
    body: null,
    createdAt: now,
    changedAt: now,
    queuedAt: null,
    attempts: 0,
    nextAttemptAt: null,
    lastFailure: null,
    receipt: null,
    refusal: null,
  };
}

/**
 * The report to go on with: the stored draft or, in place of a report that was refused or given up, a new one with the
 * same text. It is a new one because other content needs another idempotency key.
 */
export async function loadFormContext(subject: Subject): Promise<FormContext> {
  const [chosen, families, database] = await Promise.all([
    settings.getValue(),
    ask('list-families', null),
    openDatabase(),
  ]);
  const key = listingKey(subject.listing.ref);
  const [before, duplicates] = await Promise.all([openReport(database, key), sentReports(database, key)]);
  const fresh = newReport(subject, chosen);
  let report = before?.state === 'drafted' ? { ...before, subject, authority: fresh.authority } : fresh;
  if (before !== null && before.state !== 'drafted') {
    report = { ...fresh, draft: before.draft };
    await replaceReport(database, before.id, report);
  }
  return {
    report,
    subject,
    settings: chosen,
    families: families.filter(({ sensitive }) => !sensitive),
    duplicates,
    refusal: before?.refusal?.detail ?? null,
    demonstration: isDemonstration(chosen.authority),
  };
}
