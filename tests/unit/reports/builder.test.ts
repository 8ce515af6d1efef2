import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../lib/listing/listing.ts';
import { checkReport, composeReport, type ReportInput } from '../../../lib/reports/builder.ts';
import { childProtectionReportSchema } from '../../../lib/reports/child-protection.ts';
import { composeChildProtectionReport } from '../../../lib/reports/child-protection-builder.ts';
import { formFaults } from '../../../lib/reports/form-faults.ts';
import { NO_DETAILS, type Subject } from '../../../lib/reports/stored-report.ts';
import type { DescribedFinding } from '../../../lib/rules/described-finding.ts';
import { storedReport } from './stored-report-fixture.ts';

const OPTIONAL = { name: 'optional', email: 'optional' } as const;

function listing(changes: Partial<Listing> = {}): Listing {
  return {
    ref: {
      marketplace: 'aliexpress',
      id: '1005000000000001',
      canonicalUrl: 'https://www.aliexpress.com/item/1005000000000001.html',
      region: 'fr',
    },
    kind: 'product',
    title: 'Telescopic baton, steel',
    description: null,
    breadcrumb: [],
    categoryId: null,
    price: {
      low: { amount: 12.5, currency: 'EUR', text: '12,50 €' },
      high: { amount: 12.5, currency: 'EUR', text: '12,50 €' },
    },
    previousPrice: null,
    discountPercent: null,
    seller: { name: 'A shop', id: '1', url: 'https://www.aliexpress.com/store/1', trader: 'trader', traderText: null },
    brand: null,
    attributes: [],
    variants: [],
    imageUrls: [],
    rating: null,
    soldCount: null,
    shipsFrom: null,
    language: 'en',
    compliance: null,
    provenance: { title: { source: 'dom', path: 'h1', seen: '2025-06' } },
    ...changes,
  };
}

const FINDING: DescribedFinding = {
  rule: 'baton-noun',
  family: 'baton',
  severity: 'medium',
  confidence: 0.5,
  visibility: 'experts',
  sensitive: false,
  words: ['Telescopic baton'],
  publisher: 'Vigie',
  packVersion: '0.1.0',
  label: 'Baton',
  reason: 'Named so.',
  legal: [{ citation: 'A law', url: null, checked: null }],
  dsaCategory: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS',
  dsaKeyword: 'KEYWORD_PROHIBITED_PRODUCTS',
  authorities: ['signalconso'],
};

function input(changes: Partial<Listing> = {}, draft: Partial<ReportInput['draft']> = {}): ReportInput {
  const stored = storedReport();
  return {
    id: stored.id,
    createdAt: new Date('2026-11-24T10:00:00Z'),
    client: { name: 'Vigie', version: '0.1.0' },
    role: 'consumer',
    language: 'fr',
    jurisdiction: 'FR',
    subjects: [
      {
        listing: listing(changes),
        completeness: { verdict: 'complete', lacking: [], reason: null },
        visited: 'https://www.aliexpress.com/item/1005000000000001.html?spm=x#reviews',
        findings: [FINDING],
        readAt: Date.parse('2026-11-24T09:59:00Z'),
      },
    ],
    evidence: [],
    dsa: { category: FINDING.dsaCategory, keyword: FINDING.dsaKeyword },
    identity: OPTIONAL,
    draft: { ...stored.draft, ...draft },
  };
}

function subjectOf(asked: ReportInput): Subject {
  const [subject] = asked.subjects;
  if (subject === undefined) throw new Error('there is no subject');
  return subject;
}

function faultsOf(asked: ReportInput, identity = asked.identity) {
  const composed = composeReport(asked);
  return formFaults(composed, checkReport(composed, identity));
}

