import type { ListingKey } from '../../lib/listing/listing.ts';
import type { Adapter } from '../../lib/marketplaces/adapter.ts';
import { watchPage } from '../../lib/marketplaces/watch.ts';
import { answerQuestions } from '../../lib/messages/page-channel.ts';
import { PageSession } from './page-session.ts';

/** What the content script of a marketplace does, until `signal` aborts. */
export function startMarketplace(adapter: Adapter, signal: AbortSignal): void {
  const session = new PageSession(adapter, signal);
  watchPage(adapter, window, signal, session);
  const answers = {
    reading: () => session.reading,
    ticksChanged: () => session.judgeAgain(),
    blur: (listing: ListingKey, blurred: boolean) => session.blur(listing, blurred),
  };
  answerQuestions(answers, signal);
}
