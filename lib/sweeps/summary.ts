/**
 * The summary of a campaign: its figures with the listings behind each, for an authority. It is signed with the key of this
 * browser's Vigie, over the very bytes that `signed` holds, so that an authority that knows the key can tell that nothing
 * was changed on the way. The signature says who made it, not that the figures are right.
 */
import { type Bytes, toBase64 } from '../sync/trust/encoding.ts';
import { messageToSign } from '../sync/trust/signature.ts';
import type { Campaign } from './campaign.ts';
import { coverageOf, secondsPerListing } from './coverage.ts';
import type { Fate, Group, Marks } from './statistics.ts';
import { statisticsOf } from './statistics.ts';
import type { Sweep } from './sweep.ts';

export const SUMMARY_SCHEMA = 'vigie-sweep-summary/1';

export interface SweepSummary {
  schema: typeof SUMMARY_SCHEMA;
  /** ISO 8601. */
  madeAt: string;
  campaign: Campaign;
  sweeps: { sweep: number; pagesRead: number; pagesLeft: number }[];
  secondsPerListing: number | null;
  marks: { all: Marks; bySite: Group<Marks>[]; byFamily: Group<Marks>[]; bySeller: Group<Marks>[] };
  fate: { all: Fate; bySite: Group<Fate>[]; byFamily: Group<Fate>[]; bySeller: Group<Fate>[] };
  disagreements: ReturnType<Sweep['disagreements']>;
}

export function summaryOf(sweep: Sweep, madeAt: Date): SweepSummary {
  const statistics = statisticsOf(sweep);
  const sweeps = Array.from({ length: sweep.current }, (_, index) => {
    const { done, left } = coverageOf(sweep, index + 1);
    return { sweep: index + 1, pagesRead: done, pagesLeft: left };
  });
  return {
    schema: SUMMARY_SCHEMA,
    madeAt: madeAt.toISOString(),
    campaign: sweep.campaign,
    sweeps,
    secondsPerListing: secondsPerListing(sweep.journal),
    marks: {
      all: statistics.all,
      bySite: statistics.bySite,
      byFamily: statistics.byFamily,
      bySeller: statistics.bySeller,
    },
    fate: {
      all: statistics.fate,
      bySite: statistics.fateBySite,
      byFamily: statistics.fateByFamily,
      bySeller: statistics.fateBySeller,
    },
    disagreements: sweep.disagreements(),
  };
}

/** Signs bytes in this installation's name; `spki` is the public key, `id` its SHA-256. */
export interface Signer {
  id: string;
  spki: Bytes;
  /** ECDSA P-256 with SHA-256, r and s one after the other. */
  sign(message: Bytes): Promise<Bytes>;
}

/** An envelope as rule publications use it, with the public key beside it. */
export async function signedSummary(summary: SweepSummary, signer: Signer): Promise<string> {
  const signed = new TextEncoder().encode(JSON.stringify(summary));
  const signature = await signer.sign(messageToSign('sweep-summary', signed));
  return `${JSON.stringify({
    signed: toBase64(signed),
    signatures: [{ key: signer.id, sig: toBase64(signature) }],
    publicKey: { alg: 'P-256', spki: toBase64(signer.spki) },
  })}\n`;
}
