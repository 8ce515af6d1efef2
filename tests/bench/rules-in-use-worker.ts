/** From stored bytes to ready to match, in a thread of its own: as cold as the worker that a browser has just woken. */
import process from 'node:process';
import v8 from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { EMPTY_INPUT } from '../../lib/rules/match-input.ts';
import { matcherOf } from '../../lib/rules/matcher.ts';
import { formatOf } from '../../lib/sync/formats/registry.ts';

/** Milliseconds of processor time of this thread: what a machine without other work would take, whatever else runs. */
function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

export interface MeasuredStart {
  /** Milliseconds of processor time, by format. */
  load: Record<string, number>;
  /** The first match of a title. */
  first: number;
  /** Milliseconds by the clock, all together. */
  wall: number;
  /** Megabytes, stored bytes included. */
  heap: number;
}

function held(): number {
  globalThis.gc?.();
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}

const { packs, title }: { packs: [format: string, bytes: Uint8Array][]; title: string } = workerData;
const before = held();
const began = performance.now();
const load: Record<string, number> = {};
const engines = packs.map(([id, bytes]) => {
  const start = spent();
  const loaded = formatOf(id)?.load(bytes);
  load[id] = spent() - start;
  if (loaded?.ok !== true) throw new Error(`${id} does not load`);
  return loaded.value;
});
const matcher = matcherOf(engines);
const start = spent();
const found = matcher.match({ ...EMPTY_INPUT, listing: 'aliexpress:1005', title }).length;
const first = spent() - start;
const wall = performance.now() - began;
if (found === 0) throw new Error('nothing was found');
const heap = Math.max(0, held() - before) + packs.reduce((sum, [, bytes]) => sum + bytes.byteLength, 0) / 2 ** 20;
const measured: MeasuredStart = { load, first, wall, heap };
parentPort?.postMessage(measured);
