import { i18n } from '#i18n';
import type { StoredSeal } from '../../lib/evidence/library/stored.ts';
import { useLoaded } from '../use-loaded.ts';
import { momentText } from './evidence-texts.ts';

async function verified({ stamp, manifest }: StoredSeal) {
  if (stamp.token === null) return null;
  // Loaded only here: it knows all of ASN.1 and weighs accordingly.
  const { verifyTimeStamp } = await import('../../lib/evidence/time-stamp/verify.ts');
  return verifyTimeStamp(stamp.token, manifest, []);
}

function delayText(seal: StoredSeal): string {
  const { wantedSince, answeredAt } = seal.stamp;
  const seconds = answeredAt === null ? 0 : Math.round((Date.parse(answeredAt) - Date.parse(wantedSince)) / 1000);
  return i18n.t('evidence.seal.delay', [seconds]);
}

function Waiting({ seal }: { seal: StoredSeal }) {
  const last = seal.stamp.attempts.at(-1);
  return (
    <>
      <p>{i18n.t('evidence.seal.noStamp')}</p>
      {last !== undefined && (
        <p class="note">{i18n.t('evidence.seal.lastAttempt', [momentText(last.at), last.authority, last.why])}</p>
      )}
    </>
  );
}

/** The signature and the time stamp of an item, checked when they are shown. */
export function SealSection({ seal }: { seal: StoredSeal }) {
  const [verdict] = useLoaded(() => verified(seal), `${seal.item} ${seal.stamp.answeredAt}`);
  return (
    <section aria-labelledby="seal">
      <h2 id="seal">{i18n.t('evidence.seal.heading')}</h2>
      <p>{i18n.t('evidence.seal.sealedAt', [momentText(seal.sealedAt)])}</p>
      {seal.stamp.token === null && <Waiting seal={seal} />}
      {verdict.state === 'loaded' && verdict.value?.ok === true && (
        <p>
          {i18n.t('evidence.seal.stampedAt', [momentText(verdict.value.at.toISOString()), seal.stamp.by ?? ''])}{' '}
          {delayText(seal)}
          <br />
          <small>{verdict.value.chain.join(' ← ')}</small>
        </p>
      )}
      {verdict.state === 'loaded' && verdict.value?.ok === false && (
        <p role="alert" class="faults">
          {i18n.t('evidence.seal.badStamp', [verdict.value.why])}
        </p>
      )}
      {verdict.state === 'failed' && <p role="alert">{i18n.t('evidence.seal.badStamp', [verdict.why])}</p>}
    </section>
  );
}
