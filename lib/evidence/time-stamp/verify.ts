/**
 * Whether a time stamp holds: over these bytes, signed by the certificate that the token carries, which was valid at
 * that time and is for time stamping (RFC 3161 §2.3), with its chain as far as the token carries it. Whether the root at its end is to be
 * trusted is the reader's decision: without given roots the chain is shown and `trusted` is false.
 */
import { OctetString, Sequence } from 'asn1js';
import {
  Certificate,
  type CertificateChainValidationEngine,
  CertificateChainValidationEngine as Engine,
  ExtKeyUsage,
} from 'pkijs';
import type { Bytes } from '../../sync/trust/encoding.ts';
import { fromBase64 } from '../../sync/trust/encoding.ts';
import { readTimeStamp, type TimeStampToken } from './token.ts';

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const MAX_CHAIN = 8;

export type TimeStampFault =
  | 'refused'
  | 'unreadable'
  /** It stamps other bytes. */
  | 'other-bytes'
  | 'other-nonce'
  | 'no-certificate'
  | 'bad-signature'
  /** The signer's certificate is not for time stamping. */
  | 'wrong-purpose'
  /** The certificate was not valid at the time stated. */
  | 'expired'
  /** No chain of good signatures leads to one of the roots that the reader trusts. */
  | 'untrusted';

export type TimeStampVerdict =
  | {
      ok: true;
      at: Date;
      /** Subjects from the signer's certificate upwards, as far as the token carries them. */
      chain: string[];
      /** Whether the chain ends at a root that was given as trusted. */
      trusted: boolean;
    }
  | { ok: false; why: TimeStampFault; detail: string };

