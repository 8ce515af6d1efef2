/**
 * One capture, from the first look at the page to the last file.
 *
 * Its order is what it is for: the page is judged before anything of it is kept, and again when it has loaded and when all is
 * done, because goods of which nothing may be kept can come with the pictures that load late. Each part is stored as
 * soon as it exists, so whatever ends the capture leaves a finished part, and an item counts as captured only by the last
 * write. The page is put back in every case.
 */
import { isSamePage } from '../../marketplaces/same-page.ts';
import type { CaptureContext } from '../context.ts';
import { CAPTURE_FAULTS, type CaptureFault, CaptureStopped, faultOf } from './faults.ts';
import type { FetchedAgain } from './fetch-again.ts';
import type { PageView } from './page/controller.ts';
import { type PictureRequest, PictureTaker } from './picture.ts';
import { CAPTURE_LIMITS } from './plan.ts';
import type { CapturePorts, Judged } from './ports.ts';
import { type DeclaredStep, preparationOf } from './preparation.ts';

export interface CaptureRequest extends PictureRequest {
  declared: readonly DeclaredStep[];
  reloadedAt: number | null;
  /** What the tab showed when the capture was asked for; null where the browser did not say. */
  address: string | null;
  extension: CaptureContext['extension'];
}

export type CaptureOutcome =
  | { ok: true; item: string; shortfall: string | null }
  /** `item`: where the finished part is; null when nothing was kept. */
  | { ok: false; fault: CaptureFault; detail: string | null; item: string | null };

/** @param address the page that is captured: what is said of another is no judgement of this one; null for any. */
async function judge(ports: CapturePorts, address: string | null): Promise<Judged> {
  const judged = await ports.judge();
  if (judged.sensitive) throw new CaptureStopped('child-protection');
  if (address !== null && !isSamePage(address, judged.reading.url)) throw new CaptureStopped('navigated');
  return judged;
}

