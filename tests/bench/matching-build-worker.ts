/** Makes the stored form of an engine's terms, in a thread of its own so that nothing of it is warm where it is used. */
import { parentPort, workerData } from 'node:worker_threads';
import { CONTENDERS, type EngineName } from './matching-engines.ts';
import { makeTerms } from './matching-texts.ts';
import { timed } from './measuring.ts';

export interface Built {
  stored: Uint8Array | null;
  milliseconds: number;
}

const { engine, terms: count }: { engine: EngineName; terms: number } = workerData;
const terms = makeTerms(count);
const [stored, milliseconds] = timed(() => CONTENDERS[engine].store?.(terms) ?? null);
const built: Built = { stored, milliseconds };
parentPort?.postMessage(built);
