/** The settings that concern reports, as one block of the settings page. */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { endpointUrl } from '../../lib/formats/fields.ts';
import { RETENTION_DAYS } from '../../lib/reports/retention.ts';
import { isSignalConsoItself } from '../../lib/reports/senders/signalconso.ts';
import { describeAgencyToken, forgetAgencyToken } from '../../lib/storage/agency-token.ts';
import type { Settings } from '../../lib/storage/settings.ts';
import { CheckField, SelectField, TextField } from '../fields.tsx';
import { askForNotifications } from '../status-notification.ts';
import { useLoaded } from '../use-loaded.ts';

interface Props {
  chosen: Settings;
  change(changes: Partial<Settings>): void;
}

function TokenSection() {
  const [token, reload] = useLoaded(describeAgencyToken, 'token');
  if (token.state === 'loading') return null;
  if (token.state === 'failed') return <p role="alert">{i18n.t('popup.failed')}</p>;
  const { value } = token;
  return (
    <section aria-labelledby="token">
      <h2 id="token">{i18n.t('token.heading')}</h2>
      {value === null ? (
        <p>{i18n.t('token.none')}</p>
      ) : (
        <p>
          {i18n.t(value.remembered ? 'token.kept' : 'token.untilClosed', [value.authority])}{' '}
          <button type="button" onClick={() => void forgetAgencyToken().then(reload)}>
            {i18n.t('token.forget')}
          </button>
        </p>
      )}
    </section>
  );
}

function SignalConsoSection({ chosen, change }: Props) {
  const [address, setAddress] = useState(chosen.signalConso ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const use = () => {
    const trimmed = address.trim().replace(/\/$/, '');
    if (trimmed === '') {
      setFault(null);
      change({ signalConso: null });
    } else if (!endpointUrl.safeParse(trimmed).success) setFault(i18n.t('options.authorityBadAddress'));
    else if (isSignalConsoItself(trimmed)) setFault(i18n.t('options.signalConsoItself'));
    else {
      setFault(null);
      change({ signalConso: trimmed });
    }
  };
  return (
    <section aria-labelledby="signalconso">
      <h2 id="signalconso">{i18n.t('sender.signalConso')}</h2>
      <p class="note">{i18n.t('options.signalConsoNote')}</p>
      <TextField
        label={i18n.t('options.signalConsoAddress')}
        inputMode="url"
        value={address}
        max={2048}
        onInput={setAddress}
      />
      {fault !== null && <p role="alert">{fault}</p>}
      <button type="button" onClick={use}>
        {i18n.t('options.signalConsoUse')}
      </button>
    </section>
  );
}

function NotificationSwitch({ chosen, change }: Props) {
  const [refused, setRefused] = useState(false);
  const toggle = async (notifies: boolean) => {
    const granted = !notifies || (await askForNotifications());
    setRefused(!granted);
    change({ notifies: notifies && granted });
  };
  return (
    <>
      <CheckField
        label={i18n.t('options.notifies')}
        checked={chosen.notifies}
        onChange={(notifies) => void toggle(notifies)}
      />
      {refused && <p role="alert">{i18n.t('options.notifiesRefused')}</p>}
    </>
  );
}

export function ReportOptions({ chosen, change }: Props) {
  return (
    <>
      <section aria-labelledby="reports">
        <h2 id="reports">{i18n.t('popup.tabs.history')}</h2>
        <CheckField label={i18n.t('cart.ticks')} checked={chosen.ticks} onChange={(ticks) => change({ ticks })} />
        <NotificationSwitch chosen={chosen} change={change} />
        <SelectField
          label={i18n.t('options.retention')}
          hint={i18n.t('options.retentionHint')}
          value={String(chosen.retentionDays)}
          options={RETENTION_DAYS.map((days) => ({
            value: String(days),
            label: days === null ? i18n.t('options.retentionNever') : i18n.t('options.retentionDays', [days]),
          }))}
          onChange={(days) => change({ retentionDays: RETENTION_DAYS.find((one) => String(one) === days) ?? null })}
        />
      </section>
      <TokenSection />
      <SignalConsoSection chosen={chosen} change={change} />
    </>
  );
}
