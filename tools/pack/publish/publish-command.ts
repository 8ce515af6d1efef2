/**
 * `vigie pack publish DIR`: writes the next publication into a folder for a static web server. The result is checked
 * with the client's own code before `head.json`, which makes it visible, is replaced.
 */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { writeBundle } from '../../../lib/sync/bundle.ts';
import type { Bytes } from '../../../lib/sync/trust/encoding.ts';
import {
  deltaPath,
  HEAD_PATH,
  HEAD_SCHEMA,
  type Head,
  headSchema,
  packPath,
  rootPath,
} from '../../../lib/sync/trust/head.ts';
import type { Root } from '../../../lib/sync/trust/root.ts';
import { millis, toSignedTime } from '../../../lib/sync/trust/time.ts';
import { UsageError } from '../../command-line.ts';
import { parseArguments } from '../arguments.ts';
import { alertsFrom, knownFrom, type PackSource, rulesFrom } from '../content.ts';
import { checkPublication } from './check-publication.ts';
import { Folder } from './folder.ts';
import { nextPack } from './next-pack.ts';
import { positive } from './sign-command.ts';
import { addSignatures, envelopeBytes, openKeys, signedBytes } from './signing.ts';

const USAGE =
  'usage: vigie pack publish DIR [--rules RULES [--name NAME]] [--alerts FILE]… [--exported DAY] [--known FILE]… [--version V] [--withdraw NAME]… [--days N] [--deltas N] [--bundle FILE] --key KEY…';
const DAY = 24 * 3600_000;
/** Before a root expires its keys must be brought together; that takes a while. */
const ROOT_NOTICE = 60 * DAY;

/** Thresholds, expiry, sequence: what the next head says, all but its packs. */
function frame(root: Root, last: Head | undefined, days: number): Omit<Head, 'packs'> {
  const now = Date.now();
  // Strictly later than the last one, in whole seconds, even where this machine's clock is behind.
  const created = Math.max(now, last === undefined ? 0 : millis(last.created) + 1000);
  const expires = Math.min(created + days * DAY, millis(root.expires));
  return {
    schema: HEAD_SCHEMA,
    publisher: root.publisher,
    sequence: (last?.sequence ?? 0) + 1,
    root: root.version,
    created: toSignedTime(created),
    expires: toSignedTime(expires),
  };
}

const pathsOf = (head: Head): string[] =>
  head.packs.flatMap(({ sha256, deltas }) => [
    packPath(sha256),
    ...deltas.flatMap((delta) => [deltaPath(delta.sha256), packPath(delta.from)]),
  ]);

interface Offered {
  rules?: string | undefined;
  name: string;
  alerts: string[];
  exported?: string | undefined;
  known: string[];
}

/** The packs that the command line names, by the name that they have in the publication. */
async function packsFrom({ rules, name, alerts, exported, known }: Offered): Promise<Map<string, PackSource>> {
  const packs = new Map<string, PackSource>();
  if (exported !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(exported))
    throw new UsageError(`--exported takes a day such as 2026-11-24, not "${exported}".`);
  if (alerts.length > 0) packs.set('alerts', await alertsFrom(alerts, exported ?? null));
  if (known.length > 0) packs.set('known-listings', await knownFrom(known));
  if (rules !== undefined && packs.has(name)) throw new UsageError(`"${name}" is the name of another pack here.`);
  if (rules !== undefined) packs.set(name, await rulesFrom(rules));
  return packs;
}

