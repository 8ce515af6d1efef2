import { defineContentScript } from 'wxt/utils/define-content-script';
import type { Adapter } from '../../lib/marketplaces/adapter.ts';
import { watchPage } from '../../lib/marketplaces/watch.ts';
import { answerReadings } from '../../lib/page-channel.ts';
import { PageSession } from './page-session.ts';

/**
 * The content script of one marketplace. The build makes one for each adapter in the registry
 * (`tools/marketplace-entrypoints.ts`), so that a page runs no other marketplace's code.
 */
export function marketplaceScript(adapter: Adapter) {
  return defineContentScript({
    matches: [...adapter.matches],
    runAt: 'document_end',
    main(context) {
      const session = new PageSession(adapter, context.signal);
      watchPage(adapter, window, context.signal, session);
      answerReadings(() => session.reading);
    },
  });
}
