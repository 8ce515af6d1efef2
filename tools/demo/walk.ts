/** `vigie demo --headless`: the whole job without hands, step by step. Each step says in one line what it saw, or the walk ends there. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { press, until, visibleText, waitForText } from '../browser/locate.ts';
import { MarketplacePage, openPopupFor } from '../browser/pages.ts';
import type { DrivenPage } from '../browser/session.ts';
import type { Tongue } from '../standin/catalogue.ts';
import { expectedMarks, type ShopVisit, visits } from './shops.ts';
import type { Stack } from './stack.ts';
import { demoSweep } from './sweep.ts';

/** Cards of a grid before it is scrolled. */
const FIRST_CARDS = 60;

const StoredReport = z.looseObject({
  family: z.string(),
  explanation: z.string(),
  listings: z.array(z.looseObject({ ref: z.looseObject({ marketplace: z.string(), id: z.string() }) })).min(1),
});

export class Walk {
  readonly #stack: Stack;
  readonly #folder: string;
  readonly #say: (line: string) => void;
  #pictures = 0;

  constructor(stack: Stack, folder: string, say: (line: string) => void) {
    this.#stack = stack;
    this.#folder = folder;
    this.#say = say;
  }

  /** From a product page to the authority’s receipt. */
  async product({ shop, name, tongue, product }: ShopVisit): Promise<void> {
    const { session, texts, intake } = this.#stack;
    const page = await session.newPage();
    await page.goto(product.url);
    const marketplace = new MarketplacePage(page, texts);
    const marks = await marketplace.waitForMarks(1);
    this.#say(`${name}, product page: marked “${marks[0]?.words}”`);
    await this.#picture(page, `${shop}-product`);

    await marketplace.openPanel(0);
    await this.#picture(page, `${shop}-mark`);
    await marketplace.pressInPanel(0, 'mark.close');

    const popup = await openPopupFor(session, page, texts);
    await popup.waitForWords(product.title);
    await popup.waitFor('popup.report');
    this.#say(`${name}, popup: shows the finding on “${product.title}”`);
    await this.#picture(popup.page, `${shop}-popup`, true);

    await popup.startReport();
    await popup.fillForm({
      explanation: `${tongue === 'fr' ? 'Proposé à la vente sur' : 'Offered for sale on'} ${name}: ${product.title}.`,
    });
    await this.#picture(popup.page, `${shop}-form`, true);
    await popup.previewedReport();
    await this.#picture(popup.page, `${shop}-preview`, true);
    await popup.send();
    const receipt = await popup.receipt();
    await this.#picture(popup.page, `${shop}-receipt`, true);

    const received = intake.received().find(({ reference }) => reference === receipt.reference);
    if (received === undefined) throw new Error(`the intake has no report ${receipt.reference}`);
    if (received.sha256 !== receipt.sha256)
      throw new Error('the receipt’s fingerprint is not that of the stored report');
    const report = StoredReport.parse(received.report);
    if (report.listings[0]?.ref.id !== product.offer.id) throw new Error('the stored report is about another listing');
    writeFileSync(join(this.#folder, `report-${shop}.json`), `${JSON.stringify(received, null, 2)}\n`);
    this.#say(`${name}, report: received as ${receipt.reference}, family ${report.family}`);

    await popup.openHistory();
    await popup.waitForWords(receipt.reference);
    this.#say(`${name}, history: lists ${receipt.reference}`);
    await intake.decide(receipt.reference, {
      state: 'action-taken',
      decision: tongue === 'fr' ? 'L’annonce a été retirée. Merci.' : 'The listing was taken down. Thank you.',
    });
    await popup.pressButton('history.check');
    await popup.waitFor('status.actionTaken');
    await this.#picture(popup.page, `${shop}-history`, true);
    this.#say(`${name}, history: shows the authority’s decision`);
    await popup.page.close();
    await page.close();
  }

  /** A grid of results: what must be marked is, and nothing else. */
  async grid({ shop, name, tongue, grid }: ShopVisit): Promise<void> {
    const { session, texts } = this.#stack;
    const page = await session.newPage();
    await page.goto(grid.url);
    const marketplace = new MarketplacePage(page, texts);
    const { marked, unmarked } = expectedMarks(shop, tongue, FIRST_CARDS);
    await marketplace.waitForMarks(marked.length);
    const marks = await marketplace.settledMarks();
    const missing = marked.filter((title) => !marks.some(({ beside }) => beside.includes(title)));
    const wrong = unmarked.filter((title) => marks.some(({ beside }) => beside.includes(title)));
    if (missing.length > 0) throw new Error(`not marked in the grid: ${missing.join('; ')}`);
    if (wrong.length > 0) throw new Error(`marked in the grid without reason: ${wrong.join('; ')}`);
    await this.#picture(page, `${shop}-grid`);
    const badge = await session.badgeText(page);
    if (badge !== String(marks.length))
      throw new Error(`the toolbar says “${badge}”, the page has ${marks.length} marks`);
    this.#say(`${name}, results: ${marks.length} of ${FIRST_CARDS} cards marked, toolbar says ${badge}`);

    const popup = await openPopupFor(session, page, texts);
    await popup.waitForWords(marked[0] ?? '');
    await this.#picture(popup.page, `${shop}-grid-popup`, true);
    this.#say(`${name}, popup on the results: lists the marked cards`);
    await popup.page.close();
    await page.close();
  }

  /** The panel takes in what a colleague did, and the results page counts it. */
  async sweep(tongue: Tongue): Promise<void> {
    const { session, texts } = this.#stack;
    const { campaign, file, cards, marked } = demoSweep(tongue, Date.now());
    const panel = await session.openExtensionPage('sidepanel.html');
    await panel.setViewport({ width: 420, height: 860 });
    await waitForText(panel, texts.get('sweep.import'));
    await panel.evaluate((text) => {
      const input = document.querySelector<HTMLInputElement>('input[type=file]');
      if (input === null) return;
      const chosen = new DataTransfer();
      chosen.items.add(new File([text], 'sweep.json', { type: 'application/json' }));
      input.files = chosen.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }, file);
    await press(panel, 'button', texts.get('sweep.openCampaign').replace('$1', campaign.name), 30_000);
    await press(panel, 'button', texts.get('sweep.tabs.queue'));
    await until('the queue', () => panel.evaluate(() => document.querySelector('.virtual-list .row') !== null));
    await panel.type('xjxjj');
    await this.#picture(panel, 'sweep-panel');
    this.#say(`sweep, panel: the queue of “${campaign.name}” is open`);
    await panel.close();

    const results = await session.openExtensionPage(`results.html?campaign=${campaign.id}`);
    await results.setViewport({ width: 1100, height: 900 });
    const sums = await until(
      'the figures',
      async () => {
        const figures = await results.evaluate(() =>
          [...document.querySelectorAll('tr[data-key="all"] .figure')]
            .slice(0, 2)
            .map((one) => Number(one.textContent)),
        );
        return figures.length === 2 ? figures : null;
      },
      { instead: () => visibleText(results) },
    );
    if (sums[0] !== cards || sums[1] !== marked)
      throw new Error(`the results page counts ${sums.join(' and ')}, not ${cards} and ${marked}`);
    await this.#picture(results, 'sweep-results', true);
    this.#say(`sweep, results: ${cards} cards, ${marked} of them marked, with what became of the reported ones`);
    await results.close();
  }

  async #picture(page: DrivenPage, name: string, whole = false): Promise<void> {
    this.#pictures += 1;
    const number = String(this.#pictures).padStart(2, '0');
    writeFileSync(join(this.#folder, `${number}-${name}.png`), await page.screenshot({ whole }));
  }
}

/** Writes pictures and the stored reports into `folder`, which is emptied first. Rejects at the first step that did not happen. */
export async function walkEverything(
  stack: Stack,
  tongue: Tongue,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const walk = new Walk(stack, folder, say);
  for (const visit of visits(tongue)) {
    await walk.product(visit);
    await walk.grid(visit);
  }
  await walk.sweep(tongue);
}
