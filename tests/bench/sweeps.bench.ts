/** A campaign of 20,000 cards: what opening, deciding, searching, queueing, merging and counting take. Node, memory database. */
import 'fake-indexeddb/auto';
import { bareListing } from '../../lib/listing/bare-listing.ts';
import type { Listing } from '../../lib/listing/listing.ts';
import { readingSchema } from '../../lib/listing/schema.ts';
import { createEngine } from '../../lib/rules/engine.ts';
import { matcherOf } from '../../lib/rules/matcher.ts';
import { readSweepFile, sweepFile } from '../../lib/sweeps/file.ts';
import { mergeSweeps } from '../../lib/sweeps/merge.ts';
import { cardsOf } from '../../lib/sweeps/screen.ts';
import { found } from '../../lib/sweeps/search.ts';
import { statisticsOf } from '../../lib/sweeps/statistics.ts';
import { Sweep } from '../../lib/sweeps/sweep.ts';
import { compileDirectory } from '../../tools/pack/build.ts';
import { BUILT_IN_RULES } from '../../tools/pack/load.ts';
import { ANA, BEN, CAMPAIGN, key, START, uuid } from '../unit/sweeps/made.ts';
import { CARDS, madeSweep } from './made-sweep.ts';
import { type Bench, type BenchRow, median } from './table.ts';

async function timed(rounds: number, work: (round: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work(round);
    times.push(performance.now() - start);
  }
  return median(times);
}

function newListings(count: number): Listing[] {
  return Array.from({ length: count }, (_, at) => ({
    ...bareListing({
      marketplace: 'aliexpress',
      id: `10077${at}0000`,
      canonicalUrl: `https://fr.aliexpress.com/item/10077${at}0000.html`,
      region: 'fr',
    }),
    kind: 'card' as const,
    title:
      at % 4 === 0
        ? `Couteau papillon balisong acier inoxydable modèle ${at}`
        : `Lampe de bureau à pince, lumière chaude, variateur ${at}`,
  }));
}

const bench: Bench = {
  title: 'Sweeps (20,000 cards)',
  async run(): Promise<BenchRow[]> {
    // The storage modules reach for the extension's API when they load.
    const { appendEntries, importInto, loadSweep, saveCampaign, storePage } = await import(
      '../../lib/sweeps/sweep-storage.ts'
    );
    const compiled = await compileDirectory(BUILT_IN_RULES, { publisher: 'bench', version: '1' });
    if (!compiled.ok) throw new Error('the built-in rules do not compile');
    const engine = createEngine(compiled.value.pack);
    const own = madeSweep(ANA, 10);
    const theirs = madeSweep(BEN, 20);
    const sweep = new Sweep(own.campaign, own.visits, own.journal);
    const queue = sweep.queue();

    await saveCampaign(CAMPAIGN);
    await importInto(own);
    const decide = (round: number) => ({
      kind: 'verdict' as const,
      verdict: 'unsure' as const,
      listing: key(6_000 + round),
      by: ANA,
      at: START,
    });
    const shown = await timed(20, (round) => {
      sweep.addEntries([{ ...decide(round), campaign: CAMPAIGN.id, seq: 100_000 + round, id: uuid(900, round) }]);
      return found(
        sweep.queue().filter(({ verdict }) => verdict === null),
        'papillon',
      );
    });
    const durable = await timed(20, (round) => appendEntries(CAMPAIGN.id, [decide(round)]));
    const listings = newListings(500);
    const reading = {
      marketplace: 'aliexpress',
      page: 'grid',
      url: 'https://fr.aliexpress.com/w/wholesale-x.html',
      completeness: { verdict: 'complete', lacking: [], reason: null },
      listings,
    };
    const queued = await timed(7, async (round) => {
      const parsed = readingSchema.parse(reading);
      const cards = cardsOf(matcherOf([engine]), parsed.listings, { language: 'fr', seesWeak: true });
      const page = { marketplace: 'aliexpress', country: 'FR', language: 'fr', words: `neuf ${round}`, page: 1 };
      sweep.addVisits([
        await storePage(CAMPAIGN.id, { page, sweep: 1, by: ANA, at: new Date(START), state: 'read', cards }),
      ]);
      return sweep.queue();
    });
    const file = sweepFile(theirs);
    const memoryBefore = process.memoryUsage().heapUsed;
    const again = new Sweep(own.campaign, own.visits, own.journal);
    const memory = (process.memoryUsage().heapUsed - memoryBefore) / 1e6;
    if (again.entries.size !== CARDS) throw new Error('cards are missing');
    const merged = mergeSweeps(own, theirs);
    if (merged === null || merged.journal.length !== own.journal.length * 2) throw new Error('the merge lost entries');
    return [
      {
        what: 'open: load, work out the queue',
        value: await timed(5, async () => {
          const loaded = await loadSweep(CAMPAIGN.id);
          return loaded === null ? null : new Sweep(loaded.campaign, loaded.visits, loaded.journal).queue();
        }),
        unit: 'ms',
        note: 'memory database, whose reading is copying; the browser test has the real one',
      },
      {
        what: 'open: work out the queue alone',
        value: await timed(5, () => new Sweep(own.campaign, own.visits, own.journal).queue()),
        unit: 'ms',
        bar: { atMost: 300 },
      },
      {
        what: 'a decision is shown: applied, list filtered and searched',
        value: shown,
        unit: 'ms',
        bar: { atMost: 50 },
      },
      { what: 'a decision is stored', value: durable, unit: 'ms', bar: { atMost: 100 }, note: 'memory database' },
      {
        what: 'search as you type, one word',
        value: await timed(20, () => found(queue, 'papillon')),
        unit: 'ms',
        bar: { atMost: 50 },
      },
      {
        what: 'search as you type, three words',
        value: await timed(20, () => found(queue, 'papillon store 19999')),
        unit: 'ms',
        bar: { atMost: 50 },
      },
      { what: '500 new cards checked, matched, stored, queued', value: queued, unit: 'ms', bar: { atMost: 200 } },
      {
        what: 'merge of two files of 20,000: read the one, merge, work out',
        value: await timed(3, async () => {
          const read = await readSweepFile(file, []);
          if (!read.ok || read.kind !== 'sweep') throw new Error('the file is not taken');
          const both = mergeSweeps(own, read.data);
          return both === null ? null : new Sweep(both.campaign, both.visits, both.journal).disagreements();
        }),
        unit: 'ms',
        bar: { atMost: 2_000 },
      },
      {
        what: 'statistics of 1,000 reported among 20,000',
        value: await timed(5, () => statisticsOf(again)),
        unit: 'ms',
        bar: { atMost: 1_000 },
      },
      { what: 'memory of one more copy of the state', value: memory, unit: 'MB', bar: { atMost: 150 } },
    ];
  },
};

export default bench;