/** RFC 4514 would be the full form; this is for reading. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.6': 'C',
};

export function nameOf(certificate: Certificate): string {
  return certificate.subject.typesAndValues
    .flatMap(({ type, value }) => {
      const label = ATTRIBUTES[type];
      return label === undefined ? [] : [`${label}=${String(value.valueBlock.value).slice(0, 100)}`];
    })
    .join(', ');
}

function isForTimeStamping(certificate: Certificate): boolean {
  const extension = certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const usage = extension?.parsedValue;
  return extension?.critical === true && usage instanceof ExtKeyUsage && usage.keyPurposes.join() === TIME_STAMPING;
}

function isValidAt(certificate: Certificate, at: Date): boolean {
  return certificate.notBefore.value <= at && at <= certificate.notAfter.value;
}

/** From the signer upwards: each certificate with the one that signed it, as far as the token carries them. */
async function chainFrom(signer: Certificate, others: readonly Certificate[]): Promise<Certificate[]> {
  const chain = [signer];
  for (let last = signer; chain.length < MAX_CHAIN; ) {
    if (last.issuer.isEqual(last.subject)) break;
    const candidates = others.filter((other) => other.subject.isEqual(last.issuer) && !chain.includes(other));
    let issuer: Certificate | null = null;
    for (const candidate of candidates) {
      if (await last.verify(candidate).catch(() => false)) issuer = candidate;
    }
    if (issuer === null) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

async function leadsTo(roots: Certificate[], chain: Certificate[], at: Date): Promise<boolean> {
  const engine: CertificateChainValidationEngine = new Engine({
    trustedCerts: roots,
    certs: chain.toReversed(),
    checkDate: at,
  });
  const { result } = await engine.verify();
  return result;
}

function signerOf(token: TimeStampToken): Certificate | null {
  const sid = token.signedData.signerInfos[0]?.sid;
  return (
    token.certificates.find(
      (certificate) => sid.issuer?.isEqual(certificate.issuer) && sid.serialNumber?.isEqual(certificate.serialNumber),
    ) ?? null
  );
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** ESSCertID of RFC 2634 (SHA-1) and ESSCertIDv2 of RFC 5816. */
const SIGNING_CERTIFICATE = ['1.2.840.113549.1.9.16.2.12', '1.2.840.113549.1.9.16.2.47'];
const HASH_BY_LENGTH: Readonly<Record<number, string>> = { 20: 'SHA-1', 32: 'SHA-256', 48: 'SHA-384', 64: 'SHA-512' };

/** The hash of the signer's certificate in the first ESSCertID of an attribute: SEQUENCE { SEQUENCE OF ESSCertID, … }. */
function certificateHash(value: unknown): Uint8Array | null {
  const first = (node: unknown): unknown => (node instanceof Sequence ? node.valueBlock.value[0] : null);
  const id = first(first(value));
  const hash = id instanceof Sequence ? id.valueBlock.value.find((part) => part instanceof OctetString) : undefined;
  return hash === undefined ? null : hash.valueBlock.valueHexView;
}

/** The signature must cover which certificate made it, or another one for the same key could be put in its place. */
async function namesItsSigner(token: TimeStampToken, signer: Certificate): Promise<boolean> {
  const attributes = token.signedData.signerInfos[0]?.signedAttrs?.attributes ?? [];
  const attribute = attributes.find(({ type }) => SIGNING_CERTIFICATE.includes(type));
  const named = certificateHash(attribute?.values[0]);
  const algorithm = HASH_BY_LENGTH[named?.length ?? 0];
  if (named === null || algorithm === undefined) return false;
  return equal(new Uint8Array(await crypto.subtle.digest(algorithm, signer.toSchema().toBER())), named);
}

async function isSigned(token: TimeStampToken, data: Bytes): Promise<boolean> {
  try {
    return await token.signedData.verify({ signer: 0, data: data.slice().buffer, checkChain: false });
  } catch {
    return false;
  }
}

const fault = (why: TimeStampFault, detail = ''): TimeStampVerdict => ({ ok: false, why, detail });

async function judge(
  answer: Bytes,
  data: Bytes,
  roots: Certificate[],
  nonce: Uint8Array | null,
): Promise<TimeStampVerdict> {
  const reading = readTimeStamp(answer);
  if (!reading.ok) return fault(reading.why, reading.detail);
  const { token } = reading;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  if (!equal(token.imprint, hash)) return fault('other-bytes');
  if (nonce !== null && (token.nonce === null || !equal(token.nonce, nonce))) return fault('other-nonce');
  const signer = signerOf(token);
  if (signer === null) return fault('no-certificate');
  if (!(await namesItsSigner(token, signer)) || !(await isSigned(token, data))) return fault('bad-signature');
  if (!isForTimeStamping(signer)) return fault('wrong-purpose', nameOf(signer));
  const chain = await chainFrom(signer, token.certificates);
  const stale = chain.find((certificate) => !isValidAt(certificate, token.at));
  if (stale !== undefined) return fault('expired', nameOf(stale));
  if (roots.length > 0 && !(await leadsTo(roots, chain, token.at))) return fault('untrusted', nameOf(signer));
  return { ok: true, at: token.at, chain: chain.map(nameOf), trusted: roots.length > 0 };
}

/**
 * @param data the bytes that were stamped.
 * @param roots certificates that the reader trusts; with none, a chain is shown but not judged.
 * @param nonce what was asked with, where that is known.
 */
export async function verifyTimeStamp(
  answer: Bytes,
  data: Bytes,
  roots: Certificate[] = [],
  nonce: Uint8Array | null = null,
): Promise<TimeStampVerdict> {
  try {
    return await judge(answer, data, roots, nonce);
  } catch {
    // pkijs throws on certificates that are well-formed ASN.1 and nonsense otherwise.
    return fault('unreadable', 'the certificates of the token cannot be read');
  }
}

/** Certificates of a PEM file; null when it holds none or one cannot be read. */
export function certificatesFromPem(pem: string): Certificate[] | null {
  const blocks = [
    ...pem.slice(0, 1_000_000).matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g),
  ];
  try {
    const certificates = blocks.map(([, body = '']) => {
      const der = fromBase64(body.replaceAll(/\s/g, ''));
      if (der === null) throw new TypeError('not base64');
      return Certificate.fromBER(der);
    });
    return certificates.length === 0 ? null : certificates;
  } catch {
    return null;
  }
}
