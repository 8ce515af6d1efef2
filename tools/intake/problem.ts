/** RFC 9457 problem documents: what every refusal of the intake looks like. */
import {
  PROBLEM_MEDIA_TYPE,
  PROBLEM_TYPES,
  type Problem,
  type ProblemError,
  type ProblemType,
} from '../../lib/reports/protocol.ts';

/** A refusal: thrown nowhere, returned by what checks a request. */
export interface Refusal {
  type: ProblemType;
  status: number;
  title: string;
  /** One sentence or two: what is wrong and what to do. */
  detail: string;
  errors?: ProblemError[];
  headers?: Record<string, string>;
}

export function malformed(detail: string, errors?: ProblemError[]): Refusal {
  return {
    type: PROBLEM_TYPES.malformed,
    status: 400,
    title: 'The request is malformed',
    detail,
    ...(errors ? { errors } : {}),
  };
}

export function unsupported(detail: string, headers: Record<string, string> = {}): Refusal {
  return { type: PROBLEM_TYPES.mediaType, status: 415, title: 'The content type is not supported', detail, headers };
}

export function tooLarge(limit: number): Refusal {
  return {
    type: PROBLEM_TYPES.tooLarge,
    status: 413,
    title: 'The body is too large',
    detail: `The body may have at most ${limit.toLocaleString('en')} bytes. Send fewer listings in one report.`,
    // The rest of the body is not read, so the connection cannot carry another request.
    headers: { Connection: 'close' },
  };
}

export function invalid(errors: ProblemError[]): Refusal {
  return {
    type: PROBLEM_TYPES.invalid,
    status: 422,
    title: 'The report is not valid',
    detail: errors
      .map((error) => error.detail)
      .join(' ')
      .slice(0, 2000),
    errors,
  };
}

export function unauthorised(detail: string): Refusal {
  return {
    type: PROBLEM_TYPES.unauthorised,
    status: 401,
    title: 'A valid token is needed',
    detail,
    headers: { 'WWW-Authenticate': 'Bearer realm="vigie-intake"' },
  };
}

export function forbidden(detail: string): Refusal {
  return { type: PROBLEM_TYPES.forbidden, status: 403, title: 'The token does not allow this', detail };
}

export function notFound(detail: string): Refusal {
  return { type: PROBLEM_TYPES.notFound, status: 404, title: 'Not found', detail };
}

export function methodNotAllowed(allow: readonly string[]): Refusal {
  return {
    type: PROBLEM_TYPES.methodNotAllowed,
    status: 405,
    title: 'The method is not allowed here',
    detail: `Use ${allow.join(' or ')}.`,
    headers: { Allow: allow.join(', ') },
  };
}

export function tooMany(seconds: number): Refusal {
  return {
    type: PROBLEM_TYPES.tooMany,
    status: 429,
    title: 'Too many requests',
    detail: `Wait ${seconds} s, then send the same report with the same key again.`,
    headers: { 'Retry-After': String(seconds) },
  };
}

export const KEY_REUSED: Refusal = {
  type: PROBLEM_TYPES.keyReused,
  status: 409,
  title: 'The key was used for another report',
  detail: 'This Idempotency-Key came before with other content. Draw a new key for a new report.',
};

export const INTERNAL: Refusal = {
  type: PROBLEM_TYPES.internal,
  status: 500,
  title: 'The intake failed',
  detail: 'Something went wrong on the side of the intake. Send the same report with the same key again later.',
  headers: { 'Retry-After': '60' },
};

export const UNAVAILABLE: Refusal = {
  type: PROBLEM_TYPES.unavailable,
  status: 503,
  title: 'The intake cannot store reports now',
  detail: 'Nothing was stored. Send the same report with the same key again later.',
  headers: { 'Retry-After': '30' },
};

export function problemResponse({ headers, ...refusal }: Refusal): Response {
  const problem: Problem = refusal;
  return new Response(JSON.stringify(problem), {
    status: refusal.status,
    headers: { 'Content-Type': PROBLEM_MEDIA_TYPE, 'Cache-Control': 'no-store', ...headers },
  });
}
