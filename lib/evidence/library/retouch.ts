/**
 * Makes the picture of a derived copy: rectangles drawn onto it (annotation) or put in the place of what was there
 * (redaction). The original is another file and stays as it is. Works in bands, so that only the bitmap is ever whole.
 *
 * What is blurred is first reduced to a few blocks, each the mean of what it covers: the details are gone from the file, not
 * merely hard to see.
 */
import { PngWriter } from '../capture/png-writer.ts';

export const RETOUCHES = ['frame', 'black', 'blur'] as const;
export type RetouchKind = (typeof RETOUCHES)[number];

/** Pixels of the picture. */
export interface Retouch {
  kind: RetouchKind;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Written beside a frame. */
  text: string;
}

const BAND = 1024;
const BLOCKS = 6;
const FRAME = '#c2185b';
const LABEL_SIZE = 22;

type Context = OffscreenCanvasRenderingContext2D;

function contextOf(canvas: OffscreenCanvas): Context {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('the browser gave no canvas');
  return context;
}

/** Whole pixels inside the picture; null for what lies outside it. */
export function clipped(retouch: Retouch, width: number, height: number): Retouch | null {
  const left = Math.max(0, Math.floor(Math.min(retouch.x, retouch.x + retouch.width)));
  const top = Math.max(0, Math.floor(Math.min(retouch.y, retouch.y + retouch.height)));
  const right = Math.min(width, Math.ceil(Math.max(retouch.x, retouch.x + retouch.width)));
  const bottom = Math.min(height, Math.ceil(Math.max(retouch.y, retouch.y + retouch.height)));
  return right - left < 1 || bottom - top < 1
    ? null
    : { ...retouch, x: left, y: top, width: right - left, height: bottom - top };
}

/** The part of the bitmap as a few blocks. */
function blocksOf(bitmap: ImageBitmap, { x, y, width, height }: Retouch): OffscreenCanvas {
  const block = Math.max(12, Math.ceil(Math.min(width, height) / BLOCKS));
  let canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).drawImage(bitmap, x, y, width, height, 0, 0, width, height);
  // Halved again and again: one big step would take single pixels instead of means.
  for (;;) {
    const across = Math.max(Math.ceil(width / block), Math.ceil(canvas.width / 2));
    const down = Math.max(Math.ceil(height / block), Math.ceil(canvas.height / 2));
    if (across === canvas.width && down === canvas.height) return canvas;
    const smaller = new OffscreenCanvas(across, down);
    contextOf(smaller).drawImage(canvas, 0, 0, across, down);
    canvas = smaller;
  }
}

function frame(context: Context, { x, y, width, height, text }: Retouch): void {
  context.strokeStyle = FRAME;
  context.lineWidth = 4;
  context.strokeRect(x + 2, y + 2, Math.max(1, width - 4), Math.max(1, height - 4));
  if (text === '') return;
  context.font = `bold ${LABEL_SIZE}px sans-serif`;
  context.textBaseline = 'top';
  const label = context.measureText(text).width + 12;
  const above = y >= LABEL_SIZE + 10 ? y - LABEL_SIZE - 10 : y;
  context.fillStyle = FRAME;
  context.fillRect(x, above, label, LABEL_SIZE + 10);
  context.fillStyle = '#ffffff';
  context.fillText(text, x + 6, above + 5);
}

/** A PNG of the same size. */
export async function retouchPicture(picture: Blob, retouches: readonly Retouch[]): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  try {
    const { width, height } = bitmap;
    const wanted = retouches.flatMap((retouch) => clipped(retouch, width, height) ?? []);
    const blocks = new Map(wanted.filter(({ kind }) => kind === 'blur').map((one) => [one, blocksOf(bitmap, one)]));
    const writer = new PngWriter(width);
    for (let top = 0; top < height; top += BAND) {
      const rows = Math.min(BAND, height - top);
      const context = contextOf(new OffscreenCanvas(width, rows));
      context.translate(0, -top);
      context.drawImage(bitmap, 0, 0);
      context.imageSmoothingEnabled = false;
      for (const retouch of wanted) {
        const { kind, x, y } = retouch;
        const few = blocks.get(retouch);
        if (kind === 'frame') frame(context, retouch);
        else if (few !== undefined) context.drawImage(few, x, y, retouch.width, retouch.height);
        else {
          context.fillStyle = '#000000';
          context.fillRect(x, y, retouch.width, retouch.height);
        }
      }
      await writer.write(context.getImageData(0, 0, width, rows).data);
    }
    return await writer.finish();
  } finally {
    bitmap.close();
  }
}
