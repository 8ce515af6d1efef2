import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { routesOf } from '../../lib/authority/routes.ts';
import { inLanguage } from '../../lib/authority/words.ts';
import { forgetListingEvidence } from '../../lib/evidence/library/forget.ts';
import { listingKey } from '../../lib/listing/key.ts';
import { lookUpAddress } from '../../lib/marketplaces/look-up-address.ts';
import { BLUR_LISTING, type Blur } from '../../lib/messages/messages.ts';
import { MAX_NOTE } from '../../lib/reports/child-protection.ts';
import {
  type ChildProtectionPlace,
  composeChildProtectionReport,
  storedChildProtectionReport,
} from '../../lib/reports/child-protection-builder.ts';
import { CHILD_PROTECTION_FAMILIES } from '../../lib/reports/child-protection-families.ts';
import { isInRemit } from '../../lib/reports/default-sender.ts';
import { deleteDraftsOn } from '../../lib/reports/history.ts';
import { queueReport } from '../../lib/reports/outbox.ts';
import { askToSend, sendWhen } from '../../lib/reports/sending-access.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { settings } from '../../lib/storage/settings.ts';
import { TextArea, TextField } from '../fields.tsx';
import { interfaceLanguage } from '../interface-language.ts';
import { errorText, useLoaded } from '../use-loaded.ts';
import { AccessQuestion } from './access-question.tsx';
import { CopyButton } from './copy-button.tsx';
import { useReportChanges } from './use-report-changes.ts';

const HOTLINES = routesOf('FR').filter(({ id }) => id === 'pharos' || id === 'pointdecontact');

