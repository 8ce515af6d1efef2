/**
 * Whether the browser lets a report go. In Firefox a request to a host that the person gave no access to carries the
 * extension's own origin, which is another one in each installation: a name for whoever reports, on the child-protection
 * path too. And Firefox wants to be told once that an add-on may send what it was made to send. In Chromium the origin is
 * the same for everybody, and there is nothing to ask.
 *
 * Asking and looking use the same list, so that what was not granted stays queued, however the question ended.
 */
import { type Browser, browser } from 'wxt/browser';
import { hostPatterns } from '../access/host-access.ts';
import { ask } from '../messages/ask-background.ts';
import type { StoredReport } from './stored-report.ts';

type Kind = StoredReport['kind'];

/** Of Mozilla's list; a child-protection report names nobody. */
const SENT_DATA: Record<Kind, string[]> = {
  report: ['websiteContent', 'browsingActivity', 'personallyIdentifyingInfo'],
  'child-protection': ['websiteContent', 'browsingActivity'],
};

function permissionsFor(kind: Kind, authority: string): Browser.permissions.Permissions {
  const wanted = { origins: hostPatterns([authority]), data_collection: SENT_DATA[kind] };
  return wanted;
}

/** Must be called at once in the handler of a press: the browser opens its question only then. Never rejects. */
export async function askToSend(kind: Kind, authority: string): Promise<boolean> {
  if (import.meta.env.BROWSER !== 'firefox') return true;
  return browser.permissions.request(permissionsFor(kind, authority)).catch(() => false);
}

/** Has the background send: at once, and again when the person answered. */
export function sendWhen(asked: Promise<boolean>): void {
  const send = () => void ask('flush-outbox', null).catch(() => null);
  send();
  void asked.then((granted) => granted && send());
}

/** Whether a report of this kind may go to this authority now. */
export async function maySend({ kind, authority }: Pick<StoredReport, 'kind' | 'authority'>): Promise<boolean> {
  if (import.meta.env.BROWSER !== 'firefox') return true;
  return browser.permissions.contains(permissionsFor(kind, authority));
}
