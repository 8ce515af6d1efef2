import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { PageSession } from '../../components/marks/page-session.ts';
import { MATCHES } from '../../lib/marketplaces/registry.ts';
import { watchPages } from '../../lib/marketplaces/watch.ts';
import { isEnvelope, READ_NOW } from '../../lib/messages.ts';

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
    browser.runtime.onMessage.addListener((message: unknown) =>
      isEnvelope(message) && message.what === READ_NOW ? Promise.resolve(session?.reading ?? null) : undefined,
    );
  },
});
