/** That an authority cannot tell one installation from another. */
import { expect } from 'vitest';
import type { BrowserSession } from '../../tools/browser/session.ts';

/**
 * Of requests as the intake heard them: nothing in them is of this installation only. Firefox gives each an origin of its
 * own; Chromium's is that of the package, the same for everybody who has it from the store.
 */
export function expectNameless(session: BrowserSession, heard: readonly string[]): void {
  expect(heard.length).toBeGreaterThan(0);
  const own = new URL(session.extensionOrigin).host;
  const telling =
    session.kind === 'firefox' ? new RegExp(`${own}|"origin":"(?!null")|cookie|referer`, 'i') : /cookie|referer/i;
  expect(heard.filter((request) => telling.test(request))).toEqual([]);
}
