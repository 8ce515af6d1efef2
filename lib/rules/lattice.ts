/**
 * The words found in one text: form f of the pack stands between word boundary a and word boundary b. A plain word is
 * an edge over one word, "tas er" and "k n i f e" are edges over several, a compound carries the edge of its part.
 */

/** What takes the forms that are found; `done` once it needs no more. */
export interface Sink {
  readonly done: boolean;
  /** @param needs flags that a word must have for the form to stand for it here. */
  add(form: number, fromWord: number, toWord: number, needs: number): void;
}

export class Lattice implements Sink {
  readonly done = false;
  count = 0;
  form = new Int32Array(64);
  needs = new Uint8Array(64);
  from = new Int32Array(64);
  to = new Int32Array(64);
  /** Chains of the edges that begin, and that end, at the same boundary; -1 ends a chain. */
  nextFrom = new Int32Array(64);
  nextTo = new Int32Array(64);
  headFrom = new Int32Array(2048);
  headTo = new Int32Array(2048);

  /** For the next text, of so many words. */
  clear(words: number): void {
    this.count = 0;
    const boundaries = words + 1;
    if (this.headFrom.length < boundaries) {
      this.headFrom = new Int32Array(boundaries * 2);
      this.headTo = new Int32Array(boundaries * 2);
    }
    this.headFrom.fill(-1, 0, boundaries);
    this.headTo.fill(-1, 0, boundaries);
  }

  add(form: number, fromWord: number, toWord: number, needs: number): void {
    const edge = this.count;
    if (edge >= this.form.length) this.grow();
    this.form[edge] = form;
    this.needs[edge] = needs;
    this.from[edge] = fromWord;
    this.to[edge] = toWord;
    this.nextFrom[edge] = this.headFrom[fromWord] ?? -1;
    this.headFrom[fromWord] = edge;
    this.nextTo[edge] = this.headTo[toWord] ?? -1;
    this.headTo[toWord] = edge;
    this.count = edge + 1;
  }

  private grow(): void {
    const larger = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.form = larger(this.form);
    const needs = new Uint8Array(this.needs.length * 2);
    needs.set(this.needs);
    this.needs = needs;
    this.from = larger(this.from);
    this.to = larger(this.to);
    this.nextFrom = larger(this.nextFrom);
    this.nextTo = larger(this.nextTo);
  }
}
