/** Reported listings, opened again one by one in the person's own tab; what cannot be read they say themselves. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../lib/messages/ask-background.ts';
import type { SweepLook } from '../../lib/messages/messages.ts';
import { addressIn } from '../../lib/messages/tab-address.ts';
import { OUTCOMES, type Outcome } from '../../lib/sweeps/journal.ts';
import { type Followed, followed, toRecheck } from '../../lib/sweeps/recheck.ts';
import { timeText } from '../reports/report-state.tsx';
import { marketplaceName } from './page-texts.ts';
import { openInTab, targetTab } from './target-tab.ts';
import type { OpenSweep } from './use-sweep.ts';
import { VirtualList } from './virtual-list.tsx';

const POLL_MS = 500;
const PATIENCE = 24;
/** Polls in which the tab may still be on its way. */
const ON_ITS_WAY = 8;

const OUTCOME_KEYS = {
  online: 'sweep.outcome.online',
  changed: 'sweep.outcome.changed',
  gone: 'sweep.outcome.gone',
  unavailable: 'sweep.outcome.unavailable',
  'not-checked': 'sweep.outcome.notChecked',
} as const satisfies Record<Followed['state'], string>;

export const outcomeText = (state: Followed['state']): string => i18n.t(OUTCOME_KEYS[state]);

type Looking =
  | { state: 'idle' }
  | { state: 'looking'; title: string }
  | { state: 'seen'; title: string; outcome: Outcome }
  | { state: 'kept'; why: Exclude<SweepLook['kind'], 'seen'> };

const KEPT_KEYS = {
  waiting: 'sweep.recheck.nothing',
  blocked: 'sweep.walk.blocked',
  elsewhere: 'sweep.recheck.nothing',
  closed: 'sweep.walk.closed',
  'not-stored': 'sweep.recheck.notStored',
} as const;

function Row({ one }: { one: Followed }) {
  const { card } = one.entry;
  const site = marketplaceName(card.listing.slice(0, card.listing.indexOf(':')));
  return (
    <>
      <span class="row-text">
        <span class="row-title">{card.title ?? i18n.t('popup.noTitle')}</span>
        <small>
          {site} · {i18n.t('sweep.recheck.reported', [timeText(one.reportedAt)])}
        </small>
      </span>
      <span class="row-state">
        <span class={`verdict ${one.state}`}>{outcomeText(one.state)}</span>
        {(one.isBack || one.returns.length > 0) && <span class="verdict disputed">{i18n.t('sweep.outcome.back')}</span>}
      </span>
    </>
  );
}

export function RecheckView({ open }: { open: OpenSweep }) {
  const { sweep, stored, monitor, append } = open;
  const [chosen, setChosen] = useState(0);
  const [looking, setLooking] = useState<Looking>({ state: 'idle' });
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current += 1;
    },
    [],
  );
  const listings = toRecheck(followed(sweep));
  const index = Math.min(chosen, Math.max(0, listings.length - 1));
  const one = listings[index];

  const look = async ({ asReported: card }: Followed) => {
    const mine = ++run.current;
    const title = card.title ?? card.listing;
    setLooking({ state: 'looking', title });
    const tab = await targetTab();
    if (tab === null) {
      setLooking({ state: 'kept', why: 'closed' });
      return;
    }
    const before = await addressIn(tab);
    await openInTab(tab, card.url).catch(() => undefined);
    let kept: Exclude<SweepLook['kind'], 'seen'> = 'waiting';
    for (let poll = 0; poll < PATIENCE && run.current === mine; poll++) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      const seen = await ask('sweep-look', { campaign: stored.id, card, tab, before }).catch(
        () => ({ kind: 'waiting' }) as const,
      );
      if (run.current !== mine) return;
      if (seen.kind === 'seen') {
        setLooking({ state: 'seen', title, outcome: seen.outcome });
        setChosen(0);
        return;
      }
      kept = seen.kind;
      if (seen.kind === 'blocked' || seen.kind === 'closed' || seen.kind === 'not-stored') break;
      if (seen.kind === 'elsewhere' && poll >= ON_ITS_WAY) break;
    }
    if (run.current === mine) setLooking({ state: 'kept', why: kept });
  };
  const say = (outcome: Outcome) => {
    if (one === undefined) return;
    const { listing, card } = one.entry;
    const line = { kind: 'sighting' as const, outcome, listing, by: monitor, at: Date.now() };
    void append([line]).then((why) =>
      setLooking(
        why === null ? { state: 'seen', title: card.title ?? listing, outcome } : { state: 'kept', why: 'not-stored' },
      ),
    );
  };

  if (listings.length === 0) return <p>{i18n.t('sweep.recheck.none')}</p>;
  return (
    <div class="queue">
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={looking.state === 'looking'}
          onClick={() => one !== undefined && void look(one)}
        >
          {i18n.t('sweep.recheck.look')}
        </button>
      </div>
      <p class={looking.state === 'kept' ? 'notice' : 'state'} role="status" data-status={looking.state}>
        {looking.state === 'idle' && i18n.t('sweep.recheck.idle', [listings.length])}
        {looking.state === 'looking' && i18n.t('sweep.recheck.looking', [looking.title])}
        {looking.state === 'seen' && `${outcomeText(looking.outcome)}: ${looking.title}`}
        {looking.state === 'kept' && i18n.t(KEPT_KEYS[looking.why])}
      </p>
      <VirtualList
        label={i18n.t('sweep.recheck.list')}
        items={listings}
        keyOf={({ entry }) => entry.listing}
        current={index}
        isSelected={() => false}
        row={(item) => <Row one={item} />}
        choose={setChosen}
        onKey={(event) => {
          const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: listings.length - 1 }[event.key];
          if (event.key === 'Enter' && one !== undefined) void look(one);
          else if (to === undefined) return;
          else setChosen(Math.max(0, Math.min(to, listings.length - 1)));
          event.preventDefault();
        }}
        focus={1}
      />
      {one !== undefined && one.returns.length > 0 && (
        <section class="details">
          <h2>{i18n.t('sweep.recheck.returns')}</h2>
          <ul>
            {one.returns.map(({ listing, signs, at }) => (
              <li key={listing}>
                <a href={sweep.entries.get(listing)?.card.url} target="_blank" rel="noreferrer">
                  {sweep.entries.get(listing)?.card.title ?? listing}
                </a>{' '}
                <small>
                  {signs.map((sign) => i18n.t(`sweep.recheck.sign.${sign}`)).join(', ')} · {timeText(at)}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <fieldset>
        <legend>{i18n.t('sweep.recheck.byHand')}</legend>
        <div class="actions">
          {OUTCOMES.map((outcome) => (
            <button key={outcome} type="button" onClick={() => say(outcome)}>
              {outcomeText(outcome)}
            </button>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
