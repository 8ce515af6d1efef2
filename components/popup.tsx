import { useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { ask } from '../lib/ask-background.ts';
import { listingKey } from '../lib/listing/key.ts';
import type { Listing } from '../lib/listing/listing.ts';
import type { TabDescription } from '../lib/messages.ts';
import type { Subject } from '../lib/reports/stored-report.ts';
import { ChildProtectionForm } from './child-protection-form.tsx';
import { HistoryView } from './history-view.tsx';
import { PageView } from './page-view.tsx';
import { ReceiptView } from './receipt-view.tsx';
import { ReportForm } from './report-form.tsx';
import { useLoaded } from './use-loaded.ts';

/** Where the popup is. `report` and `child-protection` are about one listing of the page. */
type View =
  | { at: 'page' }
  | { at: 'history' }
  | { at: 'report'; subject: Subject }
  | { at: 'child-protection'; listing: Listing }
  | { at: 'receipt'; report: string };

/** The tab that the popup is about: the active one, or the one that the address names where the popup stands alone. */
async function targetTab(): Promise<number> {
  const named = Number(new URLSearchParams(location.search).get('tab'));
  if (Number.isInteger(named) && named > 0) return named;
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? -1;
}

async function describeTab(): Promise<TabDescription> {
  return ask('describe-tab', { tab: await targetTab() });
}

/** What a report on a listing of this page is about, frozen at this moment. */
function subjectOf(listing: Listing, page: Extract<TabDescription, { kind: 'read' }>): Subject {
  const key = listingKey(listing.ref);
  return {
    listing,
    completeness: page.reading.completeness,
    visited: page.reading.url,
    findings: page.findings.find((entry) => entry.listing === key)?.findings ?? [],
    readAt: Date.now(),
  };
}

function selectedListing(description: TabDescription): Listing | null {
  if (description.kind !== 'read' || description.selected === null) return null;
  return description.reading.listings.find(({ ref }) => listingKey(ref) === description.selected) ?? null;
}

function reportView(listing: Listing, page: Extract<TabDescription, { kind: 'read' }>): View {
  const subject = subjectOf(listing, page);
  const isSensitive = subject.findings.some(({ sensitive }) => sensitive);
  return isSensitive ? { at: 'child-protection', listing } : { at: 'report', subject };
}

export function Popup() {
  const [page, reload] = useLoaded(describeTab, 'page');
  const [view, setView] = useState<View>({ at: 'page' });
  const [followed, setFollowed] = useState(false);
  const heading = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (page.state !== 'loaded' || followed) return;
    setFollowed(true);
    const listing = selectedListing(page.value);
    if (listing !== null && page.value.kind === 'read') setView(reportView(listing, page.value));
  }, [page, followed]);

  const go = (next: View) => {
    setView(next);
    heading.current?.focus();
  };
  const toPage = () => go({ at: 'page' });

  return (
    <>
      <header class="bar">
        <h1>
          <img src="/icon/48.png" alt={i18n.t('popup.title')} width="28" height="28" />
        </h1>
        <nav aria-label={i18n.t('popup.tabs.label')}>
          <button type="button" aria-current={view.at === 'history' ? undefined : 'page'} onClick={toPage}>
            {i18n.t('popup.tabs.page')}
          </button>
          <button
            type="button"
            aria-current={view.at === 'history' ? 'page' : undefined}
            onClick={() => go({ at: 'history' })}
          >
            {i18n.t('popup.tabs.history')}
          </button>
        </nav>
        <button type="button" class="quiet" onClick={() => void browser.runtime.openOptionsPage()}>
          {i18n.t('popup.options')}
        </button>
      </header>
      <div class="view" ref={heading} tabIndex={-1}>
        {view.at === 'page' && (
          <PageView
            page={page}
            report={(listing, description) => go(reportView(listing, description))}
            reportChildProtection={(listing) => go({ at: 'child-protection', listing })}
            reload={reload}
          />
        )}
        {view.at === 'history' && <HistoryView open={(subject) => go({ at: 'report', subject })} />}
        {view.at === 'report' && (
          <ReportForm
            subject={view.subject}
            back={toPage}
            queued={(report) => go({ at: 'receipt', report })}
            reportChildProtection={() => go({ at: 'child-protection', listing: view.subject.listing })}
          />
        )}
        {view.at === 'child-protection' && <ChildProtectionForm listing={view.listing} back={toPage} />}
        {view.at === 'receipt' && <ReceiptView id={view.report} done={() => go({ at: 'history' })} />}
      </div>
    </>
  );
}
