/**
 * Letters of other scripts that look like Latin ones, and Latin letters that no decomposition takes apart.
 *
 * Looks follow the glyph as it is printed, so the two cases of a letter may resemble different Latin letters: Greek
 * capital Eta is an H, small eta an n. Chosen from the pairs that Unicode Technical Standard 39 calls confusable,
 * restricted to one-letter pairs that stay plausible in running text.
 */

const pairs = (from: string, to: string): [number, string][] =>
  [...from].map((letter, index) => [letter.codePointAt(0) ?? 0, [...to][index] ?? '']);

/** By code point before case folding; the value is one lower-case ASCII letter. */
export const LOOK_ALIKES: ReadonlyMap<number, string> = new Map([
  // Cyrillic, small then capital
  ...pairs('авеёкмнорстухсѕіїјԁԛԝһӏґгпьүұѵѡӕ', 'abeekmhopctyxcsiijdqwhlrrnbyyvwa'),
  ...pairs('АВЕЁКМНОРСТУХЅІЇЈԀԚԜҺӀҐГПЬҮҰѴѠ', 'abeekmhopctyxsiijdqwhlrrnbyyvw'),
  // Greek
  ...pairs('αβγδεζηικνορτυχωϲϳ', 'abydeznikvoptuxwcj'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ', 'abezhikmnoptyxcj'),
  ...pairs('άέήίόύώϊϋΐΰ', 'aeniouwiuiu'),
  [0x3bc, 'u'],
  // Armenian, Georgian and Cherokee letters in use for this
  ...pairs('օոսցհյզա', 'onughjqw'),
  ...pairs('ᎪᏴᏟᎠᎬᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ', 'abcdehijklmprstvwz'),
]);

/** Latin letters outside the decompositions of Unicode, folded without looking at their neighbours. */
export const LATIN_FOLDS: ReadonlyMap<number, string> = new Map<number, string>([
  ...(
    [
      ['ß', 'ss'],
      ['ẞ', 'ss'],
      ['æ', 'ae'],
      ['Æ', 'ae'],
      ['œ', 'oe'],
      ['Œ', 'oe'],
      ['þ', 'th'],
      ['Þ', 'th'],
    ] as const
  ).map(([from, to]): [number, string] => [from.codePointAt(0) ?? 0, to]),
  ...pairs(
    'øØłŁđĐðÐħĦıƗɨŧŦƀɓƃɗɖƒɠɡǥƙłɫɭɱɲŋŊƞɵƟƥʠɍɽʂʈƭʉʋƴɏʐƶɑɐɔəǝɛɜɩɪʟɴʀʏʙɢʜᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱꞮ',
    'oOlLdDdDhHiIitTbbbddfgggklllmnnNnoOpqrrsttuvyyzzaaoeeeeiilnrybghacdejkmoptuvwzfsi'.toLowerCase(),
  ),
  // Squared and circled capitals that Unicode leaves undecomposed, and regional indicators
  ...Array.from({ length: 26 }, (_, i): [number, string] => [0x1f170 + i, String.fromCharCode(97 + i)]),
  ...Array.from({ length: 26 }, (_, i): [number, string] => [0x1f150 + i, String.fromCharCode(97 + i)]),
  ...Array.from({ length: 26 }, (_, i): [number, string] => [0x1f1e6 + i, String.fromCharCode(97 + i)]),
]);
