/** One campaign with everything that belongs to it, kept up to date with what other windows and the background store. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Monitor } from '../../lib/sweeps/card.ts';
import { groupCommit } from '../../lib/sweeps/group-commit.ts';
import type { NewEntry } from '../../lib/sweeps/journal.ts';
import { currentMonitor } from '../../lib/sweeps/monitor.ts';
import { Sweep } from '../../lib/sweeps/sweep.ts';
import {
  appendEntries,
  journalFrom,
  keepHead,
  loadHead,
  loadSweep,
  onSweepChange,
  packJournal,
  type StoredCampaign,
  visitOf,
} from '../../lib/sweeps/sweep-storage.ts';
import { errorText } from '../use-loaded.ts';

/** What makes the next opening faster is stored once nothing else was for so long. */
const KEEP_AFTER_MS = 3_000;

export interface OpenSweep {
  stored: StoredCampaign;
  sweep: Sweep;
  /** False while only the queue's beginning is there, which is enough to decide. */
  complete: boolean;
  /** How many cards are in the whole queue, and how many were met that nothing marks. */
  counts: { queue: number; unmarked: number };
  monitor: Monitor;
  /** Goes up with each change of `sweep`, which changes in place. */
  version: number;
  /** Appends to the journal; resolves to why it could not be stored, or null once it is durable. */
  append(entries: readonly NewEntry[]): Promise<string | null>;
}

export type SweepState =
  | { state: 'loading' }
  | { state: 'gone' }
  | { state: 'failed'; why: string }
  | { state: 'open'; value: OpenSweep };

/** @param begins whether the queue's beginning is of use before the whole sweep is there */
export function useSweep(id: string, { begins }: { begins: boolean }): SweepState {
  const [state, setState] = useState<SweepState>({ state: 'loading' });
  const held = useRef<OpenSweep | null>(null);
  /** The journal's last place that the head knows; the whole sweep knows its own. */
  const headUpTo = useRef(0);
  /** Visits that were stored while the whole sweep was being read, and may not be in what was read. */
  const meanwhile = useRef(new Set<string>());
  const keeping = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = useCallback((changes: Partial<OpenSweep>) => {
    if (held.current === null) return;
    const { complete, sweep, counts } = { ...held.current, ...changes };
    held.current = {
      ...held.current,
      ...changes,
      counts: complete ? sweep.counts : counts,
      version: held.current.version + 1,
    };
    setState({ state: 'open', value: held.current });
  }, []);

  const keepLater = useCallback(() => {
    clearTimeout(keeping.current);
    keeping.current = setTimeout(() => {
      const now = held.current;
      if (now?.complete !== true) return;
      // Nothing depends on it but the time that opening takes.
      void Promise.all([packJournal(id), keepHead(now.sweep)]).catch(() => undefined);
    }, KEEP_AFTER_MS);
  }, [id]);

  const append = useMemo(() => {
    const write = groupCommit<NewEntry>(async (entries) => {
      const kept = await appendEntries(id, entries);
      held.current?.sweep.addEntries(kept);
      show({});
      keepLater();
    });
    return (entries: readonly NewEntry[]) => write(entries).then(() => null, errorText);
  }, [id, show, keepLater]);

  const load = useCallback(async () => {
    const [begun, monitor] = await Promise.all([
      begins && held.current === null ? loadHead(id) : null,
      currentMonitor(),
    ]);
    const base = { monitor, append, version: held.current?.version ?? 0 };
    if (begun !== null) {
      const { stored, head, since } = begun;
      const sweep = Sweep.ofCards(stored.campaign, head.cards, since);
      headUpTo.current = head.upTo;
      held.current = { ...base, stored, sweep, complete: false, counts: head };
      show({});
      // The screen first: reading the rest keeps the page busy.
      await new Promise((resolve) => setTimeout(resolve));
    }
    meanwhile.current.clear();
    const loaded = await loadSweep(id);
    if (loaded === null) {
      setState({ state: 'gone' });
      return;
    }
    const sweep = new Sweep(loaded.campaign, loaded.visits, loaded.journal);
    // What was decided while it was read.
    if (begun !== null) sweep.addEntries(await journalFrom(id, sweep.lastSeq));
    const version = held.current?.version ?? 0;
    held.current = { ...base, version, stored: loaded.stored, sweep, complete: true, counts: sweep.counts };
    show({});
    if (begun !== null) {
      const visits = await Promise.all([...meanwhile.current].map((visit) => visitOf(id, visit)));
      sweep.addVisits(visits.filter((visit) => visit !== null));
      sweep.addEntries(await journalFrom(id, sweep.lastSeq));
      show({});
    }
    keepLater();
  }, [id, show, append, keepLater]);

  useEffect(() => {
    load().catch((error: unknown) => setState({ state: 'failed', why: errorText(error) }));
    return onSweepChange((change) => {
      const sweep = held.current?.sweep;
      if (change.campaign !== id || sweep === undefined) return;
      const known = Math.max(sweep.lastSeq, headUpTo.current);
      if (change.what === 'everything') void load();
      else if (change.what === 'visit') {
        meanwhile.current.add(change.id);
        void visitOf(id, change.id).then((visit) => {
          if (visit === null) return;
          sweep.addVisits([visit]);
          show({});
          keepLater();
        });
      } else {
        void journalFrom(id, known).then((entries) => {
          sweep.addEntries(entries);
          if (sweep.lastSeq !== known) show({});
        });
      }
    });
  }, [id, load, show, keepLater]);
  useEffect(() => () => clearTimeout(keeping.current), []);

  return state;
}
