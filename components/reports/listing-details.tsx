import { i18n } from '#i18n';
import type { Role } from '../../lib/authority/roles.ts';
import { REPORT_LIMITS } from '../../lib/reports/report-limits.ts';
import type { ListingDetails, Subject } from '../../lib/reports/stored-report.ts';
import { CheckField, TextArea, TextField } from '../fields.tsx';

const MAX_ID = 64;

interface Props {
  subject: Subject;
  details: ListingDetails;
  role: Role;
  change(changes: Partial<ListingDetails>): void;
}

/** What the person adds about one listing. A consumer is asked the one thing that only eyes can tell. */
export function ListingDetailsFields({ subject, details, role, change }: Props) {
  const { listing } = subject;
  const isShort = role === 'consumer';
  return (
    <>
      <CheckField
        label={i18n.t('form.differs')}
        checked={details.differsFromTitle}
        onChange={(differsFromTitle) => change({ differsFromTitle })}
      />
      {details.differsFromTitle && (
        <TextArea
          label={i18n.t('form.differsText')}
          value={details.differsText}
          max={REPORT_LIMITS.differsText}
          onInput={(differsText) => change({ differsText })}
        />
      )}
      {!isShort && (
        <TextField
          label={i18n.t('form.variant')}
          hint={i18n.t('form.variantHint')}
          value={details.variant}
          max={REPORT_LIMITS.variantName}
          suggestions={listing.variants.map(({ name }) => name)}
          onInput={(variant) => change({ variant })}
        />
      )}
      {!isShort && details.variant !== '' && (
        <TextField
          label={i18n.t('form.variantId')}
          value={details.variantId}
          max={MAX_ID}
          onInput={(variantId) => change({ variantId })}
        />
      )}
      {!isShort && listing.seller?.name == null && (
        <TextField
          label={i18n.t('form.sellerName')}
          value={details.sellerName}
          max={REPORT_LIMITS.sellerName}
          onInput={(sellerName) => change({ sellerName })}
        />
      )}
      {!isShort && listing.seller?.id == null && (
        <TextField
          label={i18n.t('form.sellerId')}
          value={details.sellerId}
          max={MAX_ID}
          onInput={(sellerId) => change({ sellerId })}
        />
      )}
    </>
  );
}
