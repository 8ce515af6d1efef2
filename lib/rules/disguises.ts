/**
 * Words in the disguises that sellers use, asked for only where the text gives cause: a doubled letter, a run of single
 * letters, a digit or sign inside letters. Only long words count, since short ones arise by chance.
 */
import type { CompoundParts } from './compound-parts.ts';
import type { Filter, Forms } from './forms.ts';
import type { HashedTerms } from './hashed-terms.ts';
import type { Sink } from './lattice.ts';
import {
  FORM_COLLAPSED,
  FORM_COLLAPSED_PART,
  FORM_PLAIN,
  SHORTEST_COLLAPSED,
  SHORTEST_COLLAPSED_IN_PHRASE,
  WORD_IN_PHRASE,
} from './pack-layout.ts';
import { Spellings } from './text/disguise.ts';
import { BASE_1, hash2, LONGEST_WORD } from './text/hash.ts';
import { GAP_NONE, type Scan, WORD_IDEOGRAPH, WORD_LETTERS, WORD_SIGN } from './text/scan.ts';

/** Letters of a word found in a run of single letters. */
const SHORTEST_SPACED = 4;
const LONGEST_SPACED = 24;

export class Disguises {
  private readonly scan: Scan;
  private readonly forms: Forms;
  private readonly parts: CompoundParts;
  private readonly hashed: HashedTerms | null;
  private readonly spellings = new Spellings();
  /** Letters of one word without its repetitions. */
  private readonly short = new Uint16Array(LONGEST_WORD);

  constructor(scan: Scan, forms: Forms, parts: CompoundParts, hashed: HashedTerms | null) {
    this.scan = scan;
    this.forms = forms;
    this.parts = parts;
    this.hashed = hashed;
  }

  /** "kniife", "ttaasseerr": the word without its repetitions. */
  doubled(word: number, from: number, to: number, filter: Filter, sink: Sink): void {
    const { short, hashed } = this;
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
    const whole = filter.mayHold(h1);
    const part = this.parts.mayHold(short, 0, length);
    if (!whole && !part && hashed === null) return;
    // A word that is in the pack as it stands is spelled as it should be, unless a letter stands there thrice.
    if (longestRun < 3 && this.forms.plainSlot(word) >= 0) return;
    const need = length < SHORTEST_COLLAPSED ? WORD_IN_PHRASE : 0;
    const h2 = hash2(short, 0, length);
    if (whole) this.add(h1, h2, FORM_COLLAPSED, word, word + 1, need, sink);
    hashed?.lookUp(h1, h2, word, word + 1);
    if (part) this.parts.look(short, 0, length, FORM_COLLAPSED_PART, FORM_COLLAPSED_PART, word, filter, sink);
  }

  /** "p.u.f.f", "s t u n  g u n": words inside a run of single letters. */
  spaced(filter: Filter, sink: Sink): void {
    const { scan, hashed } = this;
    if (scan.singles < SHORTEST_SPACED) return;
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
          const first = scan.from[from] ?? 0;
          const last = scan.to[to - 1] ?? 0;
          const h1 = scan.hash1(first, last);
          const known = filter.mayHold(h1);
          if (!known && hashed === null) continue;
          const h2 = scan.hash2(first, last);
          hashed?.lookUp(h1, h2, from, to);
          if (known) this.add(h1, h2, FORM_PLAIN, from, to, 0, sink);
        }
      start = Math.max(end, start + 1);
    }
  }

  /** "kn1fe", "$tun gun": words in which digits or signs stand for letters, glued to others. */
  mixed(filter: Filter, sink: Sink): void {
    const { kind, gap, count, mixed } = this.scan;
    if (!mixed) return;
    for (let word = 1; word < count; word++) {
      if (gap[word] !== GAP_NONE || kind[word] === WORD_IDEOGRAPH) continue;
      const start = word - 1;
      let letters = kind[start] === WORD_LETTERS || kind[word] === WORD_LETTERS;
      for (word++; word < count && gap[word] === GAP_NONE && kind[word] !== WORD_IDEOGRAPH; word++)
        if (kind[word] === WORD_LETTERS) letters = true;
      if (letters) this.spelled(start, word, filter, sink);
    }
  }

  private spelled(start: number, end: number, filter: Filter, sink: Sink): void {
    const { spellings, hashed } = this;
    const count = spellings.read(this.scan, start, end);
    for (let choice = 0; choice < count; choice++) {
      const h1 = spellings.hash1(choice);
      const known = filter.mayHold(h1);
      if (!known && hashed === null) continue;
      const h2 = spellings.hash2(choice);
      hashed?.lookUp(h1, h2, start, end);
      if (known) this.add(h1, h2, FORM_PLAIN, start, end, 0, sink);
    }
  }

  private add(h1: number, h2: number, flag: number, from: number, to: number, needs: number, sink: Sink): void {
    const slot = this.forms.slotOf(h1, h2, flag);
    if (slot >= 0) sink.add(slot, from, to, needs);
  }
}
