/** The queue: search, one key an action, and the current card's details. What is decided is stored before it is announced. */
import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { ListingKey } from '../../lib/listing/listing.ts';
import type { NewEntry, Verdict } from '../../lib/sweeps/journal.ts';
import { sellerKey } from '../../lib/sweeps/likeness.ts';
import { SWEEP_LIMITS } from '../../lib/sweeps/limits.ts';
import { found, prepareSearch } from '../../lib/sweeps/search.ts';
import type { Earlier, QueueEntry } from '../../lib/sweeps/sweep.ts';
import { verdictsElsewhere } from '../../lib/sweeps/sweep-storage.ts';
import { SelectField, TextArea, TextField } from '../fields.tsx';
import { later } from '../later.tsx';
import { EntryDetails, EntryRow, verdictText } from './entry-parts.tsx';
import { TriageCapture, useTriageCapture } from './triage-capture.tsx';
import type { OpenSweep } from './use-sweep.ts';
import { VirtualList } from './virtual-list.tsx';

const BulkReport = later(async () => (await import('./bulk-report.tsx')).BulkReport);

const FILTERS = ['open', 'all', 'suspicious', 'unsure', 'not-illicit', 'disputed', 'reported', 'unmarked'] as const;
type Filter = (typeof FILTERS)[number];
const FILTER_KEYS = {
  open: 'sweep.filter.open',
  all: 'sweep.filter.all',
  suspicious: 'sweep.verdict.suspicious',
  unsure: 'sweep.verdict.unsure',
  'not-illicit': 'sweep.verdict.notIllicit',
  disputed: 'sweep.verdict.disputed',
  reported: 'sweep.verdict.reported',
  unmarked: 'sweep.unmarked',
} as const satisfies Record<Filter, string>;

const PAGE_ROWS = 8;
/** Texts to search in are made so many at a time, while the person reads the first card. */
const PREPARED_AT_ONCE = 500;
const PREPARING_PAUSE_MS = 25;
const KEYS = [
  ['S', 'sweep.verdict.suspicious'],
  ['N', 'sweep.verdict.notIllicit'],
  ['U', 'sweep.verdict.unsure'],
  ['O', 'sweep.keys.open'],
  ['C', 'capture.page'],
  ['T', 'sweep.noteLabel'],
  ['M', 'sweep.keys.seller'],
  ['X', 'sweep.keys.tick'],
  ['A', 'sweep.keys.add'],
  ['Z', 'sweep.keys.undo'],
  ['/', 'sweep.search'],
] as const;

function filtered(
  { sweep }: OpenSweep,
  filter: Filter,
  seller: string | null,
  pending: ReadonlyMap<ListingKey, Verdict>,
) {
  if (seller !== null) return [...sweep.entries.values()].filter(({ card }) => sellerKey(card) === seller);
  if (filter === 'unmarked') return sweep.unflagged();
  const queue = sweep.queue();
  switch (filter) {
    case 'all':
      return queue;
    case 'open':
      return queue.filter(({ verdict, listing }) => verdict === null && !pending.has(listing));
    case 'disputed':
      return queue.filter(({ disputed }) => disputed);
    case 'reported':
      return queue.filter(({ report }) => report !== null);
    default:
      return queue.filter(({ verdict }) => verdict === filter);
  }
}

