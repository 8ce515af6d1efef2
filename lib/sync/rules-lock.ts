import { browser } from 'wxt/browser';
import { openDatabase, type VigieDatabase } from '../storage/database.ts';

const LOCK = 'vigie-rules';
/** Browsers end a background that is silent for half a minute, a download or not. */
const SIGN_OF_LIFE_MS = 20_000;

/** Nobody else checks, adds, removes or imports rules meanwhile, in whichever context. */
export async function alone<T>(work: (database: VigieDatabase) => Promise<T>): Promise<T> {
  const alive = setInterval(() => void browser.runtime.getPlatformInfo().catch(() => undefined), SIGN_OF_LIFE_MS);
  try {
    return await navigator.locks.request(LOCK, async () => work(await openDatabase()));
  } finally {
    clearInterval(alive);
  }
}
