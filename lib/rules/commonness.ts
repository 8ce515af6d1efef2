/** How common words are in titles, as far as that can be told without titles. */
import { FUNCTION_WORDS } from './text/function-words.ts';
import { ORDINARY_WORDS } from './text/ordinary-words.ts';

/** Shares of titles, roughly. */
const FUNCTION_WORD = 0.3;
const EVERYDAY = 0.03;
const NUMBER = 0.02;
const SINGLE_LETTER = 0.02;
const SHORT = 0.004;
const RAREST = 0.000_02;

/**
 * Words that titles of every kind are full of, beyond those that say nothing about the goods. Only the cost of a look-up
 * hangs on them, never its outcome.
 */
const FREQUENT = new Set(
  (
    'adhesive adjustable alloy anti artificial back bathing belt block blouse bow bowl bracelet brush bucket button buckle cable can cap capacity ' +
    'card carton cartoon ceramic chain chair charm charms clip cloth cloths coat collar container control cord cotton cover cross cup curtain ' +
    'cushion cut decor decorative detail digital disposable dog door dot drawstring drop dual ear earring elastic electric elegant face fabric ' +
    'faux finger flat floor floral foldable frame front glass glasses graphic gray grip halter handle hanging heat heel high hole holder hollow ' +
    'hoodie hook inch inflatable insulated jacket jeans kit knit lace large lens letter lid line lock long loop loose low machine magnetic ' +
    'manual mask mat material mesh metal mini mirror model mount multi multifunction neck needle night nose number oil one outfit pants pad ' +
    'panel pattern pen pendant pillow pillowcase pin pipe plaid plant plate platform play plug pocket pole polyester portable press print ' +
    'printed professional pump push quick rack random removable replacement resistant reusable rib ribbed roll romper rope rubber sandal screen ' +
    'seat shape shaped sheet shelf shell shirt short shorts shoulder shower side silicone single size skirt sleeve slim smart sock socks solid ' +
    'speed split spray spring square stainless stand stick sticker straight strap string stripe striped suit suitable summer surface sweater ' +
    'swimsuit swing table tape tie tight tip top toe tool tote towel travel tray tube tunic twist universal valve vest voice waist wall ' +
    'washable water waterproof wheel wide wig wire wrap wrist yarn zip zipper ' +
    'femme manche manches motif imprime coton rideau coussin housse tapis table verre poche ceinture taille bouton prive lot support etui coque'
  ).split(' '),
);

const isEveryday = (word: string): boolean => ORDINARY_WORDS.has(word) || FREQUENT.has(word);

/**
 * The share of titles that hold a folded word, estimated: everyday words are known, and of all others long ones are rarer
 * than short ones (Zipf's law of abbreviation).
 */
export function commonnessOfWord(word: string): number {
  if (FUNCTION_WORDS.has(word)) return FUNCTION_WORD;
  if (isEveryday(word) || (word.endsWith('s') && isEveryday(word.slice(0, -1)))) return EVERYDAY;
  if (/^\d+$/u.test(word)) return NUMBER;
  if (word.length === 1 && word < '\u0370') return SINGLE_LETTER;
  return Math.max(RAREST, SHORT * 0.6 ** Math.max(0, word.length - 3));
}
