import { useId, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../lib/messages/ask-background.ts';
import type { Offer } from '../../lib/sync/add-authority.ts';
import { faultText } from './fault-text.ts';
import { OfferDetails } from './offer-details.tsx';

/** Longest file that is read: what the checks take, and what a message between two contexts may carry. */
const MAX_FILE = 60 * 1024 * 1024;

interface Opened {
  text: string;
  offer: Extract<Offer, { ok: true }>;
}

/** Rules from a file, for machines without a network. */
export function ImportRules({ mayAdd, changed }: { mayAdd: boolean; changed(): void }) {
  const id = useId();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [outcome, setOutcome] = useState<{ good: boolean; text: string } | null>(null);

  const take = async ({ text, offer }: Opened) => {
    setOpened(null);
    const fault = await ask('import-rules', { text, fingerprint: offer.known ? null : offer.fingerprint });
    setOutcome(
      fault === null
        ? { good: true, text: i18n.t('publishers.imported') }
        : { good: false, text: `${faultText(fault)} ${i18n.t('publishers.lastGood')}` },
    );
    changed();
  };
  const open = async (file: File) => {
    setOutcome(null);
    setOpened(null);
    if (file.size > MAX_FILE) {
      setOutcome({ good: false, text: i18n.t('ruleFault.tooLarge') });
      return;
    }
    const text = await file.text();
    const offer = await ask('open-rules-file', { text });
    if (!offer.ok) setOutcome({ good: false, text: faultText(offer.fault) });
    else if (offer.known) await take({ text, offer });
    else if (mayAdd) setOpened({ text, offer });
    else setOutcome({ good: false, text: i18n.t('publishers.policyOnly') });
  };

  return (
    <div class="field">
      <label for={id}>{i18n.t('publishers.importFile')}</label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void open(file);
          event.currentTarget.value = '';
        }}
      />
      <small id={`${id}-hint`} class="note">
        {i18n.t('publishers.importHint')}
      </small>
      {opened !== null && (
        <div class="card" role="status">
          <OfferDetails offer={opened.offer} />
          <div class="actions">
            <button type="button" class="primary" onClick={() => void take(opened)}>
              {i18n.t('publishers.trust')}
            </button>
            <button type="button" class="quiet" onClick={() => setOpened(null)}>
              {i18n.t('publishers.cancel')}
            </button>
          </div>
        </div>
      )}
      <div role={outcome?.good === false ? 'alert' : 'status'}>
        {outcome !== null && <p class={outcome.good ? 'state acknowledged' : 'state refused'}>{outcome.text}</p>}
      </div>
    </div>
  );
}
