import { i18n } from '#i18n';
import type { Role } from '../../lib/authority/roles.ts';
import { listingKey } from '../../lib/listing/key.ts';
import type { ListingKey } from '../../lib/listing/listing.ts';
import type { ComposedReport } from '../../lib/reports/builder.ts';
import { type Draft, type ListingDetails, NO_DETAILS, type Subject } from '../../lib/reports/stored-report.ts';
import { CompletenessLine } from '../page-view.tsx';
import { ListingDetailsFields } from './listing-details.tsx';

/** More listings than this are folded away: what is asked of the person comes first. */
const OPEN_AT_MOST = 3;

interface Props {
  subjects: readonly Subject[];
  composed: ComposedReport;
  draft: Draft;
  role: Role;
  edit(changes: Partial<Draft>): void;
  /** Takes a listing out of a report about several. */
  remove(listing: ListingKey): void;
}

/** The listings of a report: one is laid open, of several each folds. */
export function ReportedListings({ subjects, composed, draft, role, edit, remove }: Props) {
  const isOne = subjects.length === 1;
  const list = (
    <ul class="plain">
      {subjects.map((subject, index) => {
        const key = listingKey(subject.listing.ref);
        const details = draft.details[key] ?? NO_DETAILS;
        const change = (changes: Partial<ListingDetails>) =>
          edit({ details: { ...draft.details, [key]: { ...details, ...changes } } });
        const title = subject.listing.title ?? i18n.t('popup.noTitle');
        const fields = <ListingDetailsFields subject={subject} details={details} role={role} change={change} />;
        return (
          <li key={key} class={isOne ? '' : 'card'}>
            <p class="listing">
              <strong>{title}</strong>
              <br />
              <small>{composed.listings[index]?.url}</small>
            </p>
            {subject.readAt === null ? (
              <p class="note">{i18n.t('form.addressOnly')}</p>
            ) : (
              isOne && <CompletenessLine completeness={subject.completeness} />
            )}
            {isOne ? (
              fields
            ) : (
              <>
                <details>
                  <summary>{i18n.t('form.aboutListing')}</summary>
                  {fields}
                </details>
                <button type="button" class="link" onClick={() => remove(key)}>
                  {i18n.t('form.removeListing')}
                </button>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
  if (subjects.length <= OPEN_AT_MOST) return list;
  return (
    <details>
      <summary>{i18n.t('history.listings', [subjects.length])}</summary>
      {list}
    </details>
  );
}
