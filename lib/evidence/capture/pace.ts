/**
 * Chromium takes two `captureVisibleTab` calls a second (MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND since version 92), and
 * counts those that fail. Any call beyond is an error, so calls are spaced, evenly: two at once and then a pause would be as
 * fast, but leave the page no time to be drawn between the two. Other contexts of the extension count as well, so the
 * error still happens and is met by waiting.
 */
import type { Clock } from './ports.ts';

/** Half a second, and what the clocks of two processes may differ. */
const SPACING_MS = 510;
const AFTER_REFUSAL_MS = 1_100;
const MAX_REFUSALS = 6;

export function isQuotaError(error: unknown): boolean {
  return /MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND/.test(error instanceof Error ? error.message : String(error));
}

export class Pace {
  readonly #clock: Clock;
  #last = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for its turn, then calls; a refusal for the quota is waited out. Rejects with any other error at once. */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let refusals = 0; ; refusals++) {
      const wait = this.#last + SPACING_MS - this.#clock.now();
      if (wait > 0) await this.#clock.sleep(wait);
      this.#last = this.#clock.now();
      try {
        return await work();
      } catch (error) {
        if (!isQuotaError(error) || refusals >= MAX_REFUSALS) throw error;
        await this.#clock.sleep(AFTER_REFUSAL_MS);
      }
    }
  }
}
