import { useId } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Progress } from '../../lib/evidence/capture/ports.ts';
import type { CaptureStatus } from '../../lib/evidence/capture/status.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { faultText } from './capture-texts.ts';
import { openLibrary } from './open-library.ts';

function progressText({ phase, done, total }: Progress): string {
  if (phase === 'loading') return i18n.t('capture.loading');
  return phase === 'tiles' ? i18n.t('capture.tiles', [done + 1, total]) : i18n.t('capture.finishing');
}

function RunningCapture({ progress }: { progress: Progress }) {
  const { phase, done, total } = progress;
  const id = useId();
  return (
    <>
      <p id={id} role="status">
        {progressText(progress)}
      </p>
      {phase === 'tiles' ? (
        <progress aria-labelledby={id} max={total} value={done} />
      ) : (
        <progress aria-labelledby={id} />
      )}
      <p class="note">{i18n.t('capture.stay')}</p>
      <button type="button" onClick={() => void ask('cancel-capture', null)}>
        {i18n.t('capture.cancel')}
      </button>
    </>
  );
}

/** How a capture stands or ended. */
export function CaptureProgress({ status }: { status: CaptureStatus }) {
  if (status.state === 'running') return <RunningCapture progress={status.progress} />;
  const { item } = status;
  const isDone = status.state === 'done';
  return (
    <div class={`state ${isDone ? 'acknowledged' : 'refused'}`} role={isDone ? 'status' : 'alert'}>
      <p>
        {status.state === 'failed'
          ? `${faultText(status.fault)} ${item === null ? '' : i18n.t('capture.kept')}`
          : status.shortfall === null
            ? i18n.t('capture.done')
            : i18n.t('capture.shortfall', [status.shortfall])}
      </p>
      {item !== null && (
        <button type="button" onClick={() => void openLibrary(item)}>
          {i18n.t('capture.open')}
        </button>
      )}
    </div>
  );
}
