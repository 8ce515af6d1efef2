import { useEffect } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { isEnvelope, RULES_CHANGED } from '../../lib/messages/messages.ts';

/** Calls back when the background has looked for new rules. */
export function useRulesChanged(changed: () => void): void {
  useEffect(() => {
    const listener = (message: unknown): undefined => {
      if (isEnvelope(message) && message.what === RULES_CHANGED) changed();
    };
    browser.runtime.onMessage.addListener(listener);
    return () => browser.runtime.onMessage.removeListener(listener);
  }, [changed]);
}
