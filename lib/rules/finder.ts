/**
 * Finds the terms of a pack in one text.
 *
 * First every word is looked up, as it stands and in the disguises that sellers use; what is found becomes an *edge*
 * of a lattice over the words: form f stands between word boundary a and word boundary b. A plain word is an edge over
 * one word, "tas er" and "k n i f e" are edges over several, a compound carries the edge of its part. Then every edge
 * whose word has terms filed under it is checked against its neighbours. Both steps look at each word a bounded number
 * of times, so the whole is linear in the text.
 *
 * Most texts hold no word that any term is filed under. So the words are first looked at through the small filter of
 * such words alone, without making edges; only a text that has one is looked at again, through the filter of all words.
 *
 * Disguises are asked for only where the text gives cause (a digit or sign inside letters, a run of single letters, a
 * doubled letter) and only long words count, since short ones arise by chance.
 */
import type { Hits } from './hits.ts';
import {
  type CompiledPack,
  FORM_ANCHOR,
  FORM_COLLAPSED,
  FORM_COLLAPSED_PART,
  FORM_HEAD,
  FORM_PLAIN,
  FORM_TAIL,
  HASHED_COUNT,
  HASHED_FILTER_WORDS,
  HASHED_FIRST,
  HASHED_K0,
  HASHED_K1,
  HASHED_TERM_WIDTH,
  HASHED_WIDTH,
  WORD_COMPOUND,
  WORD_IN_PHRASE,
} from './pack-layout.ts';
import { Spellings } from './text/disguise.ts';
import { FUNCTION_WORDS } from './text/function-words.ts';
import {
  BASE_1,
  BASE_2,
  FILTER_MULTIPLIER,
  filterAddress,
  filterMask,
  filterShift,
  LONGEST_WORD,
  POWERS_1,
  spread,
} from './text/hash.ts';
import { keyedHash, keyedPrefilter } from './text/keyed-hash.ts';
import { GAP_NONE, GAP_SIGN, GAP_WIDE, type Scan, WORD_IDEOGRAPH, WORD_LETTERS, WORD_SIGN } from './text/scan.ts';
import { SHORTEST_COLLAPSED, SHORTEST_COLLAPSED_IN_PHRASE, SHORTEST_PART } from './vocabulary.ts';

/** Letters of a word found by joining neighbours across a space, or across a dot or the like. */
const SHORTEST_SPLIT = 6;
const SHORTEST_DOTTED = 4;
/** Letters of a word found in a run of single letters. */
const SHORTEST_SPACED = 4;
const LONGEST_SPACED = 24;
/** Letters that must be left of a compound beside the part found. */
const SHORTEST_REST = 3;
/** Letters of a part, as the pack's table of lengths counts them. */
const LONGEST_PART = 31;

/** Signs between letters that disguise: . * _ | ~ · • */
const DISGUISING = new Set([46, 42, 95, 124, 126, 0xb7, 0x2022, 39, 94]);

const hashOf1 = (codes: Uint16Array, from: number, to: number): number => {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, BASE_1) + (codes[at] ?? 0)) | 0;
  return hash;
};

const hashOf2 = (codes: Uint16Array, from: number, to: number): number => {
  let hash = 0;
  for (let at = from; at < to; at++) hash = (Math.imul(hash, BASE_2) + (codes[at] ?? 0)) | 0;
  return hash;
};

function mayHold(filter: Uint32Array, h1: number, shift: number): boolean {
  const address = filterAddress(h1);
  const mask = filterMask(address, shift);
  return ((filter[(address >>> shift) >>> 5] ?? 0) & mask) === mask;
}

export class Finder {
  private readonly pack: CompiledPack;
  private readonly scan: Scan;
  private readonly hits: Hits;
  private readonly slotMask: number;
  private readonly formShift: number;
  private readonly anchorShift: number;
  private readonly headShift: number;
  private readonly tailShift: number;
  private readonly hasHashed: boolean;
  /** Bit n for compound parts of n letters. */
  private readonly partLengths: number;

