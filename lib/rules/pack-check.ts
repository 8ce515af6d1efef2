/** Proves that no table of a decoded pack points outside another; what is wrong in words, or null. Linear in the pack. */
import {
  type CompiledPack,
  EXCEPTION_NODE,
  EXCEPTION_WIDTH,
  FLOOR_WIDTH,
  HASHED_COUNT,
  HASHED_FILTER_WORDS,
  HASHED_FIRST,
  HASHED_TERM_WIDTH,
  HASHED_WIDTH,
  HASHED_WORDS,
  OP,
  POSTING_PLACE,
  POSTING_WAKES,
  RULE_EXCEPTION_COUNT,
  RULE_EXCEPTIONS,
  RULE_FAMILY,
  RULE_NODE,
  RULE_SEVERITY,
  RULE_WIDTH,
} from './pack-layout.ts';
import { allBelow, areRowStarts } from './sectioned-bytes.ts';

const isPowerOfTwo = (n: number): boolean => n > 0 && (n & (n - 1)) === 0;

/** Row starts of as many rows as there are. */
const ascending = (starts: Int32Array, length: number): boolean => areRowStarts(starts, starts.length - 1, length);

export function checkPack(pack: CompiledPack): string | null {
  return checkVocabulary(pack) ?? checkRules(pack) ?? checkHashed(pack) ?? checkNodes(pack);
}

function checkVocabulary(pack: CompiledPack): string | null {
  const words = pack.wordPostingStarts.length - 1;
  const terms = pack.termWordStarts.length - 1;
  if (pack.wordFlags.length !== words) return 'its words are out of order';
  const slots = pack.slotKeys.length;
  if (slots < 2 || pack.slotFlags.length !== slots || pack.slotWordStarts.length !== slots + 1)
    return 'its word table has a wrong size';
  // A free slot ends every search.
  if (!pack.slotFlags.includes(0)) return 'its word table is full';
  for (const filter of [pack.formFilter, pack.wakingFilter, pack.headFilter, pack.tailFilter])
    if (!isPowerOfTwo(filter.length)) return 'a filter has a wrong size';
  if (pack.partLengths.length !== 1) return 'its compound lengths are missing';
  if (!ascending(pack.slotWordStarts, pack.slotWords.length) || !allBelow(pack.slotWords, words))
    return 'its forms are out of order';
  if (!ascending(pack.wordPostingStarts, pack.postings.length)) return 'its postings are out of order';
  if (!ascending(pack.termWordStarts, pack.termWords.length) || !allBelow(pack.termWords, words))
    return 'its terms are out of order';
  for (let i = 0; i < pack.wordPostingStarts.length; i++)
    if (((pack.wordPostingStarts[i] ?? 0) & 1) !== 0) return 'a posting is cut';
  for (let i = 0; i < pack.postings.length; i += 2) {
    const term = pack.postings[i] ?? -1;
    const anchor = (pack.postings[i + 1] ?? -1) & ~POSTING_WAKES;
    if (term < 0 || term >= terms) return 'a posting points nowhere';
    const length = (pack.termWordStarts[term + 1] ?? 0) - (pack.termWordStarts[term] ?? 0);
    if (anchor < 0 || anchor >= length || length > POSTING_PLACE + 1) return 'a term has a wrong anchor';
  }
  const lists = pack.listRuleStarts.length - 1;
  if (
    pack.termListStarts.length !== terms + 1 ||
    !ascending(pack.termListStarts, pack.termLists.length) ||
    !allBelow(pack.termLists, lists)
  )
    return 'its term lists are out of order';
  return null;
}

function checkRules(pack: CompiledPack): string | null {
  const count = pack.rules.length / RULE_WIDTH;
  const families = pack.familyTextStarts.length - 1;
  if (!Number.isInteger(count) || pack.ruleTextStarts.length !== count + 1) return 'its rules are cut';
  if (pack.exceptions.length % EXCEPTION_WIDTH !== 0 || pack.floors.length % FLOOR_WIDTH !== 0)
    return 'its exceptions are cut';
  if (
    !ascending(pack.listRuleStarts, pack.listRules.length) ||
    !allBelow(pack.listRules, count) ||
    !allBelow(pack.alwaysRules, count)
  )
    return 'its rules are out of order';
  if (
    !ascending(pack.ruleTextStarts, pack.ruleTexts.length) ||
    !ascending(pack.familyTextStarts, pack.familyTexts.length)
  )
    return 'its texts are out of order';
  const exceptions = pack.exceptions.length / EXCEPTION_WIDTH;
  for (let at = 0; at < pack.rules.length; at += RULE_WIDTH) {
    const column = (index: number): number => pack.rules[at + index] ?? -1;
    if (column(RULE_FAMILY) < 0 || column(RULE_FAMILY) >= families) return 'a rule has no family';
    if (column(RULE_SEVERITY) < 0 || column(RULE_SEVERITY) > 3) return 'a rule has no severity';
    if (column(RULE_EXCEPTIONS) < 0 || column(RULE_EXCEPTION_COUNT) < 0) return 'a rule has wrong exceptions';
    if (column(RULE_EXCEPTIONS) + column(RULE_EXCEPTION_COUNT) > exceptions) return 'a rule has wrong exceptions';
  }
  return null;
}

