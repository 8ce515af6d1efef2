import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CartAnswer } from '../../lib/reports/cart.ts';
import { cartText } from './cart-texts.ts';

/** Puts one listing into the cart. */
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