  /** Letters of one word without its repetitions. */
  private readonly short = new Uint16Array(LONGEST_WORD);

  private readonly spellings = new Spellings();

  private edges = 0;
  /** Whether any edge's word has terms filed under it. */
  private anchored = false;
  private edgeForm = new Int32Array(64);
  /** Flags that a word must have for the edge to stand for it. */
  private edgeNeeds = new Uint8Array(64);
  private edgeFrom = new Int32Array(64);
  private edgeTo = new Int32Array(64);
  private nextFrom = new Int32Array(64);
  private nextTo = new Int32Array(64);
  private headFrom = new Int32Array(2048).fill(-1);
  private headTo = new Int32Array(2048).fill(-1);

  /** Whether this is the first look, for words that terms are filed under; `filter` is the one of its words. */
  private first = true;
  private filter: Uint32Array;
  private filterShift = 0;
  /** Whether hashed terms are asked for: in the first look, which every text gets. */
  private hashed = false;

  private field = 0;
  private index = 0;

  constructor(pack: CompiledPack, scan: Scan, hits: Hits) {
    this.pack = pack;
    this.scan = scan;
    this.hits = hits;
    this.slotMask = pack.slotKeys.length - 1;
    this.formShift = filterShift(pack.formFilter.length);
    this.anchorShift = filterShift(pack.anchorFilter.length);
    this.headShift = filterShift(pack.headFilter.length);
    this.tailShift = filterShift(pack.tailFilter.length);
    this.hasHashed = pack.hashedGroups.length > 0;
    this.filter = pack.anchorFilter;
    this.partLengths = ((pack.partLengths[0] ?? 0) >>> SHORTEST_PART) << SHORTEST_PART;
  }

  /** Reads a text and adds what it finds to the hits, under the field's bit and the value's index. */
  find(text: string, field: number, index: number): void {
    const { scan } = this;
    scan.read(text);
    this.field = field;
    this.index = index;
    this.edges = 0;
    this.anchored = false;
    this.first = true;
    this.hashed = this.hasHashed;
    this.filter = this.pack.anchorFilter;
    this.filterShift = this.anchorShift;
    this.look();
    if (!this.anchored) return;
    this.first = false;
    this.hashed = false;
    this.filter = this.pack.formFilter;
    this.filterShift = this.formShift;
    this.look();
    this.matchTerms();
  }

  private look(): void {
    const { scan } = this;
    this.lookAtWords();
    if (this.settled()) return;
    if (scan.singles >= SHORTEST_SPACED) this.lookAtSpaced();
    if (scan.mixed) this.lookAtMixed();
  }

  /** Whether the first look has found all that it looks for. */
  private settled(): boolean {
    return this.first && this.anchored && !this.hashed;
  }

