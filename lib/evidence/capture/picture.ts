/** Takes the picture of one capture: whole page, visible area, or one listing's card. */
import type { CaptureContext } from '../context.ts';
import type { CaptureKind } from '../item.ts';
import { CaptureStopped } from './faults.ts';
import type { PageView, Shown } from './page/controller.ts';
import { CAPTURE_LIMITS, planStrips, planTiles, type Rectangle } from './plan.ts';
import type { CapturePorts } from './ports.ts';
import { looksTheSame } from './stale.ts';
import { Stitcher } from './stitcher.ts';

export interface PictureRequest {
  tab: number;
  kind: CaptureKind;
  /** The card's listing key, for a capture of one element. */
  listing: string | null;
}

interface Taken {
  shot: Blob;
  /** CSS pixels. */
  top: number;
  sample: Uint32Array;
}

const RETAKES = 2;
/** Tiles that wait to be stored: what they hold in memory is bounded. */
const MAX_WAITING = 3;

const tileName = (index: number) => `tiles/${String(index + 1).padStart(4, '0')}.png`;

function addressOf(url: string): string {
  return url.split('#')[0] ?? url;
}

export class PictureTaker {
  readonly #ports: CapturePorts;
  readonly #request: PictureRequest;
  readonly #item: string;
  readonly #view: PageView;
  readonly #ratio: number;
  #stitcher: Stitcher | null = null;
  #places: CaptureContext['picture']['tiles'] = [];
  #single = false;
  /** Storing goes on while the page moves to its next place; it never rejects. */
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failure: { error: unknown } | null = null;
  /** Stored tiles that are not in the picture yet. Stitched once the page is let go: it takes as long as the capture itself. */
  #unstitched: { shot: Blob; top: number }[] = [];
  #tiles = 0;
  #hidden: string[] = [];
  /** What is missing of a picture that was finished. */
  readonly #shortfalls: string[] = [];

  constructor(ports: CapturePorts, request: PictureRequest, item: string, view: PageView) {
    this.#ports = ports;
    this.#request = request;
    this.#item = item;
    this.#view = view;
    this.#ratio = view.devicePixelRatio;
  }

  /** The picture is finished but does not show all. */
  fallsShort(words: string): void {
    this.#shortfalls.push(words);
  }

