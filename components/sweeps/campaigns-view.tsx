import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { SWEEP_LIMITS } from '../../lib/sweeps/limits.ts';
import { currentMonitor, nameMonitor } from '../../lib/sweeps/monitor.ts';
import {
  deleteCampaign,
  listCampaigns,
  onSweepChange,
  type RemovedCampaign,
  restoreCampaign,
} from '../../lib/sweeps/sweep-storage.ts';
import { TextField } from '../fields.tsx';
import { later } from '../later.tsx';
import { UndoLine } from '../undo-line.tsx';
import { errorText, useLoaded } from '../use-loaded.ts';

const CampaignForm = later(async () => (await import('./campaign-form.tsx')).CampaignForm);

export function CampaignsView({ open }: { open(id: string): void }) {
  const [campaigns, reload] = useLoaded(listCampaigns, 'campaigns');
  const [monitor] = useLoaded(currentMonitor, 'monitor');
  const [name, setName] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const [said, setSaid] = useState<{ ok: boolean; words: string }>({ ok: true, words: '' });
  const [removed, setRemoved] = useState<RemovedCampaign | null>(null);
  useEffect(() => onSweepChange(({ what }) => what === 'everything' && reload()), [reload]);

  if (making) return <CampaignForm made={open} back={() => setMaking(false)} />;
  const take = async (files: FileList | null) => {
    try {
      const { importFile } = await import('./import-file.ts');
      for (const file of files ?? []) setSaid(await importFile(file));
    } catch {
      // Vigie was updated meanwhile, and its old files are gone.
      setSaid({ ok: false, words: i18n.t('popup.failed') });
    }
    reload();
  };
  const remove = async (id: string) => {
    try {
      setRemoved(await deleteCampaign(id));
    } catch (error) {
      setSaid({ ok: false, words: i18n.t('sweep.notStored', [errorText(error)]) });
    }
    reload();
  };
  const undo = async (campaign: RemovedCampaign) => {
    await restoreCampaign(campaign);
    setRemoved(null);
    reload();
  };
  return (
    <>
      <h2>{i18n.t('sweep.campaigns')}</h2>
      {campaigns.state === 'failed' && <p role="alert">{campaigns.why}</p>}
      {campaigns.state === 'loaded' && campaigns.value.length === 0 && <p>{i18n.t('sweep.noCampaigns')}</p>}
      {removed !== null && (
        <UndoLine key={removed.stored.id} said={i18n.t('history.removed')} undo={() => undo(removed)} />
      )}
      <ul class="plain">
        {campaigns.state === 'loaded' &&
          campaigns.value.map(({ id, campaign, sweep, signed }) => (
            <li key={id} class="card">
              <h3>{campaign.name}</h3>
              <p class="note">
                {i18n.t('sweep.campaignFacts', [
                  campaign.queries.length,
                  campaign.marketplaces.length,
                  campaign.countries.join(' '),
                  sweep,
                ])}
                {signed && ` · ${i18n.t('sweep.signed')}`}
                {campaign.deadline !== null && ` · ${i18n.t('sweep.until', [campaign.deadline])}`}
                {campaign.people.length > 0 && ` · ${campaign.people.join(', ')}`}
              </p>
              <div class="actions">
                <button
                  type="button"
                  class="primary"
                  onClick={() => open(id)}
                  aria-label={i18n.t('sweep.openCampaign', [campaign.name])}
                >
                  {i18n.t('sweep.open')}
                </button>
                <button
                  type="button"
                  class="quiet"
                  onClick={() => void remove(id)}
                  aria-label={i18n.t('sweep.deleteCampaign', [campaign.name])}
                >
                  {i18n.t('history.remove')}
                </button>
              </div>
            </li>
          ))}
      </ul>
      <div class="actions">
        <button type="button" class="primary" onClick={() => setMaking(true)}>
          {i18n.t('sweep.form.heading')}
        </button>
      </div>
      <label class="field">
        <span>{i18n.t('sweep.import')}</span>
        <input
          type="file"
          accept=".json,application/json"
          multiple
          onChange={(event) => {
            void take(event.currentTarget.files);
          }}
        />
      </label>
      <p class={said.ok ? 'note' : 'faults'} role={said.ok ? 'status' : 'alert'}>
        {said.words}
      </p>
      {monitor.state === 'loaded' && (
        <TextField
          label={i18n.t('sweep.yourName')}
          hint={i18n.t('sweep.yourNameHint')}
          value={name ?? monitor.value.name}
          max={SWEEP_LIMITS.person}
          onInput={(typed) => {
            setName(typed);
            void nameMonitor(typed);
          }}
        />
      )}
    </>
  );
}
