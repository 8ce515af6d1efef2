/**
 * The token that an agency gave to its inspector. It is kept in memory, until the browser closes, or on this machine when
 * the person asks for it; it goes to the authority that it was given for and to no other.
 */
import { storage } from 'wxt/utils/storage';

export interface AgencyToken {
  /** Base address of the authority's intake. */
  authority: string;
  secret: string;
}

const inMemory = storage.defineItem<AgencyToken | null>('session:agencyToken', { fallback: null });
const kept = storage.defineItem<AgencyToken | null>('local:agencyToken', { fallback: null, version: 1 });

/** What an `Authorization: Bearer` header can carry. */
export function isToken(secret: string): boolean {
  return /^[\x21-\x7e]{1,512}$/.test(secret);
}

export async function setAgencyToken(token: AgencyToken, remember: boolean): Promise<void> {
  await inMemory.setValue(token);
  await kept.setValue(remember ? token : null);
}

export async function forgetAgencyToken(): Promise<void> {
  await Promise.all([inMemory.removeValue(), kept.removeValue()]);
}

/** The token for this authority, or null. */
export async function agencyTokenFor(authority: string): Promise<string | null> {
  const token = (await inMemory.getValue()) ?? (await kept.getValue());
  return token !== null && token.authority === authority ? token.secret : null;
}

/** Which authority a token is held for, and whether it outlives the browser; the secret itself is never shown again. */
export async function describeAgencyToken(): Promise<{ authority: string; remembered: boolean } | null> {
  const [session, local] = await Promise.all([inMemory.getValue(), kept.getValue()]);
  const token = session ?? local;
  return token === null ? null : { authority: token.authority, remembered: local !== null };
}
