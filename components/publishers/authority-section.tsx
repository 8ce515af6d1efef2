import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { askForAccess } from '../../lib/access/host-access.ts';
import { authorityOrigin, type LookUpResult, lookUpAuthority } from '../../lib/authority/look-up.ts';
import { authorityName } from '../../lib/authority/profile.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { readPolicy } from '../../lib/storage/policy.ts';
import type { Settings } from '../../lib/storage/settings.ts';
import type { Offer } from '../../lib/sync/add-authority.ts';
import { TextField } from '../fields.tsx';
import { interfaceLanguage } from '../interface-language.ts';
import { useLoaded } from '../use-loaded.ts';
import { AuthorityCard } from './authority-card.tsx';
import { faultText } from './fault-text.ts';
import { RouteList } from './route-list.tsx';
import { hostOf } from './texts.ts';
import { useRulesChanged } from './use-rules-changed.ts';

const LOOK_UP_FAULTS = {
  'bad-address': 'options.authorityBadAddress',
  unreachable: 'options.authorityUnreachable',
  'not-a-profile': 'options.authorityNotOne',
} as const;

type Found = { result: LookUpResult; offers: Offer[] };

async function lookUp(address: string): Promise<Found> {
  const result = await lookUpAuthority(address);
  return { result, offers: result.ok ? await ask('offers-of', { profile: result.profile }) : [] };
}

/** Hosts that did not let Vigie read what it must show before a person accepts. */
function closedHosts({ result, offers }: Found): string[] {
  if (!result.ok) return result.fault === 'unreachable' ? [result.address] : [];
  return offers.flatMap((offer) =>
    !offer.ok && offer.address !== null && ['unreachable', 'no-access'].includes(offer.fault.kind)
      ? [offer.address]
      : [],
  );
}

/** Who receives reports and whose rules are followed: found by its host, accepted by the person. */
export function AuthoritySection({
  chosen,
  change,
  note,
}: {
  chosen: Settings;
  change(changes: Partial<Settings>): void;
  /** What a person who knows no authority should know. */
  note?: string;
}) {
  const [address, setAddress] = useState(chosen.authority.intake?.endpoint ?? '');
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [policy, readAgain] = useLoaded(readPolicy, 'policy');
  useRulesChanged(readAgain);
  const mayAdd = policy.state !== 'loaded' || !policy.value.ok || policy.value.policy.allowOthers !== false;

  const find = async () => {
    setBusy(true);
    setFound(null);
    setProblem(null);
    setFound(await lookUp(address));
    setBusy(false);
  };
  /** Must be called at once in the handler of a press. */
  const allow = async (hosts: string[]) => {
    if (await askForAccess(hosts)) await find();
    else setProblem(i18n.t('publishers.accessRefused'));
  };
  const search = () => {
    const origin = authorityOrigin(address);
    // Without access Firefox tells the host which installation asks.
    return import.meta.env.BROWSER === 'firefox' && origin !== null ? allow([origin]) : find();
  };
  const accept = async ({ result, offers }: Found) => {
    if (!result.ok) return;
    const { profile } = result;
    const fresh = offers.flatMap((offer) =>
      offer.ok && !offer.known && offer.address !== null ? [{ ...offer, address: offer.address }] : [],
    );
    // Firefox: the host of the reports too, lest it learn which installation sends them.
    const intake = import.meta.env.BROWSER === 'firefox' && profile.intake !== null ? [profile.intake.endpoint] : [];
    const addresses = [...fresh.map((offer) => offer.address), ...intake];
    // Before anything else: browsers open the question only in answer to a press.
    if (addresses.length > 0 && !(await askForAccess(addresses))) {
      setProblem(i18n.t('publishers.accessRefused'));
      return;
    }
    const faults: string[] = [];
    for (const { address: at, fingerprint } of fresh) {
      const fault = await ask('follow-publisher', { address: at, fingerprint, profile });
      if (fault !== null) faults.push(faultText(fault));
    }
    if (profile.intake !== null) change({ authority: profile });
    setFound(null);
    setProblem(faults.length === 0 ? null : faults.join(' '));
    for (const { publisher } of fresh) await ask('check-rules', { publisher }).catch(() => null);
  };

  const closed = found === null ? [] : closedHosts(found);
  return (
    <section aria-labelledby="authority">
      <h2 id="authority">{i18n.t('options.authority')}</h2>
      <p>{i18n.t('options.authorityInUse', [authorityName(chosen.authority, [interfaceLanguage()])])}</p>
      {note !== undefined && <p>{note}</p>}
      {mayAdd ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void search();
          }}
          noValidate
        >
          <TextField
            label={i18n.t('options.authorityAddress')}
            hint={i18n.t('options.authorityHint')}
            inputMode="url"
            value={address}
            max={2048}
            onInput={setAddress}
          />
          <button type="submit" aria-disabled={busy}>
            {i18n.t('options.authorityCheck')}
          </button>
        </form>
      ) : (
        <p class="notice">{i18n.t('publishers.policyOnly')}</p>
      )}
      <div aria-live="polite">
        {busy && <p role="status">{i18n.t('options.authoritySearching', [authorityOrigin(address) ?? address])}</p>}
        {found !== null && !found.result.ok && (
          <p role="alert">{i18n.t(LOOK_UP_FAULTS[found.result.fault], [found.result.address])}</p>
        )}
        {closed.length > 0 && (
          <p>
            <button type="button" onClick={() => void allow(closed)}>
              {i18n.t('publishers.allow', [closed.map(hostOf).join(', ')])}
            </button>
          </p>
        )}
        {found?.result.ok === true && (
          <AuthorityCard profile={found.result.profile} offers={found.offers} accept={() => void accept(found)} />
        )}
        {problem !== null && <p role="alert">{problem}</p>}
      </div>
      <RouteList country={chosen.jurisdiction} />
    </section>
  );
}