function Hotlines() {
  return (
    <>
      <h3>{i18n.t('childProtection.hotlines')}</h3>
      <ul>
        {HOTLINES.map(({ id, name, channel }) => (
          <li key={id}>
            {channel.kind === 'form' && (
              <a href={channel.url} target="_blank" rel="noopener noreferrer">
                {inLanguage(name, interfaceLanguage())}
              </a>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Blurs the listing's pictures in the tab that shows it while the form is open, and until the person says otherwise. */
function BlurControl({ listing, tab }: { listing: string; tab: number }) {
  const [blurred, setBlurred] = useState(true);
  useEffect(() => {
    const body: Blur = { listing: listing as Blur['listing'], blurred };
    // Rejects where the tab is gone or runs no script of Vigie: there is nothing to blur then.
    void browser.tabs.sendMessage(tab, { what: BLUR_LISTING, body }).catch(() => undefined);
  }, [blurred, listing, tab]);
  return (
    <p class="note">
      <span role="status">{i18n.t(blurred ? 'childProtection.blurred' : 'childProtection.notBlurred')}</span>{' '}
      <button type="button" class="link" onClick={() => setBlurred(!blurred)}>
        {i18n.t(blurred ? 'childProtection.unblur' : 'childProtection.blur')}
      </button>
    </p>
  );
}

/** Where no listing is known: its address, or why an address cannot go this way. */
function AddressField({ given }: { given(place: ChildProtectionPlace): void }) {
  const [address, setAddress] = useState('');
  const [fault, setFault] = useState(false);
  const take = () => {
    const found = lookUpAddress(address);
    if (found.marketplace === null || found.url === null) setFault(true);
    else {
      const ref = found.kind === 'listing' ? found.ref : null;
      given({ marketplace: found.marketplace, ref, url: found.url });
    }
  };
  return (
    <>
      <TextField
        label={i18n.t('childProtection.addressField')}
        inputMode="url"
        value={address}
        max={4096}
        onInput={setAddress}
      />
      {fault && <p role="alert">{i18n.t('childProtection.otherSite')}</p>}
      <div class="actions">
        <button type="button" class="primary" onClick={take}>
          {i18n.t('childProtection.useAddress')}
        </button>
      </div>
    </>
  );
}

type State = 'open' | { queued: string } | { failed: string };

/** Base address of the authority in the settings, where it takes such reports; null: the hotlines do. */
async function authorityForProtection(): Promise<string | null> {
  const { authority } = await settings.getValue();
  const takes = CHILD_PROTECTION_FAMILIES.some((family) => isInRemit(authority, family));
  return takes ? (authority.intake?.endpoint ?? null) : null;
}

/** What the browser keeps back; nothing once it has let the report go. */
function HeldBack({ id }: { id: string }) {
  const [loaded, reload] = useLoaded(async () => (await (await openDatabase()).get('reports', id)) ?? null, id);
  useReportChanges(reload);
  const report = loaded.state === 'loaded' ? loaded.value : null;
  if (report?.state !== 'queued' || report.lastFailure !== 'no-access') return null;
  return <AccessQuestion kind={report.kind} authority={report.authority} />;
}

function PlaceForm({ place, tab }: { place: ChildProtectionPlace; tab: number | null }) {
  const [authority] = useLoaded(authorityForProtection, 'authority');
  const [seenAt] = useState(() => new Date());
  const [note, setNote] = useState('');
  const [state, setState] = useState<State>('open');
  const report = composeChildProtectionReport(place, seenAt, note);
  const { ref } = place;
  const isQueued = typeof state === 'object' && 'queued' in state;
  const endpoint = authority.state === 'loaded' ? authority.value : null;
  const sheet = i18n.t('childProtection.sheet', [
    report.marketplace,
    report.url,
    report.listingId ?? '–',
    report.seenAt,
  ]);

  const send = async (endpoint: string) => {
    // Asked now, in answer to the press; the report is stored whatever comes of it.
    const asked = askToSend('child-protection', endpoint);
    try {
      const database = await openDatabase();
      if (ref !== null) await forgetListingEvidence(database, listingKey(ref));
      const { id } = await queueReport(database, storedChildProtectionReport(endpoint), JSON.stringify(report));
      setState({ queued: id });
    } catch (error) {
      setState({ failed: errorText(error) });
      return;
    }
    sendWhen(asked);
  };

  return (
    <>
      <dl class="facts">
        <dt>{i18n.t('childProtection.address')}</dt>
        <dd>{report.url}</dd>
        {report.listingId !== null && (
          <>
            <dt>{i18n.t('childProtection.number')}</dt>
            <dd>{report.listingId}</dd>
          </>
        )}
        <dt>{i18n.t('childProtection.time')}</dt>
        <dd>{report.seenAt}</dd>
      </dl>
      {ref !== null && tab !== null && <BlurControl listing={listingKey(ref)} tab={tab} />}
      {isQueued && (
        <div role="status" class="notice">
          <p>{i18n.t('childProtection.queued')}</p>
          <HeldBack id={state.queued} />
        </div>
      )}
      {authority.state === 'loaded' && authority.value === null && (
        <p class="notice">{i18n.t('childProtection.hotlinesOnly')}</p>
      )}
      {!isQueued && endpoint !== null && (
        <>
          <TextArea
            label={i18n.t('childProtection.note')}
            hint={i18n.t('childProtection.noteHint')}
            value={note}
            max={MAX_NOTE}
            onInput={setNote}
          />
          {typeof state === 'object' && 'failed' in state && (
            <p role="alert">{i18n.t('form.notStored', [state.failed])}</p>
          )}
          <div class="actions">
            <button type="button" class="primary" onClick={() => void send(endpoint)}>
              {i18n.t('childProtection.send')}
            </button>
          </div>
        </>
      )}
      <Hotlines />
      <div class="actions">
        <CopyButton text={sheet} label={i18n.t('childProtection.copy')} />
      </div>
    </>
  );
}

interface Props {
  /** Null: the person gives the address. */
  place: ChildProtectionPlace | null;
  /** The tab that shows the listing, whose pictures there are blurred. */
  tab: number | null;
  back(): void;
}

/**
 * The separate path for goods that may be tied to the abuse of children: place and time, no name, nothing kept. It asks
 * for no description, shows no title or picture, and sends the person on to the hotlines.
 */
export function ChildProtectionForm({ place: known, tab, back }: Props) {
  const [place, setPlace] = useState(known);
  useEffect(() => {
    if (place?.ref == null) return;
    const listing = listingKey(place.ref);
    // This path keeps nothing of a listing: a draft with its title, or a tick for the cart, goes first.
    void openDatabase()
      .then((database) => deleteDraftsOn(database, listing))
      .catch(() => undefined);
  }, [place]);
  return (
    <>
      <button type="button" class="link" onClick={back}>
        ‹ {i18n.t('form.back')}
      </button>
      <h2>{i18n.t('childProtection.heading')}</h2>
      <p>{i18n.t('childProtection.intro')}</p>
      <p class="notice">{i18n.t('childProtection.doNot')}</p>
      {place === null ? (
        <>
          <AddressField given={setPlace} />
          <Hotlines />
        </>
      ) : (
        <PlaceForm place={place} tab={tab} />
      )}
    </>
  );
}
