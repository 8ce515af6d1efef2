/**
 * When the work on reports is done: at once when something is queued, at the start of the background, and by alarms in
 * between. Three jobs, each with an alarm of its own and each behind a Web Lock, which keeps two contexts, or two wake-ups
 * of one, from doing it at the same time: sending, uploading evidence, asking what became of what was sent.
 */
import { browser } from 'wxt/browser';
import { REPORT_CHANGED } from '../messages/messages.ts';
import { agencyTokenFor } from '../storage/agency-token.ts';
import { changeStored } from '../storage/change-stored.ts';
import { openDatabase, type VigieDatabase } from '../storage/database.ts';
import { childProtectionCount } from '../storage/settings.ts';
import { type EvidenceSource, uploadEvidence } from './evidence-upload.ts';
import { askForStatuses, bringForward } from './follow-up.ts';
import { flushOutbox, retryOffline } from './outbox.ts';
import { applyRetention } from './retention.ts';
import { wireSenderOf } from './senders/wire-senders.ts';
import { maySend } from './sending-access.ts';
import type { StoredReport } from './stored-report.ts';

/** Chromium's shortest alarm. */
const SHORTEST_ALARM_MS = 30_000;

/** Does what is due; resolves to when it wants to be called again, or null. */
type Job = (database: VigieDatabase) => Promise<number | null>;

/**
 * Forgets all but a count and the day of child-protection reports that the authority has. Done at each run, not on the
 * acknowledgement alone: the worker may die in between, and nothing of such a report may be left behind.
 */
export async function forgetChildProtection(database: VigieDatabase): Promise<void> {
  for (const report of await database.getAllFromIndex('reports', 'state', 'acknowledged')) {
    if (report.kind !== 'child-protection') continue;
    await database.delete('reports', report.id);
    const last = new Date().toISOString().slice(0, 10);
    await changeStored(childProtectionCount, (before) => ({ count: (before?.count ?? 0) + 1, last }));
  }
}

async function tellPages(): Promise<void> {
  // Rejects when no page of the extension is open, which is the usual case.
  await browser.runtime.sendMessage({ what: REPORT_CHANGED, body: null }).catch(() => undefined);
}

export interface ReportWork {
  /** Sends what is due and what waits for a network. Never rejects: a failure is tried again by the alarm. */
  send(): Promise<void>;
  /** Asks the authorities now, because the person wants to know. Never rejects. */
  followNow(): Promise<void>;
}

export interface WorkOptions {
  /** This machine's evidence; null where there is none. */
  evidence: EvidenceSource | null;
  /** An authority said something new about a report. */
  decided(report: StoredReport): void;
}

/** Must be called synchronously at the start of the background, or the alarms that wake it are lost. */
export function scheduleReportWork({ evidence, decided }: WorkOptions): ReportWork {
  const signal = new AbortController().signal;
  const changed = () => void tellPages();

  const sending: Job = async (database) => {
    await forgetChildProtection(database);
    const way = { sender: wireSenderOf, token: agencyTokenFor, maySend };
    const due = await flushOutbox(database, way, { changed }, signal);
    await forgetChildProtection(database);
    return due;
  };
  const uploading: Job = (database) =>
    evidence === null
      ? Promise.resolve(null)
      : uploadEvidence(database, { source: evidence, token: agencyTokenFor, maySend, signal, changed });
  const following: Job = async (database) => {
    await applyRetention(database);
    const told = (report: StoredReport) => {
      changed();
      decided(report);
    };
    return askForStatuses(database, { sender: wireSenderOf, maySend }, { changed: told }, signal);
  };

  const run = async (name: string, job: Job): Promise<void> => {
    let next: number | null = Date.now();
    try {
      next = await navigator.locks.request(`vigie-${name}`, async () => job(await openDatabase()));
      await tellPages();
    } catch (error) {
      console.error(`Vigie: the job "${name}" could not run; it is tried again.`, error);
    }
    if (next === null) await browser.alarms.clear(name);
    else await browser.alarms.create(name, { when: Math.max(next, Date.now() + SHORTEST_ALARM_MS) });
  };
  const send = async (job: Job = sending) => {
    await run('outbox', job);
    // What a receipt brings: evidence to upload, a status to follow. Both only look when there is something.
    await run('evidence', uploading);
    await run('follow-up', following);
  };
  /** Somebody is there, or the network is: what failed for want of one need not wait for its turn. */
  const sendNow = () =>
    send(async (database) => {
      await retryOffline(database);
      return sending(database);
    });
  const jobs: Record<string, () => Promise<void>> = {
    outbox: () => send(),
    evidence: () => run('evidence', uploading),
    'follow-up': () => run('follow-up', following),
  };

  browser.alarms.onAlarm.addListener((alarm) => {
    if (Object.hasOwn(jobs, alarm.name)) void jobs[alarm.name]?.();
  });
  // A worker that started on this event may have been killed while sending: look at once.
  void send();
  globalThis.addEventListener('online', () => void sendNow());
  // What waited for the person to let it go; the page that asked may be gone by now.
  browser.permissions.onAdded.addListener(() => void send());
  const followNow = () =>
    run('follow-up', async (database) => {
      await bringForward(database);
      return following(database);
    });
  return { send: sendNow, followNow };
}
