/** Words of a pack at the end or the beginning of longer ones: "Edelstahlschlagring", "Schlagringset". */
import { Filter, type Forms } from './forms.ts';
import type { Sink } from './lattice.ts';
import { type CompiledPack, SHORTEST_PART, WORD_COMPOUND } from './pack-layout.ts';
import { BASE_1, hash1, hash2, LONGEST_WORD, POWERS_1 } from './text/hash.ts';

/** Letters that must be left of a compound beside the part found. */
const SHORTEST_REST = 3;
/** Letters of a part, as the pack's table of lengths counts them. */
const LONGEST_PART = 31;

export class CompoundParts {
  /** Filters over the first, and over the last, four letters of parts. */
  readonly heads: Filter;
  readonly tails: Filter;
  /** Letters of a word that may be a compound; more than any word has where the pack has no parts. */
  readonly shortest: number;
  private readonly forms: Forms;
  /** Bit n for parts of n letters. */
  private readonly lengths: number;

  constructor(pack: CompiledPack, forms: Forms) {
    this.heads = new Filter(pack.headFilter);
    this.tails = new Filter(pack.tailFilter);
    this.forms = forms;
    this.lengths = ((pack.partLengths[0] ?? 0) >>> SHORTEST_PART) << SHORTEST_PART;
    this.shortest = this.lengths === 0 ? LONGEST_WORD + 1 : SHORTEST_PART + SHORTEST_REST;
  }

  mayHold(codes: Uint16Array, from: number, to: number): boolean {
    return to - from >= this.shortest && (this.mayEnd(codes, to) || this.mayBegin(codes, from));
  }

  /**
   * Adds the parts of the letters `from` to `to`, which are word number `word`. The hashes of the parts grow by a letter a
   * step, so that a long word costs no more than its letters.
   *
   * @param filter of the forms looked for.
   * @param tail @param head flags of a form that may be found at the end, and at the beginning.
   */
  look(
    codes: Uint16Array,
    from: number,
    to: number,
    tail: number,
    head: number,
    word: number,
    filter: Filter,
    sink: Sink,
  ): void {
    const { lengths } = this;
    const asTail = this.mayEnd(codes, to);
    const asHead = this.mayBegin(codes, from);
    const longest = Math.min(LONGEST_PART, to - from - SHORTEST_REST);
    let tailHash = 0;
    let headHash = 0;
    for (let length = 1; length <= longest; length++) {
      const start = to - length;
      const end = from + length;
      tailHash = (Math.imul(codes[start] ?? 0, POWERS_1[length - 1] ?? 0) + tailHash) | 0;
      headHash = (Math.imul(headHash, BASE_1) + (codes[end - 1] ?? 0)) | 0;
      if (((lengths >>> length) & 1) === 0) continue;
      if (asTail && filter.mayHold(tailHash)) this.add(tailHash, hash2(codes, start, to), tail, word, sink);
      if (asHead && filter.mayHold(headHash)) this.add(headHash, hash2(codes, from, end), head, word, sink);
    }
  }

  private add(h1: number, h2: number, flag: number, word: number, sink: Sink): void {
    const slot = this.forms.slotOf(h1, h2, flag);
    if (slot >= 0) sink.add(slot, word, word + 1, WORD_COMPOUND);
  }

  private mayEnd(codes: Uint16Array, to: number): boolean {
    return this.tails.mayHold(hash1(codes, to - SHORTEST_PART, to));
  }

  private mayBegin(codes: Uint16Array, from: number): boolean {
    return this.heads.mayHold(hash1(codes, from, from + SHORTEST_PART));
  }
}
