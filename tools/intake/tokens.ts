/**
 * The tokens of an intake: who may send in a role that needs one, and which agents may see the queue.
 * Only SHA-256 digests are kept in memory, so a lookup leaks nothing by its timing and a memory dump no token.
 */
import { createHash } from 'node:crypto';
import { ROLES, type Role } from '../../lib/authority/roles.ts';

/** `agent`: an agent of the authority, who works through the queue. */
export const TOKEN_ROLES = [...ROLES, 'agent'] as const;
export type TokenRole = Role | 'agent';

export interface Bearer {
  role: TokenRole;
  agency: string;
}

/** Shortest secret, in characters. */
export const MIN_SECRET = 16;

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** A name for a token that may be shown: it says nothing of the secret or its digest. */
function idOf(digested: string): string {
  return createHash('sha256').update(`vigie token id\n${digested}`).digest('base64url').slice(0, 16);
}

export class Tokens {
  readonly #bearers = new Map<string, Bearer>();
  /** From the id of a token to its digest. */
  readonly #ids = new Map<string, string>();

  /** Throws with one sentence when `line` is not `ROLE[@AGENCY]=SECRET`. The sentence does not repeat the secret. */
  add(line: string): void {
    const equals = line.indexOf('=');
    const who = equals < 0 ? '' : line.slice(0, equals);
    const secret = line.slice(equals + 1);
    const [name = '', agency = 'intake'] = who.split('@');
    const role = TOKEN_ROLES.find((known) => known === name);
    if (role === undefined || !/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(agency)) {
      throw new Error(
        `a token is written ROLE=SECRET or ROLE@AGENCY=SECRET, with ROLE one of ${TOKEN_ROLES.join(', ')}`,
      );
    }
    if (secret.length < MIN_SECRET || !/^[\x21-\x7e]+$/.test(secret)) {
      throw new Error(`the secret of a token needs at least ${MIN_SECRET} characters, without spaces or accents`);
    }
    const digested = digest(secret);
    this.#bearers.set(digested, { role, agency });
    this.#ids.set(idOf(digested), digested);
  }

  /** The id of a known secret, else null. */
  id(secret: string): string | null {
    const digested = digest(secret);
    return this.#bearers.has(digested) ? idOf(digested) : null;
  }

  byId(id: string): Bearer | null {
    return this.#bearers.get(this.#ids.get(id) ?? '') ?? null;
  }

  /** What signs the sessions of a token: its digest, which never leaves the process. */
  key(id: string): string | null {
    return this.#ids.get(id) ?? null;
  }

  /** Null for a secret that is not known. */
  find(secret: string): Bearer | null {
    return this.#bearers.get(digest(secret)) ?? null;
  }

  has(role: TokenRole): boolean {
    return [...this.#bearers.values()].some((bearer) => bearer.role === role);
  }
}

/** The secret of an `Authorization: Bearer …` header; null when the header is of another kind. */
export function bearerSecret(authorization: string): string | null {
  return /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1] ?? null;
}
