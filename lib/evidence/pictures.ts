/** Opening and reducing pictures, with what both a background and a page have. */
import type { OpenPicture } from './capture/ports.ts';

type Scratch = { canvas: OffscreenCanvas; context: OffscreenCanvasRenderingContext2D };

let scratch: Scratch | null = null;

/**
 * One canvas for all: each use is over before another can begin, and canvases of their own would pile up until they are
 * collected, a megabyte each.
 */
function scratchOf(width: number, height: number): Scratch['context'] {
  if (scratch === null) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (context === null) throw new Error('the browser gave no canvas');
    scratch = { canvas, context };
  }
  const { canvas, context } = scratch;
  if (canvas.width < width) canvas.width = width;
  if (canvas.height < height) canvas.height = height;
  return context;
}

const SAMPLE = { width: 160, height: 120 };

export async function openPicture(picture: Blob): Promise<OpenPicture> {
  const bitmap = await createImageBitmap(picture, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  return {
    width,
    height,
    rows(x, y, across, down) {
      const context = scratchOf(across, down);
      context.drawImage(bitmap, x, y, across, down, 0, 0, across, down);
      return context.getImageData(0, 0, across, down).data;
    },
    sample() {
      const context = scratchOf(SAMPLE.width, SAMPLE.height);
      // Single pixels and not means: what moves by itself must not blur into what does not.
      context.imageSmoothingEnabled = false;
      context.drawImage(bitmap, 0, 0, width, height, 0, 0, SAMPLE.width, SAMPLE.height);
      context.imageSmoothingEnabled = true;
      return new Uint32Array(context.getImageData(0, 0, SAMPLE.width, SAMPLE.height).data.buffer);
    },
    close: () => bitmap.close(),
  };
}

const THUMBNAIL = { width: 320, height: 240 };

/** The top of a picture, small. */
export async function thumbnailOf(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const scale = THUMBNAIL.width / bitmap.width;
  const height = Math.max(1, Math.min(THUMBNAIL.height, Math.round(bitmap.height * scale)));
  const canvas = new OffscreenCanvas(THUMBNAIL.width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('the browser gave no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, bitmap.width * scale, bitmap.height * scale);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
