/** Looking words up in a pack: filters that turn nearly all away, and the table of forms behind them. */
import { type CompiledPack, FORM_PLAIN } from './pack-layout.ts';
import { filterAddress, filterMask, filterShift, LONGEST_WORD, slotFor } from './text/hash.ts';
import type { Scan } from './text/scan.ts';

/** A Bloom filter of the pack over first halves of hashes (hash.ts). */
export class Filter {
  readonly words: Uint32Array;
  readonly shift: number;

  constructor(words: Uint32Array) {
    this.words = words;
    this.shift = filterShift(words.length);
  }

  mayHold(h1: number): boolean {
    const address = filterAddress(h1);
    const mask = filterMask(address, this.shift);
    return ((this.words[(address >>> this.shift) >>> 5] ?? 0) & mask) === mask;
  }
}

export class Forms {
  readonly filter: Filter;
  private readonly pack: CompiledPack;
  private readonly scan: Scan;
  private readonly slots: number;

  constructor(pack: CompiledPack, scan: Scan) {
    this.filter = new Filter(pack.formFilter);
    this.pack = pack;
    this.scan = scan;
    this.slots = pack.slotKeys.length;
  }

  /** Slot of the form with these hashes, if it may be found in this way; else -1. */
  slotOf(h1: number, h2: number, flag: number): number {
    const { slotKeys, slotFlags } = this.pack;
    const { slots } = this;
    for (let slot = slotFor(h1, slots); ; slot++) {
      if (slot === slots) slot = 0;
      const flags = slotFlags[slot] ?? 0;
      if (flags === 0) return -1;
      if (slotKeys[slot] === h2) return (flags & flag) === 0 ? -1 : slot;
    }
  }

  /** Slot of a word of the text as it stands, or -1. */
  plainSlot(word: number): number {
    const { scan } = this;
    const from = scan.from[word] ?? 0;
    const to = scan.to[word] ?? 0;
    const h1 = scan.h1[word] ?? 0;
    if (to - from > LONGEST_WORD || !this.filter.mayHold(h1)) return -1;
    return this.slotOf(h1, scan.hash2(from, to), FORM_PLAIN);
  }

  /** Whether the form of a slot belongs to a word of the pack. */
  hasWord(slot: number, word: number): boolean {
    if (slot < 0) return false;
    const { slotWordStarts, slotWords } = this.pack;
    for (let w = slotWordStarts[slot] ?? 0; w < (slotWordStarts[slot + 1] ?? 0); w++)
      if (slotWords[w] === word) return true;
    return false;
  }
}