  async take(): Promise<void> {
    const { kind } = this.#request;
    if (kind === 'visible-area') await this.#visibleArea();
    else if (kind === 'element') await this.#element();
    else if (this.#ports.camera.takes === 'rectangles') await this.#strips();
    else await this.#scroll();
  }

  /** Closes the stitched picture, of whatever rows there are. */
  async finish(): Promise<void> {
    await this.#work;
    for (const { shot, top } of this.#unstitched.splice(0)) await this.#stitch(shot, top);
    const blob = await this.#stitcher?.finish();
    this.#places = this.#stitcher?.places ?? [];
    this.#stitcher = null;
    if (blob != null) await this.#keepPicture(blob);
  }

  /** Waits until all that was taken is stored; rejects with what went wrong there. */
  async settled(): Promise<void> {
    await this.#work;
    this.#throwIfFailed();
  }

  /** @param stopped why it broke off; null when it did not */
  describe(stopped: string | null): CaptureContext['picture'] {
    const cutShort = this.#shortfalls.length > 0;
    return {
      method: this.#single ? 'single-call' : 'tiles',
      tiles: this.#places,
      hidden: this.#hidden.slice(0, 100),
      complete: stopped === null && !cutShort,
      shortfall: [...(stopped === null ? [] : [stopped]), ...this.#shortfalls].join(' ').slice(0, 300) || null,
    };
  }

  async #visibleArea(): Promise<void> {
    this.#single = true;
    const shot = await this.#shoot(null);
    await this.#keepPicture(shot);
    await this.#ports.store.thumbnail(this.#item, shot);
  }

  async #element(): Promise<void> {
    const { listing } = this.#request;
    const shown = listing === null ? null : await this.#ports.page.showElement(listing);
    if (shown === null) throw new CaptureStopped('no-element');
    this.#see(shown);
    if (shown.box.width < 1 || shown.box.height < 1) throw new CaptureStopped('no-element');
    if (shown.cut)
      this.fallsShort('The card is larger than the window; what the window showed of it is in the picture.');
    const shot = await this.#keepTile(await this.#shoot(null));
    const tile = await this.#ports.open(shot);
    try {
      const x = Math.min(Math.floor(shown.box.x * this.#ratio), tile.width - 1);
      const y = Math.min(Math.floor(shown.box.y * this.#ratio), tile.height - 1);
      const width = Math.max(1, Math.min(Math.ceil(shown.box.width * this.#ratio), tile.width - x));
      const height = Math.max(1, Math.min(Math.ceil(shown.box.height * this.#ratio), tile.height - y));
      this.#stitcher = new Stitcher(width, height);
      await this.#stitcher.addPart(tile, x, y, height);
    } finally {
      tile.close();
    }
    await this.finish();
  }

  /** Firefox: parts of the document, without scrolling; nothing repeats, so nothing need be hidden. */
  async #strips(): Promise<void> {
    const strips = planStrips(this.#view);
    const { page } = this.#ports;
    this.#see(await page.show(0, true));
    this.#single = true;
    for (const [index, strip] of strips.entries()) {
      this.#ports.progress({ phase: 'tiles', done: index, total: strips.length });
      const shot = await this.#shoot(strip);
      await this.#later(async () => {
        // One picture of the whole is both: what the browser gave, and the page in one piece.
        if (strips.length === 1) await this.#keepPicture(shot);
        else this.#unstitched.push({ shot: await this.#keepTile(shot), top: strip.y });
        if (index === 0) await this.#ports.store.thumbnail(this.#item, shot);
      });
    }
    this.#see(await page.show(0, true));
  }

  async #scroll(): Promise<void> {
    const stops = planTiles(this.#view);
    let before: Taken | null = null;
    for (const [index, stop] of stops.entries()) {
      this.#ports.progress({ phase: 'tiles', done: index, total: stops.length });
      this.#throwIfCancelled();
      const shown = await this.#ports.page.show(stop, index === 0);
      this.#see(shown);
      const taken: Taken = await this.#freshTile(shown.top, before);
      before = taken;
      await this.#later(async () => {
        this.#unstitched.push({ shot: await this.#keepTile(taken.shot), top: taken.top });
        if (index === 0) await this.#ports.store.thumbnail(this.#item, taken.shot);
      });
    }
    if (stops.length === CAPTURE_LIMITS.tiles) this.fallsShort('The page has more tiles than one capture takes.');
  }

  /** Takes the tile again while it shows what the one before shows; a page may truly repeat itself, so not for ever. */
  async #freshTile(top: number, before: Taken | null): Promise<Taken> {
    for (let retakes = 0; ; retakes++) {
      const shot = await this.#shoot(null);
      const tile = await this.#ports.open(shot);
      const sample = tile.sample();
      tile.close();
      const isStale = before !== null && before.top !== top && looksTheSame(before.sample, sample);
      if (!isStale || retakes >= RETAKES) return { shot, top, sample };
    }
  }

  /** Has something done after what waits already; waits itself while that is too much. */
  async #later(job: () => Promise<void>): Promise<void> {
    this.#throwIfFailed();
    this.#waiting += 1;
    this.#work = this.#work.then(async () => {
      try {
        // After a failure the rows would not follow on each other.
        if (this.#failure === null) await job();
      } catch (error) {
        this.#failure = { error };
      } finally {
        this.#waiting -= 1;
      }
    });
    if (this.#waiting >= MAX_WAITING) await this.#work;
  }

  #throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** @param top CSS pixels from the top of the document */
  async #stitch(shot: Blob, top: number): Promise<void> {
    const tile = await this.#ports.open(shot);
    try {
      const { width, documentHeight } = this.#view;
      const end = Math.round(Math.min(documentHeight, CAPTURE_LIMITS.height) * this.#ratio);
      this.#stitcher ??= new Stitcher(Math.min(tile.width, Math.round(width * this.#ratio)), end);
      await this.#stitcher.add(tile, Math.round(top * this.#ratio));
    } finally {
      tile.close();
    }
  }

  async #shoot(rectangle: Rectangle | null): Promise<Blob> {
    this.#throwIfCancelled();
    return this.#ports.camera.shoot(this.#request.tab, rectangle);
  }

  async #keepTile(blob: Blob): Promise<Blob> {
    await this.#ports.store.add(this.#item, {
      name: tileName(this.#tiles),
      role: 'tile',
      mediaType: 'image/png',
      blob,
    });
    this.#tiles += 1;
    return blob;
  }

  async #keepPicture(blob: Blob): Promise<void> {
    await this.#ports.store.add(this.#item, { name: 'picture.png', role: 'picture', mediaType: 'image/png', blob });
  }

  #see(shown: Shown): void {
    if (addressOf(shown.url) !== addressOf(this.#view.url)) throw new CaptureStopped('navigated');
    this.#hidden = shown.hidden;
  }

  #throwIfCancelled(): void {
    if (this.#ports.signal.aborted) throw new CaptureStopped('cancelled');
  }
}
