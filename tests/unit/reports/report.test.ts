import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../lib/formats/fields.ts';
import { childProtectionReportSchema } from '../../../lib/reports/child-protection.ts';
import { DSA_CATEGORIES, DSA_KEYWORDS, DSA_TAXONOMY } from '../../../lib/reports/dsa-taxonomy.ts';
import { anyReportSchema, reportSchema } from '../../../lib/reports/report.ts';
import { sampleChildProtectionReport, sampleListing, sampleReport } from './sample.ts';

/** Paths of what a schema refuses, joined by dots. */
function faults(schema: typeof reportSchema | typeof childProtectionReportSchema, value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'));
}

describe('report', () => {
  it('takes a whole report, gives it back unchanged, and survives JSON', () => {
    const report = sampleReport();
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('takes a report with every optional part taken out', () => {
    const bare = sampleListing('1', { title: null, price: null, seller: null, reading: null });
    const report = sampleReport({ listings: [bare], findings: [], legalBasis: [], explanation: '', reporter: null });
    expect(faults(reportSchema, report)).toEqual([]);
  });

  it.each([
    ['unknown field', { ...sampleReport(), tracking: 'x' }, ''],
    ['no good faith', { ...sampleReport(), goodFaith: false }, 'goodFaith'],
    ['UUID of another version', sampleReport({ id: '3f0c1a2b-3c4d-4e6f-8a8b-9c0d1e2f3a4b' }), 'id'],
    ['local time', sampleReport({ createdAt: '2026-11-24T09:30:00+01:00' }), 'createdAt'],
    ['explanation over the DSA cap', sampleReport({ explanation: 'x'.repeat(2001) }), 'explanation'],
    ['no listing', sampleReport({ listings: [], findings: [] }), 'listings'],
    [
      'more than 100 listings',
      sampleReport({ listings: Array.from({ length: 101 }, (_, index) => sampleListing(`${index}`)) }),
      'listings',
    ],
    [
      'keyword of another category',
      sampleReport({ dsa: { ...sampleReport().dsa, keyword: 'KEYWORD_PHISHING' } }),
      'dsa.keyword',
    ],
    ['the same listing twice', sampleReport({ listings: [sampleListing(), sampleListing()] }), 'listings.1.ref'],
    ['empty reporter', sampleReport({ reporter: { name: null, email: null } }), 'reporter'],
    ['e-mail without domain', sampleReport({ reporter: { name: null, email: 'ana' } }), 'reporter.email'],
    [
      'control character in a title',
      sampleReport({ listings: [sampleListing('1', { title: 'a\u0000b' })] }),
      'listings.0.title',
    ],
    ['half a surrogate pair', sampleReport({ explanation: 'a\ud800' }), 'explanation'],
    [
      'what differs without the flag',
      sampleReport({ listings: [sampleListing('1', { differsText: 'other goods' })] }),
      'listings.0.differsText',
    ],
  ])('refuses: %s', (_, report, path) => {
    expect(faults(reportSchema, report)).toContain(path);
  });

  it.each([
    'http://fr.aliexpress.com/item/1.html',
    'https://user:secret@fr.aliexpress.com/item/1.html',
    'https://fr.aliexpress.com/item/1.html#reviews',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:///item',
    'https://fr.aliexpress.com\\@evil.example/',
    'https://fr.aliexpress.com/a b',
  ])('refuses the address %s', (url) => {
    expect(faults(reportSchema, sampleReport({ listings: [sampleListing('1', { url })] }))).toContain('listings.0.url');
  });

  it('refuses a finding or evidence about a listing that it does not have', () => {
    const report = sampleReport();
    const findings = report.findings.map((finding) => ({ ...finding, listing: 1 }));
    const evidence = [
      { sha256: 'a'.repeat(64), mediaType: 'image/png', bytes: 1, capturedAt: report.createdAt, listing: 7 },
    ];
    expect(faults(reportSchema, { ...report, findings, evidence })).toEqual([
      'findings.0.listing',
      'evidence.0.listing',
    ]);
  });

  it('refuses child-protection families and keywords: they go by their own report', () => {
    const report = sampleReport({
      family: 'childlike_doll',
      dsa: { category: 'STATEMENT_CATEGORY_PROTECTION_OF_MINORS', keyword: 'KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL' },
      findings: sampleReport().findings.map((finding) => ({ ...finding, family: 'childlike_doll' })),
    });
    expect(faults(reportSchema, report)).toEqual(['findings.0.family', 'family', 'dsa.keyword']);
  });
});

describe('child-protection report', () => {
  it('takes the place and the time, with and without note and listing id', () => {
    expect(faults(childProtectionReportSchema, sampleChildProtectionReport())).toEqual([]);
    expect(
      faults(childProtectionReportSchema, sampleChildProtectionReport({ listingId: null, note: 'Seen today.' })),
    ).toEqual([]);
  });

  it.each(['title', 'imageUrls', 'reporter', 'findings', 'evidence', 'sha256', 'family', 'id'])(
    'has no room for %s',
    (key) => {
      expect(childProtectionReportSchema.safeParse({ ...sampleChildProtectionReport(), [key]: 'x' }).success).toBe(
        false,
      );
    },
  );

  it('caps the note at 500 characters', () => {
    expect(faults(childProtectionReportSchema, sampleChildProtectionReport({ note: 'x'.repeat(501) }))).toEqual([
      'note',
    ]);
  });
});

describe('any report', () => {
  it('tells the two apart by their schema', () => {
    expect(anyReportSchema.parse(sampleReport()).schema).toBe('vigie-report/1');
    expect(anyReportSchema.parse(sampleChildProtectionReport()).schema).toBe('vigie-child-protection-report/1');
    expect(anyReportSchema.safeParse({ ...sampleReport(), schema: 'vigie-report/2' }).success).toBe(false);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(sampleReport())), (value, key) => {
        anyReportSchema.safeParse(value);
        anyReportSchema.safeParse({ ...sampleReport(), [key]: value });
      }),
    );
  });
});

describe('DSA taxonomy', () => {
  it('has 16 categories, and 67 keywords beside the one for others, each once', () => {
    expect(DSA_CATEGORIES).toHaveLength(16);
    expect(Object.keys(DSA_TAXONOMY).sort()).toEqual([...DSA_CATEGORIES].sort());
    expect(DSA_KEYWORDS).toHaveLength(68);
    expect(new Set(DSA_KEYWORDS).size).toBe(DSA_KEYWORDS.length);
  });
});

describe('plainText', () => {
  it('gives null for nothing, and what the report takes for anything else', () => {
    expect(plainText(' \u0000 \n', 10)).toBeNull();
    expect(plainText('ab\u0007c ', 10)).toBe('ab c');
    expect(plainText('😀😀', 3)).toBe('😀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (value) => {
        const explanation = plainText(value, 2000) ?? '';
        expect(faults(reportSchema, sampleReport({ explanation }))).toEqual([]);
      }),
    );
  });
});