  /**
   * The loop that most of the time is spent in, and all of it on a page just opened, when it runs uncompiled. It asks
   * the filters itself, without a call; what passes one is rare and has a method of its own.
   */
  private lookAtWords(): void {
    const { scan, hashed, anchorShift, filter, filterShift, headShift, tailShift } = this;
    const { anchorFilter, headFilter, tailFilter } = this.pack;
    const { codes, from, to, kind, gap, h1, count, doubled } = scan;
    const shortestCompound = this.partLengths === 0 ? LONGEST_WORD + 1 : SHORTEST_PART + SHORTEST_REST;
    for (let word = 0; word < count; word++) {
      const start = from[word] ?? 0;
      const end = to[word] ?? 0;
      const length = end - start;
      if (length > LONGEST_WORD) continue;
      const hash = h1[word] ?? 0;
      let address = Math.imul(hash ^ (hash >>> 15), FILTER_MULTIPLIER);
      let bit = address >>> anchorShift;
      let mask = (1 << bit) | (1 << address);
      if (((anchorFilter[bit >>> 5] ?? 0) & mask) === mask) {
        this.lookAtAnchor(hash, start, end, word);
        if (this.settled()) return;
      }
      if (hashed) this.lookUpHashed(hash, start, end, word, word + 1);
      if (kind[word] !== WORD_LETTERS) continue;
      if (doubled[word] === 1 && length > SHORTEST_COLLAPSED_IN_PHRASE) this.lookAtDoubled(word, start, end);
      if (length >= shortestCompound) {
        // First halves of the hashes of the first and of the last four letters.
        let head = codes[start] ?? 0;
        head = (Math.imul(head, BASE_1) + (codes[start + 1] ?? 0)) | 0;
        head = (Math.imul(head, BASE_1) + (codes[start + 2] ?? 0)) | 0;
        head = (Math.imul(head, BASE_1) + (codes[start + 3] ?? 0)) | 0;
        let tail = codes[end - 4] ?? 0;
        tail = (Math.imul(tail, BASE_1) + (codes[end - 3] ?? 0)) | 0;
        tail = (Math.imul(tail, BASE_1) + (codes[end - 2] ?? 0)) | 0;
        tail = (Math.imul(tail, BASE_1) + (codes[end - 1] ?? 0)) | 0;
        address = Math.imul(head ^ (head >>> 15), FILTER_MULTIPLIER);
        bit = address >>> headShift;
        mask = (1 << bit) | (1 << address);
        const asHead = ((headFilter[bit >>> 5] ?? 0) & mask) === mask;
        address = Math.imul(tail ^ (tail >>> 15), FILTER_MULTIPLIER);
        bit = address >>> tailShift;
        mask = (1 << bit) | (1 << address);
        const asTail = ((tailFilter[bit >>> 5] ?? 0) & mask) === mask;
        if (asHead || asTail) this.lookAtCompound(word, start, end);
      }
      const next = word + 1;
      if (next === count || kind[next] !== WORD_LETTERS || gap[next] === GAP_WIDE) continue;
      const nextLength = (to[next] ?? 0) - end;
      if (length + nextLength > LONGEST_WORD) continue;
      const joined = (Math.imul(hash, POWERS_1[nextLength] ?? 0) + (h1[next] ?? 0)) | 0;
      address = Math.imul(joined ^ (joined >>> 15), FILTER_MULTIPLIER);
      bit = address >>> filterShift;
      mask = (1 << bit) | (1 << address);
      if (((filter[bit >>> 5] ?? 0) & mask) === mask || hashed) this.lookAtJoined(joined, word, start, end);
    }
  }

  /** A word as it stands, if terms are filed under it. Words that only stand beside such are looked up from there. */
  private lookAtAnchor(h1: number, from: number, to: number, word: number): void {
    const slot = this.slotOf(h1, this.scan.hash2(from, to), FORM_PLAIN);
    if (slot >= 0 && ((this.pack.slotFlags[slot] ?? 0) & FORM_ANCHOR) !== 0) this.edge(slot, word, word + 1, 0);
  }

  /** Slot of a word as it stands, or -1. */
  private plainSlot(word: number): number {
    const { scan } = this;
    const from = scan.from[word] ?? 0;
    const to = scan.to[word] ?? 0;
    const h1 = scan.h1[word] ?? 0;
    if (to - from > LONGEST_WORD || !mayHold(this.pack.formFilter, h1, this.formShift)) return -1;
    return this.slotOf(h1, scan.hash2(from, to), FORM_PLAIN);
  }