/** Files that neither this head nor the last one needs; clients in the middle of a check may still follow the last. */
async function prune(folder: Folder, head: Head, last: Head | undefined): Promise<void> {
  const needed = new Set([...pathsOf(head), ...(last === undefined ? [] : pathsOf(last))]);
  for (const name of ['packs', 'deltas'])
    for (const file of await folder.list(name)) {
      const path = `${name}/${file}`;
      if (/^[0-9a-f]{64}\.jsonl\.gz$/.test(file) && !needed.has(path)) await folder.remove(path);
    }
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    rules: { type: 'string' },
    name: { type: 'string', default: 'rules' },
    alerts: { type: 'string', multiple: true, default: [] },
    exported: { type: 'string' },
    known: { type: 'string', multiple: true, default: [] },
    version: { type: 'string' },
    withdraw: { type: 'string', multiple: true, default: [] },
    days: { type: 'string' },
    deltas: { type: 'string' },
    bundle: { type: 'string' },
    key: { type: 'string', multiple: true },
  });
  const [directory, ...more] = positionals;
  if (directory === undefined || more.length > 0 || values.key === undefined) throw new UsageError(USAGE);
  const folder = new Folder(directory);
  const roots = await folder.roots();
  const root = roots.at(-1);
  if (root === undefined)
    throw new UsageError(`"${directory}" has no root; make one with "vigie pack sign ${directory} --new".`);
  if (millis(root.expires) <= Date.now())
    throw new UsageError(
      `root ${root.version} expired on ${root.expires}; sign a new one with "vigie pack sign ${directory} --new".`,
    );
  const last = await folder.head();

  const outline = frame(root, last?.content, positive('--days', values.days, 14));
  const kept = (last?.content.packs ?? []).filter(({ name }) => !values.withdraw.includes(name));
  const unknown = values.withdraw.find((name) => !last?.content.packs.some((pack) => pack.name === name));
  if (unknown !== undefined) throw new UsageError(`there is no pack "${unknown}" to withdraw.`);
  const offered = await packsFrom(values);
  const packs = kept.filter(({ name }) => !offered.has(name));
  const files: Record<string, Bytes> = {};
  const version = values.version ?? outline.created.slice(0, 10).replaceAll('-', '.');
  for (const [name, source] of offered) {
    const previous = kept.find((pack) => pack.name === name);
    const next = await nextPack(folder, { name, version, source }, previous, positive('--deltas', values.deltas, 7));
    packs.push(next.entry);
    Object.assign(files, next.files);
  }
  const content = headSchema.safeParse({ ...outline, packs });
  if (!content.success) {
    const issue = content.error.issues[0];
    throw new UsageError(
      packs.length === 0
        ? 'there would be no pack left; give --rules, --alerts or --known.'
        : `there can be no such publication: ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  }
  const head = content.data;

  const keys = await openKeys(values.key);
  const stranger = keys.findIndex(({ id }) => !root.roles.head.keys.includes(id));
  if (stranger >= 0) throw new UsageError(`"${values.key[stranger]}" is no head key of root ${root.version}.`);
  const bytes = envelopeBytes(await addSignatures('head', { signed: signedBytes(head), signatures: [] }, keys));

  for (const [path, file] of Object.entries(files)) await folder.write(path, file);
  const now = Math.max(Date.now(), millis(head.created));
  await checkPublication(folder, bytes, last, now);
  // The time of modification is the condition of the clients' requests; servers announce it as Last-Modified.
  await folder.write(HEAD_PATH, bytes, millis(head.created));
  await prune(folder, head, last?.content);

  if (values.bundle !== undefined) await bundle(folder, roots, head, bytes, values.bundle);
  report(folder, root, head);
  return 0;
}

async function bundle(folder: Folder, roots: readonly Root[], head: Head, bytes: Bytes, target: string): Promise<void> {
  const files: Record<string, Uint8Array> = { [HEAD_PATH]: bytes };
  for (const path of [
    ...roots.map(({ version }) => rootPath(version)),
    ...head.packs.map((pack) => packPath(pack.sha256)),
  ]) {
    const file = await folder.read(path);
    if (file !== null) files[path] = file;
  }
  await writeFile(target, writeBundle(files)).catch((error: Error) => {
    throw new UsageError(`"${target}" cannot be written: ${error.message}.`);
  });
}

function report(folder: Folder, root: Root, head: Head): void {
  process.stderr.write(`${folder.directory}: publication ${head.sequence}, valid until ${head.expires}\n`);
  if (millis(root.expires) - Date.now() < ROOT_NOTICE)
    process.stderr.write(`root ${root.version} expires on ${root.expires}: sign a new one before\n`);
  const packs = head.packs.map(({ name, version, sha256, length, deltas }) => ({
    name,
    version,
    sha256,
    length,
    deltas: deltas.length,
  }));
  process.stdout.write(
    `${JSON.stringify({ publisher: head.publisher, sequence: head.sequence, root: root.version, packs })}\n`,
  );
}
