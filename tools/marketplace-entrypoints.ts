/**
 * Makes two content scripts for each marketplace of the registry: a gate, which the browser runs on every page of the
 * marketplace, and the reader, which the background brings in where the gate finds an address of goods. An adapter is a
 * file named after its id that exports the adapter under that name, and `pageKind`; from it alone follow the scripts, so
 * that a new marketplace needs no entrypoint of its own and no page loads the code of the other marketplaces.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter } from '../lib/marketplaces/adapter.ts';
import { ADAPTERS } from '../lib/marketplaces/registry.ts';

interface Entrypoint {
  name: string;
  inputPath: string;
  type: 'content-script';
}

const root = join(import.meta.dirname, '..');

// The options are written out: WXT would keep an adapter that they refer to, and with it the reader, in the gate.
function gate({ id, matches }: Adapter): string {
  return `import { defineContentScript } from 'wxt/utils/define-content-script';
import { openGate } from '${root}/components/marks/page-gate.ts';
import { pageKind } from '${root}/lib/marketplaces/${id}.ts';

export default defineContentScript({
  matches: ${JSON.stringify(matches)},
  runAt: 'document_end',
  main() {
    openGate(pageKind, globalThis);
  },
});
`;
}

function reader({ id, matches }: Adapter): string {
  return `import { defineContentScript } from 'wxt/utils/define-content-script';
import { startMarketplace } from '${root}/components/marks/start-marketplace.ts';
import { takeOver } from '${root}/components/marks/take-over.ts';
import { ${id} } from '${root}/lib/marketplaces/${id}.ts';

export default defineContentScript({
  matches: ${JSON.stringify(matches)},
  registration: 'runtime',
  main() {
    startMarketplace(${id}, takeOver('${id}'));
  },
});
`;
}

/** Writes the scripts into `folder`, which is generated anew with each build. */
export async function writeMarketplaceEntrypoints(folder: string): Promise<Entrypoint[]> {
  const target = join(folder, 'marketplaces');
  await mkdir(target, { recursive: true });
  const scripts = ADAPTERS.flatMap((adapter) => [
    { name: adapter.id, source: gate(adapter) },
    { name: `${adapter.id}-reader`, source: reader(adapter) },
  ]);
  return Promise.all(
    scripts.map(async ({ name, source }) => {
      const inputPath = join(target, `${name}.content.ts`);
      await writeFile(inputPath, source);
      return { name, inputPath, type: 'content-script' as const };
    }),
  );
}
