/** Going through a page with the Tab key alone. */
import { visibleText } from '../../tools/browser/locate.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';

const MOST_STEPS = 120;

/** What the focused control is called. Runs in a page of the extension. */
function focusedName(): string {
  const focused = document.activeElement;
  // A view that has the focus as a whole holds the words of all its controls.
  if (focused?.matches('button, input, select, textarea') !== true) return '';
  const labels = 'labels' in focused ? [...((focused.labels as NodeList | null) ?? [])] : [];
  const name = labels.length > 0 ? labels.map((label) => label.textContent).join(' ') : focused.textContent;
  return (name ?? '').replace(/\s+/g, ' ').trim();
}

/** Presses Tab until the focus is where it should be. */
export async function tabUntil(page: DrivenPage, what: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await isThere()) return;
    await page.press('Tab');
  }
  throw new Error(`the Tab key never came to ${what}; the page says: ${(await visibleText(page)).slice(0, 400)}`);
}

/** Presses Tab until the control of that name has the focus. */
export function tabTo(page: DrivenPage, name: string): Promise<void> {
  return tabUntil(page, `“${name}”`, async () => (await page.evaluate(focusedName)).includes(name));
}
