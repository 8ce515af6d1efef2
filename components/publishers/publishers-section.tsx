import { useCallback, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { askForAccess } from '../../lib/access/host-access.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { readPolicy } from '../../lib/storage/policy.ts';
import { policyFaults } from '../../lib/storage/policy-faults.ts';
import type { RemovedPublisher } from '../../lib/storage/publishers.ts';
import { bringBackPublisher } from '../../lib/sync/remove-publisher.ts';
import { UndoLine } from '../undo-line.tsx';
import { useLoaded } from '../use-loaded.ts';
import { FamiliesOff } from './families-off.tsx';
import { faultText } from './fault-text.ts';
import { ImportRules } from './import-rules.tsx';
import { PublisherCard } from './publisher-card.tsx';
import { hostOf } from './texts.ts';
import { useRulesChanged } from './use-rules-changed.ts';

async function load() {
  const [{ publishers, choices, unread }, families, faults, policy] = await Promise.all([
    ask('describe-publishers', null),
    ask('list-families', null),
    policyFaults.getValue(),
    readPolicy(),
  ]);
  return { publishers, choices, unread, families, faults, mayAdd: !policy.ok || policy.policy.allowOthers !== false };
}

interface PolicyFaultsProps {
  faults: Awaited<ReturnType<typeof load>>['faults'];
  changed(): void;
}

/** What a policy cannot do by itself is offered here: only a person's press lets Vigie reach a host. */
function PolicyFaultsNote({ faults, changed }: PolicyFaultsProps) {
  if (faults === null) return null;
  const allow = async (address: string) => {
    if (!(await askForAccess([address]))) return;
    await ask('check-rules', { publisher: 'due' }).catch(() => null);
    changed();
  };
  return (
    <div class="faults" role="alert">
      <p>{i18n.t('publishers.policyFaults')}</p>
      <ul>
        {faults.where !== null && <li>{faults.where}</li>}
        {faults.publishers.map(({ address, fault }) => (
          <li key={address}>
            {hostOf(address)}: {faultText(fault)}{' '}
            {fault.kind === 'no-access' && (
              <button type="button" class="primary" onClick={() => void allow(address)}>
                {i18n.t('publishers.allow', [hostOf(address)])}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whose rules are in use, how fresh they are, and what may be switched off. */
export function PublishersSection() {
  const [loaded, reload] = useLoaded(load, 'publishers');
  const [checking, setChecking] = useState(false);
  const [removed, setRemoved] = useState<{ publisher: RemovedPublisher; name: string } | null>(null);
  const [failed, setFailed] = useState('');
  useRulesChanged(useCallback(() => reload(), [reload]));
  const checkAll = async () => {
    setChecking(true);
    await ask('check-rules', { publisher: null }).catch(() => null);
    setChecking(false);
    reload();
  };
  const undo = async (publisher: RemovedPublisher) => {
    const { address } = publisher.stored;
    // The access went with it, and browsers ask for it only in answer to a press. Without it the card says what is lacking.
    if (address !== null) await askForAccess([address]).catch(() => false);
    await bringBackPublisher(publisher);
    setRemoved(null);
    await ask('reload-rules', null).catch(() => null);
    reload();
  };
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{i18n.t('publishers.heading')}</h2>
      {loaded.state === 'failed' && <p role="alert">{i18n.t('popup.failed')}</p>}
      {loaded.state === 'loaded' && (
        <>
          {loaded.value.unread && (
            <p class="state refused" role="alert">
              {i18n.t('publishers.unread')}
            </p>
          )}
          <PolicyFaultsNote faults={loaded.value.faults} changed={reload} />
          {removed !== null && (
            <UndoLine
              key={removed.publisher.stored.publisher}
              said={i18n.t('publishers.gone', [removed.name])}
              undo={() => undo(removed.publisher)}
            />
          )}
          {failed !== '' && (
            <p class="faults" role="alert">
              {failed}
            </p>
          )}
          <ul class="plain">
            {loaded.value.publishers.map((description) => (
              <PublisherCard
                key={description.publisher}
                description={description}
                others={loaded.value.publishers.flatMap(({ publisher, address }) =>
                  address === null || publisher === description.publisher ? [] : [address],
                )}
                labels={new Map(loaded.value.families.map(({ family, label }) => [family, label]))}
                changed={reload}
                removed={(publisher, name) => setRemoved(publisher === null ? null : { publisher, name })}
                failed={setFailed}
              />
            ))}
          </ul>
          {loaded.value.publishers.filter(({ address }) => address !== null).length > 1 && (
            <button type="button" aria-disabled={checking} onClick={() => !checking && void checkAll()}>
              {i18n.t(checking ? 'publishers.checking' : 'publishers.checkAll')}
            </button>
          )}
          <FamiliesOff families={loaded.value.families} off={loaded.value.choices.familiesOff} changed={reload} />
          <ImportRules mayAdd={loaded.value.mayAdd} changed={reload} />
        </>
      )}
    </section>
  );
}
