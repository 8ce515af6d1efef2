/**
 * A copy of the build whose every locale holds one language. The browsers here come in English only, and choose the texts
 * by their own language; this way pages are seen in any, and in a pseudo-locale that is written from right to left.
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BrowserKind } from '../../tools/browser/find.ts';
import type { Owned } from '../../tools/browser/owned.ts';
import { Texts, type TONGUES } from '../../tools/browser/texts.ts';
import { extensionFolder } from '../../tools/demo/build.ts';

/** English in Hebrew letters: a language from right to left for which nobody has to translate anything. */
export const PSEUDO = 'he-XB';
export type Shown = (typeof TONGUES)[number] | typeof PSEUDO;

const Messages = z.record(z.string(), z.object({ message: z.string() }));

const LETTERS = 'אבגדהוזחטיכלמנסעפצקרשתךםןף';

/** A third longer, as translations from English are. */
export function pseudo(text: string): string {
  const letters = text.replaceAll(/[a-z]/gi, (letter) => LETTERS.charAt(letter.toLowerCase().charCodeAt(0) - 97));
  return `${letters}${' אב'.repeat(Math.ceil(text.length / 9))}`;
}

function shownIn(language: Shown, key: string, message: string): string {
  if (language !== PSEUDO || key.startsWith('manifest_')) return message;
  return key === 'language' ? PSEUDO : pseudo(message);
}

export interface LocalisedBuild {
  extension: string;
  texts: Texts;
}

export function localisedBuild(owned: Owned, kind: BrowserKind, language: Shown): LocalisedBuild {
  const extension = join(owned.folder('localised'), 'extension');
  cpSync(extensionFolder(kind), extension, { recursive: true });
  const locales = join(extension, '_locales');
  const fileOf = (locale: string) => join(locales, locale, 'messages.json');
  const source = language === PSEUDO ? 'en' : language;
  const messages = Messages.parse(JSON.parse(readFileSync(fileOf(source), 'utf8')));
  const entries = Object.entries(messages).map(([key, { message }]) => [
    key,
    { message: shownIn(language, key, message) },
  ]);
  for (const locale of readdirSync(locales)) writeFileSync(fileOf(locale), JSON.stringify(Object.fromEntries(entries)));
  return { extension, texts: language === PSEUDO ? new Texts('en', pseudo) : new Texts(language) };
}
