/**
 * The two files of a campaign: the campaign alone (`vigie-campaign/1`), plain or signed by an authority, and what a person
 * did in it (`vigie-sweep/1`: campaign, visits, journal), for a colleague to merge or for this browser to restore.
 *
 * A signed campaign is an envelope as rule publications use it; its signature covers the very bytes that `signed` holds.
 * Every fault is a value that the interface puts into one sentence; nothing of a faulty file is used.
 */

import { z } from '../formats/validation.ts';
import { CHILD_PROTECTION_FAMILIES } from '../reports/child-protection-families.ts';
import { firstIssue, readEnvelope } from '../sync/trust/envelope.ts';
import { countSignatures, idOfKey, type Keys, type PublicKey } from '../sync/trust/signature.ts';
import { CAMPAIGN_SCHEMA, type Campaign } from './campaign.ts';
import { campaignSchema } from './campaign-schema.ts';
import type { Visit } from './card.ts';
import { visitSchema } from './card-schema.ts';
import type { JournalEntry } from './journal.ts';
import { journalEntrySchema } from './journal-schema.ts';
import { SWEEP_LIMITS } from './limits.ts';
import type { SweepData } from './merge.ts';

export const SWEEP_SCHEMA = 'vigie-sweep/1';

export type FileFault =
  | { kind: 'too-large' | 'not-json' | 'not-one' | 'child-protection' | 'other-campaign' }
  /** Made by a newer Vigie. */
  | { kind: 'newer'; format: string }
  | { kind: 'faulty'; where: string }
  /** Signed, and not by a key of the authority in use. */
  | { kind: 'unknown-signer' };

export type ReadFile =
  | { ok: true; kind: 'campaign'; campaign: Campaign; signed: boolean }
  | { ok: true; kind: 'sweep'; data: SweepData }
  | { ok: false; fault: FileFault };

const fault = (value: FileFault): ReadFile => ({ ok: false, fault: value });

const sweepFileSchema = z.strictObject({
  schema: z.literal(SWEEP_SCHEMA),
  campaign: campaignSchema,
  visits: z.array(visitSchema).max(SWEEP_LIMITS.visits),
  journal: z.array(journalEntrySchema).max(SWEEP_LIMITS.journal),
});

const named = z.object({ schema: z.string().max(60) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A child-protection family anywhere in a campaign gets a sentence of its own. */
function namesChildProtection(content: unknown): boolean {
  const families = z.object({ families: z.array(z.unknown()) }).safeParse(content);
  return families.success && families.data.families.some((id) => CHILD_PROTECTION_FAMILIES.includes(String(id)));
}

function readCampaign(content: unknown, signed: boolean): ReadFile {
  if (namesChildProtection(content)) return fault({ kind: 'child-protection' });
  const campaign = campaignSchema.safeParse(content);
  return campaign.success
    ? { ok: true, kind: 'campaign', campaign: campaign.data, signed }
    : fault({ kind: 'faulty', where: firstIssue(campaign.error) });
}

function readSweep(content: unknown): ReadFile {
  const file = sweepFileSchema.safeParse(content);
  if (!file.success) return fault({ kind: 'faulty', where: firstIssue(file.error) });
  const { campaign, visits, journal } = file.data;
  const stranger = [...visits, ...journal].findIndex((item) => item.campaign !== campaign.id);
  if (stranger !== -1) return fault({ kind: 'faulty', where: 'campaign: visits and journal must be of this campaign' });
  // A counter far beyond the number of entries would leave those of this browser no room.
  if (journal.some(({ seq }) => seq > 1_000_000 + 100 * journal.length)) {
    return fault({ kind: 'faulty', where: 'journal: seq is far beyond the number of entries' });
  }
  return { ok: true, kind: 'sweep', data: { campaign, visits, journal } };
}

function readContent(content: unknown, signed: boolean): ReadFile {
  const format = named.safeParse(content);
  if (!format.success) return fault({ kind: 'not-one' });
  const { schema } = format.data;
  if (schema === CAMPAIGN_SCHEMA) return readCampaign(content, signed);
  if (schema === SWEEP_SCHEMA) return signed ? fault({ kind: 'not-one' }) : readSweep(content);
  return /^vigie-(?:campaign|sweep)\/\d{1,9}$/.test(schema)
    ? fault({ kind: 'newer', format: schema })
    : fault({ kind: 'not-one' });
}

async function signedContent(text: string, keys: readonly PublicKey[]): Promise<ReadFile> {
  const envelope = readEnvelope('head', new TextEncoder().encode(text));
  if (!envelope.ok) return fault({ kind: 'not-one' });
  const known: Keys = Object.fromEntries(
    (await Promise.all(keys.map(async (key) => [await idOfKey(key), key] as const))).flatMap(([id, key]) =>
      id === null ? [] : [[id, key]],
    ),
  );
  const role = { keys: Object.keys(known), threshold: 1 };
  if ((await countSignatures('campaign', envelope.value, known, role)) < 1) return fault({ kind: 'unknown-signer' });
  return readContent(parsed(new TextDecoder().decode(envelope.value.signed)), true);
}

/**
 * Reads a file that a person chose.
 * @param keys of the authority whose signed campaigns are taken.
 */
export async function readSweepFile(text: string, keys: readonly PublicKey[]): Promise<ReadFile> {
  if (text.length > SWEEP_LIMITS.file) return fault({ kind: 'too-large' });
  const content = parsed(text.replace(/^\ufeff/, ''));
  if (typeof content !== 'object' || content === null) return fault({ kind: 'not-json' });
  return 'signed' in content && 'signatures' in content ? signedContent(text, keys) : readContent(content, false);
}

export const campaignFile = (campaign: Campaign): string => `${JSON.stringify(campaign, null, 2)}\n`;

export function sweepFile({ campaign, visits, journal }: SweepData): string {
  return JSON.stringify({ schema: SWEEP_SCHEMA, campaign, visits, journal } satisfies {
    schema: string;
    campaign: Campaign;
    visits: readonly Visit[];
    journal: readonly JournalEntry[];
  });
}

/** A name for a file that every system takes. */
export function fileName(campaign: Pick<Campaign, 'name'>, what: string, ending: string): string {
  const words = campaign.name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 60);
  return `vigie-${words === '' ? 'campaign' : words}-${what}.${ending}`;
}
