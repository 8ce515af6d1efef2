import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { capture } from '../../../lib/evidence/capture/capture.ts';
import { CaptureStopped } from '../../../lib/evidence/capture/faults.ts';
import { contextSchema } from '../../../lib/evidence/context.ts';
import { fileNameSchema } from '../../../lib/evidence/item.ts';
import { isSamePage } from '../../../lib/marketplaces/same-page.ts';
import { type FakeWorld, fakeWorld, judged, listing, request, URL_OF_PAGE } from './fakes.ts';

/** The document's row that each row of the stitched picture shows. */
async function rowsOf(world: FakeWorld): Promise<number[]> {
  const png = new Uint8Array((await world.files.get('picture.png')?.arrayBuffer()) ?? new ArrayBuffer(0));
  const view = new DataView(png.buffer);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const length = view.getUint32(33);
  const raw = inflateSync(png.subarray(41, 41 + length));
  const rows: number[] = [];
  let [red, green] = [0, 0];
  for (let row = 0; row < height; row++) {
    const at = row * (width * 3 + 1) + 1;
    red = (red + (raw[at] ?? 0)) & 255;
    green = (green + (raw[at + 1] ?? 0)) & 255;
    rows.push(green * 256 + red);
  }
  return rows;
}

async function contextOf(world: FakeWorld) {
  const text = await world.files.get('context.json')?.text();
  return contextSchema.parse(JSON.parse(text ?? 'null'));
}

const upTo = (count: number) => Array.from({ length: count }, (_, row) => row);

describe('a capture of a whole page', () => {
  it('stitches every row once, keeps the raw tiles, and records how', async () => {
    const world = fakeWorld();
    const outcome = await capture(request(), world.ports);
    expect(outcome).toEqual({ ok: true, item: 'item', shortfall: null });
    expect(world.state).toBe('captured');
    expect([...world.files.keys()]).toEqual([
      'tiles/0001.png',
      'tiles/0002.png',
      'tiles/0003.png',
      'tiles/0004.png',
      'picture.png',
      'page.html',
      'reading.json',
      'findings.json',
      'context.json',
    ]);
    for (const name of world.files.keys()) expect(fileNameSchema.safeParse(name).success).toBe(true);
    expect(await rowsOf(world)).toEqual(upTo(35));
    const { picture, fetchFailure } = await contextOf(world);
    expect(picture).toMatchObject({ method: 'tiles', complete: true, hidden: ['hidden (fixed): div.bar'] });
    expect(picture.tiles.map(({ y }) => y)).toEqual([0, 10, 20, 25]);
    expect(fetchFailure).toBe('offline');
  });

  it('judges before the page is touched, before anything is stored, and at the end', async () => {
    const world = fakeWorld();
    await capture(request(), world.ports);
    const { calls } = world;
    expect(calls[0]).toBe('judge');
    expect(calls.slice(0, 5)).toEqual(['judge', 'begin', 'load', 'judge', 'store']);
    expect(calls.filter((call) => call === 'judge')).toHaveLength(3);
    expect(calls.at(-1)).toBe('end');
  });

  it('takes a tile again that was taken before the page was drawn at its new place', async () => {
    const world = fakeWorld();
    let shot = 0;
    world.beforeShot = (count) => {
      shot = count;
      if (count === 1) world.page.lag = 2;
    };
    await capture(request(), world.ports);
    expect(await rowsOf(world)).toEqual(upTo(35));
    expect(shot).toBeGreaterThan(4);
    expect([...world.files.keys()].filter((name) => name.startsWith('tiles/'))).toHaveLength(4);
  });

  it('takes one picture where the browser gives the whole page, without a second copy of it', async () => {
    const world = fakeWorld('rectangles');
    const outcome = await capture(request(), world.ports);
    expect(outcome.ok).toBe(true);
    expect([...world.files.keys()]).toEqual([
      'picture.png',
      'page.html',
      'reading.json',
      'findings.json',
      'context.json',
    ]);
    expect(JSON.parse((await world.files.get('picture.png')?.text()) ?? '')).toEqual({ top: 0, width: 4, height: 35 });
    expect((await contextOf(world)).picture.method).toBe('single-call');
  });

  it('says what is missing of a page that grows, or whose pictures never load', async () => {
    const growing = fakeWorld();
    growing.page.growing = true;
    expect(await capture(request(), growing.ports)).toMatchObject({
      ok: true,
      shortfall: expect.stringMatching(/kept growing/),
    });
    expect((await contextOf(growing)).picture).toMatchObject({ complete: false });
    const pending = fakeWorld();
    pending.page.pending = 3;
    expect(await capture(request(), pending.ports)).toMatchObject({
      shortfall: '3 pictures of the page had not loaded in time.',
    });
  });

  it('takes what the window shows, or one card, where that is wanted', async () => {
    const visible = fakeWorld();
    await capture(request({ kind: 'visible-area' }), visible.ports);
    expect(visible.calls).not.toContain('load');
    expect(visible.files.has('picture.png')).toBe(true);
    const card = fakeWorld();
    const outcome = await capture(request({ kind: 'element', listing: 'joom:5f4e3d2c1b0a998877665544' }), card.ports);
    expect(outcome.ok).toBe(true);
    expect(await rowsOf(card)).toEqual([2, 3, 4, 5, 6]);
    expect([...card.files.keys()]).toContain('tiles/0001.png');
  });
});

