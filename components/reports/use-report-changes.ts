import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { ask } from '../../lib/messages/ask-background.ts';
import { isEnvelope, REPORT_CHANGED } from '../../lib/messages/messages.ts';

/** Calls back when the background says that a report changed state. */
export function useReportChanges(changed: () => void): void {
  useEffect(() => {
    const listener = (message: unknown): undefined => {
      if (isEnvelope(message) && message.what === REPORT_CHANGED) changed();
    };
    browser.runtime.onMessage.addListener(listener);
    return () => browser.runtime.onMessage.removeListener(listener);
  }, [changed]);
  // Firefox tells its pages that the network is back, and not its background.
  useEffect(() => {
    const online = () => void ask('flush-outbox', null).catch(() => null);
    window.addEventListener('online', online);
    return () => window.removeEventListener('online', online);
  }, []);
}
