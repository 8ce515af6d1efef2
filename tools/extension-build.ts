/** What the extension's build does beyond bundling: the built-in rule pack, and the size budgets. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildDirectory } from './pack/build.ts';
import { enforceBudgets } from './size-budget.ts';

const RULES = join(import.meta.dirname, '../assets/rules');
const PACK = 'rules/built-in.pack';

/** Completes the build in `folder`. Throws, with one sentence a line, when a rule is faulty or the build is too heavy. */
export async function completeBuild(folder: string, version: string): Promise<string> {
  const built = await buildDirectory(RULES, { publisher: 'Vigie', version });
  if (!built.ok) throw new Error(`The built-in rules do not compile:\n${built.problems.join('\n')}`);
  const target = join(folder, PACK);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, built.value.bytes);
  const weights = await enforceBudgets(folder);
  const sizes = weights.map(({ what, bytes, atMost }) => `${what} ${bytes} of ${atMost}`).join(', ');
  return `${built.value.rules} rules of ${built.value.families} families; bytes gzipped: ${sizes}`;
}
