/** Puts together what a package holds: the sealed items of a case, or one of them. */
import type { VigieDatabase } from '../../storage/database.ts';
import { exportPackage, type PackagedItem } from '../package/export.ts';
import type { Software } from '../seal.ts';
import { requestLightly } from '../time-stamp/light.ts';
import { custodyLines, logCustody } from './custody-log.ts';
import { installationKeys } from './installation-keys.ts';
import { evidenceItem, listItems, readFile } from './items.ts';
import type { StoredCase, StoredItem, StoredSeal } from './stored.ts';

const MAX_NAME = 60;

/** `vigie-<case>-<day>.wacz`, in letters that every file system takes. */
export function packageName({ name }: StoredCase, now = new Date()): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_NAME);
  return `vigie-${plain === '' ? 'case' : plain}-${now.toISOString().slice(0, 10)}.wacz`;
}

function timeStampOf({ stamp }: StoredSeal): PackagedItem['timeStamp'] {
  const { token, by, answeredAt, wantedSince, attempts } = stamp;
  if (token === null || by === null || answeredAt === null) return null;
  const story = { authority: by, wantedSince, answeredAt, failedAttempts: attempts };
  return { answer: token, at: answeredAt, authority: by, story: `${JSON.stringify(story, null, 2)}\n` };
}

async function packaged(database: VigieDatabase, stored: StoredItem): Promise<PackagedItem[]> {
  const seal = await database.get('seals', stored.id);
  if (stored.state !== 'sealed' || seal === undefined) return [];
  const { manifest, signature, key } = seal;
  return [
    {
      item: await evidenceItem(database, stored),
      seal: { manifest, signature, key },
      note: stored.note,
      timeStamp: timeStampOf(seal),
    },
  ];
}

export interface ExportRequest {
  case: StoredCase;
  /** Null for all of the case. */
  item: string | null;
  software: Software;
  authorities: readonly string[];
}

/** Null when nothing is sealed yet. That the case was exported stands in the log, which goes along. */
export async function exportEvidence(
  database: VigieDatabase,
  { case: exported, item, software, authorities }: ExportRequest,
): Promise<ReadableStream<Uint8Array> | null> {
  const stored = (await listItems(database, exported.id)).filter(({ id }) => item === null || id === item);
  const items = (await Promise.all(stored.reverse().map((one) => packaged(database, one)))).flat();
  if (items.length === 0) return null;
  await logCustody(database, exported.id, { action: 'exported', item, detail: `items: ${items.length}` });
  return exportPackage({
    case: { id: exported.id, name: exported.name, createdAt: exported.createdAt },
    items,
    custody: await custodyLines(database, exported.id),
    read: (id, name) => readFile(database, id, name),
    keys: await installationKeys(database),
    software,
    createdAt: new Date().toISOString(),
    stamp:
      authorities.length === 0
        ? null
        : async (bytes) => {
            const outcome = await requestLightly(authorities, bytes);
            return outcome.ok ? outcome.answer : null;
          },
  });
}
