/**
 * `vigie pack sign DIR`: makes and signs roots, on the machine that keeps the root keys (best: one without a network).
 * With `--new` it drafts the next root; every further call adds signatures; the call that completes them publishes it.
 */
import process from 'node:process';
import { type Envelope, parseJson, readEnvelope } from '../../../lib/sync/trust/envelope.ts';
import { ROOT_PATH, rootPath } from '../../../lib/sync/trust/head.ts';
import { ROOT_SCHEMA, type Root, readFirstRoot, rootFingerprint, rootSchema } from '../../../lib/sync/trust/root.ts';
import { countSignatures, type Role } from '../../../lib/sync/trust/signature.ts';
import { toSignedTime } from '../../../lib/sync/trust/time.ts';
import { UsageError } from '../../command-line.ts';
import { parseArguments } from '../arguments.ts';
import { DRAFT_PATH, Folder, good } from './folder.ts';
import { readPublicKeyFile } from './keys.ts';
import { addSignatures, envelopeBytes, openKeys, signedBytes } from './signing.ts';

const USAGE = `usage: vigie pack sign DIR --new --publisher ID --root-key PUB… --head-key PUB… [--root-threshold N] [--head-threshold N] [--days N] --key KEY…
       vigie pack sign DIR --key KEY…`;
const DAY = 24 * 3600_000;

/** A whole number from 1. @throws UsageError */
export function positive(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`${name} takes a whole number from 1, not "${value}".`);
  return number;
}

interface Wanted {
  publisher?: string | undefined;
  'root-key'?: string[] | undefined;
  'head-key'?: string[] | undefined;
  'root-threshold'?: string | undefined;
  'head-threshold'?: string | undefined;
  days?: string | undefined;
}

/** What is not said stays as it is in the root before. */
async function draft(last: Root | undefined, wanted: Wanted): Promise<Root> {
  const keys: Root['keys'] = {};
  const role = async (name: 'root' | 'head'): Promise<Role> => {
    const before = last?.roles[name];
    const paths = wanted[`${name}-key`];
    if (paths === undefined && (last === undefined || before === undefined))
      throw new UsageError(`the first root needs --${name}-key.\n${USAGE}`);
    const files = await Promise.all((paths ?? []).map(readPublicKeyFile));
    for (const { id, alg, spki } of files) keys[id] = { alg, spki };
    const ids = paths === undefined ? (before?.keys ?? []) : files.map(({ id }) => id);
    for (const id of ids) {
      const known = last?.keys[id];
      if (known !== undefined) keys[id] = known;
    }
    return {
      keys: ids,
      threshold: positive(`--${name}-threshold`, wanted[`${name}-threshold`], before?.threshold ?? 1),
    };
  };
  const publisher = last?.publisher ?? wanted.publisher;
  if (publisher === undefined) throw new UsageError(`the first root needs --publisher.\n${USAGE}`);
  if (wanted.publisher !== undefined && wanted.publisher !== publisher)
    throw new UsageError(`this folder belongs to the publisher "${publisher}"; that cannot be changed.`);
  const root = rootSchema.safeParse({
    schema: ROOT_SCHEMA,
    publisher,
    version: (last?.version ?? 0) + 1,
    expires: toSignedTime(Date.now() + positive('--days', wanted.days, 730) * DAY),
    roles: { root: await role('root'), head: await role('head') },
    keys,
  });
  if (root.success) return root.data;
  const issue = root.error.issues[0];
  throw new UsageError(`there can be no such root: ${issue?.path.join('.')}: ${issue?.message}.`);
}

interface Lack {
  what: string;
  missing: number;
}

async function lacking(envelope: Envelope, root: Root, last: Root | undefined): Promise<Lack[]> {
  const signers = last === undefined ? [root] : [last, root];
  const lacks = await Promise.all(
    signers.map(async ({ version, keys, roles }) => ({
      what: `root ${version}`,
      missing: roles.root.threshold - (await countSignatures('root', envelope, keys, roles.root)),
    })),
  );
  return lacks.filter(({ missing }) => missing > 0);
}

/** The content of a draft, which need not have its signatures yet. */
function rootOf(file: string, envelope: Envelope): Root {
  const parsed = rootSchema.safeParse(parseJson(envelope.signed));
  if (!parsed.success) throw new UsageError(`"${file}" is no draft of a root; delete it and begin with --new.`);
  return parsed.data;
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    new: { type: 'boolean', default: false },
    publisher: { type: 'string' },
    'root-key': { type: 'string', multiple: true },
    'head-key': { type: 'string', multiple: true },
    'root-threshold': { type: 'string' },
    'head-threshold': { type: 'string' },
    days: { type: 'string' },
    key: { type: 'string', multiple: true },
  });
  const [directory, ...more] = positionals;
  if (directory === undefined || more.length > 0 || values.key === undefined) throw new UsageError(USAGE);
  const folder = new Folder(directory);
  const last = (await folder.roots()).at(-1);
  const stored = await folder.read(DRAFT_PATH);
  const file = folder.at(DRAFT_PATH);
  if (values.new && stored !== null)
    throw new UsageError(`"${file}" is a root that still lacks signatures; add them without --new, or delete it.`);
  if (!values.new && stored === null)
    throw new UsageError(`there is no "${file}" to sign; begin with --new.\n${USAGE}`);

  const unsigned: Envelope =
    stored === null
      ? { signed: signedBytes(await draft(last, values)), signatures: [] }
      : good(file, readEnvelope('root', stored));
  const root = rootOf(file, unsigned);
  const keys = await openKeys(values.key);
  const signers = [...root.roles.root.keys, ...(last?.roles.root.keys ?? [])];
  const stranger = keys.findIndex(({ id }) => !signers.includes(id));
  if (stranger >= 0)
    throw new UsageError(
      `"${values.key[stranger]}" is no root key of version ${root.version}${last === undefined ? '' : ` or ${last.version}`}.`,
    );
  const envelope = await addSignatures('root', unsigned, keys);
  const bytes = envelopeBytes(envelope);
  const lacks = await lacking(envelope, root, last);
  if (lacks.length > 0) {
    await folder.write(DRAFT_PATH, bytes);
    const needs = lacks.map(({ what, missing }) => `${missing} of the keys of ${what}`).join(' and ');
    process.stderr.write(`${file}: signed; it still needs ${needs}\n`);
    return 0;
  }
  good(file, await readFirstRoot(bytes));
  await folder.write(rootPath(root.version), bytes);
  await folder.write(ROOT_PATH, bytes);
  await folder.remove(DRAFT_PATH);
  const fingerprint = await rootFingerprint(root);
  process.stderr.write(
    `${folder.at(rootPath(root.version))}: complete, expires ${root.expires}\n` +
      (last === undefined ? '' : 'run "vigie pack publish" now: clients take the new root with the next head\n'),
  );
  process.stdout.write(`${JSON.stringify({ publisher: root.publisher, root: root.version, fingerprint })}\n`);
  return 0;
}
