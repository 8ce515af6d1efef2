/** Puts tiles together to one picture as they come, a band of rows at a time, so that memory does not grow with the page. */
import type { CaptureContext } from '../context.ts';
import { newRows } from './plan.ts';
import { PngWriter } from './png-writer.ts';
import type { OpenPicture } from './ports.ts';

type Place = CaptureContext['picture']['tiles'][number];

const BAND = 256;

export class Stitcher {
  readonly #writer: PngWriter;
  readonly #width: number;
  readonly #end: number;
  readonly #places: Place[] = [];

  /**
   * @param width device pixels of the picture; wider tiles are cut on the right, where scroll bars are
   * @param end device pixels of the document that are wanted
   */
  constructor(width: number, end: number) {
    this.#width = width;
    this.#end = end;
    this.#writer = new PngWriter(width);
  }

  get places(): Place[] {
    return [...this.#places];
  }

  get height(): number {
    return this.#writer.height;
  }

  /** @param top where the tile's first row stands in the document, device pixels */
  async add(tile: OpenPicture, top: number): Promise<void> {
    const { from, count } = newRows(this.#writer.height, top, tile.height, this.#end);
    this.#places.push({ x: 0, y: top, width: tile.width, height: tile.height });
    // A gap cannot be painted over: the plan leaves none, and a page that shrank below the tile has nothing to show.
    for (let row = 0; row < count; row += BAND) {
      const rows = Math.min(BAND, count - row);
      await this.#writer.write(tile.rows(0, from + row, this.#width, rows));
    }
  }

  /** A part of one picture alone. */
  async addPart(tile: OpenPicture, x: number, y: number, height: number): Promise<void> {
    this.#places.push({ x: -x, y: -y, width: tile.width, height: tile.height });
    for (let row = 0; row < height; row += BAND) {
      await this.#writer.write(tile.rows(x, y + row, this.#width, Math.min(BAND, height - row)));
    }
  }

  /** Null when no row came. */
  async finish(): Promise<Blob | null> {
    if (this.#writer.height === 0) {
      await this.#writer.abort();
      return null;
    }
    return this.#writer.finish();
  }
}
