import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { TICKS_CHANGED } from '../../lib/messages/messages.ts';
import { changeSettings, settings } from '../../lib/storage/settings.ts';
import { CheckField } from '../fields.tsx';
import { useLoaded } from '../use-loaded.ts';

/** Shows boxes on the page to tick many listings with, the second way into the cart. */
export function TickSwitch({ tab }: { tab: number }) {
  const [chosen, reload] = useLoaded(() => settings.getValue(), 'settings');
  if (chosen.state !== 'loaded') return null;
  const change = async (ticks: boolean) => {
    await changeSettings({ ticks });
    reload();
    // Rejects where the page runs no script of Vigie.
    await browser.tabs.sendMessage(tab, { what: TICKS_CHANGED, body: null }).catch(() => undefined);
  };
  return (
    <CheckField label={i18n.t('cart.ticks')} checked={chosen.value.ticks} onChange={(ticks) => void change(ticks)} />
  );
}
