/**
 * The rules in use: the packaged ones and those of every publisher, side by side; of those that are switched off, only
 * what protects children. Loading reads
 * stored bytes and lays engines over them; nothing is parsed, so that a worker that the browser wakes for a page is
 * ready in a moment. Whatever cannot be loaded is left out and named, and the rest works.
 */
import type { Engine } from '../rules/engine.ts';
import { type Matcher, matcherOf } from '../rules/matcher.ts';
import type { StoredPack, StoredPublisher, VigieDatabase } from '../storage/database.ts';
import { allPublishers, packSource, packsInUse, replaceCompiled } from '../storage/publishers.ts';
import type { RuleChoices } from '../storage/rule-choices.ts';
import { formatOf } from './formats/registry.ts';
import { rulesFormat } from './formats/rules.ts';
import { gunzip } from './gunzip.ts';
import type { PackagedDescription, PackagedRules } from './packaged-rules.ts';
import { MAX_PACK_BYTES } from './trust/head.ts';
import { packagedIsNewer } from './trust/update.ts';

export interface RulesInUse {
  matcher: Matcher;
  publishers: StoredPublisher[];
  /** The database could not be read, so that nothing is known of who is followed. */
  unread: boolean;
  /** What the package holds; null where it is damaged. */
  packaged: PackagedDescription | null;
  /** The packaged rules are in use: switched on, and no newer ones of their publisher were downloaded. */
  packagedInUse: boolean;
  /** Publishers with a pack that could not be loaded. */
  unusable: ReadonlySet<string>;
}

/** A pack that another version of Vigie compiled, compiled again from what was downloaded then. */
async function recompiled(database: VigieDatabase, pack: StoredPack): Promise<Engine | null> {
  const format = formatOf(pack.format);
  const source = await packSource(database, pack.publisher, pack.name);
  if (format === undefined || source?.sha256 !== pack.sha256) return null;
  const plain = await gunzip(source.gzipped, MAX_PACK_BYTES);
  const content = plain.ok ? format.decode(plain.bytes) : null;
  const bytes = content?.ok === true ? content.value.compile(pack) : null;
  if (bytes?.ok !== true) return null;
  await replaceCompiled(database, { ...pack, compiled: bytes.value }).catch(() => undefined);
  const engine = format.load(bytes.value);
  return engine.ok ? engine.value : null;
}

async function engineOf(database: VigieDatabase, pack: StoredPack): Promise<Engine | null> {
  const loaded = formatOf(pack.format)?.load(pack.compiled);
  if (loaded === undefined) return null;
  if (loaded.ok) return loaded.value;
  return loaded.problems.some(({ kind }) => kind === 'stale') ? recompiled(database, pack) : null;
}

export interface RuleStores {
  openDatabase(): Promise<VigieDatabase>;
  readPackaged(): Promise<PackagedRules>;
  choices: RuleChoices;
}

/** Never rejects: without a database there are still the packaged rules, and the other way round. */
export async function loadRulesInUse({ openDatabase, readPackaged, choices }: RuleStores): Promise<RulesInUse> {
  const reading = readPackaged().catch(() => null);
  const database = await openDatabase().catch(() => null);
  const stored = database === null ? null : await allPublishers(database).catch(() => null);
  const publishers = stored ?? [];
  const off = new Set(choices.publishersOff);
  const engines: Engine[] = [];
  const unusable = new Set<string>();

  const packaged = await reading;
  const followed = publishers.find(({ publisher }) => publisher === packaged?.description.publisher);
  const silenced = new Set<Engine>();
  const use = (engine: Engine, publisher: string) => {
    engines.push(engine);
    if (off.has(publisher)) silenced.add(engine);
  };
  let packagedInUse = false;
  if (packaged !== null && packagedIsNewer(packaged.description, followed?.state)) {
    const engine = rulesFormat.load(packaged.bytes);
    if (engine.ok) use(engine.value, packaged.description.publisher);
    packagedInUse = engine.ok;
  }

  const all = publishers.map(({ publisher }) => publisher);
  const packs = database === null ? null : await packsInUse(database, all).catch(() => null);
  for (const pack of packs ?? []) {
    const isReplaced = packagedInUse && isSamePack(pack, packaged?.description);
    if (isReplaced || database === null) continue;
    const engine = await engineOf(database, pack).catch(() => null);
    if (engine === null) unusable.add(pack.publisher);
    else use(engine, pack.publisher);
  }
  return {
    matcher: matcherOf(engines, { families: new Set(choices.familiesOff), engines: silenced }),
    publishers,
    unread: stored === null || packs === null,
    packaged: packaged?.description ?? null,
    packagedInUse: packagedInUse && !off.has(packaged?.description.publisher ?? ''),
    unusable,
  };
}

/**
 * A loader that holds on to the last rules that could be read: on a disk that is full to the last byte Chromium closes the
 * database and cannot open it again, and what was in use goes on being in use.
 */
export function keepingLastRead(load: () => Promise<RulesInUse>): () => Promise<RulesInUse> {
  let last: RulesInUse | null = null;
  return async () => {
    const loaded = await load();
    if (!loaded.unread) last = loaded;
    return last ?? loaded;
  };
}

const isSamePack = (pack: StoredPack, packaged: PackagedDescription | undefined): boolean =>
  pack.publisher === packaged?.publisher && pack.name === packaged.name;
