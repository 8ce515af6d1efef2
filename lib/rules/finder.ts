/**
 * Finds the terms of a pack in one text.
 *
 * First every word is looked up, as it stands and in the disguises that sellers use; what is found becomes an edge of a
 * lattice over the words (lattice.ts). Then every edge whose word has terms filed under it is checked against its
 * neighbours (term-matcher.ts). Both steps look at each word a bounded number of times, so the whole is linear in the
 * text.
 *
 * Most texts hold no term that wakes a rule, though nearly all hold terms that speak against one ("dress", "for"). So
 * `wakes` asks for the words that waking terms are filed under alone, through a small filter; then for these terms; and
 * only a listing that has one is read for all terms.
 */
import { CompoundParts } from './compound-parts.ts';
import { Disguises } from './disguises.ts';
import { Filter, Forms } from './forms.ts';
import { HashedTerms } from './hashed-terms.ts';
import type { Hits } from './hits.ts';
import { isDisguised, maySpellOneWord } from './joined-words.ts';
import { Lattice, type Sink } from './lattice.ts';
import {
  type CompiledPack,
  FORM_ANCHOR,
  FORM_HEAD,
  FORM_PLAIN,
  FORM_TAIL,
  FORM_WAKING,
  SHORTEST_COLLAPSED_IN_PHRASE,
} from './pack-layout.ts';
import { TermMatcher } from './term-matcher.ts';
import { FUNCTION_WORDS } from './text/function-words.ts';
import { BASE_1, FILTER_MULTIPLIER, LONGEST_WORD, POWERS_1 } from './text/hash.ts';
import { GAP_WIDE, type Scan, WORD_LETTERS } from './text/scan.ts';

/** Takes forms that are in a waking term's place until it has one. */
class Probe implements Sink {
  done = false;
  private readonly slotFlags: Uint8Array;

  constructor(slotFlags: Uint8Array) {
    this.slotFlags = slotFlags;
  }

  add(form: number): void {
    if (((this.slotFlags[form] ?? 0) & FORM_WAKING) !== 0) this.done = true;
  }
}

export class Finder {
  private readonly pack: CompiledPack;
  private readonly scan: Scan;
  private readonly hits: Hits;
  private readonly forms: Forms;
  private readonly waking: Filter;
  private readonly parts: CompoundParts;
  private readonly hashed: HashedTerms | null;
  private readonly disguises: Disguises;
  private readonly probe: Probe;
  private readonly lattice = new Lattice();
  private readonly matcher: TermMatcher;
  /** The text that the lattice and the hashed terms found are of. */
  private filled: string | null = null;

  constructor(pack: CompiledPack, scan: Scan, hits: Hits) {
    this.pack = pack;
    this.scan = scan;
    this.hits = hits;
    this.forms = new Forms(pack, scan);
    this.waking = new Filter(pack.wakingFilter);
    this.parts = new CompoundParts(pack, this.forms);
    this.hashed = pack.hashedGroups.length > 0 ? new HashedTerms(pack, scan) : null;
    this.disguises = new Disguises(scan, this.forms, this.parts, this.hashed);
    this.probe = new Probe(pack.slotFlags);
    this.matcher = new TermMatcher(pack, scan, this.forms, this.lattice, hits);
  }

  /** Whether a text holds a term of a list that rules are filed under. */
  wakes(text: string): boolean {
    const { probe, waking } = this;
    this.scan.read(text);
    this.filled = null;
    probe.done = false;
    this.look(waking, waking, probe);
    if (!probe.done) return this.hashedWakes();
    this.fill(text);
    return this.hashedWakes() || this.matcher.wakes();
  }

  /** Adds all that a text holds to the hits, under the field's bit and the value's index. */
  find(text: string, field: number, index: number): void {
    this.scan.read(text);
    if (this.filled !== text) this.fill(text);
    // The matcher adds to the lattice.
    this.filled = null;
    for (const { list, fromWord, toWord } of this.hashed?.found ?? [])
      this.hits.add(list, field, index, fromWord, toWord, 0, 0);
    this.matcher.match(field, index);
  }

  /** Fills the lattice for the text just scanned. Of words as they stand it takes waking ones; the matcher looks up others. */
  private fill(text: string): void {
    this.lattice.clear(this.scan.count);
    this.look(this.waking, this.forms.filter, this.lattice);
    this.filled = text;
  }

  private hashedWakes(): boolean {
    const { listRuleStarts } = this.pack;
    if (this.hashed === null) return false;
    for (const { list } of this.hashed.found) if (listRuleStarts[list] !== listRuleStarts[list + 1]) return true;
    return false;
  }

