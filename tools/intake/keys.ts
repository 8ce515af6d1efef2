/** `/v1/keys/{fingerprint}`: inspectors' installations ask to be enrolled; an agent decides on the agents' pages. */
import { webcrypto } from 'node:crypto';
import {
  type Enrolment,
  type EnrolmentState,
  enrolmentRequestSchema,
  MAX_ENROLMENT_BYTES,
} from '../../lib/evidence/enrolment.ts';
import { sha256Hex } from '../../lib/formats/fields.ts';
import { describeFaults } from '../../lib/reports/faults.ts';
import { jsonTypeFault, type Outcome, parseJson, readBody, sha256 } from './body.ts';
import { invalid, notFound, type Refusal, unauthorised } from './problem.ts';
import { bearerOf } from './receive.ts';
import type { Tokens } from './tokens.ts';

export interface KnownKey {
  fingerprint: string;
  /** SubjectPublicKeyInfo, base64. */
  spki: string;
  holder: string;
  /** Agency of the token that asked. */
  agency: string;
  state: EnrolmentState;
  askedAt: string;
  decidedAt: string | null;
  /** Agency of the agent who decided. */
  decidedBy: string | null;
}

export type NewKey = Pick<KnownKey, 'fingerprint' | 'spki' | 'holder' | 'agency' | 'askedAt'>;

export interface KeyStore {
  /** Keeps a key that is not known yet; what is known of it afterwards. */
  addKey(key: NewKey): Promise<KnownKey>;
  key(fingerprint: string): Promise<KnownKey | null>;
  /** Pending ones first, then the newest. */
  keys(): Promise<KnownKey[]>;
  decideKey(fingerprint: string, state: EnrolmentState, at: string, agency: string): Promise<boolean>;
}

export interface Enroller {
  store: KeyStore;
  tokens: Tokens;
  now: () => Date;
}

const refused = (refusal: Refusal) => ({ ok: false, refusal }) as const;
const UNKNOWN = notFound('No such key has asked to be enrolled here.');

async function isP256(spki: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    await webcrypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return true;
  } catch {
    return false;
  }
}

/** Only a token of an inspector may ask: the agents' list is no place where anyone can put anything. */
function inspector(headers: Headers, tokens: Tokens): Outcome<string> {
  const bearer = bearerOf(headers, tokens);
  if (!bearer.ok) return bearer;
  return bearer.value?.role === 'inspector'
    ? { ok: true, value: bearer.value.agency }
    : refused(unauthorised('Enrolling a key needs the token of an inspector.'));
}

export async function askEnrolment(
  fingerprint: string,
  request: Request,
  { store, tokens, now }: Enroller,
): Promise<Outcome<Enrolment>> {
  const agency = inspector(request.headers, tokens);
  if (!agency.ok) return agency;
  const typeFault = jsonTypeFault(request.headers);
  if (typeFault !== null) return refused(typeFault);
  const body = await readBody(request, MAX_ENROLMENT_BYTES);
  if (!body.ok) return body;
  const value = parseJson(body.value);
  if (!value.ok) return value;
  const parsed = enrolmentRequestSchema.safeParse(value.value);
  if (!parsed.success) return refused(invalid(describeFaults(parsed.error, value.value)));
  const { spki, holder } = parsed.data;
  const bytes = Uint8Array.from(Buffer.from(spki, 'base64'));
  if (sha256(bytes) !== fingerprint || !(await isP256(bytes))) {
    const detail = 'must be an ECDSA P-256 key whose SHA-256 is the last part of the address';
    return refused(invalid([{ pointer: '/spki', detail }]));
  }
  const { state } = await store.addKey({
    fingerprint,
    spki,
    holder,
    agency: agency.value,
    askedAt: now().toISOString(),
  });
  return { ok: true, value: { fingerprint, state } };
}

/** Whoever knows a fingerprint may ask what became of it: that says nothing of the holder. */
export async function enrolmentOf(fingerprint: string, store: KeyStore): Promise<Outcome<Enrolment>> {
  const known = sha256Hex.safeParse(fingerprint).success ? await store.key(fingerprint) : null;
  return known === null ? refused(UNKNOWN) : { ok: true, value: { fingerprint, state: known.state } };
}
