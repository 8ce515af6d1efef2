import { i18n } from '#i18n';
import { listingKey } from '../lib/listing/key.ts';
import type { Completeness, Listing, Verdict } from '../lib/listing/listing.ts';
import { ask } from '../lib/messages/ask-background.ts';
import type { TabDescription } from '../lib/messages/messages.ts';
import type { CartAnswer } from '../lib/reports/cart.ts';
import { DiagnosticButton } from './diagnostic-button.tsx';
import { interfaceLanguage } from './interface-language.ts';
import { later } from './later.tsx';
import { NoticeList } from './notice-list.tsx';
import { plural } from './plural.ts';
import { AddButton } from './reports/add-button.tsx';
import { SeverityTag } from './severity-tag.tsx';
import type { Loaded } from './use-loaded.ts';

// What was found is shown first; these bring the code that checks stored records along.
const OldRulesNote = later(async () => (await import('./publishers/old-rules-note.tsx')).OldRulesNote);
const TickSwitch = later(async () => (await import('./reports/tick-switch.tsx')).TickSwitch);
const CaptureSection = later(async () => (await import('./evidence/capture-section.tsx')).CaptureSection);

async function captureCard(tab: number, listing: Listing): Promise<void> {
  const { startCapture } = await import('./evidence/start-capture.ts');
  await startCapture(tab, 'element', listingKey(listing.ref));
}

export type ReadPage = Extract<TabDescription, { kind: 'read' }>;

interface PageViewProps {
  page: Loaded<TabDescription>;
  report(listing: Listing, page: ReadPage): void;
  addToCart(listing: Listing, page: ReadPage): Promise<CartAnswer>;
  reportChildProtection(listing: Listing, page: ReadPage): void;
  /** Reports a listing that is not on this page, by its address. */
  reportAddress(): void;
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
  return new Intl.ListFormat(interfaceLanguage(), { type: 'conjunction' }).format(names);
}

export function CompletenessLine({ completeness }: { completeness: Completeness }) {
  const isAside = ['complete', 'partial'].includes(completeness.verdict);
  return (
    // What could not be read is what the page is about then; else it is an aside.
    <p class={isAside ? 'note' : 'notice'}>
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
  addToCart(): Promise<CartAnswer>;
  reportChildProtection(): void;
};

function SuspectedListing({ listing, page, report, addToCart, reportChildProtection }: SuspectedListingProps) {
  const found = page.findings.find((entry) => entry.listing === listingKey(listing.ref))?.findings ?? [];
  if (found.some(({ sensitive }) => sensitive)) {
    // Neither title nor reason nor words: the number is enough to act on.
    return (
      <li class="card">
        <h2>{i18n.t('mark.sensitive')}</h2>
        <p>{i18n.t('popup.labelled', [i18n.t('childProtection.number'), listing.ref.id])}</p>
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
          <li key={`${finding.publisher} ${finding.packVersion} ${finding.rule}`}>
            <strong>{i18n.t('mark.suspected', [finding.label])}</strong>{' '}
            <SeverityTag severity={finding.severity} weak={finding.visibility === 'experts'} />
            <p>{finding.reason}</p>
            {finding.notice !== undefined && <NoticeList notice={finding.notice} />}
            <p class="note">{i18n.t('finding.source', [finding.rule, finding.publisher, finding.packVersion])}</p>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" class="primary" onClick={report}>
          {i18n.t('popup.report')}
        </button>
        <AddButton add={addToCart} />
        {listing.kind === 'card' && page.mayCapture && (
          <button type="button" onClick={() => void captureCard(page.tab, listing).catch(() => undefined)}>
            {i18n.t('capture.card')}
          </button>
        )}
      </div>
    </li>
  );
}

/** What can be reported of a page without a finding: the product that it is about. */
export function productOf(page: ReadPage): Listing | null {
  if (page.reading.page !== 'product') return null;
  return page.reading.listings.find(({ kind }) => kind === 'product') ?? page.byAddress;
}

export function PageView({ page, report, addToCart, reportChildProtection, reportAddress, reload }: PageViewProps) {
  if (page.state === 'loading') return <p role="status">{i18n.t('popup.loading')}</p>;
  if (page.state === 'failed') return <p role="alert">{i18n.t('popup.failed')}</p>;
  const description = page.value;
  const byAddress = (
    <button type="button" class="link" onClick={reportAddress}>
      {i18n.t('popup.reportAddress')}
    </button>
  );
  if (description.kind === 'elsewhere') {
    return (
      <>
        <p>{i18n.t('popup.elsewhere')}</p>
        {byAddress}
      </>
    );
  }
  if (description.kind === 'silent') {
    return (
      <>
        <p role="alert">{i18n.t('popup.silent')}</p>
        {byAddress}
      </>
    );
  }

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
      <OldRulesNote />
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
                addToCart={() => addToCart(listing, description)}
                reportChildProtection={() => reportChildProtection(listing, description)}
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
      {verdict === 'unreadable' && <DiagnosticButton tab={description.tab} reading={reading} />}
      {hidden > 0 && (
        <p>
          {plural('popup.hiddenCount', hidden)}{' '}
          <button type="button" class="link" onClick={() => void unhide()}>
            {i18n.t('popup.showHidden')}
          </button>
        </p>
      )}
      {product !== null && !found.has(listingKey(product.ref)) && (
        <div class="actions">
          <button type="button" class="primary" onClick={() => report(product, description)}>
            {i18n.t('popup.reportThis')}
          </button>
          <AddButton add={() => addToCart(product, description)} />
        </div>
      )}
      {reading.page !== 'other' && <TickSwitch tab={description.tab} />}
      {byAddress}
      {description.mayCapture && <CaptureSection tab={description.tab} />}
    </>
  );
}