  /** "kniife", "ttaasseerr": the word without its repetitions. */
  private lookAtDoubled(word: number, from: number, to: number): void {
    const { short } = this;
    const { codes } = this.scan;
    let length = 0;
    let run = 0;
    let longestRun = 0;
    let last = -1;
    let h1 = 0;
    for (let at = from; at < to; at++) {
      const code = codes[at] ?? 0;
      if (code === last) {
        run++;
        if (run > longestRun) longestRun = run;
        continue;
      }
      run = 1;
      last = code;
      short[length] = code;
      length++;
      h1 = (Math.imul(h1, BASE_1) + code) | 0;
    }
    if (length < SHORTEST_COLLAPSED_IN_PHRASE) return;
    const whole = mayHold(this.filter, h1, this.filterShift);
    const part = this.mayHoldPart(short, 0, length);
    if (!whole && !part && !this.hashed) return;
    // A word that is in the pack as it stands is spelled as it should be, unless a letter stands there thrice.
    if (longestRun < 3 && this.plainSlot(word) >= 0) return;
    const need = length < SHORTEST_COLLAPSED ? WORD_IN_PHRASE : 0;
    const h2 = hashOf2(short, 0, length);
    if (whole) this.edgeForHashes(h1, h2, FORM_COLLAPSED, word, word + 1, need);
    if (this.hashed) this.lookUpHashes(h1, h2, word, word + 1);
    if (part) this.lookAtParts(short, 0, length, FORM_COLLAPSED_PART, FORM_COLLAPSED_PART, word);
  }

  /** "Edelstahlschlagring", "Schlagringset": a part at the end or the beginning of the word. */
  private lookAtCompound(word: number, from: number, to: number): void {
    this.lookAtParts(this.scan.codes, from, to, FORM_TAIL, FORM_HEAD, word);
  }

  private mayHoldPart(codes: Uint16Array, from: number, to: number): boolean {
    if (this.partLengths === 0 || to - from < SHORTEST_PART + SHORTEST_REST) return false;
    return this.mayHoldTail(codes, to) || this.mayHoldHead(codes, from);
  }

  private mayHoldTail(codes: Uint16Array, to: number): boolean {
    return mayHold(this.pack.tailFilter, hashOf1(codes, to - SHORTEST_PART, to), this.tailShift);
  }

  private mayHoldHead(codes: Uint16Array, from: number): boolean {
    return mayHold(this.pack.headFilter, hashOf1(codes, from, from + SHORTEST_PART), this.headShift);
  }

  /** The hashes of the parts grow by a letter a step, so that a long word costs no more than its letters. */
  private lookAtParts(codes: Uint16Array, from: number, to: number, tail: number, head: number, word: number): void {
    const { partLengths, filter, filterShift } = this;
    const asTail = this.mayHoldTail(codes, to);
    const asHead = this.mayHoldHead(codes, from);
    const longest = Math.min(LONGEST_PART, to - from - SHORTEST_REST);
    let tailHash = 0;
    let headHash = 0;
    for (let length = 1; length <= longest; length++) {
      const start = to - length;
      const end = from + length;
      tailHash = (Math.imul(codes[start] ?? 0, POWERS_1[length - 1] ?? 0) + tailHash) | 0;
      headHash = (Math.imul(headHash, BASE_1) + (codes[end - 1] ?? 0)) | 0;
      if (((partLengths >>> length) & 1) === 0) continue;
      if (asTail && mayHold(filter, tailHash, filterShift))
        this.edgeForHashes(tailHash, hashOf2(codes, start, to), tail, word, word + 1, WORD_COMPOUND);
      if (asHead && mayHold(filter, headHash, filterShift))
        this.edgeForHashes(headHash, hashOf2(codes, from, end), head, word, word + 1, WORD_COMPOUND);
    }
  }

