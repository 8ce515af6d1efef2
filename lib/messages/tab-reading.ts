import { browser } from 'wxt/browser';
import type { Reading } from '../listing/listing.ts';
import { readingSchema } from '../listing/schema.ts';
import { bringMissingReader } from './bring-reader.ts';
import { READ_NOW } from './messages.ts';

/** What a tab's content script has read so far; null where the page was not read. A reader that is missing then comes. */
export async function readTab(tab: number): Promise<Reading | null> {
  try {
    const answer: unknown = await browser.tabs.sendMessage(tab, { what: READ_NOW, body: null });
    const reading = readingSchema.safeParse(answer);
    return reading.success ? reading.data : null;
  } catch {
    await bringMissingReader(tab).catch(() => undefined);
    return null;
  }
}
