import { describe, expect, it } from 'vitest';
import { Pace } from '../../../lib/evidence/capture/pace.ts';
import { FakeClock } from './fakes.ts';

const QUOTA = new Error('This request exceeds the MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND quota.');

describe('Pace', () => {
  it('never calls more than twice in any second, failed calls included', async () => {
    const clock = new FakeClock();
    const pace = new Pace(clock);
    const calls: number[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const call = pace.call(async () => {
        calls.push(clock.now());
        if (turn % 3 === 0) throw new Error('no');
      });
      await call.catch(() => undefined);
    }
    for (const start of calls)
      expect(calls.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(2);
    expect(calls).toHaveLength(20);
    // And no slower than the quota forces it to, within a twentieth.
    expect((calls.at(-1) ?? 0) - (calls[0] ?? 0)).toBeLessThanOrEqual(19 * 500 * 1.05);
  });

  it('waits a refusal for the quota out and gives the result', async () => {
    const clock = new FakeClock();
    let calls = 0;
    const result = await new Pace(clock).call(async () => {
      calls += 1;
      if (calls < 3) throw QUOTA;
      return 'tile';
    });
    expect(result).toBe('tile');
    expect(clock.now()).toBeGreaterThanOrEqual(2200);
  });

  it('gives up on a quota that never ends, and at once on any other error', async () => {
    const clock = new FakeClock();
    let calls = 0;
    const refuse = async () => {
      calls += 1;
      throw QUOTA;
    };
    await expect(new Pace(clock).call(refuse)).rejects.toBe(QUOTA);
    expect(calls).toBe(7);
    const other = new Error('no tab');
    calls = 0;
    await expect(
      new Pace(clock).call(async () => {
        calls += 1;
        throw other;
      }),
    ).rejects.toBe(other);
    expect(calls).toBe(1);
  });
});