  /** "tas.er", "switch blade": the word and the next one, as one, whose first half of the hash this is. */
  private lookAtJoined(h1: number, word: number, from: number, to: number): void {
    const { scan } = this;
    const next = word + 1;
    const end = scan.to[next] ?? 0;
    const length = end - from;
    const disguised = scan.gap[next] === GAP_SIGN && DISGUISING.has(scan.gapCode[next] ?? 0);
    if (!disguised && (length < SHORTEST_SPLIT || end - to < 2 || to - from < 2)) return;
    if (length < SHORTEST_DOTTED) return;
    if (this.hashed) this.lookUpHashed(h1, from, end, word, word + 2);
    if (!mayHold(this.filter, h1, this.filterShift)) return;
    const slot = this.slotOf(h1, scan.hash2(from, end), FORM_PLAIN);
    if (slot < 0) return;
    // "for men" is not "Formen".
    if (!disguised && (FUNCTION_WORDS.has(scan.textOf(from, to)) || FUNCTION_WORDS.has(scan.textOf(to, end)))) return;
    this.edge(slot, word, word + 2, 0);
  }

  /** "p.u.f.f", "s t u n  g u n": words inside a run of single letters. */
  private lookAtSpaced(): void {
    const { scan } = this;
    let start = 0;
    while (start < scan.count) {
      let end = start;
      while (
        end < scan.count &&
        (scan.to[end] ?? 0) - (scan.from[end] ?? 0) === 1 &&
        scan.kind[end] !== WORD_IDEOGRAPH &&
        (end === start || scan.gap[end] !== GAP_NONE || scan.kind[end] === WORD_SIGN)
      )
        end++;
      for (let from = start; from + SHORTEST_SPACED <= end; from++)
        for (let to = Math.min(end, from + LONGEST_SPACED); to >= from + SHORTEST_SPACED; to--) {
          this.lookUp(scan.from[from] ?? 0, scan.to[to - 1] ?? 0, from, to);
        }
      start = Math.max(end, start + 1);
    }
  }

  /** "kn1fe", "$tun gun": words in which digits or signs stand for letters, glued to others. */
  private lookAtMixed(): void {
    const { kind, gap, count } = this.scan;
    for (let word = 1; word < count; word++) {
      if (gap[word] !== GAP_NONE || kind[word] === WORD_IDEOGRAPH) continue;
      const start = word - 1;
      let letters = kind[start] === WORD_LETTERS || kind[word] === WORD_LETTERS;
      for (word++; word < count && gap[word] === GAP_NONE && kind[word] !== WORD_IDEOGRAPH; word++)
        if (kind[word] === WORD_LETTERS) letters = true;
      if (letters) this.lookAtSpellings(start, word);
    }
  }

  private lookAtSpellings(start: number, end: number): void {
    const { scan, spellings, hashed, filter, filterShift } = this;
    const count = spellings.read(scan, start, end);
    for (let choice = 0; choice < count; choice++) {
      const h1 = spellings.hash1(choice);
      const known = mayHold(filter, h1, filterShift);
      if (!known && !hashed) continue;
      const h2 = spellings.hash2(choice);
      if (hashed) this.lookUpHashes(h1, h2, start, end);
      if (known) this.edgeForHashes(h1, h2, FORM_PLAIN, start, end);
    }
  }

  /** Looks up the folded letters `from` to `to` as a plain word. */
  private lookUp(from: number, to: number, fromWord: number, toWord: number): void {
    const h1 = this.scan.hash1(from, to);
    if (this.hashed) this.lookUpHashed(h1, from, to, fromWord, toWord);
    if (mayHold(this.filter, h1, this.filterShift))
      this.edgeForHashes(h1, this.scan.hash2(from, to), FORM_PLAIN, fromWord, toWord);
  }

  /** Adds an edge for letters that passed the filter, if they may be found in this way. */
  private edgeForHashes(h1: number, h2: number, flag: number, fromWord: number, toWord: number, needs = 0): void {
    const slot = this.slotOf(h1, h2, flag);
    if (slot >= 0) this.edge(slot, fromWord, toWord, needs);
  }

