import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import tokens from '../assets/styles/tokens.css?inline';
import { startContextMenu } from '../components/context-menu.ts';
import { welcomeAfterInstall } from '../components/first-run.ts';
import { interfaceLanguage } from '../components/interface-language.ts';
import markStyles from '../components/marks/mark.css?inline';
import { notifyDecision, openHistoryFromNotifications } from '../components/status-notification.ts';
import { authorityProfileSchema } from '../lib/authority/profile.ts';
import { startEvidence } from '../lib/evidence/background.ts';
import { judgeTab } from '../lib/evidence/capture/judge-tab.ts';
import { noteEvidenceSent } from '../lib/evidence/note-sent.ts';
import { readEvidence } from '../lib/evidence/read-evidence.ts';
import { endpointUrl, sha256Hex } from '../lib/formats/fields.ts';
import { z } from '../lib/formats/validation.ts';
import { readingSchema } from '../lib/listing/schema.ts';
import { adapterFor } from '../lib/marketplaces/registry.ts';
import { bringReader } from '../lib/messages/bring-reader.ts';
import { listen, type Routes } from '../lib/messages/message-router.ts';
import { reportRoutes, reportsOnPage } from '../lib/reports/report-routes.ts';
import { scheduleReportWork } from '../lib/reports/work-schedule.ts';
import { languageOf, type Viewer } from '../lib/rules/suspicions.ts';
import { openDatabase } from '../lib/storage/database.ts';
import { hideFinding, unhideFinding, unhideListings } from '../lib/storage/hidden-findings.ts';
import { setReportTarget } from '../lib/storage/report-target.ts';
import { ruleChoices } from '../lib/storage/rule-choices.ts';
import { settings } from '../lib/storage/settings.ts';
import { noteMeetings } from '../lib/sweeps/background/look-again.ts';
import { sweepRoutes } from '../lib/sweeps/background/sweep-routes.ts';
import { followPublisher, importRules, offersOf, openRulesFile } from '../lib/sync/add-authority.ts';
import { MAX_BUNDLE_BYTES } from '../lib/sync/bundle.ts';
import { describePublishers } from '../lib/sync/describe-publishers.ts';
import { readPackagedRules } from '../lib/sync/packaged-rules.ts';
import { runRuleChecks, scheduleRuleChecks } from '../lib/sync/rule-checks.ts';
import { keepingLastRead, loadRulesInUse, type RulesInUse } from '../lib/sync/rules-in-use.ts';
import { describeTab, judge } from '../lib/tabs/tab-description.ts';

const key = z.templateLiteral([z.string().max(32), ':', z.string().max(64)]);
const hidden = z.object({ listing: key, rule: z.string().max(128) });

async function currentViewer(): Promise<Viewer> {
  const { role } = await settings.getValue();
  return { language: languageOf(interfaceLanguage()), seesWeak: role !== 'consumer' };
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
  let loading: Promise<RulesInUse> | null = null;
  const load = keepingLastRead(async () =>
    loadRulesInUse({ openDatabase, readPackaged: readPackagedRules, choices: await ruleChoices.getValue() }),
  );
  const rules = () => {
    loading ??= load().then((loaded) => {
      // Tried again for the next page.
      if (loaded.unread) reload();
      return loaded;
    });
    return loading;
  };
  const matcher = async () => (await rules()).matcher;
  /** The next page is matched by what is stored then. */
  const reload = () => {
    loading = null;
  };

  const judgeNow = async () => ({ matcher: await matcher(), viewer: await currentViewer() });
  const work = scheduleReportWork({
    evidence: { open: readEvidence, sent: noteEvidenceSent },
    decided: (report) => void notifyDecision(report),
  });

  const routes: Routes = {
    ...reportRoutes(judgeNow, work),
    ...sweepRoutes(judgeNow),
    ...startEvidence(async (tab) => judgeTab(tab, await matcher(), await currentViewer())),
    'read-this': {
      from: 'page',
      body: z.null(),
      async handle(_body, { tab, frame, url }) {
        if (tab !== null && url !== null) await bringReader(tab, frame, url);
        return null;
      },
    },
    'page-read': {
      from: 'page',
      body: z.object({ reading: readingSchema, suspectedBefore: z.int().min(0).max(100_000) }),
      async handle({ reading, suspectedBefore }, { tab }) {
        const { shown } = await judge(await matcher(), reading.listings, await currentViewer());
        const count = suspectedBefore + shown.length;
        if (tab !== null) {
          await browser.action.setBadgeText({ tabId: tab, text: count === 0 ? '' : String(count) });
        }
        void noteMeetings(reading).catch(() => undefined);
        // The marks do not depend on a database that a full disk may keep shut.
        return { suspicions: shown, ticked: await reportsOnPage(reading, judgeNow).catch(() => null) };
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
        return describeTab(tab, await matcher(), await currentViewer());
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
    'list-families': {
      from: 'extension',
      body: z.null(),
      async handle() {
        const { language } = await currentViewer();
        return (await matcher()).families().map((family) => ({
          family: family.id,
          label: family.labels[language] ?? family.labels.en ?? family.id,
          sensitive: family.sensitive,
          dsaCategory: family.dsaCategory,
          dsaKeyword: family.dsaKeyword,
          authorities: family.authorities,
        }));
      },
    },
    'describe-publishers': {
      from: 'extension',
      body: z.null(),
      async handle() {
        return describePublishers(await rules(), await ruleChoices.getValue(), Date.now());
      },
    },
    'check-rules': {
      from: 'extension',
      body: z.object({ publisher: z.string().max(64).nullable() }),
      async handle({ publisher }) {
        await runRuleChecks(publisher ?? 'all');
        reload();
        return null;
      },
    },
    'offers-of': {
      from: 'extension',
      body: z.object({ profile: authorityProfileSchema }),
      handle: ({ profile }) => offersOf(profile),
    },
    'follow-publisher': {
      from: 'extension',
      body: z.object({ address: endpointUrl, fingerprint: sha256Hex, profile: authorityProfileSchema }),
      handle: ({ address, fingerprint, profile }) => followPublisher(address, fingerprint, profile),
    },
    'open-rules-file': {
      from: 'extension',
      body: z.object({ text: z.string().max(MAX_BUNDLE_BYTES) }),
      handle: ({ text }) => openRulesFile(text),
    },
    'import-rules': {
      from: 'extension',
      body: z.object({ text: z.string().max(MAX_BUNDLE_BYTES), fingerprint: sha256Hex.nullable() }),
      async handle({ text, fingerprint }) {
        const fault = await importRules(text, fingerprint);
        reload();
        return fault;
      },
    },
    'reload-rules': {
      from: 'extension',
      body: z.null(),
      handle() {
        reload();
        return null;
      },
    },
  };

  listen(routes, (url) => adapterFor(url) !== null);
  scheduleRuleChecks(reload);
  startContextMenu(judgeNow);
  openHistoryFromNotifications();
  welcomeAfterInstall();
  void browser.action.setBadgeBackgroundColor({ color: '#9a2c12' });
});
