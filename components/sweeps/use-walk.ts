/**
 * Walking a sweep: "next" opens the next results page in the person's own tab and reads what it shows. Nothing is fetched
 * behind their back. A page that is blocked stops the walk, also the one that goes on by itself.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { ask } from '../../lib/messages/ask-background.ts';
import type { SweepReading } from '../../lib/messages/messages.ts';
import { addressIn } from '../../lib/messages/tab-address.ts';
import { nextPage } from '../../lib/sweeps/coverage.ts';
import { LONGEST_PAUSE, SHORTEST_PAUSE } from '../../lib/sweeps/limits.ts';
import { type PlannedPage, planOf, showsPage } from '../../lib/sweeps/plan.ts';
import { storePage } from '../../lib/sweeps/sweep-storage.ts';
import { errorText } from '../use-loaded.ts';
import { openInTab, targetTab } from './target-tab.ts';
import type { OpenSweep } from './use-sweep.ts';

const POLL_MS = 500;
/** Polls with the same number of cards after which a page has settled. */
const SETTLED = 3;
/** Polls after which the person is asked whether there is anything to wait for. */
const SLOW = 24;
/** A tab on its way elsewhere may show another page for a moment. */
const ELSEWHERE = 8;

export type WalkStatus =
  | 'idle'
  | 'opening'
  | 'waiting'
  | 'slow'
  | 'read'
  | 'done'
  | 'offline'
  | Exclude<SweepReading['kind'], 'read' | 'waiting'>;

export interface Walk {
  status: WalkStatus;
  page: PlannedPage | null;
  cards: number;
  marked: number;
  why: string;
  /** Seconds until the next page opens by itself; null: when the person says so. */
  countdown: number | null;
  pause: number | null;
  setPause(seconds: number | null): void;
  next(): void;
  readAgain(): void;
  /** The page has no results: it counts as done. */
  markEmpty(): void;
}

export const cappedPause = (seconds: number): number =>
  Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, Math.round(Number.isFinite(seconds) ? seconds : SHORTEST_PAUSE)));

const pausing = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Seen {
  status: WalkStatus;
  page: PlannedPage | null;
  cards: number;
  marked: number;
  why: string;
}

const AT_REST: Seen = { status: 'idle', page: null, cards: 0, marked: 0, why: '' };

export function useWalk({ stored, sweep, monitor }: OpenSweep): Walk {
  const [seen, setSeen] = useState<Seen>(AT_REST);
  const [pause, setPauseState] = useState<number | null>(null);
  const [countdown, setCountdown] = useState<number | null>(null);
  const run = useRef(0);
  const here = useRef<{ tab: number; before: string | null; page: PlannedPage } | null>(null);

  const read = useCallback(async (): Promise<SweepReading> => {
    if (here.current === null) return { kind: 'closed' };
    const { tab, before, page } = here.current;
    const { marketplace, country, language, words, page: number } = page;
    const asked = { marketplace, country, language, words, page: number };
    // A background that was ended in the middle of a page answers nothing; the page is read again.
    return ask('sweep-read', { campaign: stored.id, sweep: stored.sweep, page: asked, tab, before }).catch(
      () => ({ kind: 'waiting' }) as const,
    );
  }, [stored.id, stored.sweep]);

  /** Asks until the page has settled, or something keeps it. */
  const follow = useCallback(
    async (page: PlannedPage) => {
      const mine = ++run.current;
      let [same, last, waited, elsewhere] = [0, -1, 0, 0];
      setSeen({ ...AT_REST, status: 'opening', page });
      while (run.current === mine) {
        await pausing(POLL_MS);
        const reading = await read();
        if (run.current !== mine) return;
        if (reading.kind === 'read') {
          same = reading.cards === last ? same + 1 : 0;
          last = reading.cards;
          setSeen({
            status: same >= SETTLED ? 'read' : 'waiting',
            page,
            cards: reading.cards,
            marked: reading.marked,
            why: '',
          });
          if (same >= SETTLED) return;
          continue;
        }
        if (reading.kind === 'waiting') {
          waited += 1;
          if (page.byScrolling && waited % 4 === 0 && here.current !== null) await scroll(here.current.tab);
          const status = !navigator.onLine ? 'offline' : waited >= SLOW ? 'slow' : 'waiting';
          setSeen({ ...AT_REST, status, page });
          continue;
        }
        if (reading.kind === 'elsewhere' && ++elsewhere < ELSEWHERE) continue;
        setSeen({ ...AT_REST, status: reading.kind, page, why: reading.kind === 'not-stored' ? reading.why : '' });
        setPauseState(null);
        return;
      }
    },
    [read],
  );

  const open = useCallback(async () => {
    run.current += 1;
    // What the person scrolled to on the page before is read before it goes.
    if (here.current !== null) await read();
    const page = nextPage(sweep, stored.sweep, planOf(sweep.campaign));
    if (page === null) {
      here.current = null;
      setSeen({ ...AT_REST, status: 'done' });
      setPauseState(null);
      return;
    }
    const tab = await targetTab();
    if (tab === null) {
      setSeen({ ...AT_REST, status: 'closed', page });
      return;
    }
    const before = await addressIn(tab);
    here.current = { tab, before, page };
    try {
      if (page.byScrolling && before !== null && showsPage(page, before) === 'same') await scroll(tab);
      else await openInTab(tab, page.address);
    } catch {
      setSeen({ ...AT_REST, status: 'closed', page });
      return;
    }
    await follow(page);
  }, [follow, read, stored.sweep, sweep]);

  // Leaving the walk ends its questions and its pause; another sweep knows nothing of where the one before stood.
  useEffect(
    () => () => {
      run.current += 1;
      here.current = null;
      setSeen(AT_REST);
    },
    [stored.sweep],
  );

  useEffect(() => {
    if (pause === null || seen.status !== 'read') {
      setCountdown(null);
      return;
    }
    let left = pause;
    setCountdown(left);
    const timer = setInterval(() => {
      left -= 1;
      setCountdown(left);
      if (left > 0) return;
      clearInterval(timer);
      void open();
    }, 1000);
    return () => clearInterval(timer);
  }, [pause, seen.status, seen.page?.key]);

  return {
    ...seen,
    countdown,
    pause,
    setPause: (seconds) => setPauseState(seconds === null ? null : cappedPause(seconds)),
    next: () => void open(),
    readAgain() {
      if (here.current === null) return;
      // The person may have solved a puzzle on the very address: what answers there now is the page.
      here.current = { ...here.current, before: null };
      void follow(here.current.page);
    },
    markEmpty() {
      const { page } = seen;
      if (page === null) return;
      run.current += 1;
      storePage(stored.id, { page, sweep: stored.sweep, by: monitor, at: new Date(), state: 'empty', cards: [] }).then(
        () => setSeen({ ...AT_REST, status: 'read', page }),
        (error: unknown) => setSeen({ ...AT_REST, status: 'not-stored', page, why: errorText(error) }),
      );
    },
  };
}

/** To the page's end, where a list without pages goes on. */
async function scroll(tab: number): Promise<void> {
  const toEnd = () => scrollTo(0, document.documentElement.scrollHeight);
  await browser.scripting.executeScript({ target: { tabId: tab }, func: toEnd }).catch(() => undefined);
}
