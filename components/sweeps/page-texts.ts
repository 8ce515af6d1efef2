/** A marketplace and a page of results, in words. */
import { i18n } from '#i18n';
import { adapterById } from '../../lib/marketplaces/registry.ts';
import type { SweepPage } from '../../lib/sweeps/plan.ts';

export const marketplaceName = (id: string): string => adapterById(id)?.name ?? id;

export function pageText({ marketplace, country, words, page }: SweepPage): string {
  return i18n.t('sweep.page', [words, marketplaceName(marketplace), country, page]);
}
