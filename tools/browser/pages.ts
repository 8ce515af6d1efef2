/** The places that a journey passes, as objects: a marketplace page with its marks, the popup, the settings. */
import { atRest, fill, isShown, press, tick, until, visibleText, waitForText } from './locate.ts';
import type { BrowserSession, DrivenPage, Point } from './session.ts';
import { Texts, TONGUES } from './texts.ts';

export interface SeenMark {
  /** The words on the mark. */
  words: string;
  /** What it stands at: the text of the card or title around its host element. */
  beside: string;
  /** Whether its button is inside the viewport and has a size. */
  inView: boolean;
}

/** Everything about the marks that a person could see. Runs in the page, once a mark. */
function seeMark(host: HTMLElement, root: ShadowRoot): SeenMark {
  const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const button = root.querySelector('button');
  const box = button?.getBoundingClientRect();
  const place = host.nextElementSibling?.matches('h1') ? host.nextElementSibling : host.parentElement;
  return {
    words: tidy(button?.textContent),
    beside: tidy(place?.textContent).slice(0, 400),
    inView: box !== undefined && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}

/** Where the button of that name is in one mark (or its open panel). Runs in the page, once a mark. */
function placeInMark(
  _host: HTMLElement,
  root: ShadowRoot,
  index: number,
  wanted: number,
  name: string | null,
): Point | null {
  if (index !== wanted) return null;
  const tidy = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim();
  const buttons = [...root.querySelectorAll('button')].filter((button) => button.getClientRects().length > 0);
  const button = name === null ? buttons[0] : buttons.find((one) => tidy(one.textContent) === name);
  if (button === undefined) return null;
  // An open panel is in the top layer and does not scroll with the page; scrolling would close it.
  const before = button.getBoundingClientRect();
  if (before.top < 0 || before.bottom > innerHeight) button.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = button.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function panelOf(_host: HTMLElement, root: ShadowRoot, index: number, wanted: number): string | null {
  const panel = index === wanted ? root.querySelector('[popover], [role=dialog]') : null;
  return panel !== null && panel.getClientRects().length > 0
    ? panel instanceof HTMLElement
      ? panel.innerText
      : ''
    : null;
}

export class MarketplacePage {
  readonly page: DrivenPage;
  readonly #texts: Texts;

  constructor(page: DrivenPage, texts: Texts) {
    this.page = page;
    this.#texts = texts;
  }

  marks(): Promise<SeenMark[]> {
    return this.page.inMarks(seeMark);
  }

  /** Waits until at least `count` marks say "suspected". */
  async waitForMarks(count: number): Promise<SeenMark[]> {
    // Words seen are tidied: French has a no-break space before its colon.
    const start = this.#texts.start('mark.suspected').replace(/\s+/g, ' ').trim();
    return until(
      `${count} marks that say “${start}”`,
      async () => {
        const suspected = (await this.marks()).filter(({ words }) => words.startsWith(start));
        return suspected.length >= count ? suspected : null;
      },
      { instead: async () => JSON.stringify((await this.marks()).map(({ words }) => words)) },
    );
  }

  /** Waits until the number of marks has stayed the same for `quiet` milliseconds, and gives them. */
  async settledMarks(quiet = 700): Promise<SeenMark[]> {
    let last = -1;
    let since = Date.now();
    return until('marks that settle', async () => {
      const marks = await this.marks();
      if (marks.length !== last) {
        last = marks.length;
        since = Date.now();
      }
      return Date.now() - since >= quiet ? marks : null;
    });
  }

  /** Presses a mark's own button: its panel opens or closes. */
  async pressMark(index: number): Promise<void> {
    await this.#pressIn(index, null);
  }

  /** Presses a mark and waits for its panel; gives the panel's words. */
  async openPanel(index: number): Promise<string> {
    await this.pressMark(index);
    return until('an open panel at the mark', async () =>
      (await this.page.inMarks(panelOf, index)).find((text) => text !== null),
    );
  }

  /** Presses a button in the open panel of a mark, by the key of its text. */
  async pressInPanel(index: number, key: string): Promise<void> {
    await this.#pressIn(index, this.#texts.get(key));
  }

  async #pressIn(index: number, name: string | null): Promise<void> {
    const point = await until(
      `button “${name ?? 'of the mark'}” in mark ${index}`,
      atRest(async () => (await this.page.inMarks(placeInMark, index, name)).find((found) => found !== null)),
    );
    await this.page.clickAt(point);
  }
}

/** Chooses as the keyboard would, and says so to the page. Runs in the page. */
function chooseOption(label: string, value: string): boolean {
  const select = [...document.querySelectorAll('select')].find((one) =>
    [...one.labels].some((text) => text.textContent?.trim() === label),
  );
  if (select === undefined || ![...select.options].some((option) => option.value === value)) return false;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

export interface ShownReceipt {
  reference: string;
  sha256: string;
}

export class PopupPage {
  readonly page: DrivenPage;
  readonly #texts: Texts;

  constructor(page: DrivenPage, texts: Texts) {
    this.page = page;
    this.#texts = texts;
  }

  text(): Promise<string> {
    return visibleText(this.page);
  }

  waitFor(key: string, patience?: number): Promise<void> {
    return waitForText(this.page, this.#texts.get(key), patience);
  }

  /** Waits until the page has been described; gives the popup's words. */
  async loaded(): Promise<string> {
    return until('the popup’s view of the page', async () => {
      const text = await this.text();
      return text.includes(this.#texts.get('popup.tabs.page')) && !text.includes(this.#texts.get('popup.loading'))
        ? text
        : null;
    });
  }

  /** Waits for any words, e.g. a listing's title. */
  waitForWords(words: string): Promise<void> {
    return waitForText(this.page, words);
  }

  pressButton(key: string, ...inserts: string[]): Promise<void> {
    return press(this.page, 'button', this.#texts.get(key, ...inserts));
  }

  /** Opens the form of the first suspected listing, or of the product without a finding. */
  async startReport(): Promise<void> {
    const reportThis = this.#texts.get('popup.reportThis');
    // A report of a page that has shown nothing yet holds its address alone.
    const coming = ['popup.silent', 'verdict.notReady'].map((key) => this.#texts.get(key));
    await until('a page that was read', async () => {
      const text = await this.loaded();
      return !coming.some((words) => text.includes(words));
    });
    if (await isShown(this.page, 'button', reportThis)) await press(this.page, 'button', reportThis);
    else await this.pressButton('popup.report');
    await this.waitFor('form.heading');
  }

  async fillForm({ explanation, goodFaith = true }: { explanation: string; goodFaith?: boolean }): Promise<void> {
    await fill(this.page, this.#texts.get('form.explanation'), explanation);
    if (goodFaith) await tick(this.page, this.#texts.get('form.goodFaith'));
  }

  /** Opens the preview and gives the exact JSON that it shows. */
  async previewedReport(): Promise<unknown> {
    await press(this.page, 'summary', this.#texts.get('form.preview'));
    const text = await until('the preview', () =>
      this.page.evaluate(() => document.querySelector('details[open] pre')?.textContent ?? null),
    );
    return JSON.parse(text);
  }

  async send(): Promise<void> {
    await this.pressButton('form.send');
  }

  /** Waits for the authority's receipt. */
  async receipt(patience?: number): Promise<ShownReceipt> {
    await this.waitFor('outbox.acknowledged', patience);
    const codes = await this.page.evaluate(() =>
      [...document.querySelectorAll('dd code')].map((code) => code.textContent ?? ''),
    );
    return { reference: codes[0] ?? '', sha256: codes[1] ?? '' };
  }

  async fillField(key: string, text: string): Promise<void> {
    await fill(this.page, this.#texts.get(key), text);
  }

  async toggle(key: string): Promise<void> {
    await press(this.page, 'checkbox', this.#texts.get(key));
  }

  /** Chooses an option of a select by its value. */
  async choose(key: string, value: string): Promise<void> {
    const label = this.#texts.get(key);
    await until(`the choice “${label}”`, () => this.page.evaluate(chooseOption, label, value));
  }

  async openHistory(): Promise<void> {
    await this.pressButton('popup.tabs.history');
  }
}

/** Whether the box to tick in one mark is ticked; null where there is none. Runs in the page, once a mark. */
function stateOfTick(_host: HTMLElement, root: ShadowRoot): boolean | null {
  const box = root.querySelector('[role=checkbox]');
  return box === null ? null : box.getAttribute('aria-checked') === 'true';
}

/** Of each box to tick, in document order, whether it is ticked. */
async function ticksOf(page: DrivenPage): Promise<boolean[]> {
  return (await page.inMarks(stateOfTick)).filter((ticked) => ticked !== null);
}

/** Ticks the first `count` cards of a grid, one after another, each once the one before is stored. */
export async function tickCards(page: DrivenPage, count: number): Promise<void> {
  await until(`${count} boxes to tick`, async () => (await ticksOf(page)).length >= count);
  for (let index = 0; index < count; index++) {
    const look = async () => (await page.inMarks(placeOfOneTick, index)).find((one) => one !== null);
    await page.clickAt(await until(`box ${index}`, atRest(look)));
    await until(`box ${index} ticked`, async () => (await ticksOf(page))[index] === true);
  }
}

/** The place of the box with that number, scrolled into view. Runs in the page, once a mark. */
function placeOfOneTick(host: HTMLElement, root: ShadowRoot, _index: number, wanted: number): Point | null {
  const box = root.querySelector('[role=checkbox]');
  const before = [...document.querySelectorAll('vigie-mark')];
  if (!(box instanceof HTMLElement) || before.indexOf(host) !== wanted) return null;
  box.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = box.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}

/** Points the extension at an intake through its settings page, as a person would. */
export async function chooseAuthority(session: BrowserSession, texts: Texts, address: string): Promise<void> {
  const page = await session.openExtensionPage('options.html');
  await fill(page, texts.get('options.authorityAddress'), address);
  await press(page, 'button', texts.get('options.authorityCheck'));
  await press(page, 'button', texts.get('options.authorityAccept'));
  await waitForText(page, texts.get('options.saved'));
  await page.close();
}

/** Chooses what the person uses Vigie as, by the key of the choice's text. */
export async function chooseRole(session: BrowserSession, texts: Texts, key: string): Promise<void> {
  const page = await session.openExtensionPage('options.html');
  await press(page, 'radio', texts.get(key));
  await waitForText(page, texts.get('options.saved'));
  await page.close();
}

export async function openPopupFor(session: BrowserSession, page: DrivenPage, texts: Texts): Promise<PopupPage> {
  const tab = await session.tabId(page);
  const popup = await session.openExtensionPage(`popup.html?tab=${tab}`);
  return new PopupPage(popup, texts);
}

/** The texts in the language that this browser shows the extension in. */
export async function textsOf(session: BrowserSession): Promise<Texts> {
  const page = await session.openExtensionPage('options.html');
  const heading = await until('the settings page', () =>
    page.evaluate(() => document.querySelector('h1')?.textContent ?? null),
  );
  await page.close();
  const texts = TONGUES.map((language) => new Texts(language)).find((one) => one.get('options.heading') === heading);
  if (texts === undefined) throw new Error(`the settings page says “${heading}”, which is in no locale`);
  return texts;
}
