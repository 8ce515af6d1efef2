import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { askToReach } from '../../lib/access/host-access.ts';
import type { ListingRef } from '../../lib/listing/listing.ts';
import { askKnownListings, type KnownListings } from '../../lib/reports/known-listings-question.ts';
import type { StoredReport } from '../../lib/reports/stored-report.ts';
import { interfaceLanguage } from '../interface-language.ts';
import { plural } from '../plural.ts';

/** What the authority said about these listings. */
export function knownText(known: KnownListings): string {
  if (known.kind === 'silent') return i18n.t('known.silent');
  if (known.kind === 'unreachable') return i18n.t('known.unreachable');
  const most = Math.max(0, ...known.reports);
  if (most === 0) return i18n.t('known.none');
  const listings = known.reports.filter((count) => count > 0).length;
  return known.reports.length === 1 ? plural('known.one', most) : plural('known.several', listings);
}

interface Props {
  /** This browser's own reports on the same listings. */
  duplicates: readonly StoredReport[];
  /** Base address of the authority to ask; null where the report goes elsewhere. */
  authority: string | null;
  refs: readonly ListingRef[];
}

/** Says what this browser knows at once; asks the authority only when the person presses the button for it. */
export function AlreadyReported({ duplicates, authority, refs }: Props) {
  const [known, setKnown] = useState<KnownListings | 'asking' | null>(null);
  const [latest] = duplicates;
  const ask = (endpoint: string) => {
    setKnown('asking');
    // Called at once: it opens the browser's question where there is one.
    void askToReach(endpoint).then(async (granted) =>
      setKnown(granted ? await askKnownListings(endpoint, refs) : { kind: 'unreachable' }),
    );
  };
  return (
    <>
      {latest !== undefined && (
        <p class="notice" role="status">
          {i18n.t(refs.length === 1 ? 'form.duplicate' : 'form.duplicateSome', [
            new Date(latest.changedAt).toLocaleDateString(interfaceLanguage()),
          ])}
        </p>
      )}
      {authority !== null && (
        <div class="known">
          <button type="button" class="link" disabled={known === 'asking'} onClick={() => ask(authority)}>
            {i18n.t('known.ask')}
          </button>
          <p role="status" class={known === null || known === 'asking' ? 'note' : 'notice'}>
            {known === null && i18n.t('known.askNote')}
            {known === 'asking' && i18n.t('known.asking')}
            {known !== null && known !== 'asking' && knownText(known)}
          </p>
        </div>
      )}
    </>
  );
}
