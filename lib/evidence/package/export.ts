/**
 * A case as one file that anyone can open and check. The package is made as a stream, item by item: what is held in
 * memory is one file at a time, so that a case of a gigabyte can be exported.
 *
 * Each file is hashed again on its way out and compared with the hash that it was sealed with: a damaged file stops the
 * export with its name, rather than becoming a package that cannot be verified.
 */
import { type Bytes, sha256 } from '../../sync/trust/encoding.ts';
import { readCustody } from '../custody.ts';
import type { EvidenceCase, EvidenceItem } from '../item.ts';
import { type InstallationKeys, pemOf, signBytes, spkiOf } from '../keys.ts';
import { listingOf, readContext, readFindings, readReading } from '../recorded.ts';
import { type ReportedItem, writeReport } from '../report/report.ts';
import { REPORT_LANGUAGES } from '../report/texts.ts';
import { SEAL_FILES, type Seal, type Software } from '../seal.ts';
import { caseFileSchema } from './case-file.ts';
import { type ContainerFile, writeContainer } from './container.ts';
import { archiveName, archivePath, itemPath, PACKAGE_VERSION, PATHS, reportPath } from './layout.ts';
import { type Sum, writeSums } from './sums.ts';
import { type PageEntry, type Resource, writeDatapackage, writeDigest, writePages } from './wacz.ts';
import { writeWarc } from './warc.ts';

export interface PackagedItem {
  item: EvidenceItem;
  seal: Seal;
  note: string;
  /** The raw answer of the time-stamp authority; null where none was got yet. */
  timeStamp: { answer: Bytes; at: string; authority: string; story: string } | null;
}

export interface PackageContents {
  case: EvidenceCase;
  items: readonly PackagedItem[];
  /** The custody log, with the line that tells of this export. */
  custody: readonly string[];
  /** The bytes of an item's file; null where they are gone. */
  read(item: string, name: string): Promise<Blob | null>;
  keys: InstallationKeys;
  software: Software;
  createdAt: string;
  /** Stamps the package; null where no authority is configured or none answers. */
  stamp: ((bytes: Bytes) => Promise<Bytes | null>) | null;
}

export class DamagedEvidence extends Error {
  override name = 'DamagedEvidence';
  readonly file: string;
  constructor(file: string, why: 'missing' | 'changed' | 'custody') {
    super(`${file}: ${why}`);
    this.file = file;
  }
}

const encode = (text: string): Bytes => new TextEncoder().encode(text);

async function bytesOf(content: Blob | Bytes): Promise<Bytes> {
  return content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
}

/** A file of an item with the role, or null. */
function roleReader(contents: PackageContents, { item }: PackagedItem) {
  return async (role: EvidenceItem['files'][number]['role']) => {
    const file = item.files.find((candidate) => candidate.role === role);
    return file === undefined ? null : contents.read(item.id, file.name);
  };
}

async function reported(contents: PackageContents, packaged: PackagedItem): Promise<ReportedItem> {
  const { item, note, timeStamp } = packaged;
  const read = roleReader(contents, packaged);
  return {
    item,
    note,
    context: await readContext(await read('context')),
    listing: listingOf(await readReading(await read('reading')), item.listing),
    findings: await readFindings(await read('findings')),
    stamp: timeStamp === null ? null : { at: timeStamp.at, authority: timeStamp.authority },
  };
}

class Writer {
  readonly resources: Resource[] = [];
  readonly #contents: PackageContents;

  constructor(contents: PackageContents) {
    this.#contents = contents;
  }

  async file(path: string, content: Blob | Bytes, sealed: string | null = null): Promise<ContainerFile> {
    const bytes = await bytesOf(content);
    const hash = await sha256(bytes);
    if (sealed !== null && hash !== sealed) throw new DamagedEvidence(path, 'changed');
    this.resources.push({ path, sha256: hash, bytes: bytes.length });
    return { path, content };
  }