/** The walk down a page may take long; a person who cancels does not wait for its end. */
async function unlessCancelled<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const cancelled = Promise.withResolvers<never>();
  const cancel = () => cancelled.reject(new CaptureStopped('cancelled'));
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    return await Promise.race([work, cancelled.promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Never rejects. */
export async function capture(request: CaptureRequest, ports: CapturePorts): Promise<CaptureOutcome> {
  let running: RunningCapture | null = null;
  try {
    await judge(ports, request.address);
    running = await RunningCapture.begin(request, ports);
    return await running.complete();
  } catch (error) {
    const { fault, detail } = faultOf(error);
    return running === null
      ? { ok: false, fault, detail, item: null }
      : { ok: false, fault, detail, item: await running.breakOff(fault) };
  } finally {
    await ports.page.end().catch(() => undefined);
  }
}

class RunningCapture {
  readonly #request: CaptureRequest;
  readonly #ports: CapturePorts;
  readonly #startedAt: number;
  readonly #view: PageView;
  readonly #item: string;
  readonly #picture: PictureTaker;
  readonly #fetched: Promise<FetchedAgain>;
  #endedAt: number | null = null;

  private constructor(
    request: CaptureRequest,
    ports: CapturePorts,
    startedAt: number,
    view: PageView,
    item: string,
    fetched: Promise<FetchedAgain>,
  ) {
    this.#request = request;
    this.#ports = ports;
    this.#startedAt = startedAt;
    this.#view = view;
    this.#item = item;
    this.#fetched = fetched;
    this.#picture = new PictureTaker(ports, request, item, view);
  }

  static async begin(request: CaptureRequest, ports: CapturePorts): Promise<RunningCapture> {
    const startedAt = ports.clock.now();
    const seen = await ports.page.begin();
    if (request.address !== null && !isSamePage(request.address, seen.url)) throw new CaptureStopped('navigated');
    const fetched = ports.fetchAgain(seen.url);
    const isWhole = request.kind === 'full-page';
    if (seen.height < 1 || seen.width < 1 || (isWhole && seen.documentHeight < 1))
      throw new CaptureStopped('no-height');
    ports.progress({ phase: 'loading', done: 0, total: 1 });
    const loading = isWhole ? await unlessCancelled(ports.page.load(CAPTURE_LIMITS.height), ports.signal) : null;
    const judged = await judge(ports, seen.url);
    const view = { ...seen, documentHeight: loading?.documentHeight ?? seen.documentHeight };
    const { kind, listing } = request;
    const item = await ports.store.begin({ kind, url: view.url, title: view.title || null, judged, listing });
    const running = new RunningCapture(request, ports, startedAt, view, item, fetched);
    running.#note(loading);
    return running;
  }

  #note(loading: { growing: boolean; pending: number } | null): void {
    if (loading?.growing === true) {
      this.#picture.fallsShort(
        'The page kept growing while it was scrolled; it is captured to the height that it had.',
      );
    }
    if (loading !== null && loading.pending > 0) {
      this.#picture.fallsShort(`${loading.pending} pictures of the page had not loaded in time.`);
    }
    if (this.#request.kind === 'full-page' && this.#view.scrollsInside) {
      this.#picture.fallsShort(
        'The page scrolls inside a part of itself; of that part, what the window showed is there.',
      );
    }
  }

  async complete(): Promise<CaptureOutcome> {
    const { page, store, progress } = this.#ports;
    await this.#picture.take();
    await page.end();
    this.#endedAt = this.#ports.clock.now();
    progress({ phase: 'finishing', done: 0, total: 1 });
    const snapshot = await page.snapshot(CAPTURE_LIMITS.snapshot);
    if (snapshot.cut) this.#picture.fallsShort('The snapshot is cut at its end; the page is larger than one may be.');
    const judged = await judge(this.#ports, this.#view.url);
    await this.#picture.settled();
    await this.#picture.finish();
    const blob = new Blob([snapshot.html], { type: 'text/html' });
    await store.add(this.#item, { name: 'page.html', role: 'snapshot', mediaType: 'text/html', blob });
    await this.#addJson('reading.json', 'reading', judged.reading);
    const findings = judged.findings.flatMap(({ listing, findings }) =>
      findings.map((found) => ({ listing, ...found })),
    );
    await this.#addJson('findings.json', 'findings', findings);
    const picture = this.#picture.describe(null);
    await this.#addContext(picture);
    await store.captured(this.#item, judged, picture.shortfall);
    return { ok: true, item: this.#item, shortfall: picture.shortfall };
  }

  /** Keeps the finished part, as such; null when nothing of it may stay. */
  async breakOff(fault: CaptureFault): Promise<string | null> {
    const { store, page } = this.#ports;
    const mustGo = fault === 'child-protection' || (await this.#isSensitiveByNow());
    try {
      if (mustGo) {
        await store.forget(this.#item);
        return null;
      }
      await page.end().catch(() => undefined);
      await this.#picture.finish().catch(() => undefined);
      await this.#addContext(this.#picture.describe(CAPTURE_FAULTS[fault])).catch(() => undefined);
      await store.interrupted(this.#item, fault);
    } catch {
      // Without space even this fails; the next start of the background finds the capture and calls it interrupted.
    }
    return this.#item;
  }

  async #isSensitiveByNow(): Promise<boolean> {
    try {
      return (await this.#ports.judge()).sensitive;
    } catch {
      return false;
    }
  }

  #addJson(name: string, role: 'reading' | 'findings' | 'context', value: unknown): Promise<void> {
    const blob = new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' });
    return this.#ports.store.add(this.#item, { name, role, mediaType: 'application/json', blob });
  }

  async #addContext(picture: CaptureContext['picture']): Promise<void> {
    const view = this.#view;
    const { tab, clock } = this.#ports;
    const { serverOffset, ...again } = await this.#fetched;
    const started = new Date(this.#startedAt);
    const userAgentData = (
      navigator as { userAgentData?: { brands: { brand: string; version: string }[]; platform: string } }
    ).userAgentData;
    const context: CaptureContext = {
      url: view.url.slice(0, 4096),
      documentTitle: view.title,
      referrer: view.referrer,
      path: view.path,
      ...again,
      browser: {
        userAgent: navigator.userAgent.slice(0, 1000),
        brands:
          userAgentData?.brands
            .map(({ brand, version }) => `${brand} ${version}`)
            .join(', ')
            .slice(0, 500) ?? null,
        platform: userAgentData?.platform ?? null,
        languages: navigator.languages.slice(0, 20),
        privateWindow: tab.privateWindow,
      },
      extension: this.#request.extension,
      view: {
        width: view.width,
        height: view.height,
        documentWidth: view.documentWidth,
        documentHeight: view.documentHeight,
        devicePixelRatio: view.devicePixelRatio,
        zoom: tab.zoom,
      },
      time: {
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        offset: -started.getTimezoneOffset() || 0,
        startedAt: started.toISOString(),
        endedAt: new Date(this.#endedAt ?? clock.now()).toISOString(),
        serverOffset,
      },
      picture,
      preparation: preparationOf({
        reloadedAt: this.#request.reloadedAt,
        loadedAt: view.loadedAt,
        privateWindow: tab.privateWindow,
        serverOffset,
        declared: this.#request.declared,
      }),
    };
    await this.#addJson('context.json', 'context', context);
  }
}
