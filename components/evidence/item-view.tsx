import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { EVIDENCE_LIMITS } from '../../lib/evidence/item.ts';
import { deleteItem, listFiles, noteItem, noteViewed, type RemovedItem } from '../../lib/evidence/library/items.ts';
import type { StoredCase, StoredFile, StoredItem, StoredSeal } from '../../lib/evidence/library/stored.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { TextArea } from '../fields.tsx';
import { errorText, useLoaded } from '../use-loaded.ts';
import { WideTable } from '../wide-table.tsx';
import { BlobImage } from './blob-image.tsx';
import { CustodyTable } from './custody-table.tsx';
import { KIND_KEYS, momentText, sizeText, titleText } from './evidence-texts.ts';
import { ExportButton } from './export-button.tsx';
import { ItemStateLine } from './item-state.tsx';
import { SealSection } from './seal-section.tsx';
import { useEvidence } from './use-evidence.ts';

interface Shown {
  item: StoredItem;
  case: StoredCase | null;
  files: StoredFile[];
  seal: StoredSeal | null;
}

async function load(id: string): Promise<Shown | null> {
  const database = await openDatabase();
  const item = await database.get('evidence', id);
  if (item === undefined) return null;
  const [found, files, seal] = await Promise.all([
    database.get('cases', item.caseId),
    listFiles(database, id),
    database.get('seals', id),
  ]);
  return { item, case: found ?? null, files, seal: seal ?? null };
}

function Note({ item }: { item: StoredItem }) {
  const [note, setNote] = useState(item.note);
  const [saved, setSaved] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void openDatabase()
          .then((database) => noteItem(database, item, note))
          .then(() => setSaved(true));
      }}
    >
      <TextArea
        label={i18n.t('evidence.note')}
        hint={i18n.t('evidence.noteHint')}
        value={note}
        max={EVIDENCE_LIMITS.note}
        onInput={(text) => {
          setNote(text);
          setSaved(false);
        }}
      />
      <div class="actions">
        <button type="submit" disabled={note === item.note}>
          {i18n.t('evidence.saveNote')}
        </button>
        <span role="status">{saved && i18n.t('options.saved')}</span>
      </div>
    </form>
  );
}

function Files({ files }: { files: StoredFile[] }) {
  return (
    <section aria-labelledby="files">
      <h2 id="files">{i18n.t('evidence.files')}</h2>
      <WideTable label={i18n.t('evidence.files')}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('evidence.fileName')}</th>
            <th scope="col">{i18n.t('evidence.fileSize')}</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {files.map(({ name, bytes, sha256 }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{sizeText(bytes)}</td>
              <td>
                <code class="hash">{sha256}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </section>
  );
}

function Delete({ item, deleted }: { item: StoredItem; deleted(removed: RemovedItem | null): void }) {
  const [failed, setFailed] = useState('');
  const remove = async () => {
    try {
      deleted(await deleteItem(await openDatabase(), item));
      location.hash = '#/';
    } catch (error) {
      setFailed(i18n.t('options.notDeleted', [errorText(error)]));
    }
  };
  return (
    <>
      <button type="button" onClick={() => void remove()}>
        {i18n.t('evidence.delete')}
      </button>
      {failed !== '' && (
        <p class="faults" role="alert">
          {failed}
        </p>
      )}
    </>
  );
}

function Facts({ item }: { item: StoredItem }) {
  return (
    <dl class="facts">
      <dt>{i18n.t('evidence.capturedAt')}</dt>
      <dd>{momentText(item.capturedAt)}</dd>
      <dt>{i18n.t('childProtection.address')}</dt>
      <dd>{item.url}</dd>
      {item.listing !== null && (
        <>
          <dt>{i18n.t('childProtection.number')}</dt>
          <dd>
            {item.listing.marketplace} {item.listing.id}
          </dd>
        </>
      )}
      <dt>{i18n.t('evidence.kindLabel')}</dt>
      <dd>{i18n.t(KIND_KEYS[item.kind])}</dd>
      {item.derived !== null && (
        <>
          <dt>{i18n.t('evidence.original')}</dt>
          <dd>
            <a href={`#/item/${item.derived.from}`}>{i18n.t('evidence.openOriginal')}</a>
          </dd>
        </>
      )}
    </dl>
  );
}

interface ItemViewProps {
  id: string;
  /** Told when the person has deleted the item. */
  deleted(removed: RemovedItem | null): void;
}

export function ItemView({ id, deleted }: ItemViewProps) {
  const [loaded] = useEvidence(() => load(id), id);
  const [viewed] = useLoaded(async () => {
    const database = await openDatabase();
    const item = await database.get('evidence', id);
    if (item !== undefined && item.state !== 'capturing') await noteViewed(database, item);
  }, id);
  useEffect(() => scrollTo(0, 0), [id]);
  if (loaded.state === 'loading') return <p role="status">{i18n.t('evidence.loading')}</p>;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('evidence.failed', [loaded.why])}</p>;
  if (loaded.value === null) return <p>{i18n.t('evidence.gone')}</p>;
  const { item, case: inCase, files, seal } = loaded.value;
  const picture = files.find(({ role }) => role === 'picture') ?? files.find(({ role }) => role === 'tile');
  const hasPicture = picture?.role === 'picture' && item.state !== 'interrupted' && item.state !== 'capturing';
  return (
    <>
      <p>
        <a href="#/">‹ {i18n.t('evidence.back')}</a>
      </p>
      <h1>{titleText(item.title)}</h1>
      <p class="note">{inCase?.name}</p>
      <ItemStateLine item={item} />
      <div class="actions">
        {inCase !== null && (
          <ExportButton
            case={inCase}
            item={item.id}
            label={i18n.t('evidence.export.item')}
            disabled={item.state !== 'sealed'}
          />
        )}
        {hasPicture && (
          <>
            <a class="button" href={`#/annotate/${item.id}`}>
              {i18n.t('evidence.annotate')}
            </a>
            <a class="button" href={`#/redact/${item.id}`}>
              {i18n.t('evidence.redact')}
            </a>
          </>
        )}
        <Delete item={item} deleted={deleted} />
      </div>
      <div class="columns">
        <div class="picture">
          {picture === undefined ? (
            <p>{i18n.t('evidence.noPicture')}</p>
          ) : (
            <BlobImage blob={picture.blob} alt={i18n.t('evidence.pictureOf', [titleText(item.title)])} />
          )}
        </div>
        <div>
          <Facts item={item} />
          <Note key={item.id} item={item} />
          {seal !== null && <SealSection seal={seal} />}
          <Files files={files} />
          {viewed.state !== 'loading' && <CustodyTable caseId={item.caseId} item={item.id} />}
        </div>
      </div>
    </>
  );
}
