/**
 * Keeps the memory of a command that works through a long input where it is after the first megabytes.
 *
 * Node lets garbage pile up as long as there is room, so that a process that holds nothing still grows with its input.
 * Here the young generation keeps its first size, and everything is collected every so many bytes.
 */
import v8 from 'node:v8';
import vm from 'node:vm';

/** Bytes of input between two collections: one costs a few milliseconds, as much as matching a hundred kilobytes. */
const INTERVAL = 16 * 1024 * 1024;

/** What to call with the bytes, or characters, of each piece of input that was worked off. */
export function holdMemory(): (bytes: number) => void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('gc');
  let since = 0;
  return (bytes) => {
    since += bytes;
    if (since < INTERVAL) return;
    since = 0;
    if (typeof collect === 'function') collect();
  };
}
