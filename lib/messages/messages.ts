/**
 * Every message between the contexts of the extension, typed in one place. This file enters the content script, so it
 * holds no schema and no browser API: `ask-background.ts` and `page-channel.ts` send, `message-router.ts` receives.
 */
import type { AuthorityProfile } from '../authority/profile.ts';
import type { EvidenceMessages } from '../evidence/messages.ts';
import type { Completeness, Listing, ListingKey, Reading } from '../listing/listing.ts';
import type { AddressFault } from '../marketplaces/look-up-address.ts';
import type { CartAnswer } from '../reports/cart.ts';
import type { Subject } from '../reports/stored-report.ts';
import type { Suspicion } from '../rules/suspicions.ts';
import type { SweepCard } from '../sweeps/card.ts';
import type { Outcome } from '../sweeps/journal.ts';
import type { SweepPage } from '../sweeps/plan.ts';
import type { AddingFault, Offer } from '../sync/add-authority.ts';
import type { PublishersDescription } from '../sync/describe-publishers.ts';

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
      /** False on a page of which nothing may be kept, or that was not judged. */
      mayCapture: boolean;
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

/** What a page that was read is to show. */
export interface PageVerdict {
  suspicions: Suspicion[];
  /** Which of the listings are in the cart; null where the person wants no boxes to tick. */
  ticked: ListingKey[] | null;
}

export interface Tick {
  listing: Listing;
  completeness: Completeness;
  /** Address of the page that shows it. */
  visited: string;
  ticked: boolean;
}

/** What an address that the person gave names; `sensitive`: only the child-protection path is open to it. */
export type AddressAnswer =
  | { kind: 'listing'; subject: Subject; sensitive: boolean }
  | { kind: AddressFault; marketplace: string | null };

/** From a content script: the page's process may be hostile. */
export interface PageMessages {
  /** The page's address may show goods: its reader is to be brought in. */
  'read-this': { request: null; response: null };
  /** A page was read, or cards were added to it: what is to be shown there, as this person is to see it. */
  'page-read': { request: PageRead; response: PageVerdict };
  /** The person ticked a listing for the cart, or took the tick away. */
  'tick-listing': { request: Tick; response: CartAnswer };
  /** The style sheet of the marks, asked for when the page gets its first one: few pages get any. */
  'mark-styles': { request: null; response: string };
  'hide-finding': { request: { listing: ListingKey; rule: string }; response: null };
  'unhide-finding': { request: { listing: ListingKey; rule: string }; response: null };
  /** The person pressed "report" on a mark: open the report form on this listing. */
  'open-report': { request: { listing: ListingKey }; response: null };
}

/** Reads the results page that a tab shows, as this page of a sweep. */
export interface SweepReadRequest {
  campaign: string;
  sweep: number;
  page: SweepPage;
  tab: number;
  /** Address that the tab showed before it was sent to this page: what still answers from there is not it. */
  before: string | null;
}

/**
 * `waiting`: nothing is there yet. `elsewhere`: the tab shows another page. `closed`: the tab is gone. `no-rules`: without
 * rules nothing may be kept. `not-stored`: the database refused (a full disk).
 */
export type SweepReading =
  | { kind: 'read'; visit: string; cards: number; marked: number }
  | { kind: 'blocked' | 'waiting' | 'elsewhere' | 'closed' | 'no-rules' }
  | { kind: 'not-stored'; why: string };

/** Looks at the page that a reported listing's address led to. */
export interface SweepLookRequest {
  campaign: string;
  card: SweepCard;
  tab: number;
  before: string | null;
}

export type SweepLook =
  | { kind: 'seen'; outcome: Outcome }
  | { kind: 'blocked' | 'waiting' | 'elsewhere' | 'closed' }
  | { kind: 'not-stored'; why: string };

/** From the extension's own pages. */
export interface ExtensionMessages extends EvidenceMessages {
  'sweep-read': { request: SweepReadRequest; response: SweepReading };
  'sweep-look': { request: SweepLookRequest; response: SweepLook };
  /** What reports on these cards are about, by the rules of the moment; child-protection goods are left out. Null: no rules. */
  'sweep-subjects': { request: { cards: { card: SweepCard; readAt: number }[] }; response: Subject[] | null };
  /** Which cards of a file must not enter a sweep. Null: no rules, so nothing may. */
  'sweep-screen': { request: { cards: SweepCard[] }; response: ListingKey[] | null };
  'describe-tab': { request: { tab: number }; response: TabDescription };
  /** Takes back every "hide this" on these listings. */
  'unhide-listings': { request: { listings: ListingKey[] }; response: null };
  /** What the address of a listing names; `tab` may have read it. */
  'subject-of-address': { request: { url: string; tab: number | null }; response: AddressAnswer };
  /** Something was queued: send what is due now. */
  'flush-outbox': { request: null; response: null };
  /** Ask the authorities now about the reports that are due to be asked about. */
  'follow-reports': { request: null; response: null };
  'list-families': { request: null; response: FamilyName[] };
  /** The publishers of rules, and what is switched off. */
  'describe-publishers': { request: null; response: PublishersDescription };
  /** Looks for new rules of one publisher, or of all (null). Answers when that is over, however it ended. */
  'check-rules': { request: { publisher: string | null }; response: null };
  /** The publications that an authority's profile names, to be shown before the person accepts. */
  'offers-of': { request: { profile: AuthorityProfile }; response: Offer[] };
  /** The person accepted a publication under this fingerprint. Answers what is wrong, or null. */
  'follow-publisher': {
    request: { address: string; fingerprint: string; profile: AuthorityProfile };
    response: AddingFault | null;
  };
  /** What a file of rules (its text) holds. */
  'open-rules-file': { request: { text: string }; response: Offer };
  /** Takes its rules; with the fingerprint of a new publisher that the person accepts. Answers what is wrong, or null. */
  'import-rules': { request: { text: string; fingerprint: string | null }; response: AddingFault | null };
  /** The settings changed what rules are in use. */
  'reload-rules': { request: null; response: null };
}

export interface FamilyName {
  family: string;
  label: string;
  sensitive: boolean;
  dsaCategory: string;
  dsaKeyword: string | null;
  /** Ids of the authorities that are competent, the most competent first. */
  authorities: string[];
}

export type BackgroundMessages = PageMessages & ExtensionMessages;

export interface Envelope {
  what: string;
  body: unknown;
}

/** Asked of the background by a page's gate: bring the marketplace's reader in. */
export const READ_THIS = 'read-this';

/** Asked of a tab's content script by the background: what it has read so far; null before the first reading. */
export const READ_NOW = 'read-now';

/** Told to a tab's content script: show the boxes to tick, or take them away, as the settings say now. */
export const TICKS_CHANGED = 'ticks-changed';

/** Told to a tab's content script: `{ listing, blurred }`. */
export const BLUR_LISTING = 'blur-listing';

export interface Blur {
  listing: ListingKey;
  blurred: boolean;
}

/** Told to the extension's pages by the background after a report changed state. */
export const REPORT_CHANGED = 'report-changed';

/** Told to the extension's pages by the background after it looked for new rules. */
export const RULES_CHANGED = 'rules-changed';

export function isEnvelope(message: unknown): message is Envelope {
  return typeof message === 'object' && message !== null && 'what' in message && typeof message.what === 'string';
}
