import { beforeEach, describe, expect, it, vi } from 'vitest';

/** Messages as the browser holds them: flat names, and nothing for one that is absent. */
let messages: Record<string, string> = {};

vi.mock('wxt/browser', () => ({
  browser: {
    i18n: {
      getUILanguage: () => messages.language,
      getMessage: (name: string, parts: string[]) =>
        (messages[name] ?? '').replace(/\$(\d)/g, (_, at: string) => parts[Number(at) - 1] ?? ''),
    },
  },
}));
vi.mock('#i18n', () => ({ i18n: { t: (key: string) => messages[key] ?? '' } }));

async function pluralIn(locale: Record<string, string>) {
  messages = locale;
  return (await import('../../../components/plural.ts')).plural;
}

beforeEach(() => {
  vi.resetModules();
});

describe('plural', () => {
  it('takes the forms that Polish needs', async () => {
    const plural = await pluralIn({
      language: 'pl',
      history_found_one: '$1 zgłoszenie',
      history_found_few: '$1 zgłoszenia',
      history_found_many: '$1 zgłoszeń',
      history_found_other: '$1 zgłoszenia (ułamek)',
    });
    expect([1, 3, 5, 12, 22].map((count) => plural('history.found', count))).toEqual([
      '1 zgłoszenie',
      '3 zgłoszenia',
      '5 zgłoszeń',
      '12 zgłoszeń',
      '22 zgłoszenia',
    ]);
  });

  it('reads a form that the locale lacks as `other`', async () => {
    const plural = await pluralIn({ language: 'fr', history_found_one: '$1 un', history_found_other: '$1 autres' });
    expect(plural('history.found', 0)).toBe('0 un');
    expect(plural('history.found', 1_000_000)).toMatch(/autres$/);
  });

  it('hands on what else the text names', async () => {
    const plural = await pluralIn({ language: 'en', publishers_oldOf_other: 'The rules of $2 are $1 days old.' });
    expect(plural('publishers.oldOf', 3, 'Office')).toBe('The rules of Office are 3 days old.');
  });
});