  /** Looks up words as they stand through one filter, disguised ones through another, and those of hashed terms. */
  private look(plain: Filter, disguised: Filter, sink: Sink): void {
    if (this.hashed !== null) this.hashed.found.length = 0;
    this.lookAtWords(plain, disguised, sink);
    if (sink.done) return;
    this.hashed?.lookAtWords();
    this.disguises.spaced(disguised, sink);
    this.disguises.mixed(disguised, sink);
  }

  /**
   * The loop that most of the time is spent in, and all of it on a page just opened, when it runs uncompiled. It asks
   * the filters itself, without a call; what passes one is rare and has a method of its own.
   */
  private lookAtWords(plain: Filter, disguised: Filter, sink: Sink): void {
    const { words: plainWords, shift: plainShift } = plain;
    const { words: disguisedWords, shift: disguisedShift } = disguised;
    const { heads, tails, shortest } = this.parts;
    const { words: headWords, shift: headShift } = heads;
    const { words: tailWords, shift: tailShift } = tails;
    const { codes, from, to, kind, gap, h1, count, doubled } = this.scan;
    for (let word = 0; word < count; word++) {
      const start = from[word] ?? 0;
      const end = to[word] ?? 0;
      const length = end - start;
      if (length > LONGEST_WORD) continue;
      const hash = h1[word] ?? 0;
      let address = Math.imul(hash ^ (hash >>> 15), FILTER_MULTIPLIER);
      let bit = address >>> plainShift;
      let mask = (1 << bit) | (1 << address);
      if (((plainWords[bit >>> 5] ?? 0) & mask) === mask) {
        this.lookAtAnchor(hash, start, end, word, sink);
        if (sink.done) return;
      }
      if (kind[word] !== WORD_LETTERS) continue;
      if (doubled[word] === 1 && length > SHORTEST_COLLAPSED_IN_PHRASE)
        this.disguises.doubled(word, start, end, disguised, sink);
      if (length >= shortest) {
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
        const asHead = ((headWords[bit >>> 5] ?? 0) & mask) === mask;
        address = Math.imul(tail ^ (tail >>> 15), FILTER_MULTIPLIER);
        bit = address >>> tailShift;
        mask = (1 << bit) | (1 << address);
        if (asHead || ((tailWords[bit >>> 5] ?? 0) & mask) === mask)
          this.parts.look(codes, start, end, FORM_TAIL, FORM_HEAD, word, disguised, sink);
      }
      const next = word + 1;
      if (next === count || kind[next] !== WORD_LETTERS || gap[next] === GAP_WIDE) continue;
      const nextLength = (to[next] ?? 0) - end;
      if (length + nextLength > LONGEST_WORD) continue;
      const joined = (Math.imul(hash, POWERS_1[nextLength] ?? 0) + (h1[next] ?? 0)) | 0;
      address = Math.imul(joined ^ (joined >>> 15), FILTER_MULTIPLIER);
      bit = address >>> disguisedShift;
      mask = (1 << bit) | (1 << address);
      if (((disguisedWords[bit >>> 5] ?? 0) & mask) === mask) this.lookAtJoined(joined, word, sink);
    }
  }

  /** A word as it stands, if terms are filed under it. Words that only stand beside such are looked up from there. */
  private lookAtAnchor(h1: number, from: number, to: number, word: number, sink: Sink): void {
    const slot = this.forms.slotOf(h1, this.scan.hash2(from, to), FORM_PLAIN);
    if (slot >= 0 && ((this.pack.slotFlags[slot] ?? 0) & FORM_ANCHOR) !== 0) sink.add(slot, word, word + 1, 0);
  }

  /** A word and the next one as one word, whose first half of the hash this is. */
  private lookAtJoined(h1: number, word: number, sink: Sink): void {
    const { scan } = this;
    if (!maySpellOneWord(scan, word)) return;
    const from = scan.from[word] ?? 0;
    const middle = scan.to[word] ?? 0;
    const end = scan.to[word + 1] ?? 0;
    const slot = this.forms.slotOf(h1, scan.hash2(from, end), FORM_PLAIN);
    if (slot < 0) return;
    // "for men" is not "Formen".
    if (
      !isDisguised(scan, word + 1) &&
      (FUNCTION_WORDS.has(scan.textOf(from, middle)) || FUNCTION_WORDS.has(scan.textOf(middle, end)))
    )
      return;
    sink.add(slot, word, word + 2, 0);
  }
}
