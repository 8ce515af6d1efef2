/** Checks every word of a lattice that has terms filed under it against its neighbours, and adds the terms' lists to the hits. */
import type { Forms } from './forms.ts';
import type { Hits } from './hits.ts';
import type { Lattice } from './lattice.ts';
import { type CompiledPack, FORM_ANCHOR, FORM_WAKING, POSTING_PLACE, POSTING_WAKES } from './pack-layout.ts';
import type { Scan } from './text/scan.ts';

export class TermMatcher {
  private readonly pack: CompiledPack;
  private readonly scan: Scan;
  private readonly forms: Forms;
  private readonly lattice: Lattice;
  private readonly hits: Hits;
  /** Words that the latest term covers, `to` exclusive. */
  private from = 0;
  private to = 0;

  constructor(pack: CompiledPack, scan: Scan, forms: Forms, lattice: Lattice, hits: Hits) {
    this.pack = pack;
    this.scan = scan;
    this.forms = forms;
    this.lattice = lattice;
    this.hits = hits;
  }

  /** Whether the text holds a term of a waking list. */
  wakes(): boolean {
    const { lattice } = this;
    for (let edge = 0; edge < lattice.count; edge++)
      if (this.visit(edge, FORM_WAKING, POSTING_WAKES, null, 0, 0)) return true;
    return false;
  }

  /**
   * Adds all terms, in the order of the words that they are filed under; those in disguises that span words come last.
   *
   * @param field bit of the field.
   * @param index of the text among the field's values.
   */
  match(field: number, index: number): void {
    const { lattice, forms, hits } = this;
    const { slotFlags } = this.pack;
    const edges = lattice.count;
    let edge = 0;
    for (let word = 0; word < this.scan.count; word++) {
      const slot = forms.plainSlot(word);
      if (slot >= 0 && ((slotFlags[slot] ?? 0) & (FORM_ANCHOR | FORM_WAKING)) === FORM_ANCHOR) {
        lattice.add(slot, word, word + 1, 0);
        this.visit(lattice.count - 1, FORM_ANCHOR, 0, hits, field, index);
      }
      for (; edge < edges && lattice.from[edge] === word; edge++) this.visit(edge, FORM_ANCHOR, 0, hits, field, index);
    }
    for (; edge < edges; edge++) this.visit(edge, FORM_ANCHOR, 0, hits, field, index);
  }

  /**
   * Goes through the postings with a flag that an edge leads to, if its form has the other flag. Adds the terms that stand
   * there to the hits; without hits, stops at the first and says that there is one.
   */
  private visit(
    edge: number,
    flag: number,
    postingFlag: number,
    hits: Hits | null,
    field: number,
    index: number,
  ): boolean {
    const { lattice } = this;
    const { slotFlags, slotWordStarts, slotWords, wordFlags, wordPostingStarts, postings } = this.pack;
    const form = lattice.form[edge] ?? 0;
    if (((slotFlags[form] ?? 0) & flag) === 0) return false;
    const needs = lattice.needs[edge] ?? 0;
    const end = slotWordStarts[form + 1] ?? 0;
    for (let w = slotWordStarts[form] ?? 0; w < end; w++) {
      const word = slotWords[w] ?? 0;
      if (((wordFlags[word] ?? 0) & needs) !== needs) continue;
      const last = wordPostingStarts[word + 1] ?? 0;
      for (let p = wordPostingStarts[word] ?? 0; p < last; p += 2) {
        const posting = postings[p + 1] ?? 0;
        if ((posting & postingFlag) !== postingFlag || !this.stretch(postings[p] ?? 0, posting, edge)) continue;
        if (hits === null) return true;
        this.add(postings[p] ?? 0, hits, field, index);
      }
    }
    return false;
  }

  /** Whether the other words of a term stand around the one that an edge stands for; `from` and `to` are then set. */
  private stretch(term: number, posting: number, edge: number): boolean {
    const { lattice } = this;
    const { termWordStarts, termWords } = this.pack;
    const first = termWordStarts[term] ?? 0;
    const last = (termWordStarts[term + 1] ?? 0) - 1;
    const anchor = first + (posting & POSTING_PLACE);
    let from = lattice.from[edge] ?? 0;
    for (let at = anchor - 1; at >= first && from >= 0; at--) from = this.before(termWords[at] ?? 0, from);
    if (from < 0) return false;
    let to = lattice.to[edge] ?? 0;
    for (let at = anchor + 1; at <= last && to >= 0; at++) to = this.after(termWords[at] ?? 0, to);
    this.from = from;
    this.to = to;
    return to >= 0;
  }

  private add(term: number, hits: Hits, field: number, index: number): void {
    const { scan, from, to } = this;
    const { termListStarts, termLists } = this.pack;
    const start = scan.starts[scan.from[from] ?? 0] ?? 0;
    const end = scan.endOf((scan.to[to - 1] ?? 1) - 1);
    const last = termListStarts[term + 1] ?? 0;
    for (let l = termListStarts[term] ?? 0; l < last; l++)
      hits.add(termLists[l] ?? 0, field, index, from, to, start, end);
  }

  /** Where this word begins if it stands before a boundary, plain or disguised; -1 if it does not. */
  private before(word: number, boundary: number): number {
    const { forms, lattice } = this;
    if (boundary > 0 && forms.hasWord(forms.plainSlot(boundary - 1), word)) return boundary - 1;
    for (let edge = lattice.headTo[boundary] ?? -1; edge >= 0; edge = lattice.nextTo[edge] ?? -1)
      if (this.standsFor(edge, word)) return lattice.from[edge] ?? -1;
    return -1;
  }

  private after(word: number, boundary: number): number {
    const { forms, lattice } = this;
    if (boundary < this.scan.count && forms.hasWord(forms.plainSlot(boundary), word)) return boundary + 1;
    for (let edge = lattice.headFrom[boundary] ?? -1; edge >= 0; edge = lattice.nextFrom[edge] ?? -1)
      if (this.standsFor(edge, word)) return lattice.to[edge] ?? -1;
    return -1;
  }

  private standsFor(edge: number, word: number): boolean {
    const needs = this.lattice.needs[edge] ?? 0;
    return (
      ((this.pack.wordFlags[word] ?? 0) & needs) === needs && this.forms.hasWord(this.lattice.form[edge] ?? -1, word)
    );
  }
}
