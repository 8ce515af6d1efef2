/**
 * Where a capture of a whole page stops to take tiles, and which rows of each tile go into the stitched picture. Pure.
 *
 * Two units meet here. Scroll positions are CSS pixels; pictures are device pixels, and their ratio need not be a whole
 * number (zoom, scaled displays). So a tile is not placed where it was planned but where the page says it stood, and
 * where the ratio is a fraction neighbouring tiles overlap a little, lest rounding leave a row out.
 */
export const CAPTURE_LIMITS = {
  /** CSS pixels of a page that are captured; some pages grow for as long as they are scrolled. */
  height: 40_000,
  /** Tiles of one capture, as `context.json` may list. */
  tiles: 500,
  /** Device pixels in one picture that Firefox makes in one call: bounds the memory of the call. */
  stripPixels: 1280 * 16_000,
  /** Characters of the snapshot. */
  snapshot: 16_000_000,
} as const;

const OVERLAP_OF_FRACTIONS = 2;

export interface ViewSize {
  /** CSS pixels. */
  width: number;
  height: number;
  documentHeight: number;
  devicePixelRatio: number;
}

/** Scroll positions, CSS pixels, from the top; empty for a page without height. */
export function planTiles({ height, documentHeight, devicePixelRatio }: ViewSize): number[] {
  const whole = Math.min(Math.floor(documentHeight), CAPTURE_LIMITS.height);
  if (whole <= 0 || height < 1) return [];
  const overlap = Number.isInteger(devicePixelRatio) ? 0 : OVERLAP_OF_FRACTIONS;
  const step = Math.max(1, Math.floor(height) - overlap);
  const last = Math.max(0, whole - Math.floor(height));
  const positions: number[] = [];
  for (let at = 0; at < last; at += step) positions.push(at);
  positions.push(last);
  return positions.slice(0, CAPTURE_LIMITS.tiles);
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Strips, in CSS pixels of the document, for a browser that captures any rectangle of a page: one for most pages. */
export function planStrips({ width, documentHeight, devicePixelRatio }: ViewSize): Rectangle[] {
  const whole = Math.min(Math.floor(documentHeight), CAPTURE_LIMITS.height);
  if (whole <= 0 || width < 1) return [];
  const across = Math.floor(width);
  const rows = CAPTURE_LIMITS.stripPixels / (across * devicePixelRatio * devicePixelRatio);
  // A fraction of a row at the border of two strips would be drawn into both.
  const step = Math.max(64, Math.floor(rows / 64) * 64);
  const strips: Rectangle[] = [];
  for (let y = 0; y < whole; y += step) {
    strips.push({ x: 0, y, width: across, height: Math.min(step, whole - y) });
  }
  return strips.slice(0, CAPTURE_LIMITS.tiles);
}

export interface Rows {
  /** First row of the tile that is new, device pixels. */
  from: number;
  /** How many rows are new; none when the tile shows nothing below what is there. */
  count: number;
}

/**
 * The rows of a tile that continue a picture of which `written` rows are there.
 * @param top where the tile's first row stands in the document, device pixels
 * @param end device pixels of the document that are wanted
 */
export function newRows(written: number, top: number, tileHeight: number, end: number): Rows {
  const from = Math.max(0, written - top);
  return { from, count: Math.max(0, Math.min(tileHeight, end - top) - from) };
}
