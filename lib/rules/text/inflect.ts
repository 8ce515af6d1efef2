/**
 * Light inflection: the forms in which a word of a term may stand in a title.
 *
 * Forms are made when a pack is built, from the term's own language, and never guessed from the text: "snus" stays
 * "snus" and does not become the singular "snu", and an Italian ending is never tried on an English word. The engine
 * then knows every form by its hash, and inflection costs nothing when matching. Forms that do not exist in the
 * language do no harm; forms that are another word do, so gender and case endings that often make one are given only
 * to words inside longer terms (`phrase`), where the neighbours decide.
 *
 * Words come folded: lower case, no diacritics.
 */

type Inflect = (word: string, phrase: boolean) => string[];

const strip = (word: string, ending: string): string | null =>
  word.endsWith(ending) && word.length - ending.length >= 3 ? word.slice(0, -ending.length) : null;

const withEndings = (stem: string, endings: readonly string[]): string[] => endings.map((ending) => stem + ending);

const VOWEL = /[aeiouy]$/u;

const english: Inflect = (word) => {
  const forms: string[] = [];
  const sibilant = /(?:s|x|z|ch|sh)$/u;
  if (/[^aeiou]y$/u.test(word)) forms.push(`${word.slice(0, -1)}ies`);
  else if (sibilant.test(word)) forms.push(`${word}es`);
  else forms.push(`${word}s`);
  if (word.endsWith('fe') && word.length > 3) forms.push(`${word.slice(0, -2)}ves`);
  else if (/[aeo]lf$|eaf$|arf$/u.test(word)) forms.push(`${word.slice(0, -1)}ves`);
  // A term given in the plural is found in the singular too.
  if (word.length > 4 && word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  else if (word.length > 4 && /(?:ch|sh|x|ss|zz)es$/u.test(word)) forms.push(word.slice(0, -2));
  else if (word.endsWith('ives')) forms.push(`${word.slice(0, -3)}fe`);
  else if (word.length > 4 && /[^isu]s$/u.test(word)) forms.push(word.slice(0, -1));
  return forms;
};

const french: Inflect = (word, phrase) => {
  const forms: string[] = [];
  const plural = (base: string): void => {
    if (/(?:eau|eu|au)$/u.test(base)) forms.push(`${base}x`, `${base}s`);
    else if (base.endsWith('al')) forms.push(`${base.slice(0, -2)}aux`, `${base}s`);
    else if (!/[sxz]$/u.test(base)) forms.push(`${base}s`);
  };
  plural(word);
  const singular = word.length > 4 && /[^ius]s$|[aeiou]ux$/u.test(word) ? word.slice(0, -1) : null;
  if (singular !== null) forms.push(singular);
  if (!phrase) return forms;
  for (const base of singular === null ? [word] : [word, singular]) {
    const feminine: string[] = [];
    if (base.endsWith('eux')) feminine.push(`${base.slice(0, -1)}se`);
    else if (base.endsWith('if')) feminine.push(`${base.slice(0, -1)}ve`);
    else if (/(?:el|en|on|et)$/u.test(base)) feminine.push(`${base}${base.slice(-1)}e`, `${base}e`);
    else if (!/[esx]$/u.test(base)) feminine.push(`${base}e`);
    const masculine = strip(base, 'e');
    if (masculine !== null) feminine.push(masculine, `${masculine}s`);
    for (const form of feminine) forms.push(form, `${form}s`);
  }
  return forms;
};

const german: Inflect = (word, phrase) => {
  const forms = word.endsWith('e')
    ? withEndings(word, ['n', 's'])
    : withEndings(word, ['s', 'e', 'en', 'es', 'er', 'ern']);
  if (/[lr]$/u.test(word)) forms.push(`${word}n`);
  if (word.endsWith('in')) forms.push(`${word}nen`);
  if (phrase) {
    const stem = strip(word, 'es') ?? strip(word, 'er') ?? strip(word, 'en') ?? strip(word, 'em') ?? strip(word, 'e');
    if (stem !== null) forms.push(stem, ...withEndings(stem, ['e', 'er', 'es', 'en', 'em']));
  } else {
    const singular = strip(word, 'en');
    if (singular !== null && word.length > 5) forms.push(`${singular}e`);
  }
  return forms;
};

const spanish: Inflect = (word, phrase) => {
  const forms: string[] = [];
  const plural = (base: string): void => {
    if (base.endsWith('z')) forms.push(`${base.slice(0, -1)}ces`);
    else if (VOWEL.test(base)) forms.push(`${base}s`);
    else if (!base.endsWith('s')) forms.push(`${base}es`);
  };
  plural(word);
  const singular = strip(word, 'es') ?? null;
  if (word.length > 4 && /[aeo]s$/u.test(word)) forms.push(word.slice(0, -1));
  if (singular !== null && /[dlnrz]$/u.test(singular)) forms.push(singular);
  if (phrase) {
    const stem = strip(word, 'os') ?? strip(word, 'as') ?? strip(word, 'o') ?? strip(word, 'a');
    if (stem !== null) forms.push(...withEndings(stem, ['o', 'a', 'os', 'as']));
    else if (/(?:or|ol|an)$/u.test(word)) forms.push(`${word}a`, `${word}as`);
  }
  return forms;
};

const italian: Inflect = (word, phrase) => {
  const forms: string[] = [];
  const last = word.slice(-1);
  const stem = word.slice(0, -1);
  if (word.length < 4) return forms;
  if (last === 'o')
    forms.push(`${stem}i`, ...(/[cg]$/u.test(stem) ? [`${stem}hi`] : []), ...(stem.endsWith('i') ? [stem] : []));
  else if (last === 'a')
    forms.push(
      ...(/[cg]$/u.test(stem) ? [`${stem}he`] : [`${stem}e`]),
      ...(/[cg]i$/u.test(stem) ? [`${stem.slice(0, -1)}e`] : []),
    );
  else if (last === 'e') forms.push(`${stem}i`, ...(stem.endsWith('h') ? [`${stem.slice(0, -1)}a`] : [`${stem}a`]));
  else if (last === 'i') forms.push(`${stem}o`, `${stem}e`, ...(stem.endsWith('h') ? [`${stem.slice(0, -1)}o`] : []));
  if (phrase && /[aeio]$/u.test(word)) forms.push(...withEndings(stem, ['o', 'a', 'i', 'e']));
  return forms;
};

const POLISH_NOUN = ['a', 'u', 'owi', 'ow', 'om', 'ami', 'ach'];
/** Endings of a noun that ends in a consonant: after k and g, after soft or hardened ones, after hard ones. */
const polishNoun = (stem: string): string[] =>
  withEndings(stem, [
    ...POLISH_NOUN,
    ...(/[kg]$/u.test(stem) ? ['iem', 'i'] : /(?:c|z|l|j)$/u.test(stem) ? ['em', 'e', 'y', 'i'] : ['em', 'ie', 'y']),
  ]);
const POLISH_FEMININE = ['a', 'i', 'y', 'e', 'o', 'om', 'ami', 'ach', 'ie'];
const POLISH_NEUTER = ['o', 'a', 'u', 'em', 'e', 'om', 'ami', 'ach', 'ie'];
const POLISH_ADJECTIVE = [
  'y',
  'a',
  'e',
  'i',
  'ego',
  'emu',
  'ym',
  'im',
  'ej',
  'ych',
  'ich',
  'ymi',
  'imi',
  'iego',
  'iemu',
  'iej',
  'ie',
  'ia',
];

const polish: Inflect = (word, phrase) => {
  if (word.length < 4) return [];
  const last = word.slice(-1);
  const stem = word.slice(0, -1);
  const forms: string[] = [];
  if (!VOWEL.test(word)) {
    forms.push(...polishNoun(word));
    if (word.endsWith('t')) forms.push(`${stem}cie`);
    if (word.endsWith('ek') || word.endsWith('iec')) {
      const short = word.endsWith('ek') ? `${word.slice(0, -2)}k` : `${word.slice(0, -3)}c`;
      forms.push(...polishNoun(short));
    }
    return forms;
  }
  if (phrase && (last === 'y' || last === 'i' || last === 'a' || last === 'e')) {
    const adjective = word.endsWith('ie') || word.endsWith('ia') ? word.slice(0, -2) : stem;
    forms.push(...withEndings(adjective, POLISH_ADJECTIVE));
  }
  if (last === 'a') {
    forms.push(...withEndings(stem, POLISH_FEMININE));
    if (stem.length >= 4) forms.push(stem);
    if (/[^aeiouy]k$/u.test(stem)) forms.push(`${stem.slice(0, -1)}ek`, `${stem.slice(0, -1)}ce`);
  } else if (last === 'o') {
    forms.push(...withEndings(stem, POLISH_NEUTER));
    if (stem.length >= 4) forms.push(stem);
  } else if (last === 'e') forms.push(...withEndings(stem, ['a', 'u', 'em', 'om', 'ami', 'ach']), stem);
  else if (last === 'y' || last === 'i') {
    // Given in the plural: the genitive, and the singulars it may have.
    forms.push(...withEndings(stem, ['ow', 'om', 'ami', 'ach', 'a', 'e', 'u', 'em']));
    if (stem.length >= 4) forms.push(stem);
  }
  return forms;
};

const dutch: Inflect = (word) => {
  const forms = word.endsWith('e') ? withEndings(word, ['s', 'n']) : withEndings(word, ['s', 'en', 'e']);
  const long = /^(.*[^aeiou])(aa|ee|oo|uu)([bdfgklmnprstvz])$/u.exec(word);
  const short = /^(?:.*[^aeiou])?[aeiou]([bdfgklmnprst])$/u.exec(word);
  const stems: string[] = [];
  if (long !== null) stems.push(`${long[1]}${long[2]?.slice(0, 1)}${long[3]}`);
  else if (short !== null) stems.push(`${word}${short[1]}`);
  for (const stem of [...stems, word]) {
    const voiced = stem.endsWith('f') ? `${stem.slice(0, -1)}v` : stem.endsWith('s') ? `${stem.slice(0, -1)}z` : stem;
    for (const base of new Set([stem, voiced])) forms.push(`${base}en`, `${base}e`);
  }
  return forms;
};

const BY_LANGUAGE: Readonly<Record<string, Inflect>> = {
  en: english,
  fr: french,
  de: german,
  es: spanish,
  it: italian,
  pl: polish,
  nl: dutch,
  // Names and international words: a plural, nothing else.
  '*': (word) => (/[a-z]$/u.test(word) && !word.endsWith('s') ? [`${word}s`] : []),
};

/**
 * All forms of one folded word, itself first, without repetition.
 *
 * @param language BCP 47 primary language of the term, or `*`; others than the seven interface languages have one form.
 * @param phrase whether the word stands in a term of several words.
 */
export function inflect(word: string, language: string, phrase: boolean): string[] {
  const rules = BY_LANGUAGE[language];
  // Two letters carry no ending that could be told from another word.
  if (rules === undefined || word.length < 3) return [word];
  return [...new Set([word, ...rules(word, phrase)])];
}