describe('goods of which nothing may be kept', () => {
  it('are refused before the page is touched', async () => {
    const world = fakeWorld();
    world.judged = [judged(true)];
    expect(await capture(request(), world.ports)).toMatchObject({ ok: false, fault: 'child-protection', item: null });
    expect(world.calls).toEqual(['judge', 'end']);
    expect(world.state).toBe('none');
  });

  it('that came while the page was loaded keep anything from being stored', async () => {
    const world = fakeWorld();
    world.judged = [judged(), judged(true)];
    expect(await capture(request(), world.ports)).toMatchObject({ fault: 'child-protection', item: null });
    expect(world.state).toBe('none');
    expect(world.files.size).toBe(0);
  });

  it('that came during the capture take back what was stored', async () => {
    const world = fakeWorld();
    world.judged = [judged(), judged(), judged(true)];
    expect(await capture(request(), world.ports)).toMatchObject({ fault: 'child-protection', item: null });
    expect(world.state).toBe('forgotten');
    expect(world.files.size).toBe(0);
  });

  it('are not kept by breaking the capture off either', async () => {
    const world = fakeWorld();
    world.judged = [judged(), judged(), judged(true, [listing()])];
    world.beforeShot = (count) => {
      if (count === 2) world.cancel();
    };
    expect(await capture(request(), world.ports)).toMatchObject({ ok: false, item: null });
    expect(world.state).toBe('forgotten');
  });
});

describe('a tab that shows another page than the one that was meant', () => {
  const other = 'https://www.joom.com/en/products/5f4e3d2c1b0a998877665502';
  const ofOther = () => ({ ...judged(), reading: { ...judged().reading, url: other } });

  it.each<[string, (world: FakeWorld) => void]>([
    ['before the page is looked at', (world) => Object.assign(world, { judged: [ofOther()] })],
    ['when the page is looked at', (world) => Object.assign(world.page, { url: other })],
    [
      'from the first look on',
      (world) => {
        world.page.url = other;
        world.judged = [judged(), ofOther()];
      },
    ],
    ['when it has loaded', (world) => Object.assign(world, { judged: [judged(), ofOther()] })],
  ])('%s: nothing of it is kept', async (_when, go) => {
    const world = fakeWorld();
    go(world);
    const outcome = await capture(request(), world.ports);
    expect(outcome).toEqual({ ok: false, fault: 'navigated', detail: null, item: null });
    expect(world.state).toBe('none');
    expect(world.calls.at(-1)).toBe('end');
  });

  it('at the end: the finished part is kept, and is not called captured', async () => {
    const world = fakeWorld();
    world.judged = [judged(), judged(), ofOther()];
    expect(await capture(request(), world.ports)).toMatchObject({ ok: false, fault: 'navigated', item: 'item' });
    expect(world.state).toBe('interrupted');
  });

  it.each([
    ['https://www.joom.com/en/products/5f4e3d2c1b0a998877665544?utm_source=x', true],
    ['https://www.joom.com/fr/products/5f4e3d2c1b0a998877665544#reviews', true],
    ['https://www.joom.com/en/products/5f4e3d2c1b0a998877665502', false],
    ['https://www.joom.com/en/cart', false],
    ['not an address', false],
  ])('is told by what the address names: %s', (after, same) => {
    expect(isSamePage(URL_OF_PAGE, after)).toBe(same);
  });

  it('is told by host and path where an address names no listing', () => {
    const search = 'https://www.joom.com/en/search/q.knife';
    expect(isSamePage(search, `${search}?sort=new`)).toBe(true);
    expect(isSamePage(search, 'https://www.joom.com/en/search/q.mug')).toBe(false);
    expect(isSamePage('about:blank', 'about:blank')).toBe(true);
  });
});

