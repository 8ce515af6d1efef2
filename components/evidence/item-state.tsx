import { i18n } from '#i18n';
import type { StoredItem } from '../../lib/evidence/library/stored.ts';
import { faultText } from './capture-texts.ts';
import { STATE_KEYS } from './evidence-texts.ts';

/** Whether an item is whole, and if not, why. */
export function ItemStateLine({ item }: { item: StoredItem }) {
  const { state, fault, shortfall, derived } = item;
  return (
    <>
      <p class={`tag ${state}`}>
        {i18n.t(STATE_KEYS[state])}
        {derived !== null &&
          ` · ${i18n.t(derived.by === 'annotated' ? 'evidence.annotatedCopy' : 'evidence.redactedCopy')}`}
      </p>
      {fault !== null && <p class="note">{faultText(fault)}</p>}
      {shortfall !== null && <p class="note">{i18n.t('evidence.gap', [shortfall])}</p>}
    </>
  );
}
