/** Captures in the background: one at a time, from wherever the person asked. */
import { browser } from 'wxt/browser';
import { addressIn } from '../../messages/tab-address.ts';
import { changeStored } from '../../storage/change-stored.ts';
import { openDatabase } from '../../storage/database.ts';
import { thisSoftware } from '../build-hash.ts';
import { captureStore, endAbandoned } from '../library/capture-store.ts';
import { caseForCapture } from '../library/cases.ts';
import { hasRoom } from '../library/space.ts';
import type { CaptureAsked } from '../messages.ts';
import { openPicture, thumbnailOf } from '../pictures.ts';
import { CaptureBadge } from './badge.ts';
import { camera, clock, factsOf, InjectedPage } from './browser-ports.ts';
import { type CaptureOutcome, capture } from './capture.ts';
import { type CaptureFault, CaptureStopped, faultOf } from './faults.ts';
import { fetchAgain } from './fetch-again.ts';
import type { Judged, Progress } from './ports.ts';
import { captureStatus, reloads } from './status.ts';

/** What the tab shows, judged as strictly as there is; rejects with `CaptureStopped` where that cannot be done. */
export type JudgeTab = (tab: number) => Promise<Judged>;

export interface CaptureServiceParts {
  judge: JudgeTab;
  /** Called after each capture that was finished. */
  captured(): void;
}

export class CaptureService {
  readonly #parts: CaptureServiceParts;
  readonly #running = new Set<string>();
  #current: AbortController | null = null;
  /** Captures that a former life of the background left open are closed before a new one begins. */
  readonly #ready: Promise<unknown>;

  constructor(parts: CaptureServiceParts) {
    this.#parts = parts;
    this.#ready = this.#endFormerLife().catch((error: unknown) => console.error('Vigie: evidence', error));
  }

  async #endFormerLife(): Promise<void> {
    await endAbandoned(await openDatabase(), (item) => this.#running.has(item));
    const before = await captureStatus.getValue();
    if (before?.state === 'running' && this.#current === null) {
      await captureStatus.setValue({ state: 'failed', tab: before.tab, fault: 'killed', item: null });
    }
  }

  cancel(): void {
    this.#current?.abort();
  }

  /** Begins; resolves once it is clear whether a capture is going on. */
  async start(asked: CaptureAsked): Promise<{ started: true } | { started: false; fault: CaptureFault }> {
    if (this.#current !== null) return { started: false, fault: 'busy' };
    const current = new AbortController();
    this.#current = current;
    // Before anything that takes time: the page that the person means is the one that was there when they asked.
    const address = await addressIn(asked.tab);
    try {
      await this.#ready;
      await this.#check(asked.tab);
    } catch (error) {
      this.#current = null;
      const { fault } = faultOf(error);
      await captureStatus.setValue({ state: 'failed', tab: asked.tab, fault, item: null });
      return { started: false, fault };
    }
    void this.#run(asked, address, current).finally(() => {
      this.#current = null;
    });
    return { started: true };
  }

  /** What is refused is refused before anything begins. */
  async #check(tab: number): Promise<void> {
    const { sensitive } = await this.#parts.judge(tab);
    if (sensitive) throw new CaptureStopped('child-protection');
    if (!(await hasRoom())) throw new CaptureStopped('no-space');
  }

  async #run(asked: CaptureAsked, address: string | null, current: AbortController): Promise<void> {
    const { tab } = asked;
    const badge = new CaptureBadge(tab);
    const show = (progress: Progress) => {
      badge.show(progress);
      void captureStatus.setValue({ state: 'running', tab, progress });
    };
    show({ phase: 'loading', done: 0, total: 1 });
    let outcome: CaptureOutcome;
    try {
      outcome = await this.#capture(asked, address, current, show);
    } catch (error) {
      outcome = { ok: false, ...faultOf(error), item: null };
    }
    if (!outcome.ok && outcome.detail !== null) console.warn('Vigie: capture:', outcome.fault, outcome.detail);
    await badge.restore();
    await captureStatus.setValue(
      outcome.ok
        ? { state: 'done', tab, item: outcome.item, shortfall: outcome.shortfall }
        : { state: 'failed', tab, fault: outcome.fault, item: outcome.item },
    );
    if (outcome.ok) this.#parts.captured();
  }

  async #capture(
    asked: CaptureAsked,
    address: string | null,
    current: AbortController,
    progress: (progress: Progress) => void,
  ) {
    const { tab, kind, listing, declared } = asked;
    const database = await openDatabase();
    const { version, build } = await thisSoftware();
    const store = captureStore({ database, caseId: (await caseForCapture(database)).id, thumbnailOf, now: clock.now });
    let item: string | null = null;
    const reloadedAt = (await reloads.getValue())[String(tab)] ?? null;
    try {
      return await capture(
        { tab, kind, listing, declared, reloadedAt, address, extension: { version, build, otherExtensions: null } },
        {
          page: new InjectedPage(tab),
          camera,
          store: {
            ...store,
            begin: async (begun) => {
              item = await store.begin(begun);
              this.#running.add(item);
              return item;
            },
          },
          clock,
          tab: await factsOf(tab),
          judge: () => this.#parts.judge(tab),
          fetchAgain: (url) => fetchAgain(url, (address, init) => fetch(address, init)),
          open: openPicture,
          progress,
          signal: current.signal,
        },
      );
    } finally {
      if (item !== null) this.#running.delete(item);
    }
  }
}

/** Loads the tab anew past the cache; when is remembered for the record. */
export async function reloadForCapture(tab: number): Promise<void> {
  await changeStored(reloads, (before) => ({ ...before, [tab]: Date.now() }));
  await browser.tabs.reload(tab, { bypassCache: true });
}
