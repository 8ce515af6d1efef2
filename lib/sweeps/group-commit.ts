/**
 * One durable write at a time, and whatever comes in meanwhile together in the next one. A durable write waits for the
 * disk, which a person who decides by key outruns: written one by one, their decisions would queue up, and those at the
 * queue's end would be lost with the window. So none waits for more than the write under way and its own.
 */
export function groupCommit<Item>(
  write: (items: readonly Item[]) => Promise<void>,
): (items: readonly Item[]) => Promise<void> {
  let waiting: Item[] = [];
  let underway: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return (items) => {
    waiting.push(...items);
    next ??= underway.then(() => {
      const group = waiting;
      waiting = [];
      next = null;
      const written = write(group);
      // The next group is written whatever became of this one, whose callers are told.
      underway = written.catch(() => undefined);
      return written;
    });
    return next;
  };
}
