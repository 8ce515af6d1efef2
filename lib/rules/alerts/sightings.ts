/**
 * What a listing's texts show of an alert pack's vocabulary: phrases with their places, barcodes, and words.
 *
 * One pass a field. A word is looked up by its hash; a phrase is tried only where its rarest word stands.
 */
import type { Span } from '../finding.ts';
import { attributeText, type MatchInput } from '../match-input.ts';
import { spread } from '../text/hash.ts';
import { GAP_NONE, GAP_SIGN, GAP_SPACE, Scan, WORD_DIGITS } from '../text/scan.ts';
import { isGtinLength } from './gtin.ts';
import { type AlertPack, POSTING_WIDTH } from './layout.ts';
import { BARCODE_WORDS, COMPATIBILITY_WORDS } from './trade-words.ts';

export interface Sighting {
  phrase: number;
  /** `title`, `brand` or `attribute`. */
  field: string;
  index: number;
  /** Places of its first and last word in the field. */
  first: number;
  last: number;
  span: Span;
  /** "for", "compatible with": the goods are something else's accessory. */
  accessory: boolean;
}

export interface Sightings {
  phrases: Sighting[];
  barcodes: { number: number; span: Span }[];
  /** Distinct words of title and brand. */
  titleWords: Map<number, Span>;
  /** Words of title and category: they tell the kind of goods. */
  kindWords: Set<number>;
}

/** Attribute rows and characters of each that are read. */
const MOST_ROWS = 64;
const LONGEST_ROW = 300;
/** Words before a brand that may make it another's. */
const ACCESSORY_REACH = 3;

const code = (sign: string): number => sign.charCodeAt(0);
/** Signs that join a code to what stands beside it: "AB-12" is not "AB-12-3". */
const JOINING = new Set([code('-'), code('.'), code('_'), code('*'), code('+'), 0x2010, 0x2011]);

export class Reader {
  private readonly pack: AlertPack;
  private readonly scan = new Scan();
  private ids = new Int32Array(64);

  constructor(pack: AlertPack) {
    this.pack = pack;
  }

  read(input: MatchInput): Sightings {
    const found: Sightings = { phrases: [], barcodes: [], titleWords: new Map(), kindWords: new Set() };
    if (input.title !== null) this.field(input.title, 'title', 0, found);
    if (input.brand !== null) this.field(input.brand, 'brand', 0, found);
    for (const [index, row] of input.attributes.slice(0, MOST_ROWS).entries())
      this.field(attributeText(row).slice(0, LONGEST_ROW), 'attribute', index, found);
    for (const [index, name] of input.variants.slice(0, MOST_ROWS).entries()) {
      this.scan.read(name.slice(0, LONGEST_ROW));
      this.barcodes('variant', index, found);
    }
    if (input.category !== null) {
      this.words(input.category);
      for (let at = 0; at < this.scan.count; at++) this.addKind(at, found);
    }
    return found;
  }

  private field(text: string, field: string, index: number, found: Sightings): void {
    this.words(text);
    this.barcodes(field, index, found);
    for (let at = 0; at < this.scan.count; at++) {
      const word = this.ids[at] ?? -1;
      if (word < 0) continue;
      if (field !== 'attribute') {
        if (!found.titleWords.has(word)) found.titleWords.set(word, this.span(field, index, at, at));
        this.addKind(at, found);
      }
      this.phrasesAt(at, word, field, index, found);
    }
  }

  private addKind(at: number, found: Sightings): void {
    const word = this.ids[at] ?? -1;
    if (word >= 0) found.kindWords.add(word);
  }

  /** Scans a text and looks its words up. */
  private words(text: string): void {
    const { scan, pack } = this;
    scan.read(text);
    if (scan.count > this.ids.length) this.ids = new Int32Array(scan.count * 2);
    const mask = pack.slotWord.length - 1;
    for (let at = 0; at < scan.count; at++) {
      let slot = spread(scan.h1[at] ?? 0) & mask;
      let word = pack.slotWord[slot] ?? -1;
      if (word !== -1) {
        const key = scan.hash2(scan.from[at] ?? 0, scan.to[at] ?? 0);
        while (word !== -1 && pack.slotKeys[slot] !== key) {
          slot = (slot + 1) & mask;
          word = pack.slotWord[slot] ?? -1;
        }
      }
      this.ids[at] = word;
    }
  }

  private phrasesAt(at: number, word: number, field: string, index: number, found: Sightings): void {
    const { pack, scan } = this;
    const end = pack.wordPhraseStarts[word + 1] ?? 0;
    for (let posting = pack.wordPhraseStarts[word] ?? 0; posting < end; posting += POSTING_WIDTH) {
      const phrase = pack.wordPhrases[posting] ?? 0;
      const first = at - (pack.wordPhrases[posting + 1] ?? 0);
      const from = pack.phraseWordStarts[phrase] ?? 0;
      const length = (pack.phraseWordStarts[phrase + 1] ?? 0) - from;
      if (first < 0 || first + length > scan.count) continue;
      let same = true;
      for (let i = 0; same && i < length; i++) same = this.ids[first + i] === pack.phraseWords[from + i];
      const last = first + length - 1;
      if (!same || this.joined(first) || this.joined(last + 1)) continue;
      found.phrases.push({
        phrase,
        field,
        index,
        first,
        last,
        span: this.span(field, index, first, last),
        accessory: this.isAccessory(first, field),
      });
    }
  }

  /** Whether a word is written as one with the word before it. */
  private joined(at: number): boolean {
    const { scan } = this;
    if (at <= 0 || at >= scan.count) return false;
    const gap = scan.gap[at] ?? GAP_SPACE;
    return gap === GAP_NONE || (gap === GAP_SIGN && JOINING.has(scan.gapCode[at] ?? 0));
  }

  private isAccessory(first: number, field: string): boolean {
    const reach = field === 'attribute' ? first : Math.min(first, ACCESSORY_REACH);
    for (let at = first - reach; at < first; at++) if (COMPATIBILITY_WORDS.has(this.textAt(at))) return true;
    return false;
  }

  private textAt(at: number): string {
    return this.scan.textOf(this.scan.from[at] ?? 0, this.scan.to[at] ?? 0);
  }

  /** Numbers of a barcode's length that stand alone; eight digits only where the row says that they are a barcode. */
  private barcodes(field: string, index: number, found: Sightings): void {
    const { scan } = this;
    for (let at = 0; at < scan.count; at++) {
      if (scan.kind[at] !== WORD_DIGITS) continue;
      const length = (scan.to[at] ?? 0) - (scan.from[at] ?? 0);
      if (!isGtinLength(length) || this.joined(at) || this.joined(at + 1)) continue;
      if (length === 8 && !this.namesBarcode(at)) continue;
      found.barcodes.push({ number: Number(this.textAt(at)), span: this.span(field, index, at, at) });
    }
  }

  private namesBarcode(at: number): boolean {
    for (let before = Math.max(0, at - 4); before < at; before++)
      if (BARCODE_WORDS.has(this.textAt(before))) return true;
    return false;
  }

  private span(field: string, index: number, first: number, last: number): Span {
    const { scan } = this;
    return {
      field,
      index,
      start: scan.starts[scan.from[first] ?? 0] ?? 0,
      end: scan.endOf(Math.max(0, (scan.to[last] ?? 1) - 1)),
    };
  }
}
