/**
 * The states that the pages of Vigie can be in, and how a person gets there: listed once, looked at by the accessibility
 * test, by the screenshots (screenshots.ts) and by the comparison with pictures of before (appearance-chromium.test.ts).
 */
import { press, until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { chooseRole, openPopupFor, PopupPage } from '../../tools/browser/pages.ts';
import { type DrivenPage, EXTENSION_PAGE_VIEWPORT } from '../../tools/browser/session.ts';
import type { Stack } from '../../tools/demo/stack.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { ALIEXPRESS_SPECIAL } from '../../tools/standin/special.ts';
import { SWEEP_QUERIES, SweepMarket } from '../../tools/standin/sweep-market.ts';
import { packOf, rulesFor } from '../fixtures/sync/forge.ts';
import { capture, goTo, inLibrary, keptItems, openItem } from './evidence-steps.ts';
import { RuleHost } from './rule-host.ts';
import { lookUpAuthority } from './rule-steps.ts';
import { openResults, SweepStage } from './sweep-steps.ts';
import { inTab } from './tabs.ts';

interface Size {
  width: number;
  height: number;
}

export interface Looks {
  /** At a page of the extension, which is `size` large. */
  page(page: DrivenPage, state: string, size: Size): Promise<void>;
  /** At a page of a marketplace with marks. */
  marks(page: DrivenPage, state: string): Promise<void>;
}

export interface Scene {
  name: string;
  show(stack: Stack, look: Looks): Promise<void>;
}

const WIDE = { width: 1200, height: 900 };
const PANEL = { width: 360, height: 800 };
const GRID = 'https://fr.aliexpress.com/w/wholesale-couteau-de-poche.html';
const aliexpress = (id: string) => `https://fr.aliexpress.com/item/${id}.html`;
const suspect = () => aliexpress(offerOfGood('aliexpress', 'gps-jammer').id);
const honest = () => `https://fr.shein.com/mug-p-${offerOfGood('shein', 'mug').id}.html`;

/** The popup of a page, open for the length of `work`. */
async function inPopup(
  stack: Stack,
  url: string,
  work: (popup: PopupPage, page: DrivenPage) => Promise<void>,
): Promise<void> {
  await inTab(stack, url, async (_marketplace, page) => {
    const popup = await openPopupFor(stack.session, page, stack.texts);
    await popup.loaded();
    try {
      await work(popup, page);
    } finally {
      await popup.page.close();
    }
  });
}

async function onPage(
  stack: Stack,
  path: string,
  work: (page: PopupPage) => Promise<void>,
  size = WIDE,
): Promise<void> {
  const page = await stack.session.openExtensionPage(path);
  await page.setViewport(size);
  try {
    await work(new PopupPage(page, stack.texts));
  } finally {
    await page.close();
  }
}

/** Looks in a row, as `until` takes them, at which a page was the same. */
const SAME_LOOKS = 8;

/** What a page shows first is not all that it shows: parts of it load later. */
async function rests(page: DrivenPage): Promise<void> {
  let before = '';
  let same = 0;
  await until('a page at rest', async () => {
    const now = await page.evaluate(() => `${document.body.textContent?.length} ${document.body.scrollHeight}`);
    same = now === before ? same + 1 : 0;
    before = now;
    return same >= SAME_LOOKS;
  });
}

const STATES: readonly Scene[] = [
  {
    name: 'the welcome page',
    async show(stack, look) {
      await onPage(stack, 'welcome.html', async (welcome) => {
        await welcome.waitFor('welcome.authorityNote');
        await look.page(welcome.page, 'welcome', WIDE);
      });
    },
  },
  {
    name: 'a sweep before there is one',
    async show(stack, look) {
      await inTab(stack, GRID, async (_marketplace, page) => {
        const tab = await stack.session.tabId(page);
        await onPage(
          stack,
          `sidepanel.html?tab=${tab}`,
          async (panel) => {
            await panel.waitFor('sweep.form.heading');
            await look.page(panel.page, 'side panel, no campaign', PANEL);
            await panel.pressButton('sweep.form.heading');
            await panel.waitFor('sweep.form.queries');
            await look.page(panel.page, 'side panel, campaign being made', PANEL);
          },
          PANEL,
        );
      });
    },
  },
  {
    name: 'a sweep: walk, queue, bulk report, coverage, re-check, results',
    async show(stack, look) {
      const { standin, texts } = stack;
      const market = new SweepMarket();
      standin.play(market);
      const stage = await SweepStage.open(stack);
      try {
        const { panel } = stage;
        await stage.make({
          name: 'Couteaux',
          queries: SWEEP_QUERIES.slice(0, 1),
          pages: 2,
          without: ['Joom', 'Shein'],
        });
        await look.page(panel, 'side panel, walk to begin', PANEL);
        const cards = (at: number) => market.page('aliexpress', 0, at + 1).length;
        await stage.walk(1, 0, 1, 1, cards);
        await look.page(panel, 'side panel, walk', PANEL);
        await stage.press('sweep.tabs.queue');
        await stage.focusList();
        await panel.type('s');
        await stage.kept();
        await look.page(panel, 'side panel, queue', PANEL);
        await stage.filter('suspicious');
        await stage.shows(1);
        await stage.focusList();
        await panel.type('x');
        await stage.press('sweep.reportTicked', 1);
        await waitForText(panel, texts.get('sweep.bulk.send.one', '1'));
        await look.page(panel, 'side panel, bulk report', PANEL);
        await stage.press('form.back');
        for (const [tab, shows] of [
          ['coverage', 'sweep.coverage.sum'],
          ['recheck', 'sweep.recheck.none'],
        ] as const) {
          await stage.press(`sweep.tabs.${tab}`);
          await waitForText(panel, texts.get(shows));
          await look.page(panel, `side panel, ${tab}`, PANEL);
        }
        const [results] = await openResults(stack.session, panel, 3);
        await results.evaluate(() => document.querySelectorAll<HTMLElement>('tr[data-key="all"] .figure')[1]?.click());
        await until('the listings', () => results.evaluate(() => document.querySelector('.listings li') !== null));
        await look.page(results, 'results', WIDE);
        await results.close();
      } finally {
        await stage.close();
        standin.play(null);
      }
    },
  },
  {
    name: 'the reports page before anything was reported',
    async show(stack, look) {
      for (const [view, key] of [
        ['history', 'history.empty'],
        ['cart', 'cart.empty'],
        ['address', 'address.label'],
      ] as const) {
        await onPage(stack, `reports.html#${view}`, async (reports) => {
          await reports.waitFor(key);
          await look.page(reports.page, `reports, ${view}`, WIDE);
        });
      }
    },
  },
  {
    name: 'the popup: nothing found, blocked, not ready, unreadable, not a marketplace, no reports',
    async show(stack, look) {
      await inPopup(stack, honest(), async (popup) => {
        await popup.waitFor('popup.nothing');
        await look.page(popup.page, 'popup, nothing found', EXTENSION_PAGE_VIEWPORT);
        await popup.openHistory();
        await popup.waitFor('history.empty');
        await look.page(popup.page, 'popup, empty history', EXTENSION_PAGE_VIEWPORT);
      });
      await inPopup(stack, aliexpress(ALIEXPRESS_SPECIAL.blocked), async (popup) => {
        await popup.waitFor('verdict.blocked');
        await look.page(popup.page, 'popup, blocked page', EXTENSION_PAGE_VIEWPORT);
      });
      await inPopup(stack, aliexpress(ALIEXPRESS_SPECIAL.shell), async (popup) => {
        await popup.waitFor('verdict.notReady');
        await look.page(popup.page, 'popup, nothing shown yet', EXTENSION_PAGE_VIEWPORT);
      });
      await inPopup(stack, aliexpress(ALIEXPRESS_SPECIAL.unreadable), async (popup) => {
        await popup.waitFor('verdict.unreadable');
        await look.page(popup.page, 'popup, unreadable page', EXTENSION_PAGE_VIEWPORT);
      });
      await inPopup(stack, `${stack.intake.url}/health`, async (popup) => {
        await popup.waitFor('popup.elsewhere');
        await look.page(popup.page, 'popup, elsewhere', EXTENSION_PAGE_VIEWPORT);
      });
    },
  },
  {
    name: 'a report by a consumer: findings, form, faults, preview, receipt, history',
    async show(stack, look) {
      await inPopup(stack, suspect(), async (popup) => {
        await popup.waitFor('popup.report');
        await look.page(popup.page, 'popup, findings', EXTENSION_PAGE_VIEWPORT);
        await popup.startReport();
        await look.page(popup.page, 'report form', EXTENSION_PAGE_VIEWPORT);
        await popup.fillForm({ explanation: 'Brouilleur.', goodFaith: false });
        await popup.send();
        await popup.waitFor('form.faultGoodFaith');
        await look.page(popup.page, 'report form with faults', EXTENSION_PAGE_VIEWPORT);
        await press(popup.page, 'checkbox', stack.texts.get('form.goodFaith'));
        await popup.previewedReport();
        await look.page(popup.page, 'preview', EXTENSION_PAGE_VIEWPORT);
        await popup.send();
        await popup.receipt();
        await look.page(popup.page, 'receipt', EXTENSION_PAGE_VIEWPORT);
        await popup.openHistory();
        await popup.waitForWords('Brouilleur GPS');
        await look.page(popup.page, 'popup, history', EXTENSION_PAGE_VIEWPORT);
      });
    },
  },
  {
    name: 'the form of an inspector',
    async show(stack, look) {
      await chooseRole(stack.session, stack.texts, 'options.inspector');
      try {
        await inPopup(stack, suspect(), async (popup) => {
          await popup.startReport();
          await popup.waitFor('inspector.heading');
          await look.page(popup.page, 'report form of an inspector', EXTENSION_PAGE_VIEWPORT);
        });
      } finally {
        await chooseRole(stack.session, stack.texts, 'options.consumer');
      }
    },
  },
  {
    name: 'the child-protection path',
    async show(stack, look) {
      await inPopup(stack, honest(), async (popup) => {
        await popup.pressButton('popup.reportSensitive');
        await popup.waitFor('childProtection.intro');
        await look.page(popup.page, 'child-protection form', EXTENSION_PAGE_VIEWPORT);
      });
    },
  },
  {
    name: 'the cart with a listing',
    async show(stack, look) {
      await inPopup(stack, suspect(), async (popup) => {
        await popup.pressButton('cart.add');
        await popup.waitFor('cart.in');
        await look.page(popup.page, 'popup, in the cart', EXTENSION_PAGE_VIEWPORT);
        await onPage(stack, 'reports.html#cart', async (cart) => {
          await cart.waitFor('cart.remove.one');
          await look.page(cart.page, 'cart', WIDE);
          await cart.pressButton('cart.remove.one');
          await cart.waitFor('cart.empty');
        });
      });
    },
  },
  {
    name: 'the settings',
    async show(stack, look) {
      await onPage(stack, 'options.html', async (options) => {
        await until('the sections', () =>
          options.page.evaluate(() => document.querySelectorAll('section h2').length > 3),
        );
        await options.page.evaluate(() => {
          for (const one of document.querySelectorAll('details')) one.open = true;
        });
        await look.page(options.page, 'settings', WIDE);
      });
    },
  },
  {
    name: 'rules of an authority: on offer, past their date in the settings and the popup, removed',
    async show(stack, look) {
      const { session, texts } = stack;
      const owned = new Owned();
      try {
        const host = await RuleHost.start(owned, 'old.authority.test');
        const pack = await packOf(rulesFor('gourde'));
        await host.publish([pack], 1);
        await session.allowAccess('http://127.0.0.1/*');
        await onPage(stack, 'options.html', async ({ page }) => {
          await lookUpAuthority(stack, page, host.origin);
          await look.page(page, 'settings, rules on offer', WIDE);
          // Made twelve days ago, good for a few more seconds.
          await host.publish([pack], 1, { age: 12, lasts: 12 + 12 / 86_400 });
          await press(page, 'button', texts.get('options.rulesAccept'));
          await waitForText(page, texts.get('publishers.publication', '1'));
          await until(
            'rules past their date',
            async () => {
              await page.reload();
              return waitForText(page, texts.start('publishers.old'), 1_500).then(() => true);
            },
            { patience: 30_000 },
          );
          await look.page(page, 'settings, old rules', WIDE);
          await inPopup(stack, honest(), async (popup) => {
            const note = /Test rules authority|Autorité de règles d’essai/;
            await until('the note', async () => note.test(await visibleText(popup.page)));
            await look.page(popup.page, 'popup, old rules', EXTENSION_PAGE_VIEWPORT);
          });
          await press(page, 'button', texts.get('publishers.remove'));
          await waitForText(page, texts.get('mark.undo'));
          await look.page(page, 'settings, a publisher removed', WIDE);
        });
      } finally {
        await owned.close();
      }
    },
  },
  {
    name: 'the evidence: empty, verification, an item, its copy being made, two compared, one deleted',
    async show(stack, look) {
      const { texts } = stack;
      await inLibrary(stack, async (library) => {
        await waitForText(library, texts.get('evidence.empty'));
        await look.page(library, 'evidence, empty', WIDE);
        await goTo(library, '#/verify');
        await until('the verify page', () =>
          library.evaluate(() => document.querySelector('.drop input[type=file]') !== null),
        );
        await look.page(library, 'evidence, verification', WIDE);
      });
      await inTab(stack, suspect(), async (marketplace, page) => {
        await marketplace.waitForMarks(1);
        await capture(stack, page, 'capture.visible');
        await capture(stack, page, 'capture.visible');
      });
      const [before, after] = (await keptItems(stack)).map(({ id }) => id);
      await inLibrary(stack, async (library) => {
        await until('the items', () => library.evaluate(() => document.querySelectorAll('.item').length === 2));
        await look.page(library, 'evidence, two items', WIDE);
        await openItem(stack, library, before ?? '?');
        await look.page(library, 'evidence, item', WIDE);
        await goTo(library, `#/redact/${before}`);
        await waitForText(library, texts.get('evidence.edit.add'));
        await press(library, 'button', texts.get('evidence.edit.add'));
        await look.page(library, 'evidence, copy being made', WIDE);
        await goTo(library, `#/compare/${before}/${after}`);
        await until('two pictures', () => library.evaluate(() => document.querySelectorAll('.pair img').length === 2));
        await look.page(library, 'evidence, comparison', WIDE);
        await goTo(library, `#/item/${before}`);
        await press(library, 'button', texts.get('evidence.delete'));
        await waitForText(library, texts.get('evidence.deleted'));
        await look.page(library, 'evidence, an item deleted', WIDE);
      });
    },
  },
  {
    name: 'a report while offline',
    async show(stack, look) {
      await inPopup(stack, suspect(), async (popup) => {
        await popup.startReport();
        await popup.fillForm({ explanation: 'Brouilleur, hors ligne.' });
        await stack.session.setOffline(true);
        try {
          await popup.send();
          await popup.waitFor('outbox.queued');
          await look.page(popup.page, 'receipt, offline', EXTENSION_PAGE_VIEWPORT);
        } finally {
          await stack.session.setOffline(false);
        }
      });
    },
  },
  {
    name: 'the marks of a grid and an open panel',
    async show(stack, look) {
      await inTab(stack, GRID, async (marketplace, page) => {
        await marketplace.waitForMarks(2);
        await marketplace.settledMarks();
        await marketplace.openPanel(0);
        await look.marks(page, 'marks, open panel');
      });
    },
  },
];

export const SCENES: readonly Scene[] = STATES.map(({ name, show }) => ({
  name,
  show: (stack, look) =>
    show(stack, {
      ...look,
      async page(page, state, size) {
        await rests(page);
        await look.page(page, state, size);
      },
    }),
}));
