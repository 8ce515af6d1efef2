/** Requests of the conformance suite, and what a case may say about the answers. */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { IdentityPolicy } from '../../../lib/authority/profile.ts';
import {
  CONTENT_DIGEST,
  IDEMPOTENCY_KEY,
  problemSchema,
  REPORTS_PATH,
  type Receipt,
  receiptSchema,
} from '../../../lib/reports/protocol.ts';

/** A requirement of the protocol that is not met; the message says which. */
export class Unmet extends Error {
  override name = 'Unmet';
}

export function must(met: boolean, requirement: string): asserts met {
  if (!met) throw new Unmet(requirement);
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

const TIMEOUT = 20_000;
const MAX_WAIT = 60;

export class Client {
  readonly base: string;
  readonly identity: IdentityPolicy;
  readonly #bearer: string | null;

  constructor(base: string, identity: IdentityPolicy, bearer: string | null) {
    this.base = base;
    this.identity = identity;
    this.#bearer = bearer;
  }

  /** The header for requests that carry the token, where there is one. */
  get authorization(): Record<string, string> {
    return this.#bearer === null ? {} : { Authorization: `Bearer ${this.#bearer}` };
  }

  /** Waits and asks again when the intake says 429. */
  async ask(path: string, init: RequestInit = {}, attempts = 5): Promise<Answer> {
    const url = path.startsWith('http') ? path : `${this.base}${path}`;
    const response = await fetch(url, { redirect: 'manual', ...init, signal: AbortSignal.timeout(TIMEOUT) });
    const text = await response.text();
    const wait = Number(response.headers.get('retry-after') ?? '5');
    if (response.status === 429 && attempts > 0 && wait <= MAX_WAIT) {
      await pause(wait * 1000);
      return this.ask(path, init, attempts - 1);
    }
    return { status: response.status, headers: response.headers, text };
  }

  /** `body` as it is when it is bytes or text, else as JSON. A header of `null` is left out. */
  post(body: unknown, headers: Record<string, string | null> = {}): Promise<Answer> {
    const bytes = bytesOf(body);
    const wanted: Record<string, string | null> = {
      'Content-Type': 'application/json',
      [IDEMPOTENCY_KEY]: randomUUID(),
      [CONTENT_DIGEST]: `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
      ...this.authorization,
      ...headers,
    };
    const given = Object.entries(wanted).flatMap(([name, value]): [string, string][] =>
      value === null ? [] : [[name, value]],
    );
    return this.ask(REPORTS_PATH, { method: 'POST', headers: given, body: bytes });
  }
}

export function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return new Uint8Array(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
}

export function json(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    throw new Unmet(`the answer (status ${answer.status}) must be JSON`);
  }
}

/** The receipt of `body`: 201, well-formed, with the hash of exactly these bytes. */
export function receiptFor(body: unknown, answer: Answer): Receipt {
  must(answer.status === 201, `the status must be 201, and is ${answer.status}: ${answer.text.slice(0, 300)}`);
  const receipt = receiptSchema.safeParse(json(answer));
  must(receipt.success, 'the body must be a receipt with reference, receivedAt and sha256');
  const digest = createHash('sha256').update(bytesOf(body)).digest('hex');
  must(receipt.data.sha256 === digest, 'sha256 must be the hash of exactly the bytes that were sent');
  return receipt.data;
}

/** A refusal with one of `statuses` as a problem document. */
export function refusal(answer: Answer, ...statuses: number[]): ReturnType<typeof problemSchema.parse> {
  must(statuses.includes(answer.status), `the status must be ${statuses.join(' or ')}, and is ${answer.status}`);
  const type = answer.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  must(type === 'application/problem+json', 'a refusal must have the content type application/problem+json');
  const problem = problemSchema.safeParse(json(answer));
  must(problem.success, 'a refusal must be an RFC 9457 problem document with title and status');
  must(problem.data.status === answer.status, 'the status in the problem document must be the status of the answer');
  return problem.data;
}

/** A 422 that names `pointer`. */
export function refusedAt(answer: Answer, pointer: string): void {
  const { errors = [] } = refusal(answer, 422);
  must(
    errors.some((error) => error.pointer === pointer),
    `errors must name the faulty place ${pointer}, and names ${errors.map((error) => error.pointer).join(', ') || 'none'}`,
  );
}
