/**
 * A sheet to copy into the form of PHAROS, the portal of the French police and gendarmerie: category, date and time, site,
 * address, comment (fields of the public form, seen 2026-11). It takes one address a report and no files, and asks for no name.
 */
import { routesOf } from '../../authority/routes.ts';
import type { ReportedListing } from '../report.ts';
import type { TextSender } from './sender.ts';

/** The form of PHAROS, from the built-in routes; null when they do not have it. */
function form(): string | null {
  const channel = routesOf('FR').find(({ id }) => id === 'pharos')?.channel;
  return channel?.kind === 'form' ? channel.url : null;
}

function siteOf({ url }: ReportedListing): string {
  return new URL(url).hostname;
}

export const pharosSheet: TextSender = {
  id: 'pharos-sheet',
  kind: 'text',
  texts(report, family, phrases) {
    return report.listings.map((listing) => ({
      to: 'PHAROS',
      url: form(),
      how: null,
      mail: null,
      fields: [
        { label: 'category', text: family, max: null },
        { label: 'seenAt', text: listing.reading?.readAt ?? report.createdAt, max: null },
        { label: 'site', text: siteOf(listing), max: null },
        { label: 'links', text: listing.url, max: null },
        {
          label: 'comment',
          text: [
            report.explanation,
            listing.differsText === null ? '' : phrases('differs', [listing.differsText]),
            phrases('identifier', [
              [listing.ref.id, listing.seller?.name, listing.seller?.id, listing.variant?.name]
                .filter((part) => part != null && part !== '')
                .join(' / '),
            ]),
            ...report.legalBasis.map(({ citation }) => citation),
          ]
            .filter((part) => part !== '')
            .join('\n'),
          max: null,
        },
      ],
    }));
  },
};
