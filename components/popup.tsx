import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { listingKey } from '../lib/listing/key.ts';
import type { Listing } from '../lib/listing/listing.ts';
import { ask } from '../lib/messages/ask-background.ts';
import type { TabDescription } from '../lib/messages/messages.ts';
import type { ChildProtectionPlace } from '../lib/reports/child-protection-builder.ts';
import type { Subject } from '../lib/reports/stored-report.ts';
import { PageView, productOf, type ReadPage } from './page-view.tsx';
import { ChildProtectionBar } from './reports/child-protection-bar.tsx';
import { LaterReportViews, useReportViewsAhead } from './reports/later-report-views.tsx';
import type { ReportViewState } from './reports/report-views.tsx';
import { SettingsButton } from './settings-button.tsx';
import { OpenPanel } from './sweeps/open-panel.tsx';
import { useLoaded } from './use-loaded.ts';

type View = { at: 'page' } | ReportViewState;

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
function subjectOf(listing: Listing, page: ReadPage): Subject {
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

function placeOfListing({ ref }: Listing): ChildProtectionPlace {
  return { marketplace: ref.marketplace, ref, url: ref.canonicalUrl };
}

function reportView(listing: Listing, page: ReadPage): View {
  const subject = subjectOf(listing, page);
  const isSensitive = subject.findings.some(({ sensitive }) => sensitive);
  return isSensitive
    ? { at: 'child-protection', place: placeOfListing(listing), tab: page.tab }
    : { at: 'report', target: { subjects: [subject] } };
}

/** What the child-protection path begins with: the product of the page, or nothing. */
function protectionView(page: TabDescription | null): View {
  const product = page?.kind === 'read' ? productOf(page) : null;
  return {
    at: 'child-protection',
    place: product === null ? null : placeOfListing(product),
    tab: page?.kind === 'read' ? page.tab : null,
  };
}

/** How often a page that has shown nothing yet is asked again. */
const COMING_MS = 700;

/** Whether the page may show its content any moment: a person who opened the popup early need not open it twice. */
function isStillComing(page: TabDescription): boolean {
  if (page.kind !== 'read') return page.kind === 'silent';
  const { verdict, reason } = page.reading.completeness;
  return verdict === 'not-ready' && reason !== 'page-says-not-found';
}

function openReportsPage(view: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL(`/reports.html#${view}` as '/reports.html') });
  // A popup on the toolbar closes by itself; one in a window of its own stays.
}

const cart = () => import('../lib/reports/cart.ts');

const TABS = [
  { at: 'page', key: 'popup.tabs.page' },
  { at: 'cart', key: 'reports.tabCart' },
  { at: 'history', key: 'popup.tabs.history' },
] as const;

function tabView(at: (typeof TABS)[number]['at']): View {
  return at === 'cart' ? { at, added: null } : { at };
}

function tabOf({ at }: View): (typeof TABS)[number]['at'] {
  return at === 'cart' ? 'cart' : at === 'history' || at === 'receipt' ? 'history' : 'page';
}

export function Popup() {
  const [page, reload] = useLoaded(describeTab, 'page');
  const [view, setView] = useState<View>({ at: 'page' });
  const [count, setCount] = useState(0);
  const [followed, setFollowed] = useState(false);
  const heading = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (page.state !== 'loaded' || followed) return;
    setFollowed(true);
    const listing = selectedListing(page.value);
    if (listing !== null && page.value.kind === 'read') setView(reportView(listing, page.value));
  }, [page, followed]);
  const recount = useCallback(
    () =>
      cart()
        .then(({ cartCount }) => cartCount())
        .then(setCount, () => null),
    [],
  );
  const isShown = page.state !== 'loading';
  useEffect(() => {
    if (isShown) void recount();
  }, [view, isShown, recount]);
  useEffect(() => {
    if (view.at !== 'page' || page.state !== 'loaded' || !isStillComing(page.value)) return;
    const timer = setTimeout(reload, COMING_MS);
    return () => clearTimeout(timer);
  }, [view.at, page, reload]);
  useReportViewsAhead(isShown);

  const go = (next: View) => {
    setView(next);
    heading.current?.focus();
  };
  const description = page.state === 'loaded' ? page.value : null;
  const protect = async () => {
    const place =
      view.at === 'page' ? null : await import('./reports/report-views.tsx').then(({ placeOf }) => placeOf(view));
    const tab = description?.kind === 'read' ? description.tab : null;
    go(place === null ? protectionView(description) : { at: 'child-protection', place, tab });
  };

  return (
    <>
      <header class="bar">
        <h1>
          <img src="/icon/48.png" alt={i18n.t('popup.title')} width="28" height="28" />
        </h1>
        <nav aria-label={i18n.t('popup.tabs.label')}>
          {TABS.map(({ at, key }) => (
            <button
              key={at}
              type="button"
              aria-current={tabOf(view) === at ? 'page' : undefined}
              onClick={() => go(tabView(at))}
            >
              {at === 'cart' ? i18n.t(key, [count]) : i18n.t(key)}
            </button>
          ))}
        </nav>
        <OpenPanel />
        <SettingsButton />
      </header>
      <div class="view" ref={heading} tabIndex={-1}>
        {view.at === 'page' ? (
          <PageView
            page={page}
            report={(listing, read) => go(reportView(listing, read))}
            addToCart={async (listing, read) =>
              (await cart()).addToCart(subjectOf(listing, read)).finally(() => void recount())
            }
            reportChildProtection={(listing, read) =>
              go({ at: 'child-protection', place: placeOfListing(listing), tab: read.tab })
            }
            reportAddress={() => openReportsPage('address')}
            reload={reload}
          />
        ) : (
          <LaterReportViews view={view} isPage={false} go={go} back={() => go({ at: 'page' })} />
        )}
        {(view.at === 'history' || view.at === 'cart') && (
          <button type="button" class="link" onClick={() => openReportsPage(view.at)}>
            {i18n.t('popup.openPage')}
          </button>
        )}
      </div>
      {view.at !== 'child-protection' && <ChildProtectionBar open={() => void protect()} />}
    </>
  );
}