describe('a capture that breaks off', () => {
  const cases: [string, (world: FakeWorld) => void, string][] = [
    ['cancelled', (world) => world.cancel(), 'cancelled'],
    [
      'tab closed',
      () => {
        throw new CaptureStopped('tab-closed');
      },
      'tab-closed',
    ],
    [
      'gone to another page',
      (world) => {
        world.page.url = 'https://www.joom.com/en/cart';
      },
      'navigated',
    ],
    [
      'another tab in front',
      () => {
        throw new CaptureStopped('covered');
      },
      'covered',
    ],
    [
      'browser error',
      () => {
        throw new Error('image readback failed');
      },
      'failed',
    ],
  ];

  it.each(cases)(
    '%s: keeps the finished tiles and their picture, and is not called captured',
    async (_what, act, fault) => {
      const world = fakeWorld();
      world.beforeShot = (count) => {
        if (count === 3) act(world);
      };
      const outcome = await capture(request(), world.ports);
      expect(outcome).toMatchObject({ ok: false, fault, item: 'item' });
      expect(world.state).toBe('interrupted');
      expect(world.fault).toBe(fault);
      const rows = await rowsOf(world);
      expect(rows).toEqual(upTo(rows.length));
      expect(rows.length).toBeGreaterThanOrEqual(20);
      expect((await contextOf(world)).picture).toMatchObject({
        complete: false,
        shortfall: expect.stringMatching(/\.$/),
      });
      expect(world.calls.at(-1)).toBe('end');
    },
  );

  it('no space left: keeps what was written, and says so', async () => {
    const world = fakeWorld();
    world.beforeAdd = (name) => {
      if (name === 'tiles/0003.png') throw new DOMException('full', 'QuotaExceededError');
    };
    expect(await capture(request(), world.ports)).toMatchObject({ ok: false, fault: 'no-space', item: 'item' });
    expect(world.state).toBe('interrupted');
    expect(world.files.has('tiles/0002.png')).toBe(true);
    expect(world.files.has('tiles/0003.png')).toBe(false);
  });

  it('cancelled while the page is still loading: at once, with nothing stored', async () => {
    const world = fakeWorld();
    world.ports.page.load = () => {
      world.cancel();
      return new Promise(() => undefined);
    };
    expect(await capture(request(), world.ports)).toMatchObject({ ok: false, fault: 'cancelled', item: null });
    expect(world.calls.at(-1)).toBe('end');
    expect(world.state).toBe('none');
  });

  it('a page without height: nothing is stored', async () => {
    const world = fakeWorld();
    world.page.documentHeight = 0;
    expect(await capture(request(), world.ports)).toMatchObject({ ok: false, fault: 'no-height', item: null });
    expect(world.state).toBe('none');
  });

  it('a page that cannot be judged: nothing is touched', async () => {
    const world = fakeWorld();
    world.ports.judge = async () => {
      throw new CaptureStopped('not-read');
    };
    expect(await capture(request(), world.ports)).toMatchObject({ ok: false, fault: 'not-read', item: null });
    expect(world.calls).toEqual(['end']);
  });
});
