/**
 * Whether the package of sources that a store gets makes the very extension that it is given with: `wxt zip` in a copy of
 * nothing but what the package holds, dependencies by `npm ci`, both browsers, every file compared byte by byte. Takes
 * minutes, so it runs before a release and not with the tests.
 *
 * `--keep` leaves the folder that the sources were built in, to look into a difference.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import packageFile from '../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');
const BUILDS = ['chrome-mv3', 'firefox-mv3'];

function run(folder: string, what: string, command: string, args: string[]): void {
  process.stdout.write(`${what} …\n`);
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}${error?.message ?? ''}\ncheck:sources: "${what}" failed\n`);
  process.exit(1);
}

const wxt = (folder: string, what: string, ...args: string[]) =>
  run(folder, what, process.execPath, [join(folder, 'node_modules/wxt/bin/wxt.mjs'), ...args]);

async function unpack(file: string, folder: string): Promise<number> {
  const reader = new ZipReader(new Uint8ArrayReader(readFileSync(file)));
  const entries = await reader.getEntries();
  for (const entry of entries) {
    if (entry.directory) continue;
    const target = resolve(folder, entry.filename);
    if (!target.startsWith(folder + sep)) throw new Error(`${entry.filename} leads out of the package`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, await entry.getData(new Uint8ArrayWriter()));
  }
  await reader.close();
  return entries.length;
}

/** SHA-256 of each file below `folder`, by path. */
function hashes(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return new Map(
    paths.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}

const scratch = mkdtempSync(join(tmpdir(), 'vigie-sources-'));
try {
  wxt(root, 'Chromium, here', 'build');
  wxt(root, 'Firefox and the sources, here', 'zip', '-b', 'firefox');
  const sources = join(root, `.output/${packageFile.name}-${packageFile.version}-sources.zip`);
  process.stdout.write(`${await unpack(sources, scratch)} files of sources unpacked\n`);
  run(scratch, 'dependencies, as locked', 'npm', ['ci', '--no-audit', '--no-fund']);
  wxt(scratch, 'Chromium, from the sources', 'build');
  wxt(scratch, 'Firefox, from the sources', 'build', '-b', 'firefox');

  let different = 0;
  let compared = 0;
  for (const build of BUILDS) {
    const [here, there] = [hashes(join(root, '.output', build)), hashes(join(scratch, '.output', build))];
    for (const path of new Set([...here.keys(), ...there.keys()])) {
      compared += 1;
      if (here.get(path) === there.get(path)) continue;
      different += 1;
      const [inHere, inThere] = [here.has(path), there.has(path)];
      const how =
        inHere && inThere ? 'differs' : inHere ? 'is not made from the sources' : 'is made from the sources only';
      process.stdout.write(`${build}/${path} ${how}\n`);
    }
  }
  process.stdout.write(
    different === 0
      ? `check:sources: ${compared} files, identical byte by byte\n`
      : `check:sources: ${different} of ${compared} files differ\n`,
  );
  process.exitCode = different === 0 && compared > 0 ? 0 : 1;
} finally {
  if (process.argv.includes('--keep')) process.stdout.write(`kept: ${scratch}\n`);
  else rmSync(scratch, { recursive: true, force: true });
}