export function QueueView({ open }: { open: OpenSweep }) {
  const { sweep, version, monitor, append, stored, complete, counts } = open;
  const [filter, setFilter] = useState<Filter>('open');
  const [seller, setSeller] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [current, setCurrent] = useState(0);
  const [ticked, setTicked] = useState<ReadonlySet<ListingKey>>(new Set());
  const [pending, setPending] = useState<ReadonlyMap<ListingKey, Verdict>>(new Map());
  const [note, setNote] = useState<{ listing: ListingKey; text: string } | null>(null);
  const [said, setSaid] = useState('');
  const [fault, setFault] = useState('');
  const [focus, setFocus] = useState(1);
  const [reporting, setReporting] = useState(false);
  const [earlier, setEarlier] = useState<ReadonlyMap<ListingKey, Earlier>>(new Map());
  const evidence = useTriageCapture();
  const search = useRef<HTMLDivElement>(null);
  const noteField = useRef<HTMLFieldSetElement>(null);

  useEffect(() => {
    // Not needed to begin; a campaign opens without waiting for the others.
    void verdictsElsewhere(stored.id).then(setEarlier);
  }, [stored.id]);
  useEffect(() => {
    const rest = [...sweep.entries.values()];
    const some = () => {
      prepareSearch(rest.splice(0, PREPARED_AT_ONCE));
      if (rest.length > 0) timer = setTimeout(some, PREPARING_PAUSE_MS);
    };
    let timer = setTimeout(some, PREPARING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [sweep]);
  useEffect(() => {
    if (note !== null) noteField.current?.querySelector('textarea')?.focus();
  }, [note?.listing]);

  const shown = useMemo(
    () => found(filtered(open, filter, seller, pending), typed),
    [version, filter, seller, typed, pending],
  );
  const index = Math.min(current, Math.max(0, shown.length - 1));
  const entry = shown[index];
  const pointedAt = useRef<ListingKey | null>(null);
  useLayoutEffect(() => {
    // The whole queue takes the place of its beginning: the person stays at the card that they look at.
    const at = shown.findIndex(({ listing }) => listing === pointedAt.current);
    if (at !== -1) setCurrent(at);
  }, [complete]);
  useLayoutEffect(() => {
    pointedAt.current = entry?.listing ?? null;
  });

  const keep = async (lines: readonly NewEntry[], words: string): Promise<boolean> => {
    const why = await append(lines);
    setFault(why === null ? '' : i18n.t('sweep.notStored', [why]));
    if (why === null) setSaid(words);
    return why === null;
  };
  const line = { by: monitor, at: Date.now() };
  const decide = (about: QueueEntry, verdict: Verdict) => {
    setPending((before) => new Map(before).set(about.listing, verdict));
    // In the list of open cards the next one takes this one's place; in others the person moves on.
    if (filter !== 'open' || seller !== null) setCurrent(Math.min(index + 1, shown.length - 1));
    const words = i18n.t('popup.labelled', [verdictText(verdict), about.card.title ?? about.listing]);
    void keep([{ ...line, kind: 'verdict', verdict, listing: about.listing }], words).then(() =>
      setPending((before) => new Map([...before].filter(([listing]) => listing !== about.listing))),
    );
  };
  const undo = () => {
    if (!complete) {
      setSaid(i18n.t('sweep.loading'));
      return;
    }
    const last = sweep.lastOf(monitor.id);
    if (last === null) setSaid(i18n.t('sweep.nothingToUndo'));
    else {
      const title = sweep.entries.get(last.listing)?.card.title ?? last.listing;
      void keep([{ ...line, kind: 'undo', undoes: last.id, listing: last.listing }], i18n.t('sweep.undone', [title]));
    }
  };
  const tick = ({ listing, report }: QueueEntry) => {
    if (report !== null) {
      setSaid(i18n.t('sweep.alreadyReported'));
      return;
    }
    const changed = new Set(ticked);
    if (!changed.delete(listing)) changed.add(listing);
    setTicked(changed);
    setSaid(i18n.t('sweep.ticked', [changed.size]));
  };
  const act = (key: string): boolean => {
    const move = (to: number) => setCurrent(Math.max(0, Math.min(to, shown.length - 1)));
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      j: index + 1,
      ArrowUp: index - 1,
      k: index - 1,
      PageDown: index + PAGE_ROWS,
      PageUp: index - PAGE_ROWS,
      Home: 0,
      End: shown.length - 1,
    };
    const to = moves[key];
    if (to !== undefined) move(to);
    else if (key === 'z') undo();
    else if (key === '/') search.current?.querySelector('input')?.focus();
    else if (entry === undefined) return false;
    else if (key === 's') decide(entry, 'suspicious');
    else if (key === 'n') decide(entry, 'not-illicit');
    else if (key === 'u') decide(entry, 'unsure');
    else if (key === 'x' || key === ' ') tick(entry);
    else if (key === 'o' || key === 'Enter') void browser.tabs.create({ url: entry.card.url });
    else if (key === 'c') evidence.capture(entry);
    else if (key === 't') setNote({ listing: entry.listing, text: '' });
    else if (key === 'm') {
      setSeller(sellerKey(entry.card));
      setCurrent(0);
    } else if (key === 'a') {
      void keep([{ ...line, kind: 'add', listing: entry.listing }], i18n.t('sweep.added', [entry.card.title ?? '']));
    } else return false;
    return true;
  };
  const saveNote = () => {
    if (note === null || note.text.trim() === '') return;
    void keep([{ ...line, kind: 'note', text: note.text.trim(), listing: note.listing }], i18n.t('sweep.noted')).then(
      (ok) => {
        if (!ok) return;
        setNote(null);
        setFocus((before) => before + 1);
      },
    );
  };

  if (reporting) {
    const chosen = [...ticked].flatMap((listing) => sweep.entries.get(listing) ?? []);
    return (
      <BulkReport
        open={open}
        entries={chosen}
        close={(done) => {
          if (done) setTicked(new Set());
          setReporting(false);
          setFocus((before) => before + 1);
        }}
      />
    );
  }
  return (
    <div class="queue">
      <div ref={search} class="queue-tools">
        <TextField label={i18n.t('sweep.search')} type="search" value={typed} max={200} onInput={setTyped} />
        <SelectField
          label={i18n.t('sweep.show')}
          value={filter}
          options={FILTERS.map((value) => ({ value, label: i18n.t(FILTER_KEYS[value]) }))}
          onChange={(value) => {
            setFilter(FILTERS.find((one) => one === value) ?? 'open');
            setSeller(null);
            setCurrent(0);
          }}
        />
      </div>
      {seller !== null && (
        <p class="notice">
          {i18n.t('sweep.sameSeller', [shown[0]?.card.seller?.name ?? seller])}{' '}
          <button
            type="button"
            onClick={() => {
              setSeller(null);
              setFocus((before) => before + 1);
            }}
          >
            {i18n.t('sweep.backToQueue')}
          </button>
        </p>
      )}
      <p class="note">
        {i18n.t('sweep.counts', [shown.length, counts.queue, counts.unmarked])}
        {!complete && ` · ${i18n.t('sweep.loading')}`}
        {pending.size > 0 && ` · ${i18n.t('sweep.keeping', [pending.size])}`}
      </p>
      <VirtualList
        label={i18n.t('sweep.queue')}
        items={shown}
        keyOf={({ listing }) => listing}
        current={index}
        isSelected={({ listing }) => ticked.has(listing)}
        row={(item) => (
          <EntryRow entry={item} pending={pending.get(item.listing) ?? null} ticked={ticked.has(item.listing)} />
        )}
        choose={setCurrent}
        onKey={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
          if (act(key)) event.preventDefault();
        }}
        focus={focus}
      />
      {entry !== undefined && <EntryDetails entry={entry} earlier={earlier.get(entry.listing)} />}
      <TriageCapture {...evidence} />
      {note !== null && (
        <fieldset
          ref={noteField}
          class="card"
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) saveNote();
            if (event.key === 'Escape') {
              setNote(null);
              setFocus((before) => before + 1);
            }
          }}
        >
          <TextArea
            label={i18n.t('sweep.noteLabel')}
            hint={i18n.t('sweep.noteHint')}
            value={note.text}
            max={SWEEP_LIMITS.note}
            onInput={(text) => setNote({ ...note, text })}
          />
          <button type="button" onClick={saveNote}>
            {i18n.t('sweep.noteSave')}
          </button>
        </fieldset>
      )}
      <div class="actions">
        <button type="button" class="primary" disabled={ticked.size === 0} onClick={() => setReporting(true)}>
          {i18n.t('sweep.reportTicked', [ticked.size])}
        </button>
        <button
          type="button"
          onClick={() =>
            setTicked(new Set(shown.filter(({ report }) => report === null).map(({ listing }) => listing)))
          }
        >
          {i18n.t('sweep.tickAll')}
        </button>
      </div>
      {fault !== '' && (
        <p class="faults" role="alert">
          {fault}
        </p>
      )}
      <p class="note" role="status">
        {said}
      </p>
      <details>
        <summary>{i18n.t('sweep.keys.heading')}</summary>
        <dl class="facts">
          {KEYS.map(([key, action]) => (
            <Fragment key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{i18n.t(action)}</dd>
            </Fragment>
          ))}
        </dl>
      </details>
    </div>
  );
}
