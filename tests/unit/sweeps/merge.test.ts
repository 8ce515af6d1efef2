import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeSweeps, newIn, type SweepData } from '../../../lib/sweeps/merge.ts';
import { Sweep } from '../../../lib/sweeps/sweep.ts';
import { ANA, BEN, CAMPAIGN, card, entry, key, START, sweepArbitrary, visit } from './made.ts';

const merged = (one: SweepData, other: SweepData): SweepData => {
  const result = mergeSweeps(one, other);
  if (result === null) throw new Error('not of one campaign');
  return result;
};

/** All that a person sees of a sweep. */
const seen = ({ campaign, visits, journal }: SweepData) => {
  const sweep = new Sweep(campaign, visits, journal);
  return { queue: sweep.queue(), unflagged: sweep.unflagged().length, disagreements: sweep.disagreements() };
};

describe('merge', () => {
  test('is commutative', () => {
    fc.assert(
      fc.property(sweepArbitrary, sweepArbitrary, (one, other) => {
        expect(merged(one, other)).toEqual(merged(other, one));
      }),
    );
  });

  test('is associative', () => {
    fc.assert(
      fc.property(sweepArbitrary, sweepArbitrary, sweepArbitrary, (a, b, c) => {
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
      }),
    );
  });

  test('is idempotent', () => {
    fc.assert(
      fc.property(sweepArbitrary, sweepArbitrary, (one, other) => {
        const both = merged(one, other);
        expect(merged(both, other)).toEqual(both);
        expect(merged(both, both)).toEqual(both);
        expect(newIn(other, both)).toEqual({ visits: [], journal: [] });
      }),
    );
  });

  test('loses nothing that either holds', () => {
    fc.assert(
      fc.property(sweepArbitrary, sweepArbitrary, (one, other) => {
        const ids = (items: readonly { id: string }[]) => new Set(items.map(({ id }) => id));
        const both = merged(one, other);
        expect(ids(both.journal)).toEqual(ids([...one.journal, ...other.journal]));
        expect(ids(both.visits)).toEqual(ids([...one.visits, ...other.visits]));
      }),
    );
  });

  test('the state does not depend on the order in which entries arrive', () => {
    fc.assert(
      fc.property(sweepArbitrary, fc.infiniteStream(fc.nat()), (data, stream) => {
        const unique = merged(data, { ...data, visits: [], journal: [] });
        const shuffled = [...unique.journal]
          .map((line) => ({ line, at: stream.next().value }))
          .sort((a, b) => a.at - b.at);
        const state = seen(unique);
        expect(seen({ ...unique, journal: shuffled.map(({ line }) => line) })).toEqual(state);
        const stepwise = new Sweep(unique.campaign, unique.visits);
        for (const { line } of shuffled) stepwise.addEntries([line]);
        expect(stepwise.queue()).toEqual(state.queue);
      }),
    );
  });

  test('two monitors, one disagreement', () => {
    const visits = [visit(1, [card(1), card(2)])];
    const by = (monitor: typeof ANA, second: 'suspicious' | 'not-illicit') => ({
      campaign: CAMPAIGN,
      visits,
      journal: [
        entry({ kind: 'verdict', verdict: 'suspicious', listing: key(1), by: monitor, at: START }),
        entry({ kind: 'verdict', verdict: second, listing: key(2), by: monitor, at: START }),
      ],
    });
    const { disagreements } = seen(merged(by(ANA, 'suspicious'), by(BEN, 'not-illicit')));
    expect(
      disagreements.map(({ listing, verdicts }) => [listing, verdicts.map((one) => `${one.by.name} ${one.verdict}`)]),
    ).toEqual([[key(2), ['Ana suspicious', 'Ben not-illicit']]]);
  });

  test('files of two campaigns are not merged', () => {
    const other = { ...CAMPAIGN, id: ANA.id };
    expect(
      mergeSweeps({ campaign: CAMPAIGN, visits: [], journal: [] }, { campaign: other, visits: [], journal: [] }),
    ).toBeNull();
  });
});
