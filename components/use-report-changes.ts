import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { isEnvelope, REPORT_CHANGED } from '../lib/messages.ts';

/** Calls back when the background says that a report changed state. */
export function useReportChanges(changed: () => void): void {
  useEffect(() => {
    const listener = (message: unknown): undefined => {
      if (isEnvelope(message) && message.what === REPORT_CHANGED) changed();
    };
    browser.runtime.onMessage.addListener(listener);
    return () => browser.runtime.onMessage.removeListener(listener);
  }, [changed]);
}
