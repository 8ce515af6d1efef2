import { MarketplacePage } from '../../tools/browser/pages.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import type { Stack } from '../../tools/demo/stack.ts';

/** Opens `url` in a tab for the length of `work`. */
export async function inTab<T>(
  { session, texts }: Stack,
  url: string,
  work: (marketplace: MarketplacePage, page: DrivenPage) => Promise<T>,
): Promise<T> {
  const page = await session.newPage();
  try {
    await page.goto(url);
    return await work(new MarketplacePage(page, texts), page);
  } finally {
    await page.close();
  }
}
