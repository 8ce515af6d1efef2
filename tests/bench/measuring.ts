/** Time and memory, as the workers of benches measure them. */
import v8 from 'node:v8';

/** Megabytes that this thread holds after a collection, typed arrays included. */
export function heldMegabytes(): number {
  globalThis.gc?.();
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}

/** What the work gives, and the milliseconds it took. */
export function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}
