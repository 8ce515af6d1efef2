/**
 * The authority profile: who receives reports and publishes rules, as the authority's own host says at
 * `/.well-known/vigie-authority.json`. Members that this version does not know are dropped, so that an authority may
 * publish more than one version of Vigie understands.
 */

import { country, endpointUrl, familyId, languageTag, text } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';
import { ROLES, type Role } from './roles.ts';
import { INTAKE_PROTOCOL } from './well-known.ts';

export const AUTHORITY_SCHEMA = 'vigie-authority/1';

const texts = z
  .record(languageTag, text(200, 1))
  .refine((names) => Object.keys(names).length >= 1, 'must be given in one language at least')
  .refine((names) => Object.keys(names).length <= 50, 'must be given in at most 50 languages');

/** How an authority wants reports about many listings. */
export const GROUPINGS = ['family', 'seller'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const ASKED = ['optional', 'required', 'never'] as const;

export const authorityProfileSchema = z
  .object({
    schema: z.literal(AUTHORITY_SCHEMA),
    name: texts.describe('By language (BCP 47).'),
    country,
    remit: z.object({
      families: z
        .array(z.union([z.literal('*'), familyId]))
        .min(1)
        .max(500)
        .describe('Family ids, or `*`: every family.'),
    }),
    intake: z
      .object({
        endpoint: endpointUrl.describe('Base address; the paths of the protocol are appended.'),
        protocol: z.literal(INTAKE_PROTOCOL),
        tokenRoles: z.array(z.enum(ROLES)).max(ROLES.length).default([]).describe('Roles that need a token.'),
        grouping: z
          .enum(GROUPINGS)
          .optional()
          .describe('Reports about many listings: one a family, which is the default, or one a family and seller.'),
      })
      .nullable()
      .describe('Null: this authority publishes rules and takes no reports.'),
    identity: z.object({
      name: z.enum(ASKED),
      email: z.enum(ASKED),
    }),
    privacyNotice: endpointUrl.nullable(),
    packs: z
      .array(z.object({ url: endpointUrl }))
      .max(20)
      .describe('Publications of rules: addresses of the folders that hold head.json and root.json.'),
    keys: z
      .array(
        z.object({
          id: text(128, 1),
          algorithm: z.enum(['Ed25519', 'P-256']),
          publicKey: z
            .string()
            .max(500)
            .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64'),
        }),
      )
      .max(20)
      .describe('Root keys of these publications, as base64 of the SubjectPublicKeyInfo; `id` is its SHA-256.'),
  })
  .meta({ title: 'Vigie authority profile' });

export type AuthorityProfile = z.infer<typeof authorityProfileSchema>;
export type IdentityPolicy = AuthorityProfile['identity'];

/** The authority's name in the first of `languages` that it gives, else in English, else in any. */
export function authorityName(profile: Pick<AuthorityProfile, 'name'>, languages: readonly string[]): string {
  for (const language of [...languages, 'en']) {
    const base = language.split('-')[0] ?? language;
    const name = profile.name[language] ?? profile.name[base];
    if (name !== undefined) return name;
  }
  return Object.values(profile.name)[0] ?? '';
}

/** Whether reports in this role need the authority's token. */
export function needsToken(profile: Pick<AuthorityProfile, 'intake'>, role: Role): boolean {
  return profile.intake?.tokenRoles.includes(role) ?? false;
}
