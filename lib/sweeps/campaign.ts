/** A campaign once it was checked, and what a person types to make one. Its schema is `campaign-schema.ts`. */
import type { z } from '../formats/validation.ts';
import { cleanText } from '../listing/text.ts';
import type { campaignSchema } from './campaign-schema.ts';
import { SWEEP_LIMITS } from './limits.ts';

export const CAMPAIGN_SCHEMA = 'vigie-campaign/1';

export type Campaign = z.infer<typeof campaignSchema>;
export type CampaignQuery = Campaign['queries'][number];

export const unique = <T>(items: T[]): T[] => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];

/** What keeps a campaign made by hand from being walked; the form puts it into words. */
export type CampaignGap = 'name' | 'queries' | 'marketplaces' | 'countries';

export function campaignGaps(
  campaign: Pick<Campaign, 'name' | 'queries' | 'marketplaces' | 'countries'>,
): CampaignGap[] {
  const gaps: CampaignGap[] = [];
  if (cleanText(campaign.name, SWEEP_LIMITS.name) === null) gaps.push('name');
  if (campaign.queries.length === 0) gaps.push('queries');
  if (campaign.marketplaces.length === 0) gaps.push('marketplaces');
  if (campaign.countries.length === 0) gaps.push('countries');
  return gaps;
}

/**
 * Queries from what a person typed: one a line, `fr: poing américain` or, without a language, in `language`.
 * Lines without words are passed over.
 */
export function queriesOf(typed: string, language: string): CampaignQuery[] {
  const queries = typed.split('\n').flatMap((row): CampaignQuery[] => {
    const [, tag, rest] = /^\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2})?)\s*:(.*)$/.exec(row) ?? [];
    const words = cleanText(rest ?? row, SWEEP_LIMITS.query);
    return words === null ? [] : [{ language: tag?.toLowerCase() ?? language, words }];
  });
  return unique(queries).slice(0, SWEEP_LIMITS.queries);
}

export const typedQueries = (queries: readonly CampaignQuery[]): string =>
  queries.map(({ language, words }) => `${language}: ${words}`).join('\n');
