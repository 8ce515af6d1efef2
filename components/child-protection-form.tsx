import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../lib/ask-background.ts';
import type { Listing } from '../lib/listing/listing.ts';
import { MAX_NOTE } from '../lib/reports/child-protection.ts';
import { composeChildProtectionReport, storedChildProtectionReport } from '../lib/reports/child-protection-builder.ts';
import { queueReport } from '../lib/reports/outbox.ts';
import { openDatabase } from '../lib/storage/database.ts';
import { settings } from '../lib/storage/settings.ts';
import { TextArea } from './fields.tsx';
import { errorText } from './use-loaded.ts';

// Addresses as published by the two services (seen 2026-11).
const PHAROS = 'https://www.internet-signalement.gouv.fr';
const POINT_DE_CONTACT = 'https://www.pointdecontact.net';

/**
 * The separate path for goods that may be tied to the abuse of children: place and time, no name, nothing kept. It asks
 * for no description, shows no title or picture, and sends the person on to the hotlines.
 */
export function ChildProtectionForm({ listing, back }: { listing: Listing; back(): void }) {
  const [seenAt] = useState(() => new Date());
  const [note, setNote] = useState('');
  const [state, setState] = useState<'open' | 'queued' | { failed: string }>('open');
  const [copied, setCopied] = useState(false);
  const report = composeChildProtectionReport(listing.ref, seenAt, note);
  const sheet = i18n.t('childProtection.sheet', [
    report.marketplace,
    report.url,
    report.listingId ?? '–',
    report.seenAt,
  ]);

  const send = async () => {
    try {
      const { authority } = await settings.getValue();
      const stored = storedChildProtectionReport(authority.intake?.endpoint ?? '');
      await queueReport(await openDatabase(), stored, JSON.stringify(report));
      setState('queued');
    } catch (error) {
      setState({ failed: errorText(error) });
      return;
    }
    await ask('flush-outbox', null).catch(() => null);
  };

  return (
    <>
      <button type="button" class="link" onClick={back}>
        ← {i18n.t('form.back')}
      </button>
      <h2>{i18n.t('childProtection.heading')}</h2>
      <p>{i18n.t('childProtection.intro')}</p>
      <p class="notice">{i18n.t('childProtection.doNot')}</p>
      <dl class="facts">
        <dt>{i18n.t('childProtection.address')}</dt>
        <dd>{report.url}</dd>
        <dt>{i18n.t('childProtection.number')}</dt>
        <dd>{report.listingId}</dd>
        <dt>{i18n.t('childProtection.time')}</dt>
        <dd>{report.seenAt}</dd>
      </dl>
      {state === 'queued' ? (
        <p role="status" class="notice">
          {i18n.t('childProtection.queued')}
        </p>
      ) : (
        <>
          <TextArea
            label={i18n.t('childProtection.note')}
            hint={i18n.t('childProtection.noteHint')}
            value={note}
            max={MAX_NOTE}
            onInput={setNote}
          />
          {typeof state === 'object' && <p role="alert">{i18n.t('form.notStored', [state.failed])}</p>}
          <div class="actions">
            <button type="button" class="primary" onClick={() => void send()}>
              {i18n.t('childProtection.send')}
            </button>
          </div>
        </>
      )}
      <h3>{i18n.t('childProtection.hotlines')}</h3>
      <ul>
        <li>
          <a href={PHAROS} target="_blank" rel="noopener noreferrer">
            {i18n.t('childProtection.pharos')}
          </a>
        </li>
        <li>
          <a href={POINT_DE_CONTACT} target="_blank" rel="noopener noreferrer">
            {i18n.t('childProtection.pointDeContact')}
          </a>
        </li>
      </ul>
      <div class="actions">
        <button
          type="button"
          onClick={() =>
            void navigator.clipboard.writeText(sheet).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {i18n.t('childProtection.copy')}
        </button>
        <span role="status">{copied && i18n.t('childProtection.copied')}</span>
      </div>
    </>
  );
}
