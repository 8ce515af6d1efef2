import { defineContentScript } from 'wxt/utils/define-content-script';
import { PageSession } from '../../components/marks/page-session.ts';
import { MATCHES } from '../../lib/marketplaces/registry.ts';
import { watchPages } from '../../lib/marketplaces/watch.ts';
import { answerReadings } from '../../lib/page-channel.ts';

export default defineContentScript({
  matches: MATCHES,
  runAt: 'document_end',
  main(context) {
    let session: PageSession | null = null;
    watchPages({
      window,
      signal: context.signal,
      onPage(signal) {
        session = new PageSession(signal);
      },
      onReading(update) {
        void session?.update(update);
      },
    });
    answerReadings(() => session?.reading ?? null);
  },
});
