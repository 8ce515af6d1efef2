/**
 * Caps on everything that a page may put into a reading. The adapters cut to them, `schema.ts` refuses what exceeds
 * them: a content script that was taken over cannot fill the background's memory or storage.
 */
export const LIMITS = {
  title: 1_000,
  description: 20_000,
  name: 300,
  value: 2_000,
  panel: 4_000,
  url: 2_048,
  id: 128,
  path: 200,
  moneyText: 64,
  breadcrumb: 20,
  attributes: 200,
  variants: 300,
  images: 50,
  listings: 500,
} as const;
