import type { Adapter } from '../../lib/marketplaces/adapter.ts';
import { watchPage } from '../../lib/marketplaces/watch.ts';
import { answerReadings } from '../../lib/page-channel.ts';
import { PageSession } from './page-session.ts';

/** What the content script of a marketplace does, until `signal` aborts. */
export function startMarketplace(adapter: Adapter, signal: AbortSignal): void {
  const session = new PageSession(adapter, signal);
  watchPage(adapter, window, signal, session);
  answerReadings(() => session.reading);
}
