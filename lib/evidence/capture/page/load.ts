/**
 * Walks down a page once, so that pictures that load only when they come into view are there before the first tile.
 * Bounded in every direction: some pages grow for as long as they are scrolled, and some pictures never load.
 */
export interface Loading {
  /** CSS pixels, after the walk. */
  documentHeight: number;
  /** The page was still growing when the walk ended. */
  growing: boolean;
  /** Pictures above the end of the capture that had not loaded in time. */
  pending: number;
}

/** Per step of the walk; and for all that is still loading at its end. */
const STEP_PATIENCE_MS = 1_200;
const LAST_PATIENCE_MS = 5_000;
const WALK_MS = 25_000;
/** How often the page may have grown at its end before it counts as endless. */
const MAX_GROWTHS = 40;
const POLL_MS = 25;

type PageWindow = Window & typeof globalThis;

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Two frames: the first may still be drawn from what was before. A tab that is not drawn gives no frames, hence the limit. */
export function nextFrames(window: PageWindow): Promise<void> {
  const frames = new Promise<void>((resolve) =>
    window.requestAnimationFrame(() => window.requestAnimationFrame(() => resolve())),
  );
  return Promise.race([frames, sleep(250)]);
}

/** One frame to its end: what watches for elements that come into view is told after the callbacks of a frame. */
function frameEnd(window: PageWindow): Promise<void> {
  const frame = new Promise<void>((resolve) => window.requestAnimationFrame(() => setTimeout(resolve)));
  return Promise.race([frame, sleep(250)]);
}

export function documentHeight({ document }: PageWindow): number {
  const { documentElement, body } = document;
  return Math.max(documentElement.scrollHeight, body?.scrollHeight ?? 0);
}

function pendingPictures(window: PageWindow, top: number, bottom: number): HTMLImageElement[] {
  return [...window.document.images].filter((image) => {
    if (image.complete || (image.currentSrc === '' && image.getAttribute('src') === null)) return false;
    const box = image.getBoundingClientRect();
    return box.width > 0 && box.bottom + window.scrollY > top && box.top + window.scrollY < bottom;
  });
}

/** Waits until no picture between the two heights is loading, or `patience` is over; gives how many still are. */
async function settle(window: PageWindow, top: number, bottom: number, patience: number): Promise<number> {
  for (const end = Date.now() + patience; ; await sleep(POLL_MS)) {
    const pending = pendingPictures(window, top, bottom).length;
    if (pending === 0 || Date.now() >= end) return pending;
  }
}

export function scrollTo(window: PageWindow, y: number): void {
  // `instant`: a page may have asked for smooth scrolling.
  window.scrollTo({ left: 0, top: y, behavior: 'instant' });
}

/**
 * @param limit CSS pixels of the page that are wanted at most
 * @param goesOn asked before each step; false once the person cancelled
 */
export async function loadWholePage(window: PageWindow, limit: number, goesOn: () => boolean): Promise<Loading> {
  const end = Date.now() + WALK_MS;
  const step = Math.max(200, Math.floor(window.innerHeight));
  const started = documentHeight(window);
  let height = started;
  let growths = 0;
  let late = false;
  // What never loads would cost its patience at each step: once is enough to know.
  let hopeless = 0;
  for (let y = 0; y < Math.min(height, limit) && goesOn(); y += step) {
    scrollTo(window, y);
    await frameEnd(window);
    if (pendingPictures(window, y, y + step).length > 0 && hopeless < 2) {
      if ((await settle(window, y, y + step, STEP_PATIENCE_MS)) > 0) hopeless += 1;
    }
    const now = documentHeight(window);
    if (now > height) growths += 1;
    height = now;
    if (growths > MAX_GROWTHS || Date.now() > end) {
      late = true;
      break;
    }
  }
  const wanted = Math.min(height, limit);
  if (!goesOn()) return { documentHeight: height, growing: false, pending: 0 };
  const pending = await settle(window, 0, wanted, hopeless >= 2 ? STEP_PATIENCE_MS : LAST_PATIENCE_MS);
  const last = documentHeight(window);
  return { documentHeight: last, growing: last > limit || late || last > height, pending };
}
