/**
 * What an organisation presets for its people through `storage.managed` (docs/managed-deployment.md). Whoever writes it
 * makes mistakes like everybody, so it is parsed like any input, and a bad part is named.
 */
import { browser } from 'wxt/browser';
import { authorityProfileSchema } from '../authority/profile.ts';
import { ROLES } from '../authority/roles.ts';
import { country, endpointUrl, familyId, sha256Hex } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';

/** Policy formats know no null: what an authority profile says by null may be left out. */
const withoutNulls = (profile: unknown): unknown =>
  typeof profile === 'object' && profile !== null
    ? { intake: null, privacyNotice: null, packs: [], keys: [], ...profile }
    : profile;

export const policySchema = z.strictObject({
  role: z.enum(ROLES).optional(),
  jurisdiction: country.optional(),
  /** Who receives reports: an authority profile in full. */
  authority: z.preprocess(withoutNulls, authorityProfileSchema).optional(),
  /** Publishers of rules; each is pinned by the fingerprint of its root keys. */
  publishers: z
    .array(z.strictObject({ address: endpointUrl, fingerprint: sha256Hex }))
    .max(20)
    .optional(),
  familiesOff: z.array(familyId).max(500).optional(),
  /** `vigie`: the packaged rules. */
  publishersOff: z.array(z.string().max(64)).max(50).optional(),
  /** False: people add no authority and no publisher of their own. */
  allowOthers: z.boolean().optional(),
});

export type Policy = z.infer<typeof policySchema>;

export type ReadPolicy = { ok: true; policy: Policy } | { ok: false; where: string };

export function parsePolicy(content: unknown): ReadPolicy {
  const parsed = policySchema.safeParse(content ?? {});
  if (parsed.success) return { ok: true, policy: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, where: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}` };
}

/** An empty policy where there is none; Firefox rejects the question then. */
export async function readPolicy(): Promise<ReadPolicy> {
  const content: unknown = await browser.storage.managed.get(null).catch(() => ({}));
  return parsePolicy(content);
}
