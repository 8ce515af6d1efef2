/** A small case of made-up captures, sealed by fresh keys, for the tests of packages. */
import { v7 as uuid } from 'uuid';
import type { CaptureContext } from '../../../lib/evidence/context.ts';
import { appendCustody, type CustodyEvent, type CustodyHead } from '../../../lib/evidence/custody.ts';
import type { EvidenceCase, EvidenceFile, EvidenceItem } from '../../../lib/evidence/item.ts';
import { type InstallationKeys, makeInstallationKeys } from '../../../lib/evidence/keys.ts';
import type { PackageContents, PackagedItem } from '../../../lib/evidence/package/export.ts';
import { type Software, sealItem } from '../../../lib/evidence/seal.ts';
import { sha256 } from '../../../lib/sync/trust/encoding.ts';

export const SOFTWARE: Software = { name: 'Vigie', version: '9.9.9', build: null };
const AT = '2026-11-24T10:00:00.000Z';
const URL = 'https://www.aliexpress.com/item/1005000000000001.html';

const CONTEXT: CaptureContext = {
  url: URL,
  documentTitle: 'A lamp',
  referrer: 'https://www.aliexpress.com/w/wholesale-lamp.html',
  path: ['https://www.aliexpress.com/', 'https://www.aliexpress.com/w/wholesale-lamp.html'],
  redirects: [],
  fetched: { at: AT, status: 200, finalUrl: URL, headers: [['date', 'x']], bytes: 10, sha256: 'a'.repeat(64) },
  fetchFailure: null,
  browser: { userAgent: 'Test/1', brands: null, platform: null, languages: ['fr'], privateWindow: false },
  extension: { version: '9.9.9', build: null, otherExtensions: null },
  view: { width: 800, height: 600, documentWidth: 800, documentHeight: 1200, devicePixelRatio: 1, zoom: 1 },
  time: { zone: 'Europe/Paris', offset: 60, startedAt: AT, endedAt: AT, serverOffset: 0 },
  picture: {
    method: 'tiles',
    tiles: [{ x: 0, y: 0, width: 800, height: 600 }],
    hidden: ['header.sticky'],
    complete: true,
    shortfall: null,
  },
  preparation: [{ step: 'private-window', done: 'no' }],
};

const FINDINGS = [
  {
    rule: 'r/1',
    label: 'Lamp',
    reason: 'A <reason>',
    legal: [{ citation: 'Art. 1' }],
    publisher: 'test',
    packVersion: '1',
  },
];

export interface SampleCase extends PackageContents {
  files: Map<string, Uint8Array<ArrayBuffer>>;
  keys: InstallationKeys;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** @param pictureBytes size of each item's picture. */
export async function sampleCase(items = 2, pictureBytes = 300): Promise<SampleCase> {
  const keys = await makeInstallationKeys();
  const evidenceCase: EvidenceCase = { id: uuid(), name: 'Lamps & <co>', createdAt: AT };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const custody: string[] = [];
  let head: CustodyHead | null = null;
  const log = async (event: Omit<CustodyEvent, 'at'>): Promise<CustodyHead> => {
    const line = await appendCustody(head, { at: AT, ...event });
    custody.push(line.text);
    head = line.head;
    return line.head;
  };
  const packaged: PackagedItem[] = [];
  for (let at = 0; at < items; at++) {
    const id = uuid();
    const content: [string, EvidenceFile['role'], EvidenceFile['mediaType'], Uint8Array<ArrayBuffer>][] = [
      ['page.png', 'picture', 'image/png', new Uint8Array(pictureBytes).fill(at + 1)],
      ['tiles/0001.png', 'tile', 'image/png', new Uint8Array(50).fill(at)],
      ['dom.html', 'snapshot', 'text/html', encode('<!doctype html><title>A lamp</title><p>Lamp</p>')],
      ['context.json', 'context', 'application/json', encode(JSON.stringify(CONTEXT))],
      ['findings.json', 'findings', 'application/json', encode(JSON.stringify(FINDINGS))],
    ];
    const listed: EvidenceFile[] = [];
    for (const [name, role, mediaType, bytes] of content) {
      files.set(`${id}/${name}`, bytes);
      listed.push({ name, role, mediaType, bytes: bytes.length, sha256: await sha256(bytes) });
    }
    const item: EvidenceItem = {
      id,
      caseId: evidenceCase.id,
      kind: 'full-page',
      capturedAt: AT,
      url: URL,
      listing: { marketplace: 'aliexpress', id: '1005000000000001', canonicalUrl: URL, region: null },
      title: 'A lamp <script>alert(1)</script>',
      derived: null,
      files: listed,
    };
    const captured = await log({ action: 'captured', item: id, detail: null });
    const seal = await sealItem(item, captured, keys.signing, SOFTWARE);
    packaged.push({ item, seal, note: 'seen & noted', timeStamp: null });
  }
  await log({ action: 'exported', item: null, detail: null });
  return {
    case: evidenceCase,
    items: packaged,
    custody,
    read: async (item, name) => {
      const bytes = files.get(`${item}/${name}`);
      return bytes === undefined ? null : new Blob([bytes]);
    },
    keys,
    software: SOFTWARE,
    createdAt: AT,
    stamp: null,
    files,
  };
}

export async function blobOf(stream: ReadableStream<Uint8Array>): Promise<Blob> {
  return new Blob([await new Response(stream).arrayBuffer()]);
}
