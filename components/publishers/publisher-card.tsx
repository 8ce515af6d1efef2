import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { askForAccess, dropAccess } from '../../lib/access/host-access.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import type { RemovedPublisher } from '../../lib/storage/publishers.ts';
import { switchOff } from '../../lib/storage/rule-choices.ts';
import { settings } from '../../lib/storage/settings.ts';
import { type FamilyChange, SHARED_LISTS } from '../../lib/sync/changes.ts';
import type { PublisherDescription } from '../../lib/sync/describe-publishers.ts';
import { forgetPublisher } from '../../lib/sync/remove-publisher.ts';
import { CheckField } from '../fields.tsx';
import { plural } from '../plural.ts';
import { timeText } from '../reports/report-state.tsx';
import { errorText } from '../use-loaded.ts';
import { faultText } from './fault-text.ts';
import { daysOld, fingerprintText, hostOf, publisherName } from './texts.ts';

interface PublisherCardProps {
  description: PublisherDescription;
  /** Addresses of the other publishers. */
  others: string[];
  /** Labels of families by id. */
  labels: ReadonlyMap<string, string>;
  changed(): void;
  /** Told what went, where anything did, and how it was called. */
  removed(removed: RemovedPublisher | null, name: string): void;
  /** Told in a sentence why it could not be removed. */
  failed(why: string): void;
}

function changeText({ family, added, changed, removed }: FamilyChange, labels: ReadonlyMap<string, string>): string {
  const label = family === SHARED_LISTS ? i18n.t('publishers.sharedLists') : (labels.get(family) ?? family);
  const parts = [
    added > 0 ? plural('publishers.added', added) : '',
    changed > 0 ? plural('publishers.changed', changed) : '',
    removed > 0 ? plural('publishers.removed', removed) : '',
  ];
  return `${label}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function Facts({ description, labels }: Pick<PublisherCardProps, 'description' | 'labels'>) {
  const { packs, fingerprint, address, sequence, checkedAt, changedAt, changes, origin } = description;
  const versions = packs.map(({ name, version }) => `${name} ${version}`).join(', ');
  return (
    <dl class="facts">
      <dt>{i18n.t('publishers.version')}</dt>
      <dd>
        {versions === '' ? i18n.t('publishers.nothingYet') : versions}
        {sequence !== null && ` (${i18n.t('publishers.publication', [sequence])})`}
      </dd>
      {fingerprint !== null && (
        <>
          <dt>{i18n.t('publishers.fingerprint')}</dt>
          <dd>
            <code class="hash">{fingerprintText(fingerprint)}</code>
          </dd>
        </>
      )}
      {address !== null && (
        <>
          <dt>{i18n.t('publishers.address')}</dt>
          <dd>{address}</dd>
        </>
      )}
      {origin !== 'package' && (
        <>
          <dt>{i18n.t('publishers.checkedAt')}</dt>
          <dd>{checkedAt === null ? i18n.t('publishers.never') : timeText(checkedAt)}</dd>
          <dt>{i18n.t('publishers.changedAt')}</dt>
          <dd>
            {changedAt === null ? i18n.t('publishers.never') : timeText(changedAt)}
            {changes.length > 0 && (
              <ul class="plain">
                {changes.map((change) => (
                  <li key={change.family}>{changeText(change, labels)}</li>
                ))}
              </ul>
            )}
          </dd>
        </>
      )}
    </dl>
  );
}

function Warnings({ description }: Pick<PublisherCardProps, 'description'>) {
  const { fault, expired, tooNew, unusable } = description;
  return (
    <div aria-live="polite">
      {fault !== null && (
        <p class="state refused">
          {faultText(fault)} {i18n.t('publishers.lastGood')}
        </p>
      )}
      {expired && <p class="notice">{plural('publishers.old', daysOld(description))}</p>}
      {tooNew.length > 0 && <p class="notice">{i18n.t('publishers.tooNew', [tooNew.join(', ')])}</p>}
      {unusable && <p class="state refused">{i18n.t('publishers.unusable')}</p>}
    </div>
  );
}

export function PublisherCard({ description, others, labels, changed, removed, failed }: PublisherCardProps) {
  const { publisher, address, origin, on, fault } = description;
  const [checking, setChecking] = useState(false);
  const name = publisherName(description);
  const check = async () => {
    setChecking(true);
    await ask('check-rules', { publisher }).catch(() => null);
    setChecking(false);
    changed();
  };
  const toggle = async (value: boolean) => {
    await switchOff('publisher', publisher, !value);
    await ask('reload-rules', null);
    changed();
  };
  const remove = async () => {
    try {
      removed(await forgetPublisher(publisher), name);
    } catch (error) {
      failed(i18n.t('options.notDeleted', [errorText(error)]));
      return;
    }
    await ask('reload-rules', null).catch(() => null);
    const { authority, signalConso } = await settings.getValue();
    // Reports may go to the same host.
    const reporting = [authority.intake?.endpoint ?? null, signalConso].filter((one) => one !== null);
    if (address !== null) await dropAccess(address, [...others, ...reporting]);
    changed();
  };
  return (
    <li class="card" aria-busy={checking}>
      <h3>{name}</h3>
      {name !== publisher && <p class="note">{publisher}</p>}
      {origin === 'policy' && <p class="note">{i18n.t('publishers.byPolicy')}</p>}
      <Facts description={description} labels={labels} />
      <Warnings description={description} />
      <CheckField label={i18n.t('publishers.on')} checked={on} onChange={(value) => void toggle(value)} />
      {origin !== 'package' && (
        <div class="actions">
          {address !== null && (
            <button type="button" aria-disabled={checking || !on} onClick={() => !checking && on && void check()}>
              {i18n.t(checking ? 'publishers.checking' : 'publishers.check')}
            </button>
          )}
          {address !== null && fault?.kind === 'no-access' && (
            <button
              type="button"
              class="primary"
              onClick={() => void askForAccess([address]).then((given) => (given ? check() : undefined))}
            >
              {i18n.t('publishers.allow', [hostOf(address)])}
            </button>
          )}
          {origin === 'person' && (
            <button type="button" class="quiet" onClick={() => void remove()}>
              {i18n.t('publishers.remove')}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
