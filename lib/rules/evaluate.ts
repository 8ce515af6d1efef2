/**
 * Decides conditions over what was found in one listing, and gathers the words that made them true.
 *
 * Conditions are a closed set of combinators read from the pack's node table (pack-layout.ts `OP`); each node is
 * visited at most twice a rule, and the hits of a list are capped, so a pack cannot make this slow.
 */

import { currencyCode, EURO_RATES } from './amount.ts';
import { currencyOf, factHolds, inBounds } from './facts.ts';
import { ANYWHERE, BIT, type FieldText, fieldName } from './field-texts.ts';
import type { Span } from './finding.ts';
import type { Hits } from './hits.ts';
import type { MatchInput } from './match-input.ts';
import { QUANTITIES } from './names.ts';
import { type CompiledPack, FLOOR_WIDTH, OP } from './pack-layout.ts';
import { addSpan } from './spans.ts';
import { type Quantity, readQuantities } from './text/quantities.ts';
import type { Scan } from './text/scan.ts';

/** A quantity and the field it stood in. */
interface PlacedQuantity extends Quantity {
  field: number;
  index: number;
}

/** Conditions that depend on what was found. */
const READS_TERMS: ReadonlySet<number> = new Set([OP.term, OP.near, OP.quantity, OP.attribute, OP.floor]);

export class Evaluator {
  private readonly pack: CompiledPack;
  private readonly scan: Scan;
  private readonly hits: Hits;
  private input: MatchInput;
  private texts: readonly FieldText[] = [];
  private quantities: PlacedQuantity[] | null = null;

  constructor(pack: CompiledPack, scan: Scan, hits: Hits, input: MatchInput) {
    this.pack = pack;
    this.scan = scan;
    this.hits = hits;
    this.input = input;
  }

  begin(input: MatchInput, texts: readonly FieldText[]): void {
    this.input = input;
    this.texts = texts;
    this.quantities = null;
  }

  holds(node: number): boolean {
    return this.visit(node, null);
  }

  /** Whether a condition might hold whatever terms are found. */
  mightHold(node: number): boolean {
    const { nodes } = this.pack;
    const op = nodes[node] ?? 0;
    if (op === OP.none || READS_TERMS.has(op)) return true;
    if (op !== OP.all && op !== OP.any) return factHolds(this.pack, this.input, node);
    const end = nodes[node + 1] ?? node;
    for (let child = node + 2; child < end; child = nodes[child + 1] ?? end)
      if (this.mightHold(child) === (op === OP.any)) return op === OP.any;
    return op === OP.all;
  }

  /** Spans of a condition that holds. */
  spans(node: number): Span[] {
    const spans: Span[] = [];
    this.visit(node, spans);
    return spans;
  }

  private visit(at: number, spans: Span[] | null): boolean {
    const { nodes } = this.pack;
    const end = nodes[at + 1] ?? at;
    switch (nodes[at]) {
      case OP.all:
        for (let child = at + 2; child < end; child = nodes[child + 1] ?? end)
          if (!this.visit(child, spans)) return false;
        return true;
      case OP.any: {
        let held = false;
        for (let child = at + 2; child < end; child = nodes[child + 1] ?? end)
          if (this.visit(child, null)) {
            held = true;
            if (spans === null) return true;
            this.visit(child, spans);
          }
        return held;
      }
      case OP.none:
        for (let child = at + 2; child < end; child = nodes[child + 1] ?? end)
          if (this.visit(child, null)) return false;
        return true;
      case OP.term:
        return this.term(nodes[at + 2] ?? 0, nodes[at + 3] ?? 0, spans);
      case OP.near:
        return this.near(at, spans);
      case OP.quantity:
        return this.quantity(at, spans);
      case OP.attribute:
        return this.attribute(nodes[at + 2] ?? 0, nodes[at + 3] ?? 0, spans);
      case OP.floor:
        return this.floor(at, spans);
      default:
        return factHolds(this.pack, this.input, at);
    }
  }

  private term(list: number, fields: number, spans: Span[] | null): boolean {
    const { hits } = this;
    let found = false;
    for (let hit = hits.head[list] ?? -1; hit >= 0; hit = hits.next[hit] ?? -1)
      if (((hits.field[hit] ?? 0) & fields) !== 0) {
        if (spans === null) return true;
        found = true;
        this.hitSpan(hit, spans);
      }
    return found;
  }

  /** A hit of the first list with one of every other within so many words of it, in the same text. */
  private near(at: number, spans: Span[] | null): boolean {
    const { nodes } = this.pack;
    const { hits } = this;
    const fields = nodes[at + 2] ?? 0;
    const within = nodes[at + 3] ?? 0;
    const ordered = nodes[at + 4] === 1;
    const lists = nodes.subarray(at + 6, at + 6 + (nodes[at + 5] ?? 0));
    let found = false;
    for (let hit = hits.head[lists[0] ?? 0] ?? -1; hit >= 0; hit = hits.next[hit] ?? -1) {
      if (((hits.field[hit] ?? 0) & fields) === 0) continue;
      const partners: number[] = [];
      for (let other = 1; other < lists.length; other++) {
        const partner = this.partner(hit, lists[other] ?? 0, within, ordered);
        if (partner < 0) break;
        partners.push(partner);
      }
      if (partners.length < lists.length - 1) continue;
      if (spans === null) return true;
      found = true;
      this.hitSpan(hit, spans);
      for (const partner of partners) this.hitSpan(partner, spans);
    }
    return found;
  }

