/**
 * Every message between the contexts of the extension, typed in one place. This file enters the content script, so it
 * holds no schema and no browser API: `ask-background.ts` and `page-channel.ts` send, `message-router.ts` receives.
 */
import type { Listing, ListingKey, Reading } from './listing/listing.ts';
import type { Suspicion } from './rules/suspicions.ts';

/** What the popup knows of the tab it was opened on. */
export type TabDescription =
  /** Not a page of a marketplace that Vigie reads. */
  | { kind: 'elsewhere' }
  /** A marketplace page whose content script does not answer: loaded before Vigie was, or access was withdrawn. */
  | { kind: 'silent'; url: string }
  | {
      kind: 'read';
      tab: number;
      reading: Reading;
      findings: Suspicion[];
      /** How many suspicions the person hid here. */
      hidden: number;
      /** The listing whose mark the person pressed "report" on. */
      selected: ListingKey | null;
      /** On a product page that could not be read: the listing that its address names, with nothing but its identity. */
      byAddress: Listing | null;
    };

export interface PageRead {
  /** What was read since the last message; on a page that grows, the new cards only. */
  reading: Reading;
  /** How many suspected listings the page showed before, for the count on the toolbar. */
  suspectedBefore: number;
}

/** From a content script: the page's process may be hostile. */
export interface PageMessages {
  /** A page was read, or cards were added to it: what is suspected there, as this person is to see it. */
  'page-read': { request: PageRead; response: Suspicion[] };
  /** The style sheet of the marks, asked for when the page gets its first one: few pages get any. */
  'mark-styles': { request: null; response: string };
  'hide-finding': { request: { listing: ListingKey; rule: string }; response: null };
  'unhide-finding': { request: { listing: ListingKey; rule: string }; response: null };
  /** The person pressed "report" on a mark: open the report form on this listing. */
  'open-report': { request: { listing: ListingKey }; response: null };
}

/** From the extension's own pages. */
export interface ExtensionMessages {
  'describe-tab': { request: { tab: number }; response: TabDescription };
  /** Takes back every "hide this" on these listings. */
  'unhide-listings': { request: { listings: ListingKey[] }; response: null };
  /** Something was queued: send what is due now. */
  'flush-outbox': { request: null; response: null };
  'list-families': { request: null; response: FamilyName[] };
  'describe-rules': { request: null; response: RulesDescription };
}

export interface FamilyName {
  family: string;
  label: string;
  sensitive: boolean;
  dsaCategory: string;
  dsaKeyword: string | null;
}

/** The rules in use, or why there are none. */
export type RulesDescription =
  | { ok: true; publisher: string; version: string; families: number }
  | { ok: false; why: string };

export type BackgroundMessages = PageMessages & ExtensionMessages;

export interface Envelope {
  what: string;
  body: unknown;
}

/** Asked of a tab's content script by the background: what it has read so far; null before the first reading. */
export const READ_NOW = 'read-now';

/** Asked of a tab's content script by the popup, when the person wants a file about a page that could not be read. */
export const DIAGNOSE = 'diagnose';

/** Told to the extension's pages by the background after a report changed state. */
export const REPORT_CHANGED = 'report-changed';

export function isEnvelope(message: unknown): message is Envelope {
  return typeof message === 'object' && message !== null && 'what' in message && typeof message.what === 'string';
}
