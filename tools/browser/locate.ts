/** Finding and using controls as a person does: by what they are and what they are called, with real clicks and keys. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrivenPage, Point } from './session.ts';

export type Role = 'button' | 'link' | 'checkbox' | 'radio' | 'textbox' | 'combobox' | 'heading' | 'summary';

export const PATIENCE_MS = 15_000;
const POLL_MS = 50;

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
    `did not come within ${patience / 1000} s: ${what}${why}${seen === '' ? '' : `; there was: ${seen.slice(0, 600)}`}`,
  );
}

/** Where the control is, after scrolling it into view; null where there is none. Runs in the page. */
function place(role: Role, name: string): Point | null {
  const selectors: Record<Role, string> = {
    button: 'button, input[type=submit], [role=button]',
    link: 'a[href]',
    checkbox: 'input[type=checkbox]',
    radio: 'input[type=radio]',
    textbox: 'textarea, input:not([type]), input[type=text], input[type=email], input[type=url]',
    combobox: 'select',
    heading: 'h1, h2, h3',
    summary: 'summary',
  };
  const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
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
  const candidates = [...document.querySelectorAll(selectors[role])].filter(
    (element) => element.getClientRects().length > 0,
  );
  const element =
    candidates.find((one) => nameOf(one) === name) ?? candidates.find((one) => nameOf(one).includes(name));
  if (element === undefined) return null;
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function visibleText(page: DrivenPage): Promise<string> {
  return page.evaluate(() => document.body?.innerText ?? '');
}

function wait(page: DrivenPage, role: Role, name: string, patience?: number): Promise<Point> {
  return until(`${role} “${name}”`, () => page.evaluate(place, role, name), {
    ...(patience === undefined ? {} : { patience }),
    instead: () => visibleText(page),
  });
}

export async function isShown(page: DrivenPage, role: Role, name: string): Promise<boolean> {
  return (await page.evaluate(place, role, name)) !== null;
}

/** Clicks the control of that role whose name is, or contains, `name`. */
export async function press(page: DrivenPage, role: Role, name: string, patience?: number): Promise<void> {
  await page.clickAt(await wait(page, role, name, patience));
}

/** Types into a text field, in place of what it holds. */
export async function fill(page: DrivenPage, name: string, text: string): Promise<void> {
  await page.clickAt(await wait(page, 'textbox', name));
  await page.evaluate(() => {
    const field = document.activeElement;
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
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
