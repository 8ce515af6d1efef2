import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflect } from '../../../lib/rules/text/inflect.ts';
import { Scan } from '../../../lib/rules/text/scan.ts';
import { termEngine, wordsFound } from './engine-of.ts';

const scan = new Scan();

function words(text: string): string[] {
  scan.read(text);
  return Array.from({ length: scan.count }, (_, i) => scan.textOf(scan.from[i] ?? 0, scan.to[i] ?? 0));
}

describe('folding', () => {
  it.each([
    ['Poing Américain', ['poing', 'americain']],
    ['Großes Øl-Œuvre', ['grosses', 'ol', 'oeuvre']],
    ['ｋｎｉｆｅ ﬁle', ['knife', 'file']],
    ['kn\u200bi\u00adf\u0336e', ['knife']],
    ['18cm UV-5R', ['18', 'cm', 'uv', '5', 'r']],
    ['½ ㎽ ²', ['1', '2', 'mw', '2']],
    ['𝐤𝐧𝐢𝐟𝐞 ⓚⓝⓘⓕⓔ 🅺🅽🅸🅵🅴', ['knife', 'knife', 'knife']],
    ['折叠刀', ['折', '叠', '刀']],
    ['rock!', ['rock']],
    ['٣ ३', ['3', '3']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('reads look-alikes as Latin beside Latin letters or alone, and leaves words of another script be', () => {
    expect(words('knіfе')).toEqual(['knife']);
    expect(words('Νοте')).toEqual(['note']);
    expect(words('складной нож')).toEqual(['складнои', 'нож']);
  });
});

describe('positions', () => {
  it('lead from every folded letter back to the original', () => {
    const text = 'Áb\u0301 ﬁ 𝐤';
    scan.read(text);
    const pieces = Array.from({ length: scan.length }, (_, i) => text.slice(scan.starts[i], scan.endOf(i)));
    expect(pieces).toEqual(['Á', 'b\u0301', 'ﬁ', 'ﬁ', '𝐤']);
  });

  it('stay in order and inside the text, whatever the text (lone surrogates too)', () => {
    const anyString = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.oneof(anyString, fc.string({ unit: 'grapheme', maxLength: 100 })), (text) => {
        scan.read(text);
        let last = 0;
        for (let i = 0; i < scan.length; i++) {
          const start = scan.starts[i] ?? -1;
          const end = scan.endOf(i);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = start;
        }
        let at = 0;
        for (let word = 0; word < scan.count; word++) {
          expect(scan.from[word]).toBe(at);
          expect(scan.to[word]).toBeGreaterThan(at);
          at = scan.to[word] ?? 0;
        }
        expect(at).toBe(scan.length);
      }),
    );
  });

  it('let a found word be cut from the original text, wherever it stands', () => {
    const engine = termEngine({ en: ['brass knuckles'] });
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        (before, after) => {
          const found = wordsFound(engine, `${before} \u2028. bráss knuckles .\u2028 ${after}`);
          expect(found).toContain('bráss knuckles');
        },
      ),
    );
  });
});

describe('inflection', () => {
  it.each([
    ['en', 'knife', 'knives'],
    ['en', 'knuckles', 'knuckle'],
    ['en', 'battery', 'batteries'],
    ['fr', 'couteau', 'couteaux'],
    ['de', 'schlagring', 'schlagringe'],
    ['es', 'navaja', 'navajas'],
    ['it', 'coltello', 'coltelli'],
    ['pl', 'kastet', 'kastetow'],
    ['pl', 'palka', 'palek'],
    ['nl', 'mes', 'messen'],
    ['nl', 'pistool', 'pistolen'],
  ])('%s: %s becomes %s', (language, word, form) => {
    expect(inflect(word, language, false)).toContain(form);
  });

  it('takes no ending off a word of one form', () => {
    expect(inflect('snus', 'en', false)).not.toContain('snu');
    expect(inflect('glass', 'en', false)).not.toContain('glas');
    expect(inflect('mace', 'de', false)).not.toContain('mac');
    expect(inflect('刀', 'zh', false)).toEqual(['刀']);
  });

  it('gives adjectives their endings inside phrases only', () => {
    expect(inflect('automatico', 'es', true)).toContain('automatica');
    expect(inflect('punto', 'es', false)).not.toContain('punta');
  });
});

describe('disguises', () => {
  const engine = termEngine({ en: ['switchblade', 'stun gun', 'taser'], de: ['~Schlagring'], zh: ['折叠刀'] });
  it.each([
    ['buy a sw1tchbl4de now', 'sw1tchbl4de'],
    ['$witchblade', '$witchblade'],
    ['s.w.i.t.c.h.b.l.a.d.e', 's.w.i.t.c.h.b.l.a.d.e'],
    ['S t u n  g u n', 'S t u n  g u n'],
    ['switch blade', 'switch blade'],
    ['stun-gun', 'stun-gun'],
    ['stungun', 'stungun'],
    ['switchhbladee', 'switchhbladee'],
    ['swіtchblаde', 'swіtchblаde'],
    ['Edelstahlschlagring', 'Edelstahlschlagring'],
    ['Schlagringe', 'Schlagringe'],
    ['漂亮的折叠刀具', '折叠刀'],
    ['TASERS', 'TASERS'],
  ])('%s', (title, found) => {
    expect(wordsFound(engine, title)).toEqual([found]);
  });

  it.each(['teaser', 'switch to blade', 'stunning gun', 'schlag den ring', 'A B C D E F G', 'class 5 t45er0000000'])(
    'not in "%s"',
    (title) => {
      expect(wordsFound(engine, title)).toEqual([]);
    },
  );
});

describe('what is no disguise', () => {
  it('does not join across the small words of a language', () => {
    const engine = termEngine({ de: ['Formen'] });
    expect(wordsFound(engine, 'watch for men')).toEqual([]);
    expect(wordsFound(engine, 'f.o.r.m.e.n')).toEqual(['f.o.r.m.e.n']);
  });

  it('finds parts of compounds only for the terms that ask for it', () => {
    const plain = termEngine({ de: ['Tasche'], nl: ['~tasche'] });
    expect(wordsFound(plain, 'Ledertasche')).toEqual(['Ledertasche']);
    const engine = termEngine({ de: ['Tasche'] });
    expect(wordsFound(engine, 'Taschenlampe Ledertasche')).toEqual([]);
  });
});
