/** A marketplace and a page of results, in words. */
import { i18n } from '#i18n';
import { ADAPTERS } from '../../lib/marketplaces/registry.ts';
import type { SweepPage } from '../../lib/sweeps/plan.ts';

export const marketplaceName = (id: string): string => ADAPTERS.find((adapter) => adapter.id === id)?.name ?? id;

export function pageText({ marketplace, country, words, page }: SweepPage): string {
  return i18n.t('sweep.page', [words, marketplaceName(marketplace), country, page]);
}
