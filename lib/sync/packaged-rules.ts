import { browser } from 'wxt/browser';
import { createEngine, type Engine } from '../rules/engine.ts';
import { decodePack } from '../rules/pack.ts';

export type LoadedRules = { ok: true; engine: Engine } | { ok: false; why: string };

/** Where the build puts the pack made of `assets/rules`. */
export const PACKAGED_PACK = '/rules/built-in.pack';

/** The rules that come in the package. Never rejects: without rules Vigie still reads and reports, and says so. */
export async function loadPackagedRules(): Promise<LoadedRules> {
  try {
    const response = await fetch(browser.runtime.getURL(PACKAGED_PACK as Parameters<typeof browser.runtime.getURL>[0]));
    const pack = decodePack(new Uint8Array(await response.arrayBuffer()));
    return pack.ok
      ? { ok: true, engine: createEngine(pack.value) }
      : { ok: false, why: pack.problems.map(({ message }) => message).join(' ') };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
