/** Damages the examples of a target, at random but repeatably, until something does not hold or the runs or the time are over. */
import fc from 'fast-check';
import { changes, damaged } from './mutations.ts';
import { examplesOf, type Target } from './targets.ts';

export interface Budget {
  runs: number;
  /** Milliseconds; null: as long as the runs take. */
  time: number | null;
  seed: number;
}

export interface Outcome {
  runs: number;
  /** What broke it, shrunk; null where everything held. */
  broken: { bytes: Uint8Array; why: string } | null;
}

export async function fuzz(target: Target, { runs, time, seed }: Budget): Promise<Outcome> {
  const examples = await examplesOf(target);
  const seeds = examples.map(({ bytes }) => bytes);
  for (const { name, bytes } of examples) {
    try {
      await target.check(new Uint8Array(bytes), seeds);
    } catch (error) {
      return {
        runs: 0,
        broken: { bytes, why: `${name}, undamaged: ${error instanceof Error ? error.message : error}` },
      };
    }
  }
  const at = fc.nat(seeds.length - 1);
  const made = (one: number, other: number, list: Parameters<typeof damaged>[1]) =>
    damaged(seeds[one] ?? new Uint8Array(), list, seeds[other] ?? new Uint8Array());
  const result = await fc.check(
    fc.asyncProperty(at, at, changes, async (one, other, list) => {
      await target.check(made(one, other, list), seeds);
    }),
    { numRuns: runs, seed, ...(time === null ? {} : { interruptAfterTimeLimit: time }) },
  );
  if (!result.failed || result.counterexample === null) return { runs: result.numRuns, broken: null };
  const why = result.errorInstance;
  return {
    runs: result.numRuns,
    broken: {
      bytes: made(...result.counterexample),
      why: why instanceof Error ? `${why.name}: ${why.message}` : String(why),
    },
  };
}
