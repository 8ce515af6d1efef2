import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import tokens from '../assets/styles/tokens.css?inline';
import markStyles from '../components/marks/mark.css?inline';
import { readingSchema } from '../lib/listing/schema.ts';
import { adapterFor } from '../lib/marketplaces/registry.ts';
import { listen, type Routes } from '../lib/message-router.ts';
import { runOutbox, scheduleOutbox } from '../lib/reports/outbox-schedule.ts';
import { languageOf, type Viewer } from '../lib/rules/suspicions.ts';
import { hideFinding, unhideFinding, unhideListings } from '../lib/storage/hidden-findings.ts';
import { setReportTarget } from '../lib/storage/report-target.ts';
import { settings } from '../lib/storage/settings.ts';
import { type LoadedRules, loadPackagedRules } from '../lib/sync/packaged-rules.ts';
import { describeTab, judge } from '../lib/tab-description.ts';
import { z } from '../lib/validation.ts';

const key = z.templateLiteral([z.string().max(32), ':', z.string().max(64)]);
const hidden = z.object({ listing: key, rule: z.string().max(128) });

async function currentViewer(): Promise<Viewer> {
  const { role } = await settings.getValue();
  return { language: languageOf(browser.i18n.getUILanguage()), seesWeak: role !== 'consumer' };
}

/** Opens the popup on the toolbar or, where the browser does not let it, in a window of its own. */
async function openPopup(tab: number): Promise<void> {
  try {
    await browser.action.openPopup();
  } catch {
    const url = browser.runtime.getURL(`/popup.html?tab=${tab}` as '/popup.html');
    await browser.windows.create({ type: 'popup', url, width: 440, height: 720 });
  }
}

export default defineBackground(() => {
  let loading: Promise<LoadedRules> | null = null;
  const rules = () => {
    loading ??= loadPackagedRules();
    return loading;
  };
  const engine = async () => {
    const loaded = await rules();
    return loaded.ok ? loaded.engine : null;
  };

  const routes: Routes = {
    'page-read': {
      from: 'page',
      body: z.object({ reading: readingSchema, suspectedBefore: z.int().min(0).max(100_000) }),
      async handle({ reading, suspectedBefore }, { tab }) {
        const { shown } = await judge(await engine(), reading.listings, await currentViewer());
        const count = suspectedBefore + shown.length;
        if (tab !== null) {
          await browser.action.setBadgeText({ tabId: tab, text: count === 0 ? '' : String(count) });
        }
        return shown;
      },
    },
    'mark-styles': { from: 'page', body: z.null(), handle: () => `${tokens}${markStyles}` },
    'hide-finding': {
      from: 'page',
      body: hidden,
      async handle(finding) {
        await hideFinding({ ...finding, at: Date.now() });
        return null;
      },
    },
    'unhide-finding': {
      from: 'page',
      body: hidden,
      async handle({ listing, rule }) {
        await unhideFinding(listing, rule);
        return null;
      },
    },
    'open-report': {
      from: 'page',
      body: z.object({ listing: key }),
      async handle({ listing }, { tab }) {
        if (tab === null) return null;
        await setReportTarget(tab, listing);
        await openPopup(tab);
        return null;
      },
    },
    'describe-tab': {
      from: 'extension',
      body: z.object({ tab: z.int() }),
      async handle({ tab }) {
        return describeTab(tab, await engine(), await currentViewer());
      },
    },
    'unhide-listings': {
      from: 'extension',
      body: z.object({ listings: z.array(key).max(2000) }),
      async handle({ listings }) {
        await unhideListings(listings);
        return null;
      },
    },
    'flush-outbox': {
      from: 'extension',
      body: z.null(),
      handle() {
        // Not awaited: the popup has its answer at once, and hears of each change of state.
        void runOutbox();
        return null;
      },
    },
    'list-families': {
      from: 'extension',
      body: z.null(),
      async handle() {
        const loaded = await engine();
        const { language } = await currentViewer();
        return (loaded?.families() ?? []).map((family) => ({
          family: family.id,
          label: family.labels[language] ?? family.labels.en ?? family.id,
          sensitive: family.sensitive,
          dsaCategory: family.dsaCategory,
          dsaKeyword: family.dsaKeyword,
        }));
      },
    },
    'describe-rules': {
      from: 'extension',
      body: z.null(),
      async handle() {
        const loaded = await rules();
        if (!loaded.ok) return loaded;
        return { ok: true, ...loaded.engine.pack, families: loaded.engine.families().length };
      },
    },
  };

  listen(routes, (url) => adapterFor(url) !== null);
  scheduleOutbox();
  void browser.action.setBadgeBackgroundColor({ color: '#9a2c12' });
});
