/** A browser, a page and a store for captures, in memory. */
import type { CaptureRequest } from '../../../lib/evidence/capture/capture.ts';
import type { PageView } from '../../../lib/evidence/capture/page/controller.ts';
import type { CapturePorts, Clock, Judged, NewFile, OpenPicture } from '../../../lib/evidence/capture/ports.ts';
import type { Listing } from '../../../lib/listing/listing.ts';

export class FakeClock implements Clock {
  #now = 0;
  now(): number {
    return this.#now;
  }
  async sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
  }
}

export const URL_OF_PAGE = 'https://www.joom.com/en/products/5f4e3d2c1b0a998877665544';

export function listing(changes: Partial<Listing> = {}): Listing {
  return {
    ref: {
      marketplace: 'joom',
      id: '5f4e3d2c1b0a998877665544',
      canonicalUrl: URL_OF_PAGE,
      region: null,
    },
    kind: 'product',
    title: 'Kitchen timer',
    description: null,
    breadcrumb: [],
    categoryId: null,
    price: null,
    previousPrice: null,
    discountPercent: null,
    seller: null,
    brand: null,
    attributes: [],
    variants: [],
    imageUrls: [],
    rating: null,
    soldCount: null,
    shipsFrom: null,
    language: null,
    compliance: null,
    provenance: {},
    ...changes,
  };
}

export function judged(sensitive = false, listings = [listing()]): Judged {
  return {
    reading: {
      marketplace: 'joom',
      page: 'product',
      url: URL_OF_PAGE,
      completeness: { verdict: 'complete', lacking: [], reason: null },
      listings,
    },
    findings: [],
    sensitive,
  };
}

/** A picture as JSON: what a tile shows is where it was taken. */
export interface FakeShot {
  top: number;
  width: number;
  height: number;
}

const shotBlob = (shot: FakeShot) => new Blob([JSON.stringify(shot)], { type: 'image/png' });

/** Row y of the document is the colour (y, y >> 8, 0). */
async function openShot(blob: Blob): Promise<OpenPicture> {
  const { top, width, height }: FakeShot = JSON.parse(await blob.text());
  return {
    width,
    height,
    rows(_x, y, across, down) {
      const pixels = new Uint8ClampedArray(across * down * 4);
      for (let row = 0; row < down; row++) {
        const line = top + y + row;
        for (let at = 0; at < across; at++)
          pixels.set([line & 255, (line >> 8) & 255, 0, 255], (row * across + at) * 4);
      }
      return pixels;
    },
    sample: () => Uint32Array.from({ length: height }, (_, row) => top + row),
    close: () => undefined,
  };
}

export interface FakeWorld {
  ports: CapturePorts;
  calls: string[];
  files: Map<string, Blob>;
  state: 'none' | 'capturing' | 'captured' | 'interrupted' | 'forgotten';
  fault: string | null;
  shortfall: string | null;
  /** What the page is like; change it before or during a capture. */
  page: PageView & { growing: boolean; pending: number; lag: number };
  judged: Judged[];
  /** Called before each shot, from 1; throw to fail it. */
  beforeShot(count: number): void | Promise<void>;
  beforeAdd(name: string): void;
  cancel(): void;
}

export function fakeWorld(takes: 'tiles' | 'rectangles' = 'tiles'): FakeWorld {
  const abort = new AbortController();
  const clock = new FakeClock();
  let shots = 0;
  let top = 0;
  /** Where the window stood before: what a frame that is late still shows. */
  let drawn = 0;
  const world: FakeWorld = {
    calls: [],
    files: new Map(),
    state: 'none',
    fault: null,
    shortfall: null,
    page: {
      url: URL_OF_PAGE,
      title: 'Kitchen timer | Joom',
      referrer: null,
      path: [],
      loadedAt: 0,
      width: 4,
      height: 10,
      documentWidth: 4,
      documentHeight: 35,
      devicePixelRatio: 1,
      scrollsInside: false,
      growing: false,
      pending: 0,
      lag: 0,
    },
    judged: [judged()],
    beforeShot: () => undefined,
    beforeAdd: () => undefined,
    cancel: () => abort.abort(),
    ports: undefined as never,
  };
  const shown = () => ({ url: world.page.url, top, hidden: ['hidden (fixed): div.bar'] });
  world.ports = {
    page: {
      async begin() {
        world.calls.push('begin');
        return { ...world.page };
      },
      async load() {
        world.calls.push('load');
        return {
          documentHeight: world.page.documentHeight,
          growing: world.page.growing,
          pending: world.page.pending,
        };
      },
      async show(y, isFirst) {
        world.calls.push(`show ${y}${isFirst ? ' first' : ''}`);
        drawn = world.page.lag > 0 ? top : y;
        top = y;
        return shown();
      },
      async showElement() {
        return { ...shown(), box: { x: 1, y: 2, width: 2, height: 5 }, cut: false };
      },
      async snapshot() {
        return { html: '<!doctype html>\n<html></html>\n', cut: false };
      },
      async end() {
        world.calls.push('end');
      },
    },
    camera: {
      takes,
      async shoot(_tab, rectangle) {
        shots += 1;
        await world.beforeShot(shots);
        if (rectangle !== null) return shotBlob({ top: rectangle.y, width: rectangle.width, height: rectangle.height });
        const shot = shotBlob({ top: drawn, width: world.page.width + 1, height: world.page.height });
        if (world.page.lag > 0) world.page.lag -= 1;
        drawn = top;
        return shot;
      },
    },
    store: {
      async begin() {
        world.calls.push('store');
        world.state = 'capturing';
        return 'item';
      },
      async add(_item: string, { name, blob }: NewFile) {
        world.beforeAdd(name);
        world.files.set(name, blob);
      },
      async thumbnail() {},
      async captured(_item, _judged, shortfall) {
        world.state = 'captured';
        world.shortfall = shortfall;
      },
      async interrupted(_item, fault) {
        world.state = 'interrupted';
        world.fault = fault;
      },
      async forget() {
        world.state = 'forgotten';
        world.files.clear();
      },
    },
    clock,
    tab: { privateWindow: false, zoom: 1 },
    async judge() {
      world.calls.push('judge');
      const next = world.judged.length > 1 ? world.judged.shift() : world.judged[0];
      if (next === undefined) throw new Error('nothing to judge');
      return next;
    },
    async fetchAgain() {
      return { fetched: null, fetchFailure: 'offline', redirects: [], serverOffset: null };
    },
    open: openShot,
    progress: () => undefined,
    signal: abort.signal,
  };
  return world;
}

export const request = (changes: Partial<CaptureRequest> = {}): CaptureRequest => ({
  tab: 1,
  kind: 'full-page',
  listing: null,
  declared: [],
  reloadedAt: null,
  address: URL_OF_PAGE,
  extension: { version: '0.1.0', build: null, otherExtensions: null },
  ...changes,
});
