/** What leaves a campaign as a file: a table for spreadsheets, everything for machines, examples for rule authors. */
import { type Cell, CSV_START, csvLine } from '../reports/csv.ts';
import { type Followed, followed } from './recheck.ts';
import { siteOf } from './statistics.ts';
import { isQueued, type QueueEntry, type Sweep } from './sweep.ts';

const COLUMNS = [
  'listing',
  'marketplace',
  'address',
  'title',
  'seller',
  'seller id',
  'price',
  'family',
  'rules',
  'confidence',
  'verdict',
  'disputed',
  'decided by',
  'notes',
  'first met',
  'times met',
  'reported at',
  'report',
  'state',
  'gone at',
  'back as',
] as const;

const time = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString();

function row(entry: QueueEntry, fate: Followed | undefined): Cell[] {
  const { card, report } = entry;
  return [
    entry.listing,
    siteOf(entry.listing),
    card.url,
    card.title,
    card.seller?.name ?? null,
    card.seller?.id ?? null,
    card.price?.text ?? null,
    card.findings[0]?.family ?? null,
    card.findings.map(({ rule }) => rule).join(' '),
    card.findings[0]?.confidence ?? null,
    entry.verdict,
    entry.disputed,
    [...entry.verdicts.values()].map(({ by, verdict }) => `${by.name}: ${verdict}`).join('; '),
    entry.notes.join(' / '),
    time(entry.met[0]?.at),
    entry.met.length,
    time(report?.at),
    report?.report ?? null,
    fate?.state ?? null,
    time(fate?.goneAt),
    fate?.returns.map(({ listing }) => listing).join(' ') ?? null,
  ];
}

/** The queue, one line a listing; formulas in cells are made harmless. */
export function queueCsv(sweep: Sweep): string {
  const fates = new Map(followed(sweep).map((one) => [one.entry.listing, one]));
  const lines = sweep.queue().map((entry) => csvLine(row(entry, fates.get(entry.listing))));
  return CSV_START + csvLine(COLUMNS) + lines.join('');
}

export type FeedbackKind = 'missed' | 'false-alarm' | 'confirmed';

/** One listing for whoever writes the rules: `vigie match` reads these lines, and a person sees what the rules did. */
export interface Feedback {
  id: string;
  title: string;
  kind: FeedbackKind;
  rules: string[];
  families: string[];
  notes: readonly string[];
}

function kindOf(entry: QueueEntry): FeedbackKind | null {
  if (entry.disputed || !isQueued(entry)) return null;
  if (entry.strength === 0)
    return entry.verdict === 'not-illicit' ? null : entry.verdict === 'suspicious' || entry.byHand ? 'missed' : null;
  return entry.verdict === 'not-illicit' ? 'false-alarm' : entry.verdict === 'suspicious' ? 'confirmed' : null;
}

/** JSON Lines: what the rules missed, what they marked wrongly, and what they marked rightly. No seller, no person. */
export function feedbackLines(sweep: Sweep): string {
  return sweep
    .queue()
    .flatMap((entry): Feedback[] => {
      const kind = kindOf(entry);
      const { title, findings } = entry.card;
      if (kind === null || title === null) return [];
      return [
        {
          id: entry.listing,
          title,
          kind,
          rules: findings.map(({ rule }) => rule),
          families: [...new Set(findings.map(({ family }) => family))],
          notes: entry.notes,
        },
      ];
    })
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
