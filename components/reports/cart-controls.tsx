/** The two ways into the cart from the popup: one listing by a button, many by boxes on the page. */
import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { TICKS_CHANGED } from '../../lib/messages/messages.ts';
import type { CartAnswer } from '../../lib/reports/cart.ts';
import { changeSettings, settings } from '../../lib/storage/settings.ts';
import { CheckField } from '../fields.tsx';
import { useLoaded } from '../use-loaded.ts';
import { cartText } from './cart-texts.ts';

export function AddButton({ add }: { add(): Promise<CartAnswer> }) {
  const [answer, setAnswer] = useState<CartAnswer | null>(null);
  const press = () =>
    void add().then(setAnswer, () => {
      setAnswer('failed');
    });
  return (
    <>
      <button type="button" disabled={answer === 'in'} onClick={press}>
        {i18n.t('cart.add')}
      </button>
      <span role="status" class="note">
        {answer !== null && cartText(answer)}
      </span>
    </>
  );
}

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
