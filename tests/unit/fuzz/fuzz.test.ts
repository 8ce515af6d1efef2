/** A short run of what `npm run fuzz` does at length: every example of the corpus, and some damage to each, the same each time. */
import { describe, expect, it } from 'vitest';
import { fuzz } from '../../fuzz/fuzz.ts';
import { examplesOf, TARGETS, type Target } from '../../fuzz/targets.ts';

const RUNS = 40;

describe('bytes from outside', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_name, target) => {
    const { runs, broken } = await fuzz(target, { runs: RUNS, time: null, seed: 20_261_124 });
    expect(broken?.why ?? null).toBeNull();
    expect(runs).toBe(RUNS);
  });

  it.each(TARGETS.map((target) => [target.name, target] as const))('%s: an example is taken', async (_name, target) => {
    const examples = await examplesOf(target);
    const seeds = examples.map(({ bytes }) => bytes);
    const taken: boolean[] = [];
    for (const bytes of seeds) taken.push(await target.check(new Uint8Array(bytes), seeds));
    expect(taken).toContain(true);
  });
});

describe('the fuzzer', () => {
  it('finds what does not hold, and gives the bytes that show it', async () => {
    const target: Target = {
      name: 'made-up',
      seeds: async () => [new TextEncoder().encode('good')],
      check(bytes) {
        if (bytes.length > 6) throw new Error('too long');
        return true;
      },
    };
    const { broken } = await fuzz(target, { runs: 500, time: null, seed: 1 });
    expect(broken?.why).toContain('too long');
    expect(broken?.bytes.length).toBeGreaterThan(6);
  });
});
