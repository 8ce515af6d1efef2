/**
 * The ways out. Each is one file that exports a `Sender`; `registry.ts` lists them, and nothing else knows their names.
 *
 * There are two kinds. A `wire` sender makes bytes that the outbox delivers to an endpoint and that come back with a
 * receipt. A `text` sender makes texts that the person carries to a form or a mailbox, because no machine takes them there.
 */
import type { Words } from '../../authority/words.ts';
import type { ProblemError, Receipt, ReportStatus } from '../protocol.ts';
import type { Report } from '../report.ts';
import type { Refusal, RetryReason } from '../stored-report.ts';

/** Stored with each report, so these names are for ever. */
export const SENDER_IDS = ['vigie-intake', 'signalconso', 'dsa-notice', 'pharos-sheet'] as const;
export type SenderId = (typeof SENDER_IDS)[number];

export type SendResult =
  | { kind: 'acknowledged'; receipt: Receipt }
  | { kind: 'refused'; refusal: Refusal }
  /** `afterMs`: how long the authority asked to be left alone, or null. */
  | { kind: 'retry'; reason: RetryReason; afterMs: number | null };

export type StatusResult =
  | { kind: 'status'; status: ReportStatus; etag: string | null }
  | { kind: 'unchanged' }
  /** The authority does not know the reference. */
  | { kind: 'unknown' }
  | { kind: 'retry'; afterMs: number | null };

export interface Delivery {
  /** Base address of what takes the body. */
  authority: string;
  idempotencyKey: string;
  body: string;
  /** Goes along as `Authorization: Bearer`; null: none. */
  token: string | null;
}

/** What a sender makes of a checked report, or what keeps it from it. */
export type Made<Value> = { ok: true; value: Value } | { ok: false; faults: ProblemError[] };

export interface WireSender {
  id: SenderId;
  kind: 'wire';
  /** The exact bytes to send. */
  body(report: Report): Made<string>;
  /** Never rejects: every way in which an answer can fail is a result. */
  send(delivery: Delivery, signal: AbortSignal): Promise<SendResult>;
  /** Asks how far a report is; never rejects. Null: this protocol cannot be asked. */
  follow:
    | ((authority: string, reference: string, etag: string | null, signal: AbortSignal) => Promise<StatusResult>)
    | null;
}

/** One field of a form, or one mail, ready to be copied. */
export interface CarriedField {
  /** What the field is called, as a key of the locales. */
  label: 'reason' | 'links' | 'category' | 'seenAt' | 'site' | 'law' | 'comment' | 'whole';
  text: string;
  /** Characters that the form takes; null: any number. */
  max: number | null;
}

/** Everything for one form: where it is, and what goes into it. */
export interface CarriedText {
  /** Name of the platform or service. */
  to: string;
  /** Page of the form, or about it; null where there is none. */
  url: string | null;
  /** Where a person finds the form, in words; null where the page is enough. */
  how: Words | null;
  /** Mailbox that takes the same text; null: none is known. */
  mail: string | null;
  fields: CarriedField[];
}

/** Texts in the interface language; the keys stand under `carried` in the locales. */
export type Phrases = (key: CarriedWord, parts?: string[]) => string;
export type CarriedWord =
  | 'intro'
  | 'reasons'
  | 'links'
  | 'identifier'
  | 'differs'
  | 'law'
  | 'goodFaith'
  | 'reporter'
  | 'family';

export interface TextSender {
  id: SenderId;
  kind: 'text';
  texts(report: Report, familyLabel: string, phrases: Phrases): CarriedText[];
}

export type Sender = WireSender | TextSender;
