import { useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { later } from '../later.tsx';
import { saveFile } from '../reports/save-file.ts';
import { CampaignsView } from './campaigns-view.tsx';
import { QueueView } from './queue-view.tsx';
import { type OpenSweep, useSweep } from './use-sweep.ts';
import { useWalk } from './use-walk.ts';

// The list of campaigns and the queue are what a person waits for.
const WalkView = later(async () => (await import('./walk-view.tsx')).WalkView);
const CoverageView = later(async () => (await import('./coverage-view.tsx')).CoverageView);
const RecheckView = later(async () => (await import('./recheck-view.tsx')).RecheckView);

async function shareCampaign({ sweep: { campaign } }: OpenSweep): Promise<void> {
  const { campaignFile, fileName } = await import('../../lib/sweeps/file.ts');
  saveFile(fileName(campaign, 'campaign', 'json'), 'application/json', campaignFile(campaign));
}

async function shareWork({ sweep: { campaign, visits, journal } }: OpenSweep): Promise<void> {
  const { fileName, sweepFile } = await import('../../lib/sweeps/file.ts');
  saveFile(fileName(campaign, 'sweep', 'json'), 'application/json', sweepFile({ campaign, visits, journal }));
}

const TABS = ['walk', 'queue', 'coverage', 'recheck'] as const;
type Tab = (typeof TABS)[number];

function Opened({ open, leave }: { open: OpenSweep; leave(): void }) {
  const [tab, setTab] = useState<Tab>('walk');
  // Held here, so that the walk goes on while the person triages.
  const walk = useWalk(open);
  const { sweep, stored, complete } = open;
  const { campaign } = sweep;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [stored.id]);
  return (
    <>
      <div class="bar">
        <button type="button" onClick={leave}>
          ‹ {i18n.t('sweep.campaigns')}
        </button>
        <h1 ref={heading} tabIndex={-1}>
          {campaign.name}
        </h1>
        <nav aria-label={campaign.name}>
          {TABS.map((one) => (
            <button key={one} type="button" aria-current={tab === one ? 'page' : undefined} onClick={() => setTab(one)}>
              {i18n.t(`sweep.tabs.${one}`)}
            </button>
          ))}
        </nav>
      </div>
      <div class="view">
        {tab === 'queue' && <QueueView open={open} />}
        {tab !== 'queue' && !complete && <p role="status">{i18n.t('sweep.loading')}</p>}
        {tab === 'walk' && complete && <WalkView open={open} walk={walk} />}
        {tab === 'coverage' && complete && <CoverageView open={open} />}
        {tab === 'recheck' && complete && <RecheckView open={open} />}
        <div class="actions">
          <button
            type="button"
            onClick={() =>
              void browser.tabs.create({ url: browser.runtime.getURL(`/results.html?campaign=${stored.id}`) })
            }
          >
            {i18n.t('sweep.results')}
          </button>
          <button type="button" onClick={() => void shareCampaign(open)}>
            {i18n.t('sweep.shareCampaign')}
          </button>
          <button type="button" disabled={!complete} onClick={() => void shareWork(open)}>
            {i18n.t('sweep.shareWork')}
          </button>
        </div>
      </div>
    </>
  );
}

function Campaign({ id, leave }: { id: string; leave(): void }) {
  const state = useSweep(id, { begins: true });
  if (state.state === 'open') return <Opened open={state.value} leave={leave} />;
  return (
    <div class="view">
      <p role={state.state === 'failed' ? 'alert' : 'status'}>
        {state.state === 'loading'
          ? i18n.t('sweep.loading')
          : state.state === 'gone'
            ? i18n.t('sweep.goneCampaign')
            : state.why}
      </p>
      <button type="button" onClick={leave}>
        ‹ {i18n.t('sweep.campaigns')}
      </button>
    </div>
  );
}

export function SidePanel() {
  const [campaign, setCampaign] = useState<string | null>(null);
  if (campaign !== null) return <Campaign key={campaign} id={campaign} leave={() => setCampaign(null)} />;
  return (
    <>
      <div class="bar">
        <h1>{i18n.t('sweep.heading')}</h1>
      </div>
      <div class="view">
        <CampaignsView open={setCampaign} />
      </div>
    </>
  );
}
