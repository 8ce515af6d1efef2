import { defineContentScript } from 'wxt/utils/define-content-script';
import { PageSession } from '../../components/marks/page-session.ts';
import { adapterFor, MATCHES } from '../../lib/marketplaces/registry.ts';
import { watchPage } from '../../lib/marketplaces/watch.ts';
import { answerReadings } from '../../lib/page-channel.ts';

export default defineContentScript({
  matches: MATCHES,
  runAt: 'document_end',
  main(context) {
    const adapter = adapterFor(new URL(window.location.href));
    if (adapter === null) return;
    const session = new PageSession(adapter, context.signal);
    watchPage(adapter, window, context.signal, session);
    answerReadings(() => session.reading);
  },
});