  /** Slot of the form with these hashes, if it may be found in this way; else -1. */
  private slotOf(h1: number, h2: number, flag: number): number {
    const { slotKeys, slotFlags } = this.pack;
    for (let slot = spread(h1) & this.slotMask; ; slot = (slot + 1) & this.slotMask) {
      const flags = slotFlags[slot] ?? 0;
      if (flags === 0) return -1;
      if (slotKeys[slot] === h2) return (flags & flag) === 0 ? -1 : slot;
    }
  }

  private edge(form: number, fromWord: number, toWord: number, needs: number): void {
    if (this.first) {
      if (((this.pack.slotFlags[form] ?? 0) & FORM_ANCHOR) !== 0) this.anchored = true;
      return;
    }
    const edge = this.edges;
    if (edge === 0) {
      const size = this.scan.count + 1;
      if (this.headFrom.length < size) {
        this.headFrom = new Int32Array(size * 2);
        this.headTo = new Int32Array(size * 2);
      }
      this.headFrom.fill(-1, 0, size);
      this.headTo.fill(-1, 0, size);
    }
    if (edge >= this.edgeForm.length) this.growEdges();
    this.edgeForm[edge] = form;
    this.edgeNeeds[edge] = needs;
    this.edgeFrom[edge] = fromWord;
    this.edgeTo[edge] = toWord;
    this.nextFrom[edge] = this.headFrom[fromWord] ?? -1;
    this.headFrom[fromWord] = edge;
    this.nextTo[edge] = this.headTo[toWord] ?? -1;
    this.headTo[toWord] = edge;
    this.edges = edge + 1;
  }

  private matchTerms(): void {
    const { slotFlags, slotWordStarts, slotWords, wordFlags, wordPostingStarts, postings } = this.pack;
    for (let edge = 0; edge < this.edges; edge++) {
      const form = this.edgeForm[edge] ?? 0;
      if (((slotFlags[form] ?? 0) & FORM_ANCHOR) === 0) continue;
      const needs = this.edgeNeeds[edge] ?? 0;
      for (let w = slotWordStarts[form] ?? 0; w < (slotWordStarts[form + 1] ?? 0); w++) {
        const word = slotWords[w] ?? 0;
        if (((wordFlags[word] ?? 0) & needs) !== needs) continue;
        for (let p = wordPostingStarts[word] ?? 0; p < (wordPostingStarts[word + 1] ?? 0); p += 2)
          this.matchTerm(postings[p] ?? 0, postings[p + 1] ?? 0, edge);
      }
    }
  }

  /** Checks the other words of a term, whose word number `anchor` an edge stands for. */
  private matchTerm(term: number, anchor: number, edge: number): void {
    const { termWordStarts, termWords, termListStarts, termLists } = this.pack;
    const first = termWordStarts[term] ?? 0;
    const last = (termWordStarts[term + 1] ?? 0) - 1;
    let from = this.edgeFrom[edge] ?? 0;
    for (let at = first + anchor - 1; at >= first && from >= 0; at--) from = this.before(termWords[at] ?? 0, from);
    if (from < 0) return;
    let to = this.edgeTo[edge] ?? 0;
    for (let at = first + anchor + 1; at <= last && to >= 0; at++) to = this.after(termWords[at] ?? 0, to);
    if (to < 0) return;
    const { scan } = this;
    const start = scan.starts[scan.from[from] ?? 0] ?? 0;
    const end = scan.endOf((scan.to[to - 1] ?? 1) - 1);
    for (let l = termListStarts[term] ?? 0; l < (termListStarts[term + 1] ?? 0); l++)
      this.hits.add(termLists[l] ?? 0, this.field, this.index, from, to, start, end);
  }

  /** Where this word begins if it stands before a boundary, plain or disguised; -1 if it does not. */
  private before(word: number, boundary: number): number {
    if (boundary > 0 && this.hasWord(this.plainSlot(boundary - 1), word)) return boundary - 1;
    for (let edge = this.headTo[boundary] ?? -1; edge >= 0; edge = this.nextTo[edge] ?? -1)
      if (this.standsFor(edge, word)) return this.edgeFrom[edge] ?? -1;
    return -1;
  }

