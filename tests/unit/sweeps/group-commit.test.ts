import { describe, expect, it } from 'vitest';
import { groupCommit } from '../../../lib/sweeps/group-commit.ts';

/** Writes that end when the test says so. */
function slowWrites() {
  const groups: string[][] = [];
  const ends: { resolve: () => void; reject: (why: Error) => void }[] = [];
  const write = (items: readonly string[]) => {
    groups.push([...items]);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    ends.push({ resolve, reject });
    return promise;
  };
  return { groups, ends, append: groupCommit(write) };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('decisions that come faster than the disk', () => {
  it('are written together once the write before them is done, in their order', async () => {
    const { groups, ends, append } = slowWrites();
    const first = append(['a']);
    await turn();
    const later = [append(['b']), append(['c', 'd']), append(['e'])];
    await turn();
    expect(groups).toEqual([['a']]);
    ends[0]?.resolve();
    await first;
    await turn();
    expect(groups).toEqual([['a'], ['b', 'c', 'd', 'e']]);
    ends[1]?.resolve();
    await Promise.all(later);
  });

  it('are each told when their write fails, and the next are written all the same', async () => {
    const { groups, ends, append } = slowWrites();
    const first = append(['a']);
    const same = append(['b']);
    await turn();
    ends[0]?.reject(new Error('full'));
    await expect(first).rejects.toThrow('full');
    await expect(same).rejects.toThrow('full');
    const next = append(['c']);
    await turn();
    ends[1]?.resolve();
    await next;
    expect(groups).toEqual([['a', 'b'], ['c']]);
  });
});
