/**
 * Finds the terms of a pack in one text.
 *
 * First every word is looked up, as it stands and in the disguises that sellers use; what is found becomes an *edge*
 * of a lattice over the words: form f stands between word boundary a and word boundary b. A plain word is an edge over
 * one word, "tas er" and "k n i f e" are edges over several, a compound carries the edge of its part. Then every edge
 * whose word has terms filed under it is checked against its neighbours. Both steps look at each word a bounded number
 * of times, so the whole is linear in the text.
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
import { BASE_1, BASE_2, filterBit, filterShift, LONGEST_WORD, POWERS_1, spread } from './text/hash.ts';
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

const fourLetters = (codes: Uint16Array, at: number): number => hashOf1(codes, at, at + SHORTEST_PART);

function mayHold(filter: Uint32Array, h1: number, shift: number): boolean {
  const bit = filterBit(h1, shift);
  return (((filter[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) !== 0;
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
  private readonly hashed: boolean;
  private readonly partLengths: number[] = [];

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
    this.hashed = pack.hashedGroups.length > 0;
    const lengths = pack.partLengths[0] ?? 0;
    for (let length = SHORTEST_PART; length < 32; length++) if ((lengths >>> length) & 1) this.partLengths.push(length);
  }

  /** Reads a text and adds what it finds to the hits, under the field's bit and the value's index. */
  find(text: string, field: number, index: number): void {
    const { scan } = this;
    scan.read(text);
    this.field = field;
    this.index = index;
    this.edges = 0;
    this.anchored = false;
    this.lookAtWords();
    if (scan.singles >= SHORTEST_SPACED) this.lookAtSpaced();
    if (scan.mixed) this.lookAtMixed();
    if (this.anchored) this.matchTerms();
  }

  /**
   * The loop that most of the time is spent in. Of most words it computes no more than one or two filter addresses;
   * what is rarer has a method of its own.
   */
  private lookAtWords(): void {
    const { scan, hashed, anchorShift } = this;
    const { anchorFilter } = this.pack;
    const { from, to, kind, gap, h1, count, doubled } = scan;
    const compounds = this.partLengths.length > 0;
    for (let word = 0; word < count; word++) {
      const start = from[word] ?? 0;
      const end = to[word] ?? 0;
      const length = end - start;
      if (length > LONGEST_WORD) continue;
      const hash = h1[word] ?? 0;
      const bit = filterBit(hash, anchorShift);
      if ((((anchorFilter[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1) this.lookAtAnchor(hash, start, end, word);
      if (hashed) this.lookUpHashed(hash, start, end, word, word + 1);
      if (kind[word] !== WORD_LETTERS) continue;
      if (doubled[word] === 1 && length > SHORTEST_COLLAPSED_IN_PHRASE) this.lookAtDoubled(word, start, end);
      if (compounds && length >= SHORTEST_PART + SHORTEST_REST) this.lookAtCompound(word, start, end);
      const next = word + 1;
      if (next < count && gap[next] !== GAP_WIDE && kind[next] === WORD_LETTERS) this.lookAtJoined(word, start, end);
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
    for (let at = from; at < to; at++) {
      const code = codes[at] ?? 0;
      if (length > 0 && short[length - 1] === code) {
        run++;
        if (run > longestRun) longestRun = run;
        continue;
      }
      run = 1;
      short[length] = code;
      length++;
    }
    // A word that is in the pack as it stands is spelled as it should be, unless a letter stands there thrice.
    if (length < SHORTEST_COLLAPSED_IN_PHRASE || (longestRun < 3 && this.plainSlot(word) >= 0)) return;
    const need = length < SHORTEST_COLLAPSED ? WORD_IN_PHRASE : 0;
    this.edgeForHashes(hashOf1(short, 0, length), hashOf2(short, 0, length), FORM_COLLAPSED, word, word + 1, need);
    if (this.hashed) this.lookUpHashes(hashOf1(short, 0, length), hashOf2(short, 0, length), word, word + 1);
    if (this.partLengths.length > 0) this.lookAtParts(short, 0, length, FORM_COLLAPSED_PART, FORM_COLLAPSED_PART, word);
  }

  /** "Edelstahlschlagring", "Schlagringset": a part at the end or the beginning of the word. */
  private lookAtCompound(word: number, from: number, to: number): void {
    this.lookAtParts(this.scan.codes, from, to, FORM_TAIL, FORM_HEAD, word);
  }

  private lookAtParts(codes: Uint16Array, from: number, to: number, tail: number, head: number, word: number): void {
    const asTail = mayHold(this.pack.tailFilter, fourLetters(codes, to - SHORTEST_PART), this.tailShift);
    const asHead = mayHold(this.pack.headFilter, fourLetters(codes, from), this.headShift);
    if (!asTail && !asHead) return;
    const longest = to - from - SHORTEST_REST;
    for (const length of this.partLengths) {
      if (length > longest) break;
      const start = to - length;
      const end = from + length;
      if (asTail)
        this.edgeForHashes(hashOf1(codes, start, to), hashOf2(codes, start, to), tail, word, word + 1, WORD_COMPOUND);
      if (asHead)
        this.edgeForHashes(hashOf1(codes, from, end), hashOf2(codes, from, end), head, word, word + 1, WORD_COMPOUND);
    }
  }

  /** "tas.er", "switch blade": the word and the next one, as one. */
  private lookAtJoined(word: number, from: number, to: number): void {
    const { scan } = this;
    const next = word + 1;
    const end = scan.to[next] ?? 0;
    const length = end - from;
    if (length > LONGEST_WORD) return;
    const disguised = scan.gap[next] === GAP_SIGN && DISGUISING.has(scan.gapCode[next] ?? 0);
    if (!disguised && (length < SHORTEST_SPLIT || end - to < 2 || to - from < 2)) return;
    if (length < SHORTEST_DOTTED) return;
    const h1 = (Math.imul(scan.h1[word] ?? 0, POWERS_1[end - to] ?? 0) + (scan.h1[next] ?? 0)) | 0;
    if (this.hashed) this.lookUpHashed(h1, from, end, word, word + 2);
    if (!mayHold(this.pack.formFilter, h1, this.formShift)) return;
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

  /** "kn1fe", "$tun gun": words in which digits or signs stand for letters. */
  private lookAtMixed(): void {
    const { scan, spellings } = this;
    let start = 0;
    while (start < scan.count) {
      let end = start + 1;
      let letters = scan.kind[start] === WORD_LETTERS ? 1 : 0;
      while (end < scan.count && scan.gap[end] === GAP_NONE && scan.kind[end] !== WORD_IDEOGRAPH) {
        if (scan.kind[end] === WORD_LETTERS) letters++;
        end++;
      }
      if (letters > 0 && end - start > 1) {
        spellings.read(scan, start, end);
        for (let i = 0; i < spellings.count; i++)
          this.lookUpHash(spellings.h1[i] ?? 0, spellings.h2[i] ?? 0, start, end);
      }
      start = end;
    }
  }

  /** Looks up the folded letters `from` to `to` as a plain word. */
  private lookUp(from: number, to: number, fromWord: number, toWord: number): void {
    const h1 = this.scan.hash1(from, to);
    if (this.hashed) this.lookUpHashed(h1, from, to, fromWord, toWord);
    if (mayHold(this.pack.formFilter, h1, this.formShift)) this.edgeFor(h1, from, to, FORM_PLAIN, fromWord, toWord);
  }

  private lookUpHash(h1: number, h2: number, fromWord: number, toWord: number): void {
    if (this.hashed) this.lookUpHashes(h1, h2, fromWord, toWord);
    this.edgeForHashes(h1, h2, FORM_PLAIN, fromWord, toWord);
  }

  /** Adds an edge for a stretch of letters that passed the filter, if it may be found in this way; whether it did. */
  private edgeFor(h1: number, from: number, to: number, flag: number, fromWord: number, toWord: number): boolean {
    return this.edgeForHashes(h1, this.scan.hash2(from, to), flag, fromWord, toWord);
  }

  private edgeForHashes(h1: number, h2: number, flag: number, fromWord: number, toWord: number, needs = 0): boolean {
    if (!mayHold(this.pack.formFilter, h1, this.formShift)) return false;
    const slot = this.slotOf(h1, h2, flag);
    if (slot < 0) return false;
    this.edge(slot, fromWord, toWord, needs);
    return true;
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
    if (((this.pack.slotFlags[form] ?? 0) & FORM_ANCHOR) !== 0) this.anchored = true;
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
