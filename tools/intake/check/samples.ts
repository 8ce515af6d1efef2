/** The reports that the conformance suite sends. They say what they are, so that no agent works on one. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IdentityPolicy } from '../../../lib/authority/profile.ts';
import type { ChildProtectionReport } from '../../../lib/reports/child-protection.ts';
import type { Report, ReportedListing, Reporter } from '../../../lib/reports/report.ts';

const NOTICE = 'Conformance test of the intake: please ignore. / Test de conformité : merci d’ignorer.';

/** A UUIDv7 of now. */
function uuidv7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const [, , , variant = '', node = ''] = randomUUID().split('-');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomBytes(2).toString('hex').slice(1)}-${variant}-${node}`;
}

/** A listing that does not exist, with a new id each time. */
export function listing(id = `conformance-${randomBytes(8).toString('hex')}`): ReportedListing {
  const canonicalUrl = `https://listing.example/item/${id}.html`;
  return {
    ref: { marketplace: 'conformance-test', id, canonicalUrl, region: null },
    url: canonicalUrl,
    title: 'Ünïcödé — проверка — 検査 🧪',
    price: null,
    seller: null,
    variant: null,
    reading: null,
    differsFromTitle: false,
    differsText: null,
  };
}

function reporter({ name, email }: IdentityPolicy): Reporter | null {
  if (name !== 'required' && email !== 'required') return null;
  return {
    name: name === 'required' ? 'Conformance Test' : null,
    email: email === 'required' ? 'conformance@example.org' : null,
  };
}

export function report(policy: IdentityPolicy, changes: Partial<Report> = {}): Report {
  return {
    schema: 'vigie-report/1',
    id: uuidv7(),
    createdAt: new Date().toISOString(),
    client: { name: 'vigie-conformance', version: '1' },
    role: 'consumer',
    language: 'en',
    jurisdiction: 'FR',
    family: 'other',
    dsa: { category: 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE', keyword: null },
    legalBasis: [],
    listings: [listing()],
    findings: [],
    explanation: NOTICE,
    goodFaith: true,
    reporter: reporter(policy),
    evidence: [],
    ...changes,
  };
}

export function childProtectionReport(): ChildProtectionReport {
  const { ref, url } = listing();
  return {
    schema: 'vigie-child-protection-report/1',
    marketplace: ref.marketplace,
    listingId: ref.id,
    url,
    seenAt: new Date().toISOString(),
    note: 'Conformance test of the intake: please ignore.',
  };
}
