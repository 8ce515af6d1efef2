/** From ticked listings to the reports that they become: one a family, or one a family and seller. */
import type { Grouping } from '../authority/profile.ts';
import type { Subject } from '../reports/stored-report.ts';

/** A report of more takes an agent long to go through, and too many bytes. */
export const LISTINGS_PER_REPORT = 40;

export interface ReportGroup {
  key: string;
  family: string;
  /** As the pages call the seller; null when grouped by family, or when the pages say none. */
  seller: string | null;
  subjects: Subject[];
}

/** The family that a listing is reported under: that of its strongest finding. */
const familyOf = ({ findings }: Subject): string => findings.find(({ sensitive }) => !sensitive)?.family ?? 'other';

function sellerOf({ listing }: Subject): { id: string; name: string | null } {
  const { seller, ref } = listing;
  const id = seller?.id ?? seller?.name ?? null;
  // Sellers that no page names are not one and the same.
  return id === null ? { id: `? ${ref.id}`, name: null } : { id, name: seller?.name ?? id };
}

export function reportGroups(subjects: readonly Subject[], by: Grouping): ReportGroup[] {
  const groups = new Map<string, ReportGroup>();
  for (const subject of subjects) {
    const family = familyOf(subject);
    const seller = by === 'seller' ? sellerOf(subject) : null;
    const key = JSON.stringify(
      [family, subject.listing.ref.marketplace, seller?.id ?? null].slice(0, by === 'seller' ? 3 : 1),
    );
    const group = groups.get(key) ?? { key, family, seller: seller?.name ?? null, subjects: [] };
    group.subjects.push(subject);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.subjects.length / LISTINGS_PER_REPORT) }, (_, part) => ({
      ...group,
      key: `${group.key} ${part}`,
      subjects: group.subjects.slice(part * LISTINGS_PER_REPORT, (part + 1) * LISTINGS_PER_REPORT),
    })),
  );
}
