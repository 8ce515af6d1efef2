/** Terms and texts for the matching bench: made up, deterministic, shaped like a pack in seven languages and a results page. */

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const EVERYDAY = (
  'new portable women men casual summer dress black white cotton large small set for home kitchen outdoor travel with and steel ' +
  'wireless charger phone case cover leather bag sport shoes running kids baby toy wooden garden light led usb mini cute gift party ' +
  'decoration wall sticker glass bottle water proof fashion ring necklace silver gold plated vintage style long sleeve high quality ' +
  'hair clip brush nail art tool kit electric massager pillow blanket soft warm winter jacket coat trousers socks belt watch band'
).split(' ');

const SYLLABLES =
  'ba bel bri ca cor da den di dro el fa fen fi gar ge go ha hel in ja ka kel ki la len li lor ma men mi mo na nor o pa per pi por ra ren ri ro sa sel si so ta ten ti tor u va ven vi vo wa zel zi'.split(
    ' ',
  );

const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'pl', 'nl'] as const;

export interface Term {
  text: string;
  language: string;
  /** Also inside German and Dutch compounds. */
  compound: boolean;
}

function vocabulary(random: () => number, size: number): string[] {
  const words = new Set<string>();
  while (words.size < size) {
    const count = 3 + Math.floor(random() * 2);
    words.add(Array.from({ length: count }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''));
  }
  return [...words];
}

/** Terms of one to three words; every tenth word is an everyday one, as in "steel knuckles". */
export function makeTerms(count: number): Term[] {
  const random = generator(7);
  const words = vocabulary(random, Math.max(400, Math.floor(count * 0.75)));
  const terms = new Map<string, Term>();
  while (terms.size < count) {
    const language = LANGUAGES[terms.size % LANGUAGES.length] ?? 'en';
    const length = 1 + Math.floor(random() * 3);
    const pick = (): string => {
      // Each language has its own seventh of the words.
      const index =
        Math.floor((random() * words.length) / LANGUAGES.length) * LANGUAGES.length + LANGUAGES.indexOf(language);
      return words[index % words.length] ?? '';
    };
    const parts = Array.from({ length }, (_, at) =>
      length > 1 && at === 0 && random() < 0.2 ? (EVERYDAY[Math.floor(random() * EVERYDAY.length)] ?? '') : pick(),
    );
    const text = parts.join(' ');
    terms.set(text, { text, language, compound: (language === 'de' || language === 'nl') && length === 1 });
  }
  return [...terms.values()];
}

/** 60 titles of about 150 characters, one in ten with a term, and a description of 5 kB. */
export function makeTexts(terms: readonly Term[]): string[] {
  const random = generator(11);
  const word = (): string => EVERYDAY[Math.floor(random() * EVERYDAY.length)] ?? '';
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const text = (length: number): string => {
    let result = '';
    while (result.length < length) {
      const roll = random();
      result +=
        roll < 0.04 ? `${Math.floor(random() * 200)}cm ` : roll < 0.06 ? 'Größe-Élégant, ' : `${capital(word())} `;
    }
    return result.trim();
  };
  const titles = Array.from({ length: 60 }, (_, index) => {
    const title = text(150);
    return index % 10 === 0 && terms.length > 0
      ? `${terms[Math.floor(random() * terms.length)]?.text ?? ''} ${title}`
      : title;
  });
  return [...titles, text(5000)];
}
