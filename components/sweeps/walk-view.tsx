import { i18n } from '#i18n';
import { coverageOf } from '../../lib/sweeps/coverage.ts';
import { LONGEST_PAUSE, SHORTEST_PAUSE } from '../../lib/sweeps/limits.ts';
import { noPlaces } from '../../lib/sweeps/plan.ts';
import { beginNextSweep } from '../../lib/sweeps/sweep-storage.ts';
import { CheckField } from '../fields.tsx';
import { marketplaceName, pageText } from './page-texts.ts';
import type { OpenSweep } from './use-sweep.ts';
import type { Walk, WalkStatus } from './use-walk.ts';

const STATUS_KEYS = {
  idle: 'sweep.walk.idle',
  opening: 'sweep.walk.opening',
  waiting: 'sweep.walk.waiting',
  slow: 'sweep.walk.slow',
  read: 'sweep.walk.read',
  done: 'sweep.walk.done',
  offline: 'sweep.walk.offline',
  blocked: 'sweep.walk.blocked',
  elsewhere: 'sweep.walk.elsewhere',
  closed: 'sweep.walk.closed',
  'no-rules': 'sweep.walk.noRules',
  'not-stored': 'sweep.walk.notStored',
} as const satisfies Record<WalkStatus, string>;

const STOPPED: readonly WalkStatus[] = ['blocked', 'elsewhere', 'closed', 'no-rules', 'not-stored', 'offline', 'slow'];

export function WalkView({ open, walk }: { open: OpenSweep; walk: Walk }) {
  const { sweep, stored } = open;
  const { done, left, blocked } = coverageOf(sweep, stored.sweep);
  const missing = noPlaces(sweep.campaign);
  const { status, page, pause } = walk;
  return (
    <>
      <p class="lead">{i18n.t('sweep.walk.progress', [stored.sweep, done, left])}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={walk.next} disabled={status === 'opening'}>
          {i18n.t('sweep.walk.next')}
        </button>
        {page !== null && STOPPED.includes(status) && (
          <button type="button" onClick={walk.readAgain}>
            {i18n.t('sweep.walk.again')}
          </button>
        )}
        {status === 'slow' && (
          <button type="button" onClick={walk.markEmpty}>
            {i18n.t('sweep.walk.empty')}
          </button>
        )}
        {left === 0 && (
          <button type="button" onClick={() => void beginNextSweep(stored.id)}>
            {i18n.t('sweep.walk.nextSweep')}
          </button>
        )}
      </div>
      <div class={STOPPED.includes(status) ? 'notice' : 'state'} role="status" data-status={status}>
        {page !== null && <strong>{pageText(page)}</strong>}
        <p>{i18n.t(STATUS_KEYS[status], [walk.cards, walk.marked, walk.why])}</p>
        {walk.countdown !== null && <p class="note">{i18n.t('sweep.walk.countdown', [walk.countdown])}</p>}
      </div>
      <CheckField
        label={i18n.t('sweep.walk.byItself')}
        checked={pause !== null}
        onChange={(on) => walk.setPause(on ? SHORTEST_PAUSE : null)}
      />
      {pause !== null && (
        <label class="field">
          <span>{i18n.t('sweep.walk.pause', [SHORTEST_PAUSE])}</span>
          <input
            type="number"
            min={SHORTEST_PAUSE}
            max={LONGEST_PAUSE}
            value={pause}
            onChange={(event) => walk.setPause(event.currentTarget.valueAsNumber)}
          />
        </label>
      )}
      {blocked > 0 && <p class="note">{i18n.t('sweep.walk.blockedPages', [blocked])}</p>}
      {missing.length > 0 && (
        <p class="note">
          {i18n.t('sweep.walk.noPlaces', [
            missing.map(({ marketplace, country }) => `${marketplaceName(marketplace)} ${country}`).join(', '),
          ])}
        </p>
      )}
      <p class="note">{i18n.t('sweep.walk.note')}</p>
    </>
  );
}
