/** Which two neighbours of a text may be one word taken apart: "tas.er", "switch blade". */
import { LONGEST_WORD } from './text/hash.ts';
import { GAP_SIGN, GAP_WIDE, type Scan, WORD_LETTERS } from './text/scan.ts';

/** Letters of a word found by joining neighbours across a space, or across a dot or the like. */
const SHORTEST_SPLIT = 6;
const SHORTEST_DOTTED = 4;

/** Signs between letters that disguise: . * _ | ~ · • */
const DISGUISING = new Set([46, 42, 95, 124, 126, 0xb7, 0x2022, 39, 94]);

/** Whether a sign that disguises stands before the word. */
export const isDisguised = (scan: Scan, word: number): boolean =>
  scan.gap[word] === GAP_SIGN && DISGUISING.has(scan.gapCode[word] ?? 0);

/** Whether a word and the next one may spell one word together. */
export function maySpellOneWord(scan: Scan, word: number): boolean {
  const { from, to, kind, gap, count } = scan;
  const next = word + 1;
  if (next >= count || kind[word] !== WORD_LETTERS || kind[next] !== WORD_LETTERS || gap[next] === GAP_WIDE)
    return false;
  const start = from[word] ?? 0;
  const middle = to[word] ?? 0;
  const end = to[next] ?? 0;
  const length = end - start;
  if (length < SHORTEST_DOTTED || length > LONGEST_WORD) return false;
  return (length >= SHORTEST_SPLIT && end - middle >= 2 && middle - start >= 2) || isDisguised(scan, next);
}
