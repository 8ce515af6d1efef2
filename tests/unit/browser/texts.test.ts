import { describe, expect, test } from 'vitest';
import { preferencesFile } from '../../../tools/browser/firefox-profile.ts';
import { Texts } from '../../../tools/browser/texts.ts';

describe('Texts', () => {
  test('gives the text of the browser’s language, English where there is none', () => {
    expect(new Texts('fr').get('form.send')).not.toBe(new Texts('en-US').get('form.send'));
    expect(new Texts('fi').get('form.send')).toBe(new Texts('en').get('form.send'));
  });

  test('fills in, and gives what stands before the first insert', () => {
    const texts = new Texts('en');
    expect(texts.get('mark.suspected', 'laser')).toBe('Suspected: laser');
    expect(texts.start('mark.suspected')).toBe('Suspected: ');
  });

  test('an unknown key is an error, not an empty text that everything contains', () => {
    expect(() => new Texts('en').get('form.nothing')).toThrow('form.nothing');
    expect(() => new Texts('en').get('form')).toThrow();
  });
});

test('preferences are written as Firefox reads them', () => {
  expect(preferencesFile({ 'a.b': 'x"y', c: 1, d: false })).toBe(
    'user_pref("a.b", "x\\"y");\nuser_pref("c", 1);\nuser_pref("d", false);\n',
  );
});
