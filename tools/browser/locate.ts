/** Finding and using controls as a person does: by what they are and what they are called, with real clicks and keys. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrivenPage, Point } from './session.ts';

export type Role = 'button' | 'link' | 'checkbox' | 'radio' | 'textbox' | 'combobox' | 'heading' | 'summary';

export const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/** What a long page says where a person looks first: at its top, and at its end, where a list's sentences stand. */
const bothEnds = (text: string) => (text.length <= 700 ? text : `${text.slice(0, 200)} … ${text.slice(-500)}`);

/** Polls until `look` gives something; rejects with a sentence that says what was waited for and what was there instead. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  { patience = PATIENCE_MS, instead = async () => '' }: { patience?: number; instead?: () => Promise<string> } = {},
): Promise<T> {
  const end = Date.now() + patience;
  let failure: unknown = null;
  do {
    try {
      const found = await look();
      if (found !== null && found !== undefined && found !== false) return found;
      failure = null;
    } catch (error) {
      // A page between two documents answers nothing; that passes.
      failure = error;
    }
    await sleep(POLL_MS);
  } while (Date.now() < end);
  const seen = await instead().catch(() => '');
  const why = failure instanceof Error ? `; ${failure.message}` : '';
  throw new Error(
    `did not come within ${patience / 1000} s: ${what}${why}${seen === '' ? '' : `; there was: ${bothEnds(seen.replace(/\s+/g, ' '))}`}`,
  );
}

/**
 * Where the control is, after scrolling it into view; null where there is none, or none that is `ready` to be used. Of a
 * control that is about to be pressed it notes on the document whether the next click reaches it. Runs in the page.
 */
function place(role: Role, name: string, ready: boolean): Point | null {
  const selectors: Record<Role, string> = {
    button: 'button, input[type=submit], [role=button]',
    link: 'a[href]',
    checkbox: 'input[type=checkbox]',
    radio: 'input[type=radio]',
    textbox:
      'textarea, input:not([type]), input[type=text], input[type=email], input[type=url], input[type=search], input[type=password]',
    combobox: 'select',
    heading: 'h1, h2, h3',
    summary: 'summary',
  };
  const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  // French has no-break spaces before its marks, which names on the page are rid of too.
  const wanted = tidy(name);
  const nameOf = (element: Element): string => {
    const label = element.getAttribute('aria-label');
    if (label !== null) return tidy(label);
    if (
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement
    ) {
      return [...(element.labels ?? [])]
        .map((one) => tidy(element instanceof HTMLSelectElement ? one.firstElementChild?.textContent : one.textContent))
        .join(' ');
    }
    return tidy(element.textContent);
  };
  const find = (): Element | undefined => {
    const candidates = [...document.querySelectorAll(selectors[role])].filter(
      (element) => element.getClientRects().length > 0 && !(ready && element.matches(':disabled')),
    );
    return candidates.find((one) => nameOf(one) === wanted) ?? candidates.find((one) => nameOf(one).includes(wanted));
  };
  const element = find();
  if (element === undefined) return null;
  const { dataset } = document.documentElement;
  if (ready && dataset.awaits !== name) {
    dataset.awaits = name;
    // Asked at the click, before anything answers it: by then the control may have been drawn anew, or have moved away.
    document.addEventListener(
      'click',
      ({ target }) => {
        if (dataset.awaits !== name) return;
        dataset.awaits = target instanceof Node && find()?.contains(target) === true ? 'reached' : 'missed';
      },
      { capture: true, once: true },
    );
  }
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function visibleText(page: DrivenPage): Promise<string> {
  return page.evaluate(() => document.body?.innerText ?? '');
}

/**
 * Gives a place only once it was the same at two looks in a row: a page that is still being filled moves its controls away
 * under the click, the more so the busier the machine is.
 */
export function atRest(look: () => Promise<Point | null | undefined>): () => Promise<Point | null> {
  let before: Point | null = null;
  return async () => {
    const now = (await look()) ?? null;
    const rests = now !== null && now.x === before?.x && now.y === before.y;
    before = now;
    return rests ? now : null;
  };
}

function wait(page: DrivenPage, role: Role, name: string, patience?: number): Promise<Point> {
  return until(
    `${role} “${name}”`,
    atRest(() => page.evaluate(place, role, name, true)),
    {
      ...(patience === undefined ? {} : { patience }),
      instead: () => visibleText(page),
    },
  );
}

export async function isShown(page: DrivenPage, role: Role, name: string): Promise<boolean> {
  return (await page.evaluate(place, role, name, false)) !== null;
}

/** What became of the click that `place` was to note; a document of another page, or one that is gone, notes nothing. Runs in the page. */
function takeNote(): string {
  const { dataset } = document.documentElement;
  const note = dataset.awaits ?? 'reached';
  if (note === 'reached' || note === 'missed') delete dataset.awaits;
  return note;
}

const CLICK_MS = 1000;

/** Whether the click reached the control: a press that closes or leaves the page did. */
async function reached(page: DrivenPage): Promise<boolean> {
  for (const end = Date.now() + CLICK_MS; Date.now() < end; await sleep(POLL_MS)) {
    const note = await page.evaluate(takeNote).catch(() => 'reached');
    if (note === 'reached') return true;
    if (note === 'missed') return false;
  }
  return false;
}

/**
 * Clicks the control of that role whose name is, or contains, `name`. What loads in between moves it away under the click:
 * then once more, as a person would.
 */
export async function press(page: DrivenPage, role: Role, name: string, patience?: number): Promise<void> {
  await until(
    `a click that reaches the ${role} “${name}”`,
    async () => {
      await page.clickAt(await wait(page, role, name, patience));
      return reached(page);
    },
    { instead: () => visibleText(page) },
  );
}

/** Runs in the page. */
function isTicked(name: string): boolean {
  return [...document.querySelectorAll('label')].some(
    (label) =>
      (label.textContent ?? '').includes(name) && label.control instanceof HTMLInputElement && label.control.checked,
  );
}

/** Ticks a box that may be ticked already. */
export async function tick(page: DrivenPage, name: string): Promise<void> {
  await until(`a tick at “${name}”`, async () => {
    if (await page.evaluate(isTicked, name)) return true;
    await press(page, 'checkbox', name);
    return page.evaluate(isTicked, name);
  });
}

/** Types into a text field, in place of what it holds. */
export async function fill(page: DrivenPage, name: string, text: string): Promise<void> {
  await until(`the focus in “${name}”`, async () => {
    // A tab behind another has no focus to give.
    if (!(await page.evaluate(() => document.hasFocus()))) await page.activate();
    // A bar of the browser that opens in between moves the page away under the click: then once more.
    await page.clickAt(await wait(page, 'textbox', name));
    return page.evaluate(() => {
      const field = document.activeElement;
      if (!document.hasFocus() || !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement))
        return false;
      field.select();
      return true;
    });
  });
  await page.type(text);
}

/** Waits until the page shows `text` somewhere. */
export async function waitForText(page: DrivenPage, text: string, patience?: number): Promise<void> {
  await until(`the words “${text}”`, async () => (await visibleText(page)).includes(text), {
    ...(patience === undefined ? {} : { patience }),
    instead: () => visibleText(page),
  });
}
