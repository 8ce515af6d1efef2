/**
 * A notice under Article 16 of the Digital Services Act, as text for a platform's own form or mailbox.
 *
 * It has what Art. 16(2) asks for: why the content is illegal, the exact addresses and identifiers, name and e-mail,
 * the statement of good faith. The limits are those of the DSA Transparency Database, to which platforms report on: 2,000
 * characters of reasons, 500 of legal ground. What the person wrote is never cut; what Vigie would add stays out
 * where it does not fit.
 */
import { platformChannelOf } from '../../authority/platform-channels.ts';
import { adapterById } from '../../marketplaces/registry.ts';
import type { Report, ReportedListing } from '../report.ts';
import type { CarriedText, Phrases, TextSender } from './sender.ts';

export const MAX_REASONS = 2000;
export const MAX_LEGAL_GROUND = 500;

/** Joins the parts that fit into `max` characters, in order; the first is taken as it is. */
function joinWithin(parts: readonly string[], separator: string, max: number): string {
  let joined = '';
  for (const part of parts) {
    if (part === '') continue;
    const longer = joined === '' ? part : `${joined}${separator}${part}`;
    if (longer.length <= max) joined = longer;
  }
  return joined;
}

function identifierLine({ ref, seller, variant }: ReportedListing, phrases: Phrases): string {
  const parts = [ref.id, seller?.name, seller?.id, variant?.name].filter((part) => part != null && part !== '');
  return phrases('identifier', [parts.join(' / ')]);
}

function reasons(report: Report, listings: readonly ReportedListing[], family: string, phrases: Phrases): string {
  const found = [
    ...new Set(
      report.findings
        .filter(({ listing }) => listings.includes(report.listings[listing] as ReportedListing))
        .flatMap((finding) => finding.words),
    ),
  ];
  return joinWithin(
    [
      report.explanation === '' ? phrases('family', [family]) : report.explanation,
      ...listings.flatMap(({ differsText }) => (differsText === null ? [] : [phrases('differs', [differsText])])),
      report.explanation === '' ? '' : phrases('family', [family]),
      found.length === 0 ? '' : phrases('reasons', [found.join(', ')]),
    ],
    '\n',
    MAX_REASONS,
  );
}

function lawOf({ legalBasis }: Report): string {
  return joinWithin(
    legalBasis.map(({ citation }) => citation.slice(0, MAX_LEGAL_GROUND)),
    '; ',
    MAX_LEGAL_GROUND,
  );
}

function reporterLine({ reporter }: Report, phrases: Phrases): string {
  if (reporter === null) return '';
  return phrases('reporter', [[reporter.name, reporter.email].filter((part) => part !== null).join(', ')]);
}

function noticeFor(
  report: Report,
  listings: readonly ReportedListing[],
  family: string,
  phrases: Phrases,
): CarriedText {
  const marketplace = listings[0]?.ref.marketplace ?? '';
  const channel = platformChannelOf(marketplace);
  const name = adapterById(marketplace)?.name ?? marketplace;
  const reason = reasons(report, listings, family, phrases);
  const law = lawOf(report);
  const links = listings.map(({ url }) => url).join('\n');
  const whole = [
    phrases('intro', [name]),
    reason,
    law === '' ? '' : phrases('law', [law]),
    `${phrases('links')}\n${listings.map((listing) => `${listing.url}\n${identifierLine(listing, phrases)}`).join('\n')}`,
    phrases('goodFaith'),
    reporterLine(report, phrases),
  ];
  return {
    to: name,
    url: channel?.page ?? null,
    how: channel?.how ?? null,
    // The mailbox is for authorities and trusted flaggers.
    mail: report.role === 'inspector' ? (channel?.contact ?? null) : null,
    fields: [
      { label: 'links', text: links, max: null },
      { label: 'reason', text: reason, max: MAX_REASONS },
      ...(law === '' ? [] : [{ label: 'law' as const, text: law, max: MAX_LEGAL_GROUND }]),
      { label: 'whole', text: whole.filter((part) => part !== '').join('\n\n'), max: null },
    ],
  };
}

export const dsaNotice: TextSender = {
  id: 'dsa-notice',
  kind: 'text',
  /** One notice a platform where its form takes several links, else one a listing. */
  texts(report, family, phrases) {
    const byPlatform = Map.groupBy(report.listings, ({ ref }) => ref.marketplace);
    return [...byPlatform].flatMap(([marketplace, listings]) =>
      (platformChannelOf(marketplace)?.severalListings === true
        ? [listings]
        : listings.map((listing) => [listing])
      ).map((together) => noticeFor(report, together, family, phrases)),
    );
  },
};
