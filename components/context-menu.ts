/**
 * Reporting from a right-click. The link's address says which listing is meant, by the marketplace's own rules and without
 * opening it; where the page in the tab has been read, what it shows of that listing goes along.
 */
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { CAPTURE_MENU } from '../lib/evidence/background.ts';
import { listingKey } from '../lib/listing/key.ts';
import { lookUpAddress } from '../lib/marketplaces/look-up-address.ts';
import { MATCHES } from '../lib/marketplaces/registry.ts';
import { TICKS_CHANGED } from '../lib/messages/messages.ts';
import { addToCart } from '../lib/reports/cart.ts';
import { storeDraft } from '../lib/reports/form-context.ts';
import type { CurrentJudge } from '../lib/reports/report-routes.ts';
import { subjectOfAddress } from '../lib/reports/subject.ts';
import { setChildProtectionTarget } from '../lib/storage/report-target.ts';

const ITEMS = {
  report: { title: () => i18n.t('menu.report'), contexts: ['link', 'page'] },
  cart: { title: () => i18n.t('menu.cart'), contexts: ['link'] },
  'child-protection': { title: () => i18n.t('popup.reportSensitive'), contexts: ['link', 'page'] },
} as const;

type Item = keyof typeof ITEMS;

interface Click {
  menuItemId: string | number;
  linkUrl?: string | undefined;
  pageUrl?: string | undefined;
}

async function createItems(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const [id, { title, contexts }] of Object.entries(ITEMS)) {
    for (const context of contexts) {
      browser.contextMenus.create({
        id: `${id}-${context}`,
        title: title(),
        contexts: [context],
        // A link to a marketplace may stand on any page; the page itself must be one of theirs.
        ...(context === 'link' ? { targetUrlPatterns: MATCHES } : { documentUrlPatterns: MATCHES }),
      });
    }
  }
  createCaptureItem();
}

/** Capturing has an item here and is done by `startEvidence`, which keeps the grant that the click gives. */
function createCaptureItem(): void {
  browser.contextMenus.create({
    id: CAPTURE_MENU,
    title: i18n.t('capture.menu'),
    contexts: ['page', 'image', 'link'],
    documentUrlPatterns: MATCHES,
  });
}

async function openReports(view: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(`/reports.html#${view}` as '/reports.html') });
}

function itemOf({ menuItemId }: Click): Item | null {
  const name = String(menuItemId).replace(/-(?:link|page)$/, '');
  return Object.hasOwn(ITEMS, name) ? (name as Item) : null;
}

/** What the person meant, done before anything is shown; resolves to the view that tells of it. */
async function act(item: Item, address: string, tab: number | null, judge: CurrentJudge): Promise<string> {
  const looked = lookUpAddress(address);
  if (item === 'child-protection') {
    const ref = looked.kind === 'listing' ? looked.ref : null;
    // In memory only: an address in the tab's location would stay in the browser's history.
    if (looked.marketplace !== null && looked.url !== null) {
      await setChildProtectionTarget({ marketplace: looked.marketplace, ref, url: looked.url, tab });
    }
    return 'child-protection';
  }
  const answer = await subjectOfAddress(address, tab, await judge());
  if (answer.kind !== 'listing') return `address?fault=${answer.kind}`;
  if (answer.sensitive) return act('child-protection', address, tab, judge);
  if (item === 'report') return `report?id=${(await storeDraft([answer.subject])).id}`;
  const result = await addToCart(answer.subject);
  if (result === 'in' && tab !== null) {
    // The box on the card, where there is one, shows the tick.
    await browser.tabs.sendMessage(tab, { what: TICKS_CHANGED, body: null }).catch(() => undefined);
  }
  return `cart?added=${result}&listing=${encodeURIComponent(listingKey(answer.subject.listing.ref))}`;
}

/** Must be called synchronously at the start of the background, or clicks that wake it are lost. */
export function startContextMenu(judge: CurrentJudge): void {
  // Both browsers keep the items of an event page; a browser that was updated may have forgotten them.
  browser.runtime.onInstalled.addListener(() => void createItems());
  browser.runtime.onStartup.addListener(() => void createItems());
  browser.contextMenus.onClicked.addListener((click: Click, tab?: { id?: number | undefined }) => {
    const item = itemOf(click);
    const address = click.linkUrl ?? click.pageUrl;
    if (item === null || address === undefined) return;
    void act(item, address, tab?.id ?? null, judge)
      .catch((error: unknown) => `failed?why=${encodeURIComponent(error instanceof Error ? error.message : '')}`)
      .then(openReports);
  });
}
