import { browser } from 'wxt/browser';
import type { Progress } from './ports.ts';

/** Shows a capture on the toolbar button of its tab, and puts back what stood there. */
export class CaptureBadge {
  readonly #tab: number;
  readonly #before: Promise<string>;

  constructor(tab: number) {
    this.#tab = tab;
    this.#before = browser.action.getBadgeText({ tabId: tab }).catch(() => '');
  }

  /** Calls of the browser's interface also keep the background alive while it captures. */
  show({ phase, done, total }: Progress): void {
    const text = phase === 'tiles' && total > 1 ? `${Math.round((100 * done) / total)}%` : '…';
    void this.#before.then(() => this.#set(text));
  }

  async restore(): Promise<void> {
    await this.#set(await this.#before);
  }

  async #set(text: string): Promise<void> {
    // The tab may be gone.
    await browser.action.setBadgeText({ tabId: this.#tab, text }).catch(() => undefined);
  }
}