  private after(word: number, boundary: number): number {
    if (boundary < this.scan.count && this.hasWord(this.plainSlot(boundary), word)) return boundary + 1;
    for (let edge = this.headFrom[boundary] ?? -1; edge >= 0; edge = this.nextFrom[edge] ?? -1)
      if (this.standsFor(edge, word)) return this.edgeTo[edge] ?? -1;
    return -1;
  }

  private standsFor(edge: number, word: number): boolean {
    const needs = this.edgeNeeds[edge] ?? 0;
    return ((this.pack.wordFlags[word] ?? 0) & needs) === needs && this.hasWord(this.edgeForm[edge] ?? -1, word);
  }

  private hasWord(slot: number, word: number): boolean {
    if (slot < 0) return false;
    const { slotWordStarts, slotWords } = this.pack;
    for (let w = slotWordStarts[slot] ?? 0; w < (slotWordStarts[slot + 1] ?? 0); w++)
      if (slotWords[w] === word) return true;
    return false;
  }

  /** Hashed terms that begin with this stretch of letters. */
  private lookUpHashed(h1: number, from: number, to: number, fromWord: number, toWord: number): void {
    this.lookUpHashes(h1, this.scan.hash2(from, to), fromWord, toWord);
  }

  private lookUpHashes(h1: number, h2: number, fromWord: number, toWord: number): void {
    const { hashedGroups, hashedFilters } = this.pack;
    for (let group = 0; group * HASHED_WIDTH < hashedGroups.length; group++) {
      const at = group * HASHED_WIDTH;
      const k0 = hashedGroups[at + HASHED_K0] ?? 0;
      const k1 = hashedGroups[at + HASHED_K1] ?? 0;
      const bit = keyedPrefilter(k0, k1, h1, h2);
      if ((((hashedFilters[group * HASHED_FILTER_WORDS + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1) === 0) continue;
      const key = { k0, k1 };
      const words = [{ h1, h2 }];
      const most = hashedGroups[at + 4] ?? 1;
      for (let to = toWord; words.length <= most; to++) {
        const hash = keyedHash(key, words);
        this.addHashed(
          hashedGroups[at + HASHED_FIRST] ?? 0,
          hashedGroups[at + HASHED_COUNT] ?? 0,
          hash.h1 | 0,
          hash.h2 | 0,
          fromWord,
          to,
        );
        if (to >= this.scan.count) break;
        const next = this.scan.from[to] ?? 0;
        const end = this.scan.to[to] ?? 0;
        if (end - next > LONGEST_WORD) break;
        words.push({ h1: this.scan.h1[to] ?? 0, h2: this.scan.hash2(next, end) });
      }
    }
  }

  private addHashed(first: number, count: number, h1: number, h2: number, fromWord: number, toWord: number): void {
    const { hashedTerms } = this.pack;
    let low = first;
    let high = first + count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((hashedTerms[middle * HASHED_TERM_WIDTH] ?? 0) < h1) low = middle + 1;
      else high = middle;
    }
    for (; low < first + count && hashedTerms[low * HASHED_TERM_WIDTH] === h1; low++)
      if (hashedTerms[low * HASHED_TERM_WIDTH + 1] === h2)
        this.hits.add(hashedTerms[low * HASHED_TERM_WIDTH + 3] ?? 0, this.field, this.index, fromWord, toWord, 0, 0);
  }

  private growEdges(): void {
    const larger = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.edgeForm = larger(this.edgeForm);
    const needs = new Uint8Array(this.edgeNeeds.length * 2);
    needs.set(this.edgeNeeds);
    this.edgeNeeds = needs;
    this.edgeFrom = larger(this.edgeFrom);
    this.edgeTo = larger(this.edgeTo);
    this.nextFrom = larger(this.nextFrom);
    this.nextTo = larger(this.nextTo);
  }
}