function checkHashed(pack: CompiledPack): string | null {
  const groups = pack.hashedGroups.length / HASHED_WIDTH;
  const terms = pack.hashedTerms.length / HASHED_TERM_WIDTH;
  if (!Number.isInteger(groups) || !Number.isInteger(terms)) return 'its hashed terms are cut';
  if (pack.hashedFilters.length !== groups * HASHED_FILTER_WORDS) return 'its hashed terms have no filter';
  for (let at = 0; at < pack.hashedGroups.length; at += HASHED_WIDTH) {
    const first = pack.hashedGroups[at + HASHED_FIRST] ?? -1;
    const count = pack.hashedGroups[at + HASHED_COUNT] ?? -1;
    const words = pack.hashedGroups[at + HASHED_WORDS] ?? -1;
    if (first < 0 || count < 0 || first + count > terms || words < 1 || words > 8)
      return 'its hashed terms are out of order';
  }
  for (let at = 3; at < pack.hashedTerms.length; at += HASHED_TERM_WIDTH) {
    const list = pack.hashedTerms[at] ?? -1;
    if (list < 0 || list >= pack.listRuleStarts.length - 1) return 'a hashed term has no list';
  }
  return null;
}

/** Operands before which a node's variable part begins. */
const FIXED: Record<number, number> = {
  [OP.term]: 2,
  [OP.near]: 4,
  [OP.quantity]: 9,
  [OP.attribute]: 2,
  [OP.price]: 5,
  [OP.floor]: 6,
  [OP.seller]: 1,
  [OP.shipsFrom]: 1,
  [OP.listing]: 1,
  [OP.structure]: 1,
};
const DEEPEST = 32;

function checkNodes(pack: CompiledPack): string | null {
  const { nodes } = pack;
  const starts = new Set<number>();
  const lists = pack.listRuleStarts.length - 1;
  const inside = (value: number, limit: number, optional = false): boolean =>
    (optional && value === -1) || (value >= 0 && value < limit);
  const node = (at: number, limit: number, depth: number): string | null => {
    const op = nodes[at] ?? 0;
    const end = nodes[at + 1] ?? 0;
    if (end <= at + 1 || end > limit) return 'a condition runs out of its place';
    if (depth > DEEPEST) return 'its conditions are nested too deep';
    starts.add(at);
    const operand = (index: number): number => nodes[at + 2 + index] ?? -2;
    if (op === OP.all || op === OP.any || op === OP.none) {
      for (let child = at + 2; child < end; child = nodes[child + 1] ?? end) {
        const fault = node(child, end, depth + 1);
        if (fault !== null) return fault;
      }
      return null;
    }
    const fixed = FIXED[op];
    const size = end - at - 2;
    if (fixed === undefined) return `a condition is of a kind (${op}) that this engine does not know`;
    const variable =
      op === OP.near ? operand(3) : op === OP.shipsFrom ? operand(0) : op === OP.listing ? operand(0) * 2 : 0;
    if (variable < 0 || size !== fixed + variable) return 'a condition has a wrong size';
    const limits = (first: number): boolean =>
      inside(operand(first), pack.numbers.length, true) && inside(operand(first + 2), pack.numbers.length, true);
    const sound =
      op === OP.term
        ? inside(operand(0), lists)
        : op === OP.near
          ? operand(3) >= 1 &&
            operand(3) <= 8 &&
            Array.from({ length: variable }, (_, i) => inside(operand(4 + i), lists)).every(Boolean)
          : op === OP.quantity
            ? limits(2) && inside(operand(6), lists, true) && inside(operand(7), lists, true)
            : op === OP.attribute
              ? inside(operand(0), lists) && inside(operand(1), lists)
              : op === OP.price
                ? limits(0)
                : op === OP.floor
                  ? limits(0) &&
                    operand(4) >= 0 &&
                    operand(5) >= 0 &&
                    operand(4) + operand(5) <= pack.floors.length / FLOOR_WIDTH
                  : true;
    return sound ? null : 'a condition points nowhere';
  };
  for (let at = 0; at < nodes.length; at = nodes[at + 1] ?? nodes.length) {
    const fault = node(at, nodes.length, 0);
    if (fault !== null) return fault;
  }
  for (let at = 0; at < pack.rules.length; at += RULE_WIDTH)
    if (!starts.has(pack.rules[at + RULE_NODE] ?? -1)) return 'a rule has no condition';
  for (let at = 0; at < pack.exceptions.length; at += EXCEPTION_WIDTH)
    if (!starts.has(pack.exceptions[at + EXCEPTION_NODE] ?? -1)) return 'an exception has no condition';
  for (let at = 0; at < pack.floors.length; at += FLOOR_WIDTH)
    if (!inside(pack.floors[at] ?? -1, lists) || !inside(pack.floors[at + 2] ?? -1, pack.numbers.length))
      return 'a price floor points nowhere';
  return null;
}
