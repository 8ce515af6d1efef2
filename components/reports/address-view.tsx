import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { AddressFault } from '../../lib/marketplaces/look-up-address.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { addToCart } from '../../lib/reports/cart.ts';
import type { ChildProtectionPlace } from '../../lib/reports/child-protection-builder.ts';
import type { Subject } from '../../lib/reports/stored-report.ts';
import { TextField } from '../fields.tsx';
import { errorText } from '../use-loaded.ts';
import { cartText } from './cart-texts.ts';

const FAULT_KEYS = {
  'not-an-address': 'address.notAnAddress',
  'other-site': 'address.otherSite',
  'share-link': 'address.shareLink',
  'not-a-listing': 'address.notAListing',
} as const satisfies Record<AddressFault, string>;

export function isAddressFault(text: string | null): text is AddressFault {
  return text !== null && Object.hasOwn(FAULT_KEYS, text);
}

interface Props {
  /** What was wrong with an address that came from elsewhere (a right-click). */
  fault: AddressFault | null;
  report(subjects: Subject[]): void;
  protect(place: ChildProtectionPlace): void;
}

/** Reporting a listing by its address alone; nothing is opened for it. */
export function AddressView({ fault: givenFault, report, protect }: Props) {
  const [address, setAddress] = useState('');
  const [fault, setFault] = useState<string | null>(givenFault === null ? null : i18n.t(FAULT_KEYS[givenFault]));
  const [done, setDone] = useState<string | null>(null);

  const look = async (use: (subject: Subject) => void | Promise<void>) => {
    setDone(null);
    try {
      const answer = await ask('subject-of-address', { url: address, tab: null });
      if (answer.kind !== 'listing') setFault(i18n.t(FAULT_KEYS[answer.kind]));
      else if (answer.sensitive) {
        const { ref } = answer.subject.listing;
        protect({ marketplace: ref.marketplace, ref, url: ref.canonicalUrl });
      } else {
        setFault(null);
        await use(answer.subject);
      }
    } catch (error) {
      setFault(i18n.t('form.notStored', [errorText(error)]));
    }
  };
  const add = async (subject: Subject) => {
    const answer = await addToCart(subject);
    setDone(cartText(answer));
    if (answer === 'in') setAddress('');
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void look((subject) => report([subject]));
      }}
      noValidate
    >
      <h2>{i18n.t('address.heading')}</h2>
      <TextField
        label={i18n.t('address.label')}
        hint={i18n.t('address.hint')}
        inputMode="url"
        value={address}
        max={4096}
        onInput={setAddress}
      />
      {fault !== null && (
        <p role="alert" class="faults">
          {fault}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="primary">
          {i18n.t('address.report')}
        </button>
        <button type="button" onClick={() => void look(add)}>
          {i18n.t('cart.add')}
        </button>
      </div>
      <p role="status" class="note">
        {done}
      </p>
    </form>
  );
}
