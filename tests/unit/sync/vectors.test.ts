import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkForUpdate } from '../../../lib/sync/fetch-update.ts';
import type { Source } from '../../../lib/sync/source.ts';
import { type Bytes, fromBase64 } from '../../../lib/sync/trust/encoding.ts';
import { type TrustedState, trustRoot } from '../../../lib/sync/trust/update.ts';
import { vectorsSchema } from '../../fixtures/sync/scenario.ts';

const vectors = vectorsSchema.parse(
  JSON.parse(readFileSync(new URL('../../fixtures/sync/vectors.json', import.meta.url), 'utf8')),
);

function blob(hash: string): Bytes {
  const bytes = fromBase64(vectors.blobs[hash] ?? '');
  if (bytes === null || bytes.length === 0) throw new Error(`there is no blob ${hash}`);
  return bytes;
}

const serving = (files: Readonly<Record<string, string>>): Source => ({
  async read(path, { most }) {
    const hash = files[path];
    if (hash === undefined) return { kind: 'absent' };
    const bytes = blob(hash);
    return bytes.length > most ? { kind: 'fault', fault: { kind: 'too-large', most } } : { kind: 'bytes', bytes };
  },
});

const summary = (state: TrustedState) => ({
  root: state.root.version,
  sequence: state.head?.content.sequence ?? null,
  packs: Object.fromEntries(state.installed.map(({ name, sha256 }) => [name, sha256])),
});

describe('the test vectors', () => {
  it.each(vectors.scenarios)('$name: $what', async ({ root, steps }) => {
    const pinned = await trustRoot(blob(root));
    if (!pinned.ok) throw new Error('the pinned root is not good');
    let state = pinned.value;
    const stored = new Map<string, Bytes>();
    for (const step of steps) {
      const result = await checkForUpdate(serving(step.serve), state, {
        now: Date.parse(step.now),
        base: async (_, sha256) => stored.get(sha256) ?? null,
      });
      if (result.kind === 'updated') for (const { entry, bytes } of result.packs) stored.set(entry.sha256, bytes);
      state = result.state;
      expect({
        result: result.kind,
        ...(result.kind === 'refused' ? { reason: result.refusal.kind } : {}),
        ...(result.kind === 'fault' ? { reason: result.fault.kind } : {}),
        ...(result.kind === 'updated'
          ? { via: Object.fromEntries(result.packs.map(({ entry, via }) => [entry.name, via])) }
          : {}),
        ...('tooNew' in result && result.tooNew.length > 0 ? { tooNew: result.tooNew } : {}),
        after: summary(state),
      }).toEqual(step.expect);
    }
  });
});
