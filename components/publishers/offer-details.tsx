import { i18n } from '#i18n';
import type { Offer } from '../../lib/sync/add-authority.ts';
import { faultText } from './fault-text.ts';
import { fingerprintText, hostOf } from './texts.ts';

/** A publication that could be followed: what to compare before one trusts it, or why it cannot be. */
export function OfferDetails({ offer }: { offer: Offer }) {
  if (!offer.ok)
    return (
      <p class="state refused">
        {offer.address !== null && `${hostOf(offer.address)}: `}
        {faultText(offer.fault)}
      </p>
    );
  const { publisher, fingerprint, known } = offer;
  return (
    <>
      <dl class="facts">
        <dt>{i18n.t('publishers.publisher')}</dt>
        <dd>{publisher}</dd>
        <dt>{i18n.t('publishers.fingerprint')}</dt>
        <dd>
          <code class="hash">{fingerprintText(fingerprint)}</code>
        </dd>
      </dl>
      <p class="note">{i18n.t(known ? 'publishers.alreadyFollowed' : 'publishers.compare')}</p>
    </>
  );
}
