/**
 * Evidence goes after its report: item by item, part by part, to `PUT /v1/evidence/{sha256}`.
 *
 * The address of an item is the hash of its bytes, so what is there already is not sent again, and an upload that broke
 * off goes on from where the authority says that it stands. How far an item is, is written down after each part: a worker
 * that dies in between asks with HEAD and loses one part at most.
 */
import { contentDigest } from '../formats/digest.ts';
import { authorization, PRIVATE_REQUEST } from '../formats/private-request.ts';
import { parseRetryAfter } from '../formats/retry-after.ts';
import type { VigieDatabase } from '../storage/database.ts';
import { type Clock, systemClock } from './clock.ts';
import { CONTENT_DIGEST, evidencePath, MAX_EVIDENCE_PART, UPLOAD_OFFSET } from './protocol.ts';
import type { EvidenceUpload, StoredReport } from './stored-report.ts';

/** Where the bytes of evidence are kept: this machine's evidence library. */
export interface EvidenceSource {
  /** The item whose bytes hash to `sha256`, or null when it is not there any more. */
  open(sha256: string): Promise<Blob | null>;
  /** The authority has all of its bytes; told before that is written down here, and again where that failed. */
  sent(sha256: string, to: string): Promise<void>;
}

export interface UploadOptions {
  source: EvidenceSource;
  token(authority: string): Promise<string | null>;
  /** Whether the browser lets it go now. */
  maySend(report: StoredReport): Promise<boolean>;
  signal: AbortSignal;
  changed(report: StoredReport): void;
  clock?: Clock;
  /** Bytes of one request. */
  partBytes?: number;
}

const TIMEOUT_MS = 120_000;
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 6 * 60 * 60_000;

type Step =
  | { kind: 'at'; offset: number }
  | { kind: 'whole' }
  | { kind: 'refused' }
  | { kind: 'later'; afterMs: number | null };

function offsetOf(response: Response): number | null {
  const value = response.headers.get(UPLOAD_OFFSET);
  return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : null;
}

/** What an answer to HEAD or PUT says about the item. */
function stepOf(response: Response, bytes: number, isHead: boolean): Step {
  const offset = offsetOf(response);
  const { status } = response;
  if (status === 200 || status === 201) return { kind: 'whole' };
  if (status === 202 || status === 409 || (isHead && status === 404 && offset !== null)) {
    return offset === null || offset > bytes ? { kind: 'later', afterMs: null } : { kind: 'at', offset };
  }
  // 404 without an offset: no report announces it, or this intake takes no evidence.
  if (status === 404 || status === 405 || status === 413) return { kind: 'refused' };
  // The bytes did not hash to the address on the other side: the upload starts anew there.
  if (status === 422) return { kind: 'at', offset: 0 };
  return { kind: 'later', afterMs: parseRetryAfter(response.headers.get('Retry-After'), Date.now()) };
}

class Uploader {
  readonly #authority: string;
  readonly #options: UploadOptions;
  #token: string | null = null;

  constructor(authority: string, options: UploadOptions) {
    this.#authority = authority;
    this.#options = options;
  }

