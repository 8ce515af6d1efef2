import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { DECLARED_STEPS, type DeclaredStep } from '../../lib/evidence/capture/preparation.ts';
import { captureStatus } from '../../lib/evidence/capture/status.ts';
import type { CaptureKind } from '../../lib/evidence/item.ts';
import { changeEvidenceSettings, evidenceSettings } from '../../lib/evidence/settings.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { CheckField } from '../fields.tsx';
import { CaptureProgress } from './capture-progress.tsx';
import { DECLARED_KEYS } from './capture-texts.ts';
import { CasePicker } from './case-picker.tsx';
import { openLibrary } from './open-library.ts';
import { startCapture } from './start-capture.ts';
import { SweepPermission } from './sweep-permission.tsx';
import { useStored } from './use-stored.ts';

function Preparation({ tab }: { tab: number }) {
  const stored = useStored(evidenceSettings);
  if (stored === undefined) return null;
  const declare = (step: DeclaredStep, isSo: boolean) => {
    const others = stored.declared.filter((one) => one !== step);
    void changeEvidenceSettings({ declared: isSo ? [...others, step] : others });
  };
  return (
    <details>
      <summary>{i18n.t('capture.preparation')}</summary>
      <p class="note">{i18n.t('capture.preparationNote')}</p>
      {DECLARED_STEPS.map((step) => (
        <CheckField
          key={step}
          label={i18n.t(DECLARED_KEYS[step])}
          checked={stored.declared.includes(step)}
          onChange={(isSo) => declare(step, isSo)}
        />
      ))}
      <button type="button" onClick={() => void ask('reload-for-capture', { tab })}>
        {i18n.t('capture.reload')}
      </button>
      <p class="note">{i18n.t('capture.reloadNote')}</p>
      <SweepPermission />
    </details>
  );
}

/** The part of the popup that captures. Not shown at all on pages of which nothing may be kept. */
export function CaptureSection({ tab }: { tab: number }) {
  const status = useStored(captureStatus);
  const [isGone, setGone] = useState(false);
  /** How the last one ended is of no interest once another was begun. */
  const [past, setPast] = useState<typeof status>(null);
  const mine = status !== null && status !== undefined && status.tab === tab && status !== past ? status : null;
  const isRunning = status?.state === 'running';
  useEffect(() => {
    if (isRunning) setGone(false);
  }, [isRunning]);
  const start = (kind: CaptureKind) => {
    setGone(false);
    setPast(status);
    startCapture(tab, kind, null).catch(() => setGone(true));
  };
  return (
    <section aria-labelledby="capture" class="card">
      <h2 id="capture">{i18n.t('capture.heading')}</h2>
      {!isRunning && (
        <>
          <CasePicker />
          <div class="actions">
            <button type="button" onClick={() => start('full-page')}>
              {i18n.t('capture.page')}
            </button>
            <button type="button" onClick={() => start('visible-area')}>
              {i18n.t('capture.visible')}
            </button>
          </div>
          <Preparation tab={tab} />
        </>
      )}
      {mine !== null && <CaptureProgress status={mine} />}
      {isGone && <p role="alert">{i18n.t('popup.failed')}</p>}
      <button type="button" class="link" onClick={() => void openLibrary()}>
        {i18n.t('capture.library')}
      </button>
    </section>
  );
}