describe('a report', () => {
  it('holds what was read, found and typed, and passes the schema of the authority', () => {
    const checked = checkReport(composeReport(input()), OPTIONAL);
    expect(checked).toMatchObject({
      ok: true,
      report: {
        family: 'baton',
        explanation: 'Sold as a weapon.',
        legalBasis: [{ citation: 'A law' }],
        listings: [{ title: 'Telescopic baton, steel', reading: { readAt: '2026-11-24T09:59:00.000Z' } }],
        findings: [{ rule: 'baton-noun', pack: { publisher: 'Vigie', version: '0.1.0' }, listing: 0 }],
        reporter: null,
      },
    });
  });

  it('names the page visited without its fragment, and a card by its own address', () => {
    expect(composeReport(input()).listings[0]?.url).toBe('https://www.aliexpress.com/item/1005000000000001.html?spm=x');
    const card = input({ kind: 'card' });
    subjectOf(card).visited = 'https://www.aliexpress.com/w/wholesale-what-i-searched.html';
    expect(JSON.stringify(composeReport(card))).not.toContain('searched');
  });

  it('leaves out the parts that the person took out', () => {
    const report = composeReport(
      input({}, { without: ['findings', 'reading', 'price', 'seller', 'legalBasis', 'title'] }),
    );
    expect(report.findings).toEqual([]);
    expect(report.legalBasis).toEqual([]);
    expect(report.listings[0]).toMatchObject({ title: null, price: null, seller: null, reading: null });
  });

  it('never carries a child-protection finding', () => {
    const asked = input();
    subjectOf(asked).findings = [{ ...FINDING, family: 'childlike_doll', sensitive: true }];
    expect(composeReport(asked)).toMatchObject({ findings: [], legalBasis: [] });
  });

  it('gives no name to an authority that takes none', () => {
    const asked = input({}, { name: 'A. Person', email: 'a@example.org' });
    expect(composeReport(asked).reporter).toEqual({ name: 'A. Person', email: 'a@example.org' });
    asked.identity = { name: 'never', email: 'never' };
    expect(composeReport(asked).reporter).toBeNull();
  });

  it('is valid whatever a page writes into its texts', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 1200 });
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, name, price) => {
        const money = { amount: 1, currency: null, text: price };
        const asked = input({
          title,
          price: { low: money, high: money },
          seller: { name, id: null, url: null, trader: 'unknown', traderText: name },
        });
        asked.draft.explanation = title;
        subjectOf(asked).findings = [{ ...FINDING, words: [title.slice(0, 80), name.slice(0, 80)] }];
        expect(checkReport(composeReport(asked), OPTIONAL)).toMatchObject({ ok: true });
      }),
      { numRuns: 40 },
    );
  });
});

describe('what keeps a report from being sent', () => {
  it('is nothing, once it is complete', () => {
    expect(faultsOf(input())).toEqual([]);
  });

  it('is said by kind', () => {
    expect(faultsOf(input({}, { goodFaith: false }))).toEqual([{ kind: 'good-faith' }]);
    expect(faultsOf(input({}, { explanation: ' ', without: ['findings'] }))).toEqual([{ kind: 'explanation' }]);
    expect(faultsOf(input({}, { email: 'a@' }))).toEqual([{ kind: 'email-shape' }]);
    const required = { name: 'required', email: 'required' } as const;
    expect(faultsOf(input({}, { name: 'A. Person' }), required)).toEqual([{ kind: 'email' }]);
    expect(faultsOf(input({}, { email: 'a@example.org' }), required)).toEqual([{ kind: 'name' }]);
  });
});

