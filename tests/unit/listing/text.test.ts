import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, cut, htmlToText, unescapeText } from '../../../lib/listing/text.ts';

describe('cleanText', () => {
  it.each([
    ['  a\n\t b  ', 'a b'],
    ['kn\u200bi\u00adfe', 'knife'],
    ['abc\u202edcba\u202c', 'abcdcba'],
    ['\u2066x\u2069\u0000\u0007\u001b[31m', 'x[31m'],
    ['<b onclick=x>knife</b>', '<b onclick=x>knife</b>'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['👩\u200d🔬 kit', '👩\u200d🔬 kit'],
    ['a\ud800b', 'a\ufffdb'],
    ['\ufefftitle', 'title'],
  ])('cleans %j', (raw, clean) => {
    expect(cleanText(raw, 100)).toBe(clean);
  });

  it.each(['', ' \n', '\u202e\u200b', null, undefined, {}, [], true])('gives null for %j', (value) => {
    expect(cleanText(value, 100)).toBeNull();
  });

  it('takes numbers, as sites write ids in both ways', () => {
    expect(cleanText(2986001, 10)).toBe('2986001');
  });

  it('never exceeds its cap, never splits a character, never leaves an invisible one, and is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (raw, max) => {
        const clean = cleanText(raw, max);
        if (clean === null) return;
        expect(clean.length).toBeLessThanOrEqual(max);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]/u);
        expect(cleanText(clean, max)).toBe(clean);
      }),
    );
  });

  it('does bounded work on megabytes', () => {
    expect(cleanText('a'.repeat(5_000_000), 10)).toBe('aaaaaaaaaa');
  });
});

describe('cut', () => {
  it('leaves half a character out', () => {
    expect(cut('a😀', 2)).toBe('a');
    expect(cut('a😀', 3)).toBe('a😀');
  });
});

describe('htmlToText', () => {
  it('drops tags and reads entities', () => {
    expect(htmlToText('<p>A &amp; B</p><br/>&#8364;5 &#x41;&nbsp;&unknown;', 100)).toBe('A & B €5 A &unknown;');
  });
  it('does not revive markup from entities twice', () => {
    expect(htmlToText('&amp;lt;script&amp;gt;', 100)).toBe('&lt;script&gt;');
  });
});

describe('unescapeText', () => {
  it('reads entities, leaves tags as text', () => {
    expect(unescapeText('black&amp;grey &lt;b&gt; <i> &copy;', 100)).toBe('black&grey <b> <i> &copy;');
    expect(unescapeText(7, 10)).toBe('7');
  });
  it('lets no invisible character in through an entity', () => {
    expect(unescapeText('kn&#8203;ife&#x202e;', 100)).toBe('knife');
    expect(unescapeText('&#xd800;x', 100)).toBe('\ufffdx');
  });
});