  async #request(method: 'HEAD' | 'PUT', sha256: string, init: RequestInit = {}): Promise<Response | null> {
    this.#token ??= await this.#options.token(this.#authority);
    try {
      return await fetch(`${this.#authority}${evidencePath(sha256)}`, {
        ...init,
        method,
        headers: { ...authorization(this.#token), ...(init.headers as Record<string, string> | undefined) },
        ...PRIVATE_REQUEST,
        signal: AbortSignal.any([this.#options.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
    } catch {
      return null;
    }
  }

  async standsAt({ sha256, bytes }: EvidenceUpload): Promise<Step> {
    const response = await this.#request('HEAD', sha256);
    return response === null ? { kind: 'later', afterMs: null } : stepOf(response, bytes, true);
  }

  async put(item: EvidenceUpload, blob: Blob, offset: number): Promise<Step> {
    const end = Math.min(offset + (this.#options.partBytes ?? MAX_EVIDENCE_PART), item.bytes);
    const part = await blob.slice(offset, end).arrayBuffer();
    const whole = offset === 0 && end === item.bytes;
    const response = await this.#request('PUT', item.sha256, {
      body: part,
      headers: {
        'Content-Type': 'application/octet-stream',
        [CONTENT_DIGEST]: await contentDigest(part),
        ...(whole ? {} : { 'Content-Range': `bytes ${offset}-${end - 1}/${item.bytes}` }),
      },
    });
    return response === null ? { kind: 'later', afterMs: null } : stepOf(response, item.bytes, false);
  }
}

type Save = (item: EvidenceUpload) => Promise<void>;

/** Uploads one item as far as it goes; null when it is settled, else how long to wait (null: as usual). */
async function uploadItem(
  item: EvidenceUpload,
  uploader: Uploader,
  source: EvidenceSource,
  to: string,
  save: Save,
): Promise<{ afterMs: number | null } | null> {
  const blob = await source.open(item.sha256);
  if (blob === null || blob.size !== item.bytes) {
    await save({ ...item, state: 'lost' });
    return null;
  }
  let step = await uploader.standsAt(item);
  // An item that keeps starting anew is damaged here; the next run tries it again.
  for (let anew = 0; step.kind === 'at'; ) {
    const { offset } = step;
    await save({ ...item, offset });
    if (offset === 0) anew += 1;
    if (anew > 2 || offset >= item.bytes) return { afterMs: null };
    step = await uploader.put(item, blob, offset);
  }
  if (step.kind === 'later') return { afterMs: step.afterMs };
  if (step.kind === 'whole') await source.sent(item.sha256, to);
  await save({ ...item, ...(step.kind === 'whole' ? { state: 'sent', offset: item.bytes } : { state: 'refused' }) });
  return null;
}

/** Changes a stored report as it is now; the person may have deleted it in the meantime. */
async function change(
  database: VigieDatabase,
  id: string,
  changes: (report: StoredReport) => Partial<StoredReport>,
): Promise<StoredReport | null> {
  const transaction = database.transaction('reports', 'readwrite', { durability: 'strict' });
  const report = await transaction.store.get(id);
  const changed = report === undefined ? null : { ...report, ...changes(report) };
  await Promise.all([changed === null ? undefined : transaction.store.put(changed), transaction.done]);
  return changed;
}

async function uploadOf(database: VigieDatabase, report: StoredReport, options: UploadOptions): Promise<void> {
  const { clock = systemClock, source, changed } = options;
  if (report.kind === 'child-protection') {
    // No picture, page or hash ever goes this way, whatever stands in the database.
    await change(database, report.id, () => ({ uploadAt: null, evidence: [] }));
    return;
  }
  if (!(await options.maySend(report))) {
    await change(database, report.id, () => ({ uploadAt: clock.now() + LONGEST_RETRY_MS }));
    return;
  }
  const uploader = new Uploader(report.authority, options);
  const save: Save = async (item) => {
    const stored = await change(database, report.id, ({ evidence }) => ({
      evidence: evidence.map((one) => (one.sha256 === item.sha256 ? item : one)),
    }));
    if (stored !== null) changed(stored);
  };
  for (const item of report.evidence) {
    if (item.state !== 'waiting') continue;
    const wait = await uploadItem(
      item,
      uploader,
      source,
      `${report.authority} ${report.receipt?.reference ?? ''}`,
      save,
    );
    if (wait === null) continue;
    // The next items wait as well: what broke off once would break off again.
    const attempts = report.attempts + 1;
    const usual = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts, 12), LONGEST_RETRY_MS);
    const delay = Math.max(Math.round(usual * (0.5 + clock.random() / 2)), wait.afterMs ?? 0);
    await change(database, report.id, () => ({ attempts, uploadAt: clock.now() + delay }));
    return;
  }
  await change(database, report.id, () => ({ uploadAt: null }));
}

/** Uploads what is due; resolves to when to call it again (milliseconds since the epoch), or null when nothing waits. */
export async function uploadEvidence(database: VigieDatabase, options: UploadOptions): Promise<number | null> {
  const { clock = systemClock } = options;
  const due = await database.getAllFromIndex('reports', 'uploadAt', IDBKeyRange.upperBound(clock.now()));
  for (const report of due) await uploadOf(database, report, options);
  const next = await database.transaction('reports').store.index('uploadAt').openKeyCursor();
  return next === null ? null : next.key;
}
