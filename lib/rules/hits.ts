/** Where term lists were found in the fields of one listing. Typed columns, reused for the next listing. */

/** Hits of one list in one field text that are kept; further ones say nothing new. */
const MOST_PER_FIELD = 24;

export class Hits {
  count = 0;
  list = new Int32Array(64);
  /** Bit of the field, and index among its values. */
  field = new Int32Array(64);
  index = new Int32Array(64);
  /** Words covered, `toWord` exclusive. */
  fromWord = new Int32Array(64);
  toWord = new Int32Array(64);
  /** Stretch of the original text. */
  start = new Int32Array(64);
  end = new Int32Array(64);
  /** Previous hit of the same list, or -1. */
  next = new Int32Array(64);
  /** Latest hit of each list, or -1. */
  readonly head: Int32Array;
  /** Lists with a hit. */
  readonly touched: number[] = [];

  constructor(lists: number) {
    this.head = new Int32Array(lists).fill(-1);
  }

  clear(): void {
    for (const list of this.touched) this.head[list] = -1;
    this.touched.length = 0;
    this.count = 0;
  }

  add(list: number, field: number, index: number, fromWord: number, toWord: number, start: number, end: number): void {
    let same = 0;
    for (let hit = this.head[list] ?? -1; hit >= 0; hit = this.next[hit] ?? -1) {
      if (this.field[hit] !== field || this.index[hit] !== index) break;
      if ((this.fromWord[hit] === fromWord && this.toWord[hit] === toWord) || ++same >= MOST_PER_FIELD) return;
    }
    const hit = this.count;
    if (hit >= this.list.length) this.grow();
    const previous = this.head[list] ?? -1;
    if (previous < 0) this.touched.push(list);
    this.list[hit] = list;
    this.field[hit] = field;
    this.index[hit] = index;
    this.fromWord[hit] = fromWord;
    this.toWord[hit] = toWord;
    this.start[hit] = start;
    this.end[hit] = end;
    this.next[hit] = previous;
    this.head[list] = hit;
    this.count = hit + 1;
  }

  private grow(): void {
    const larger = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.list = larger(this.list);
    this.field = larger(this.field);
    this.index = larger(this.index);
    this.fromWord = larger(this.fromWord);
    this.toWord = larger(this.toWord);
    this.start = larger(this.start);
    this.end = larger(this.end);
    this.next = larger(this.next);
  }
}
