/** The box on a card with which the person puts the listing into the cart, and takes it out again. */
import { i18n } from '#i18n';
import type { CartAnswer } from '../../lib/reports/cart.ts';
import { element } from './element.ts';

export interface TickActions {
  ticked: boolean;
  /** Resolves to what became of it; null when the background does not answer. */
  tick(ticked: boolean): Promise<CartAnswer | null>;
}

const WHY = {
  full: 'tick.full',
  'child-protection': 'tick.childProtection',
  failed: 'tick.failed',
} as const;

/** Shows what is stored and nothing else: the tick appears once the background says that it is in the database. */
export function createTick({ ticked, tick }: TickActions): HTMLElement {
  const says = element('span', { role: 'status', class: 'says' });
  // A title names a button that has no text, and shows on hovering too.
  const title = i18n.t('tick.label');
  const button = element('button', { type: 'button', class: 'tick', role: 'checkbox', title });
  const show = (isIn: boolean, why: string) => {
    button.setAttribute('aria-checked', String(isIn));
    says.textContent = why;
  };
  button.addEventListener('click', (event) => {
    if (!event.isTrusted) return;
    const wasIn = button.getAttribute('aria-checked') === 'true';
    void tick(!wasIn).then((answer) => {
      const stored = answer === 'in' || answer === 'out';
      show(stored ? answer === 'in' : wasIn, stored ? '' : i18n.t(WHY[answer ?? 'failed']));
    });
  });
  show(ticked, '');
  return element('span', { class: 'ticks' }, button, says);
}
