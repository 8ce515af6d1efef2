/** What tests of sweeps do again and again: the panel beside a shop's tab, a campaign, a walk, the figures of the results page. */
import { fill, press, until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import type { BrowserSession, DrivenPage } from '../../tools/browser/session.ts';
import type { Stack } from '../../tools/demo/stack.ts';
import { countItems } from './evidence-steps.ts';

const status = () => document.querySelector('[data-status]')?.getAttribute('data-status') ?? '';

export class SweepStage {
  readonly #stack: Stack;
  readonly shop: DrivenPage;
  readonly panel: DrivenPage;

  private constructor(stack: Stack, shop: DrivenPage, panel: DrivenPage) {
    this.#stack = stack;
    this.shop = shop;
    this.panel = panel;
  }

  static async open(stack: Stack): Promise<SweepStage> {
    const shop = await stack.session.newPage();
    await shop.goto('https://fr.aliexpress.com/');
    const panel = await stack.session.openExtensionPage(`sidepanel.html?tab=${await stack.session.tabId(shop)}`);
    await panel.setViewport({ width: 320, height: 720 });
    return new SweepStage(stack, shop, panel);
  }

  #text(key: string, ...values: (string | number)[]): string {
    return values.reduce<string>(
      (text, value, at) => text.replace(`$${at + 1}`, String(value)),
      this.#stack.texts.get(key),
    );
  }

  press(key: string, ...values: (string | number)[]): Promise<void> {
    return press(this.panel, 'button', this.#text(key, ...values));
  }

  /** By hand, with the form's own country; `without` are names of marketplaces. */
  async make(campaign: {
    name: string;
    queries: readonly string[];
    pages?: number;
    without?: string[];
  }): Promise<void> {
    const { name, queries, pages, without = [] } = campaign;
    const { panel } = this;
    await this.press('sweep.form.heading');
    await fill(panel, this.#text('sweep.form.name'), name);
    await fill(panel, this.#text('sweep.form.queries'), queries.map((words) => `fr: ${words}`).join('\n'));
    for (const marketplace of without) await press(panel, 'checkbox', marketplace);
    if (pages !== undefined) await fill(panel, this.#text('sweep.form.pages'), String(pages));
    await this.press('sweep.form.save');
    await waitForText(panel, this.#text('sweep.walk.next'));
  }

  async status(wanted: string, patience = 40_000): Promise<void> {
    await until(`the state “${wanted}”`, async () => (await this.panel.evaluate(status)) === wanted, {
      patience,
      instead: () => visibleText(this.panel),
    });
  }

  /**
   * Presses "next" from page to page, as soon as the cards of each are stored, until `upTo` are done and `left` are not.
   * @param cards how many the page at that place of the plan lists, from 0
   */
  async walk(sweep: number, from: number, upTo: number, left: number, cards: (at: number) => number): Promise<void> {
    const total = upTo + left;
    for (let done = from + 1; done <= upTo; done++) {
      await this.panel.activate();
      await this.press('sweep.walk.next');
      // Beside a side panel the shop is in view; a tab that is hidden does not scroll.
      await this.shop.activate();
      await this.reads(sweep, done, total - done, cards(done - 1));
    }
    await this.panel.activate();
  }

  /** Waits until so many pages of that sweep are done, and the last of them with all its cards. */
  async reads(sweep: number, done: number, left: number, cards: number | null): Promise<void> {
    const progress = this.#text('sweep.walk.progress', sweep, done, left);
    const count = () => Number(/\d+/.exec(document.querySelector('[data-status] > p')?.textContent ?? '')?.[0] ?? -1);
    await until(
      `${progress} (${cards} cards)`,
      async () =>
        (await visibleText(this.panel)).includes(progress) &&
        (cards === null || (await this.panel.evaluate(count)) === cards),
      { patience: 60_000, instead: () => visibleText(this.panel) },
    );
  }

  /** "next" once more, when nothing is left. */
  async end(): Promise<void> {
    await this.press('sweep.walk.next');
    await this.status('done');
  }

  /** Waits until the queue shows that many cards. */
  async shows(count: number): Promise<void> {
    const words = this.#text('sweep.counts', count).split(' · ')[0] ?? '?';
    await until(words, async () => (await visibleText(this.panel)).includes(words), {
      instead: () => visibleText(this.panel),
    });
  }

  /** Waits until everything decided is stored, which the panel says by no longer saying otherwise. */
  async kept(): Promise<void> {
    const words = this.#text('sweep.keeping', '').trim();
    await until(`no “${words}”`, async () => !(await visibleText(this.panel)).includes(words), {
      instead: () => visibleText(this.panel),
    });
  }

  async filter(value: string): Promise<void> {
    await this.panel.evaluate((chosen) => {
      const select = document.querySelector('select');
      if (select === null) return;
      select.value = chosen;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, value);
  }

  async focusList(): Promise<void> {
    await this.panel.evaluate(() => document.querySelector<HTMLElement>('.virtual-list')?.focus());
  }

  /**
   * By its key, until one more item is sealed. A capture that failed is told in the log and tried once more, as a person
   * would: on a loaded machine a page can be too late for the browser.
   */
  async capture(): Promise<void> {
    const before = await this.panel.evaluate(countItems, 'sealed');
    const isSealed = async () => (await this.panel.evaluate(countItems, 'sealed')) > before;
    const whatWasThere = { patience: 60_000, instead: () => visibleText(this.panel) };
    await this.#pressCapture();
    try {
      await until('a sealed item', isSealed, whatWasThere);
    } catch (error) {
      console.warn('The first capture:', error);
      await this.panel.activate();
      await this.#pressCapture();
      await until('a sealed item at the second try', isSealed, whatWasThere);
    }
  }

  /** Pressed again where nothing answers: a list that is drawn anew in between has lost the focus. */
  async #pressCapture(): Promise<void> {
    const answers = (opening: string, progress: string) =>
      document.body.innerText.includes(opening) ||
      [...document.querySelectorAll('section')].some((one) => one.getAttribute('aria-label') === progress);
    const [opening, progress] = [this.#text('sweep.walk.opening'), this.#text('capture.page')];
    await until(
      'an answer to the key that captures',
      async () => {
        await this.focusList();
        await this.panel.type('c');
        const answer = () => this.panel.evaluate(answers, opening, progress);
        return until('the answer', answer, { patience: 5_000 }).catch(() => false);
      },
      { patience: 40_000, instead: () => visibleText(this.panel) },
    );
  }

  async close(): Promise<void> {
    await this.panel.close();
    await this.shop.close();
  }
}

/** A stage for the length of `work`; what it does to the network and the shops does not outlive it. */
export async function onStage(stack: Stack, work: (stage: SweepStage) => Promise<void>): Promise<void> {
  const stage = await SweepStage.open(stack);
  try {
    await work(stage);
  } finally {
    await stack.session.setOffline(false);
    stack.standin.play(null);
    await stage.close();
  }
}

export type Figures = Record<string, { name: string; figures: number[]; text: string }>;

/** The tables of the results page of the campaign made last, in their order, each by the keys of its rows; half of them are about what was reported. */
export async function openResults(
  session: BrowserSession,
  panel: DrivenPage,
  count = 6,
): Promise<[DrivenPage, Figures[]]> {
  const campaign = await panel.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open('vigie');
        opening.onsuccess = () => {
          const asked = opening.result.transaction('campaigns').objectStore('campaigns').getAll();
          asked.onsuccess = () => {
            opening.result.close();
            const [newest] = (asked.result as { id: string; addedAt: number }[]).sort((a, b) => b.addedAt - a.addedAt);
            resolve(newest?.id ?? '');
          };
        };
      }),
  );
  const page = await session.openExtensionPage(`results.html?campaign=${campaign}`);
  await page.setViewport({ width: 1100, height: 900 });
  const tables = await until('the figures', async () => {
    const found = await page.evaluate(() =>
      [...document.querySelectorAll('table')].map((table) =>
        [...table.querySelectorAll<HTMLElement>('tr[data-key]')].map((row) => ({
          key: row.dataset.key ?? '',
          name: row.querySelector('th')?.textContent ?? '',
          figures: [...row.querySelectorAll('.figure')].map((figure) => Number(figure.textContent)),
          text: row.textContent ?? '',
        })),
      ),
    );
    return found.length === count ? found : null;
  });
  return [page, tables.map((rows) => Object.fromEntries(rows.map(({ key, ...row }) => [key, row])))];
}
