/**
 * `PUT /v1/evidence/{sha256}`: evidence of a report, whole or part by part.
 *
 * Only what a stored report announces is taken, with the size that it announces: an intake is no place where anyone can
 * put anything. A part says its place with `Content-Range`; an upload that broke off goes on from `Upload-Offset`, which
 * HEAD and every refusal tell. What is there already is not read again.
 */

import { sha256Hex } from '../../lib/formats/fields.ts';
import { CONTENT_DIGEST, MAX_EVIDENCE_PART, PROBLEM_TYPES, UPLOAD_OFFSET } from '../../lib/reports/protocol.ts';
import { readBody, sha256, statedDigest } from './body.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { invalid, malformed, notFound, problemResponse, type Refusal } from './problem.ts';
import type { ReportStore } from './store.ts';

const NOT_ANNOUNCED = notFound('No report here announces evidence with this hash. Send the report first.');

interface Range {
  start: number;
  length: number;
  total: number;
}

/** Null when the header is not `bytes FIRST-LAST/TOTAL` or does not fit; without it, the body is the whole item. */
function rangeOf(headers: Headers): Range | null {
  const header = headers.get('content-range');
  if (header === null) {
    const length = Number(headers.get('content-length') ?? Number.NaN);
    return Number.isSafeInteger(length) ? { start: 0, length, total: length } : null;
  }
  const [, first, last, whole] = /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(header.trim()) ?? [];
  if (first === undefined || last === undefined) return null;
  const range = { start: Number(first), length: Number(last) - Number(first) + 1, total: Number(whole) };
  return range.length >= 1 && range.start + range.length <= range.total ? range : null;
}

function elsewhere(bytes: number): Refusal {
  return {
    type: PROBLEM_TYPES.wrongOffset,
    status: 409,
    title: 'The upload stands elsewhere',
    detail: `${bytes} bytes are here. Go on from there.`,
    headers: { [UPLOAD_OFFSET]: String(bytes) },
  };
}

export class EvidenceReception {
  readonly #reports: ReportStore;
  readonly #evidence: EvidenceStore;
  /** The upload under way for each hash: parts of one item go one after another. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(reports: ReportStore, evidence: EvidenceStore) {
    this.#reports = reports;
    this.#evidence = evidence;
  }

  async #announced(hash: string): Promise<number[]> {
    return sha256Hex.safeParse(hash).success ? this.#reports.announced(hash) : [];
  }

  async head(hash: string): Promise<Response> {
    if ((await this.#announced(hash)).length === 0) return problemResponse(NOT_ANNOUNCED);
    const held = await this.#evidence.held(hash);
    const status = held.kind === 'whole' ? 200 : 404;
    return new Response(null, {
      status,
      headers: { [UPLOAD_OFFSET]: String(held.bytes), 'Cache-Control': 'no-store' },
    });
  }

  async put(hash: string, request: Request): Promise<Response> {
    const sizes = await this.#announced(hash);
    if (sizes.length === 0) return problemResponse(NOT_ANNOUNCED);
    const range = rangeOf(request.headers);
    if (range === null || !sizes.includes(range.total)) {
      return problemResponse(
        malformed(
          `Send Content-Length, and for a part "Content-Range: bytes FIRST-LAST/${sizes[0]}": ${sizes[0]} bytes are announced.`,
        ),
      );
    }
    if ((await this.#evidence.held(hash)).kind === 'whole') return this.#done(200, range.total);
    const part = await this.#part(request, range);
    if (!(part instanceof Uint8Array)) return problemResponse(part);
    return this.#inTurn(hash, () => this.#store(hash, range, part));
  }

  /** The bytes of a part, checked against its digest and its range. */
  async #part(request: Request, { length }: Range): Promise<Uint8Array | Refusal> {
    const stated = statedDigest(request.headers);
    if (!stated.ok) return stated.refusal;
    if (stated.value === null) return malformed(`Send the header "${CONTENT_DIGEST}: sha-256=:BASE64:" of this part.`);
    const body = await readBody(request, MAX_EVIDENCE_PART);
    if (!body.ok) return body.refusal;
    if (body.value.length !== length)
      return malformed(`The body has ${body.value.length} bytes, and the range ${length}.`);
    if (sha256(body.value) !== stated.value) {
      return malformed('The body is not the one that Content-Digest states: it was damaged on the way. Send it again.');
    }
    return body.value;
  }

  async #store(hash: string, { start, length, total }: Range, part: Uint8Array): Promise<Response> {
    const held = await this.#evidence.held(hash);
    if (held.kind === 'whole') return this.#done(200, total);
    if (start !== held.bytes) return problemResponse(elsewhere(held.bytes));
    await this.#evidence.append(hash, start, part);
    if (start + length < total) return this.#done(202, start + length);
    if (await this.#evidence.finish(hash)) return this.#done(201, total);
    return problemResponse(
      invalid([
        {
          pointer: '',
          detail: 'The bytes do not hash to the SHA-256 in the address. Send the item again from the start.',
        },
      ]),
    );
  }

  #done(status: 200 | 201 | 202, offset: number): Response {
    return new Response(null, { status, headers: { [UPLOAD_OFFSET]: String(offset), 'Cache-Control': 'no-store' } });
  }

  async #inTurn<Result>(hash: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(hash) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(hash, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(hash) === turn) this.#turns.delete(hash);
    }
  }
}
