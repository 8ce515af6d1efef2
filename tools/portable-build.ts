/** A package that names folders of the machine it was built on differs from machine to machine and says whose it was. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const TEXTS = /\.(?:css|html|js|json|txt)$/;

/** Throws, with one sentence, when a file of the build in `folder` names the folder `root`. */
export async function enforcePortable(folder: string, root: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !TEXTS.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    if (!(await readFile(file, 'utf8')).includes(root)) continue;
    throw new Error(
      `${relative(folder, file)} names the folder that it was built in, as development builds do: build with NODE_ENV=production.`,
    );
  }
}
