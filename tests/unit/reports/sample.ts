import type { ChildProtectionReport } from '../../../lib/reports/child-protection.ts';
import type { Report, ReportedListing } from '../../../lib/reports/report.ts';

/** A listing of a report as the builder makes it; `id` tells them apart. */
export function sampleListing(id = '1005006722922099', changes: Partial<ReportedListing> = {}): ReportedListing {
  return {
    ref: { marketplace: 'aliexpress', id, canonicalUrl: `https://fr.aliexpress.com/item/${id}.html`, region: 'fr' },
    url: `https://fr.aliexpress.com/item/${id}.html?spm=a2g0o`,
    title: 'Poing en métal quatre doigts',
    price: {
      low: { amount: 7.49, currency: 'EUR', text: '7,49 €' },
      high: { amount: 7.49, currency: 'EUR', text: '7,49 €' },
    },
    seller: {
      name: 'Outdoor Tools Store',
      id: '1102345678',
      url: 'https://fr.aliexpress.com/store/1102345678',
      trader: 'trader',
      traderText: '(Professionnel)',
    },
    variant: null,
    reading: {
      kind: 'product',
      verdict: 'complete',
      lacking: [],
      reason: null,
      readAt: '2026-11-24T09:29:00.000Z',
      provenance: { title: { source: 'state', path: 'modules.productInfo.subject', seen: '2026-11' } },
    },
    differsFromTitle: false,
    differsText: null,
    ...changes,
  };
}

/** A whole, valid report. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    schema: 'vigie-report/1',
    id: '0198c7a0-5b7e-7cc0-8f00-3a1d5e9b2c44',
    createdAt: '2026-11-24T09:30:00.000Z',
    client: { name: 'vigie', version: '0.1.0' },
    role: 'consumer',
    language: 'fr',
    jurisdiction: 'FR',
    family: 'knuckleduster',
    dsa: { category: 'STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS', keyword: 'KEYWORD_PROHIBITED_PRODUCTS' },
    legalBasis: [{ citation: 'CSI art. R311-2', url: 'https://www.legifrance.gouv.fr/codes/#a', checked: null }],
    listings: [sampleListing()],
    findings: [
      {
        rule: 'knuckleduster/metal',
        family: 'knuckleduster',
        severity: 'high',
        confidence: 0.9,
        pack: { publisher: 'vigie', version: '2026.11.24' },
        listing: 0,
        words: ['poing', 'quatre doigts'],
      },
    ],
    explanation: 'Arme de catégorie A1 proposée sans autorisation.',
    goodFaith: true,
    reporter: { name: 'Ana Exemple', email: 'ana@example.org' },
    evidence: [],
    ...changes,
  };
}

export function sampleChildProtectionReport(changes: Partial<ChildProtectionReport> = {}): ChildProtectionReport {
  return {
    schema: 'vigie-child-protection-report/1',
    marketplace: 'joom',
    listingId: '5f0c1a2b3c4d5e6f7a8b9c0d',
    url: 'https://www.joom.com/fr/products/5f0c1a2b3c4d5e6f7a8b9c0d',
    seenAt: '2026-11-24T09:30:00Z',
    note: null,
    ...changes,
  };
}
