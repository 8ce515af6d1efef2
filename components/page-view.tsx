import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ask } from '../lib/ask-background.ts';
import { listingKey } from '../lib/listing/key.ts';
import type { Completeness, Listing, Verdict } from '../lib/listing/listing.ts';
import type { TabDescription } from '../lib/messages.ts';
import { DiagnosticButton } from './diagnostic-button.tsx';
import { plural } from './plural.ts';
import { SeverityTag } from './severity-tag.tsx';
import type { Loaded } from './use-loaded.ts';

type ReadPage = Extract<TabDescription, { kind: 'read' }>;

interface PageViewProps {
  page: Loaded<TabDescription>;
  report(listing: Listing, page: ReadPage): void;
  reportChildProtection(listing: Listing): void;
  reload(): void;
}

const VERDICT_KEYS = {
  complete: 'verdict.complete',
  partial: 'verdict.partial',
  'not-ready': 'verdict.notReady',
  blocked: 'verdict.blocked',
  'not-a-listing': 'verdict.notAListing',
  unreadable: 'verdict.unreadable',
} as const satisfies Record<Verdict, string>;

function fieldNames(fields: Completeness['lacking']): string {
  const names = fields.map((field) => i18n.t(`field.${field}`));
  return new Intl.ListFormat(browser.i18n.getUILanguage(), { type: 'conjunction' }).format(names);
}

export function CompletenessLine({ completeness }: { completeness: Completeness }) {
  return (
    <p class="note">
      {i18n.t(VERDICT_KEYS[completeness.verdict])}{' '}
      {completeness.verdict === 'partial' &&
        completeness.lacking.length > 0 &&
        i18n.t('popup.partial', [fieldNames(completeness.lacking)])}
    </p>
  );
}

type SuspectedListingProps = {
  listing: Listing;
  page: ReadPage;
  report(): void;
  reportChildProtection(): void;
};

function SuspectedListing({ listing, page, report, reportChildProtection }: SuspectedListingProps) {
  const found = page.findings.find((entry) => entry.listing === listingKey(listing.ref))?.findings ?? [];
  if (found.some(({ sensitive }) => sensitive)) {
    // Neither title nor reason nor words: the number is enough to act on.
    return (
      <li class="card">
        <h2>{i18n.t('mark.sensitive')}</h2>
        <p>
          {i18n.t('childProtection.number')}: {listing.ref.id}
        </p>
        <button type="button" class="primary" onClick={reportChildProtection}>
          {i18n.t('popup.reportSensitive')}
        </button>
      </li>
    );
  }
  return (
    <li class="card">
      <h2>{listing.title ?? i18n.t('popup.noTitle')}</h2>
      <ul class="plain">
        {found.map((finding) => (
          <li key={finding.rule}>
            <strong>{i18n.t('mark.suspected', [finding.label])}</strong>{' '}
            <SeverityTag severity={finding.severity} weak={finding.visibility === 'experts'} />
            <p>{finding.reason}</p>
          </li>
        ))}
      </ul>
      <button type="button" class="primary" onClick={report}>
        {i18n.t('popup.report')}
      </button>
    </li>
  );
}

/** What can be reported of a page without a finding: the product that it is about. */
function productOf(page: ReadPage): Listing | null {
  if (page.reading.page !== 'product') return null;
  return page.reading.listings.find(({ kind }) => kind === 'product') ?? page.byAddress;
}

export function PageView({ page, report, reportChildProtection, reload }: PageViewProps) {
  if (page.state === 'loading') return <p role="status">{i18n.t('popup.loading')}</p>;
  if (page.state === 'failed') return <p role="alert">{i18n.t('popup.failed')}</p>;
  const description = page.value;
  if (description.kind === 'elsewhere') return <p>{i18n.t('popup.elsewhere')}</p>;
  if (description.kind === 'silent') return <p role="alert">{i18n.t('popup.silent')}</p>;

  const { reading, findings, hidden } = description;
  const { verdict } = reading.completeness;
  const found = new Set(findings.filter((entry) => entry.findings.length > 0).map(({ listing }) => listing));
  const suspected = reading.listings.filter(({ ref }) => found.has(listingKey(ref)));
  const product = productOf(description);
  const readable = verdict === 'complete' || verdict === 'partial';
  const unhide = async () => {
    await ask('unhide-listings', { listings: reading.listings.map(({ ref }) => listingKey(ref)) });
    reload();
  };

  return (
    <>
      {suspected.length > 0 && (
        <>
          <p role="status" class="lead">
            {plural('popup.suspected', suspected.length)}
          </p>
          <ul class="plain">
            {suspected.map((listing) => (
              <SuspectedListing
                key={listingKey(listing.ref)}
                listing={listing}
                page={description}
                report={() => report(listing, description)}
                reportChildProtection={() => reportChildProtection(listing)}
              />
            ))}
          </ul>
          <p class="note">{i18n.t('mark.caution')}</p>
        </>
      )}
      {suspected.length === 0 && readable && (
        <p role="status" class="lead">
          {i18n.t(product === null ? 'popup.nothingGrid' : 'popup.nothing')}
        </p>
      )}
      <CompletenessLine completeness={reading.completeness} />
      {verdict === 'unreadable' && <DiagnosticButton tab={description.tab} />}
      {hidden > 0 && (
        <p>
          {plural('popup.hiddenCount', hidden)}{' '}
          <button type="button" class="link" onClick={() => void unhide()}>
            {i18n.t('popup.showHidden')}
          </button>
        </p>
      )}
      {product !== null && (
        <div class="actions">
          {!found.has(listingKey(product.ref)) && (
            <button type="button" class="primary" onClick={() => report(product, description)}>
              {i18n.t('popup.reportThis')}
            </button>
          )}
          <button type="button" onClick={() => reportChildProtection(product)}>
            {i18n.t('popup.reportSensitive')}
          </button>
        </div>
      )}
    </>
  );
}
