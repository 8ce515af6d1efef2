/** Capturing by one key: the listing's page is opened in the person's own tab, unless it is there, and captured whole. */
import { useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { captureStatus } from '../../lib/evidence/capture/status.ts';
import type { QueueEntry } from '../../lib/sweeps/sweep.ts';
import { CaptureProgress } from '../evidence/capture-progress.tsx';
import { startCapture } from '../evidence/start-capture.ts';
import { ANY_TAB } from '../evidence/sweep-permission.tsx';
import { useStored } from '../evidence/use-stored.ts';
import { openInTab, targetTab } from './target-tab.ts';

const POLL_MS = 250;
const PATIENCE = 80;

/** Whether the tab shows that listing's page and has loaded it. */
async function isThere(tab: number, id: string): Promise<boolean> {
  const { url, status } = await browser.tabs.get(tab);
  return status === 'complete' && url?.includes(id) === true;
}

type Step = 'opening' | 'closed' | 'begun' | null;

async function bring(tab: number, { listing, card }: QueueEntry): Promise<boolean> {
  const id = listing.slice(listing.indexOf(':') + 1);
  if (await isThere(tab, id)) return true;
  await openInTab(tab, card.url);
  for (let poll = 0; poll < PATIENCE; poll++) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    if (await isThere(tab, id)) return true;
  }
  return false;
}

export function useTriageCapture() {
  const [step, setStep] = useState<Step>(null);
  const [tab, setTab] = useState<number | null>(null);
  const run = useRef(0);
  const capture = async (entry: QueueEntry) => {
    const mine = ++run.current;
    // Asked in answer to the key, and once only; without it the browser refuses, and the capture says what to do.
    const asked = browser.permissions.request(ANY_TAB).catch(() => false);
    setStep('opening');
    try {
      const [own, target] = await Promise.all([browser.tabs.getCurrent(), targetTab(), asked]);
      const isHere = target !== null && (await bring(target, entry));
      if (run.current !== mine) return;
      if (!isHere) {
        setStep('closed');
        return;
      }
      // What is captured must be in sight; beside a side panel it is.
      if (own !== undefined) await browser.tabs.update(target, { active: true });
      setTab(target);
      setStep('begun');
      await startCapture(target, 'full-page', null);
    } catch {
      if (run.current === mine) setStep('closed');
    }
  };
  return { step, tab, capture: (entry: QueueEntry) => void capture(entry) };
}

export function TriageCapture({ step, tab }: Pick<ReturnType<typeof useTriageCapture>, 'step' | 'tab'>) {
  const status = useStored(captureStatus);
  if (step === null) return null;
  if (step === 'begun')
    return status != null && status.tab === tab ? (
      <section aria-label={i18n.t('capture.page')}>
        <CaptureProgress status={status} />
      </section>
    ) : null;
  return <p role="status">{i18n.t(step === 'opening' ? 'sweep.walk.opening' : 'sweep.walk.closed')}</p>;
}