describe('a child-protection report', () => {
  const ref = {
    marketplace: 'shein',
    id: '123456',
    canonicalUrl: 'https://fr.shein.com/Words-of-a-title-p-123456-cat-77.html',
    region: 'fr',
  };

  const place = { marketplace: 'shein', ref, url: ref.canonicalUrl };

  it('holds the place and the time, and no word of the title', () => {
    const report = composeChildProtectionReport(place, new Date('2026-11-24T10:00:00Z'), '');
    expect(childProtectionReportSchema.parse(report)).toEqual({
      schema: 'vigie-child-protection-report/1',
      marketplace: 'shein',
      listingId: '123456',
      url: 'https://fr.shein.com/item-p-123456.html',
      seenAt: '2026-11-24T10:00:00.000Z',
      note: null,
    });
  });

  it('may name a page of the marketplace that is no listing, by the address that the person saw', () => {
    const grid = { marketplace: 'joom', ref: null, url: 'https://www.joom.com/fr/search/q.x?page=2#top' };
    const report = composeChildProtectionReport(grid, new Date('2026-11-24T10:00:00Z'), ' ');
    expect(childProtectionReportSchema.parse(report)).toMatchObject({
      listingId: null,
      url: 'https://www.joom.com/fr/search/q.x?page=2',
      note: null,
    });
  });
});

describe('a report about several listings', () => {
  function several(count: number): ReportInput {
    const one = subjectOf(input());
    const subjects = Array.from({ length: count }, (_, index) => {
      const id = String(1005000000000001 + index);
      const ref = { ...one.listing.ref, id, canonicalUrl: `https://www.aliexpress.com/item/${id}.html` };
      return { ...one, listing: { ...one.listing, ref, kind: 'card' as const } };
    });
    return { ...input(), subjects };
  }

  it('names each, with its own findings and what the person says about it', () => {
    const asked = several(3);
    asked.draft.details = {
      'aliexpress:1005000000000002': {
        ...NO_DETAILS,
        differsFromTitle: true,
        differsText: 'The reviews show another thing.',
        variant: 'Black',
      },
    };
    const checked = checkReport(composeReport(asked), OPTIONAL);
    if (!checked.ok) throw new Error(JSON.stringify(checked.faults));
    expect(checked.report.findings.map((finding) => finding.listing)).toEqual([0, 1, 2]);
    expect(checked.report.listings.map((listing) => listing.differsText)).toEqual([
      null,
      'The reviews show another thing.',
      null,
    ]);
    expect(checked.report.listings[1]?.variant).toEqual({ id: null, name: 'Black', price: null });
    expect(checked.report.legalBasis).toEqual([{ citation: 'A law', url: null, checked: null }]);
  });

  it('of a hundred is taken, and one that is too large says what to do', () => {
    expect(checkReport(composeReport(several(100)), OPTIONAL).ok).toBe(true);
    const large = several(100);
    for (const subject of large.subjects) subject.listing.title = '\u{1f9ea}'.repeat(500);
    for (const subject of large.subjects)
      subject.findings = Array.from({ length: 5 }, () => ({ ...FINDING, words: ['\u{1f9ea}'.repeat(40)] }));
    const checked = checkReport(composeReport(large), OPTIONAL);
    expect(checked).toMatchObject({ ok: false, faults: [{ pointer: '', detail: expect.stringContaining('256 kB') }] });
  });
});

describe('what only an inspector adds', () => {
  it('replaces the codes and adds to the law', () => {
    const asked = input(
      {},
      {
        dsa: { category: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY', keyword: null },
        jurisdiction: 'BE',
        legalBasis: 'Another law, art. 1\n\nA law\n',
      },
    );
    expect(composeReport(asked)).toMatchObject({
      dsa: { category: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY', keyword: null },
      jurisdiction: 'BE',
      legalBasis: [{ citation: 'A law' }, { citation: 'Another law, art. 1' }],
    });
  });

  it('takes the seller that the person typed where the page gave none, and keeps what the page gave', () => {
    const typed = { ...NO_DETAILS, sellerName: 'Typed shop', sellerId: '77' };
    const details = { 'aliexpress:1005000000000001': typed };
    expect(composeReport(input({ seller: null }, { details })).listings[0]?.seller).toEqual({
      name: 'Typed shop',
      id: '77',
      url: null,
      trader: 'unknown',
      traderText: null,
    });
    expect(composeReport(input({}, { details })).listings[0]?.seller).toMatchObject({ name: 'A shop', id: '1' });
  });
});
