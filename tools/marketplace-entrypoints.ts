/**
 * Makes a content script for each marketplace of the registry. An adapter is a file named after its id that exports the
 * adapter under that name; from it alone follows the script, so that a new marketplace needs no entrypoint of its own and
 * no page loads the code of the other marketplaces.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADAPTERS } from '../lib/marketplaces/registry.ts';

interface Entrypoint {
  name: string;
  inputPath: string;
  type: 'content-script';
}

const root = join(import.meta.dirname, '..');

// WXT reads the options by running the file without `main` and what only `main` uses.
function source(id: string): string {
  return `import { defineContentScript } from 'wxt/utils/define-content-script';
import { startMarketplace } from '${root}/components/marks/start-marketplace.ts';
import { ${id} } from '${root}/lib/marketplaces/${id}.ts';

export default defineContentScript({
  matches: [...${id}.matches],
  runAt: 'document_end',
  main(context) {
    startMarketplace(${id}, context.signal);
  },
});
`;
}

/** Writes the scripts into `folder`, which is generated anew with each build. */
export async function writeMarketplaceEntrypoints(folder: string): Promise<Entrypoint[]> {
  const target = join(folder, 'marketplaces');
  await mkdir(target, { recursive: true });
  return Promise.all(
    ADAPTERS.map(async ({ id }) => {
      const inputPath = join(target, `${id}.content.ts`);
      await writeFile(inputPath, source(id));
      return { name: id, inputPath, type: 'content-script' as const };
    }),
  );
}
