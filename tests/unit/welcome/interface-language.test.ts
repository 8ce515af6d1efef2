import { describe, expect, it, vi } from 'vitest';
import { interfaceLanguage, writingDirection } from '../../../components/interface-language.ts';

const { browserLanguage, ofTexts } = vi.hoisted(() => ({
  browserLanguage: { value: 'en-US' },
  ofTexts: { value: 'en' },
}));

vi.mock('wxt/browser', () => ({ browser: { i18n: { getUILanguage: () => browserLanguage.value } } }));
vi.mock('#i18n', () => ({ i18n: { t: () => ofTexts.value } }));

describe('the language of a page', () => {
  it.each([
    ['en-GB', 'en', 'en-GB'],
    ['fr', 'fr', 'fr'],
    ['sv', 'en', 'en'],
    ['de-AT', 'de', 'de-AT'],
  ])('in a browser in %s with texts in %s is %s', (own, texts, expected) => {
    browserLanguage.value = own;
    ofTexts.value = texts;
    expect(interfaceLanguage()).toBe(expected);
  });

  it('is written from right to left where its script is', () => {
    expect(['fr', 'ar', 'he-IL', 'he-XB', 'pl'].map(writingDirection)).toEqual(['ltr', 'rtl', 'rtl', 'rtl', 'ltr']);
  });
});
