/**
 * RFC 3161 time stamps: asking for one, and reading the answer. pkijs knows the ASN.1; what is decided here is what
 * Vigie asks for and what it takes.
 *
 * Only the hash of a manifest is sent. The answer is kept as it came (`*.tsr`), because that is what others verify.
 */
import * as asn1js from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import type { Bytes } from '../../sync/trust/encoding.ts';
import { MAX_TOKEN_BYTES } from './http.ts';

const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const TST_INFO_OID = '1.2.840.113549.1.9.16.1.4';
const NONCE_BYTES = 16;

/** PKIStatus of RFC 3161 §2.4.2: granted, or granted with modifications. */
const GRANTED: readonly number[] = [0, 1];

export interface TimeStampQuestion {
  /** TimeStampReq, DER. */
  request: Bytes;
  /** Big-endian, without a sign. */
  nonce: Uint8Array;
}

/** A random positive number: the answer must repeat it, so that no old answer passes for a new one. */
function randomNonce(): Bytes {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  // The first byte neither 0 (a shorter number) nor above 127 (a negative one): one spelling in DER.
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  return nonce;
}

/** @param hash 32 bytes of SHA-256. */
export function askForTimeStamp(hash: Bytes, nonce: Bytes = randomNonce()): TimeStampQuestion {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256_OID, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: hash.slice().buffer }),
    }),
    nonce: new asn1js.Integer({ valueHex: nonce.slice().buffer }),
    certReq: true,
  });
  return { request: new Uint8Array(request.toSchema().toBER(false)), nonce };
}

export interface TimeStampToken {
  at: Date;
  /** Of the stamped bytes. */
  imprint: Uint8Array;
  /** Null where the token has none. */
  nonce: Uint8Array | null;
  signedData: SignedData;
  certificates: Certificate[];
}

export type TokenReading =
  | { ok: true; token: TimeStampToken }
  /** `refused`: the authority said no, in `detail` its words. `unreadable`: no answer of this protocol. */
  | { ok: false; why: 'refused' | 'unreadable'; detail: string };

const unreadable = (detail: string): TokenReading => ({ ok: false, why: 'unreadable', detail });

/** PKIStatusInfo's text, where the authority gave one. */
function refusalOf(answer: TimeStampResp): string {
  const texts = answer.status.statusStrings?.map((text) => text.valueBlock.value).join(' ') ?? '';
  return texts.slice(0, 200) || `status ${answer.status.status}`;
}

function tokenOf(answer: TimeStampResp): TokenReading {
  const content = answer.timeStampToken;
  if (content?.contentType !== ContentInfo.SIGNED_DATA) return unreadable('the answer holds no token');
  const signedData = new SignedData({ schema: content.content });
  if (signedData.encapContentInfo.eContentType !== TST_INFO_OID) return unreadable('the token holds no time');
  const info = TSTInfo.fromBER(signedData.encapContentInfo.eContent?.getValue() ?? new ArrayBuffer(0));
  if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256_OID) return unreadable('the token is not over SHA-256');
  if (signedData.signerInfos.length !== 1) return unreadable('the token has not exactly one signer');
  const certificates = (signedData.certificates ?? []).filter((entry) => entry instanceof Certificate);
  return {
    ok: true,
    token: {
      at: info.genTime,
      imprint: info.messageImprint.hashedMessage.valueBlock.valueHexView,
      nonce: info.nonce?.valueBlock.valueHexView ?? null,
      signedData,
      certificates,
    },
  };
}

/** Reads a TimeStampResp. Never throws: the bytes come from a server or from a package. */
export function readTimeStamp(bytes: Bytes): TokenReading {
  if (bytes.length > MAX_TOKEN_BYTES) return unreadable(`the answer is larger than ${MAX_TOKEN_BYTES} bytes`);
  try {
    const parsed = asn1js.fromBER(bytes);
    // Bytes after the answer would be stamped by nobody and read by nobody.
    if (parsed.offset !== bytes.length) return unreadable('the answer is not DER');
    const answer = new TimeStampResp({ schema: parsed.result });
    if (!GRANTED.includes(answer.status.status)) return { ok: false, why: 'refused', detail: refusalOf(answer) };
    return tokenOf(answer);
  } catch {
    return unreadable('the answer is not a time stamp');
  }
}
