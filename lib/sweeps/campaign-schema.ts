/**
 * A campaign: what a sweep looks for and where. It is made by hand, taken from a file that an authority signed, or got
 * from a colleague; in each case it is this schema. The version stands in `schema`; a file of a higher one is refused
 * with a sentence that says so.
 *
 * Texts of a file are cleaned as texts of pages are (no control characters, no bidi overrides), so that a campaign cannot
 * show a person one query and search for another.
 */
import { country, day, familyId, languageTag, marketplaceId, utcTime } from '../formats/fields.ts';
import { z } from '../formats/validation.ts';
import { cleanText } from '../listing/text.ts';
import { CHILD_PROTECTION_FAMILIES } from '../reports/child-protection-families.ts';
import { CAMPAIGN_SCHEMA, unique } from './campaign.ts';
import { SWEEP_LIMITS } from './limits.ts';

/** One line of somebody else's text, cleaned and cut to `max` UTF-16 code units; refused when nothing visible is left. */
export function line(max: number) {
  return z
    .string()
    .max(max * 8 + 64)
    .transform((value, context): string => {
      const clean = cleanText(value, max);
      if (clean !== null) return clean;
      context.addIssue({ code: 'custom', message: 'must hold something that can be read' });
      return z.NEVER;
    });
}

const querySchema = z.strictObject({ language: languageTag, words: line(SWEEP_LIMITS.query) });

export const campaignSchema = z.strictObject({
  schema: z.literal(CAMPAIGN_SCHEMA),
  id: z.uuid('must be a UUID'),
  name: line(SWEEP_LIMITS.name),
  families: z
    .array(familyId)
    .max(SWEEP_LIMITS.families)
    .refine(
      (ids) => !ids.some((id) => CHILD_PROTECTION_FAMILIES.includes(id)),
      'must not name a child-protection family',
    )
    .transform(unique),
  queries: z.array(querySchema).max(SWEEP_LIMITS.queries).transform(unique),
  marketplaces: z.array(marketplaceId).max(SWEEP_LIMITS.marketplaces).transform(unique),
  countries: z.array(country).max(SWEEP_LIMITS.countries).transform(unique),
  /** Results pages of each query. */
  pages: z.int().min(1).max(SWEEP_LIMITS.pages),
  /** Who takes part, as the campaign's maker wrote it. */
  people: z.array(line(SWEEP_LIMITS.person)).max(SWEEP_LIMITS.people).transform(unique),
  deadline: day.nullable(),
  createdAt: utcTime,
});