  private partner(hit: number, list: number, within: number, ordered: boolean): number {
    const { hits } = this;
    for (let other = hits.head[list] ?? -1; other >= 0; other = hits.next[other] ?? -1)
      if (
        hits.field[other] === hits.field[hit] &&
        hits.index[other] === hits.index[hit] &&
        (!ordered || (hits.fromWord[other] ?? 0) >= (hits.toWord[hit] ?? 0)) &&
        distance(hits.fromWord[hit], hits.toWord[hit], hits.fromWord[other], hits.toWord[other]) <= within
      )
        return other;
    return -1;
  }

  private quantity(at: number, spans: Span[] | null): boolean {
    const { nodes, numbers } = this.pack;
    const [
      wanted = 0,
      fields = 0,
      least = -1,
      leastStrict = 0,
      most = -1,
      mostStrict = 0,
      of = -1,
      near = -1,
      within = 0,
    ] = nodes.subarray(at + 2, at + 11);
    const name = of >= 0 ? 'number' : QUANTITIES[wanted];
    let found = false;
    for (const quantity of this.allQuantities()) {
      if (quantity.name !== name || (quantity.field & fields) === 0) continue;
      if (!inBounds(numbers, quantity.value, least, leastStrict, most, mostStrict)) continue;
      if (of >= 0 && !this.beside(quantity, of, 0)) continue;
      if (near >= 0 && !this.beside(quantity, near, within)) continue;
      if (spans === null) return true;
      found = true;
      addSpan(spans, {
        field: fieldName(quantity.field),
        index: quantity.index,
        start: quantity.start,
        end: quantity.end,
      });
    }
    return found;
  }

  /** Whether a hit of the list stands within so many words between it and the quantity. */
  private beside(quantity: PlacedQuantity, list: number, within: number): boolean {
    const { hits } = this;
    for (let hit = hits.head[list] ?? -1; hit >= 0; hit = hits.next[hit] ?? -1)
      if (
        hits.field[hit] === quantity.field &&
        hits.index[hit] === quantity.index &&
        distance(quantity.firstWord, quantity.lastWord + 1, hits.fromWord[hit], hits.toWord[hit]) <= within
      )
        return true;
    return false;
  }

  private allQuantities(): PlacedQuantity[] {
    if (this.quantities !== null) return this.quantities;
    const all: PlacedQuantity[] = [];
    for (const { text, field, index } of this.texts) {
      this.scan.read(text);
      if (!this.scan.mixed) continue;
      for (const quantity of readQuantities(this.scan, text)) all.push({ ...quantity, field, index });
    }
    this.quantities = all;
    return all;
  }

  private attribute(names: number, values: number, spans: Span[] | null): boolean {
    const { hits, input } = this;
    let found = false;
    for (let value = hits.head[values] ?? -1; value >= 0; value = hits.next[value] ?? -1) {
      if (hits.field[value] !== BIT.attribute) continue;
      const row = input.attributes[hits.index[value] ?? -1];
      if (row === undefined || (hits.start[value] ?? 0) < row.name.length) continue;
      for (let name = hits.head[names] ?? -1; name >= 0; name = hits.next[name] ?? -1) {
        if (
          hits.field[name] !== BIT.attribute ||
          hits.index[name] !== hits.index[value] ||
          (hits.end[name] ?? 0) > row.name.length
        )
          continue;
        if (spans === null) return true;
        found = true;
        this.hitSpan(name, spans);
        this.hitSpan(value, spans);
      }
    }
    return found;
  }

  /** The price as a share of the floor of a brand that the listing names, in the same currency. */
  private floor(at: number, spans: Span[] | null): boolean {
    const { nodes, floors, numbers } = this.pack;
    const [least = -1, leastStrict = 0, most = -1, mostStrict = 0, first = 0, count = 0] = nodes.subarray(
      at + 2,
      at + 8,
    );
    const { price } = this.input;
    if (price === null) return false;
    const rate = this.input.currency === null ? undefined : EURO_RATES.get(currencyCode(this.input.currency));
    const own = currencyOf(this.input);
    for (let floor = first; floor < first + count; floor++) {
      const record = floor * FLOOR_WIDTH;
      if (!this.term(floors[record] ?? 0, ANYWHERE, null)) continue;
      const currency = floors[record + 1] ?? 0;
      const floorRate = EURO_RATES.get(currency);
      const exchange = currency === own ? 1 : rate !== undefined && floorRate !== undefined ? rate / floorRate : 0;
      const amount = numbers[floors[record + 2] ?? 0] ?? 0;
      if (
        exchange === 0 ||
        amount <= 0 ||
        !inBounds(numbers, (price * exchange) / amount, least, leastStrict, most, mostStrict)
      )
        continue;
      if (spans !== null) this.term(floors[record] ?? 0, ANYWHERE, spans);
      return true;
    }
    return false;
  }

  private hitSpan(hit: number, spans: Span[]): void {
    const { hits } = this;
    addSpan(spans, {
      field: fieldName(hits.field[hit] ?? 0),
      index: hits.index[hit] ?? 0,
      start: hits.start[hit] ?? 0,
      end: hits.end[hit] ?? 0,
    });
  }
}

/** Words between two stretches; 0 where they touch or overlap. */
function distance(fromA = 0, toA = 0, fromB = 0, toB = 0): number {
  return Math.max(0, fromB - toA, fromA - toB);
}