  async *item(packaged: PackagedItem): AsyncGenerator<ContainerFile> {
    const { item, seal, timeStamp } = packaged;
    for (const { name, sha256: sealed } of item.files) {
      const path = itemPath(item.id, name);
      const content = await this.#contents.read(item.id, name);
      if (content === null) throw new DamagedEvidence(path, 'missing');
      yield await this.file(path, content, sealed);
    }
    const beside = (name: string, bytes: Bytes) => this.file(itemPath(item.id, name), bytes);
    yield await beside(SEAL_FILES.manifest, seal.manifest);
    yield await beside(SEAL_FILES.signature, seal.signature);
    yield await beside(SEAL_FILES.key, encode(seal.key));
    if (timeStamp !== null) {
      yield await beside(SEAL_FILES.timeStamp, timeStamp.answer);
      yield await beside(SEAL_FILES.timeStampStory, encode(timeStamp.story));
    }
  }

  /** The page as a web archive, where the item has a snapshot; its index lines go to `index`. */
  async *archive(packaged: PackagedItem, index: string[]): AsyncGenerator<ContainerFile> {
    const { item } = packaged;
    const snapshot = await roleReader(this.#contents, packaged)('snapshot');
    if (snapshot === null || item.derived !== null) return;
    const body = await bytesOf(snapshot);
    const page = { url: item.url, at: item.capturedAt, mediaType: 'text/html; charset=utf-8', body };
    const warc = await writeWarc(archiveName(item.id), [page], softwareName(this.#contents.software));
    index.push(...warc.index);
    yield await this.file(archivePath(item.id), warc.bytes);
  }
}

function softwareName({ name, version }: Software): string {
  return `${name} ${version}`;
}

function pagesOf(items: readonly PackagedItem[]): PageEntry[] {
  return items
    .filter(({ item }) => item.derived === null && item.files.some(({ role }) => role === 'snapshot'))
    .map(({ item }) => ({ id: item.id, url: item.url, ts: item.capturedAt, title: item.title ?? item.url }));
}

async function* filesOf(contents: PackageContents): AsyncGenerator<ContainerFile> {
  const { items, keys, software, createdAt } = contents;
  const custody = await readCustody(contents.custody);
  if (!custody.ok) throw new DamagedEvidence(PATHS.custody, 'custody');
  const writer = new Writer(contents);
  const spki = await spkiOf(keys.signing);
  const index: string[] = [];
  for (const packaged of items) {
    yield* writer.item(packaged);
    yield* writer.archive(packaged, index);
  }
  const pages = pagesOf(items);
  yield await writer.file(
    PATHS.index,
    encode(
      index
        .toSorted()
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
  yield await writer.file(PATHS.pages, writePages(contents.case.name, pages));
  yield await writer.file(PATHS.custody, encode(contents.custody.map((line) => `${line}\n`).join('')));
  const listed = items.map(({ item, note }) => ({ id: item.id, note }));
  const caseFile = { package: PACKAGE_VERSION, case: contents.case, createdAt, items: listed };
  yield await writer.file(PATHS.case, encode(`${JSON.stringify(caseFileSchema.parse(caseFile), null, 2)}\n`));
  yield await writer.file(PATHS.key, encode(pemOf(spki)));
  const shown: ReportedItem[] = [];
  for (const packaged of items) shown.push(await reported(contents, packaged));
  const report = {
    case: contents.case,
    items: shown,
    custody: custody.entries,
    key: await sha256(spki),
    software,
    createdAt,
  };
  for (const language of REPORT_LANGUAGES) {
    yield await writer.file(reportPath(language), encode(writeReport(report, language)));
  }
  const facts = {
    title: contents.case.name,
    created: createdAt,
    software: softwareName(software),
    mainPage: pages[0] ?? null,
  };
  const datapackage = writeDatapackage(facts, writer.resources);
  yield await writer.file(PATHS.datapackage, datapackage);
  const digest = await writeDigest(datapackage, keys, createdAt, facts.software);
  yield await writer.file(PATHS.digest, digest);
  const stamp = (await contents.stamp?.(digest)) ?? null;
  if (stamp !== null) yield await writer.file(PATHS.stamp, stamp);
  const sums = encode(writeSums(writer.resources satisfies Sum[]));
  yield { path: PATHS.sums, content: sums };
  yield { path: PATHS.signature, content: await signBytes(keys.signing, sums) };
}

/** The stream fails with `DamagedEvidence` when a file is missing or is not what was sealed. */
export function exportPackage(contents: PackageContents): ReadableStream<Uint8Array> {
  return writeContainer(filesOf(contents));
}
