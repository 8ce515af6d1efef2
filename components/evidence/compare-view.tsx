import { i18n } from '#i18n';
import { compareListings, type PictureChanges, pictureChanges } from '../../lib/evidence/library/compare.ts';
import { pictureOf } from '../../lib/evidence/library/derive.ts';
import { noteViewed, readFile } from '../../lib/evidence/library/items.ts';
import type { StoredItem } from '../../lib/evidence/library/stored.ts';
import { listingOf, readReading } from '../../lib/evidence/recorded.ts';
import type { Listing } from '../../lib/listing/listing.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { useLoaded } from '../use-loaded.ts';
import { WideTable } from '../wide-table.tsx';
import { BlobImage } from './blob-image.tsx';
import { COMPARED_KEYS, comparedText, momentText, titleText } from './evidence-texts.ts';

interface Side {
  item: StoredItem;
  listing: Listing | null;
  picture: Blob | null;
}

async function loadSide(id: string): Promise<Side | null> {
  const database = await openDatabase();
  const item = await database.get('evidence', id);
  if (item === undefined) return null;
  await noteViewed(database, item);
  const reading = await readReading(await readFile(database, item.derived?.from ?? id, 'reading.json'));
  return { item, listing: listingOf(reading, item.listing), picture: await pictureOf(database, id) };
}

function Pictures({ changes }: { changes: PictureChanges }) {
  const list = (heading: string, urls: readonly string[]) =>
    urls.length > 0 && (
      <>
        <h3>{heading}</h3>
        <ul>
          {urls.map((url) => (
            <li key={url}>
              <code>{url}</code>
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <>
      {list(i18n.t('evidence.compare.added'), changes.added)}
      {list(i18n.t('evidence.compare.removed'), changes.removed)}
    </>
  );
}

function Changes({ before, after }: { before: Listing; after: Listing }) {
  const changes = compareListings(before, after);
  const changed = changes.filter((one) => one.changed);
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{i18n.t('evidence.compare.changes')}</h2>
      <p role="status">{changed.length === 0 && i18n.t('evidence.compare.same')}</p>
      <WideTable label={i18n.t('evidence.compare.changes')}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('evidence.compare.field')}</th>
            <th scope="col">{i18n.t('evidence.compare.before')}</th>
            <th scope="col">{i18n.t('evidence.compare.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before: was, after: is, changed: isChanged }) => (
            <tr key={field} class={isChanged ? 'changed' : ''}>
              <th scope="row">
                {i18n.t(COMPARED_KEYS[field])}
                {isChanged && <strong> · {i18n.t('evidence.compare.changed')}</strong>}
              </th>
              <td>{comparedText(field, was)}</td>
              <td>{comparedText(field, is)}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
      <Pictures changes={pictureChanges(before, after)} />
    </section>
  );
}

function SidePicture({ side, label }: { side: Side; label: string }) {
  return (
    <figure>
      <figcaption>
        <strong>{label}</strong> <a href={`#/item/${side.item.id}`}>{titleText(side.item.title)}</a>
        <br />
        <small>{momentText(side.item.capturedAt)}</small>
      </figcaption>
      {side.picture === null ? (
        <p>{i18n.t('evidence.noPicture')}</p>
      ) : (
        <BlobImage blob={side.picture} alt={i18n.t('evidence.pictureOf', [titleText(side.item.title)])} />
      )}
    </figure>
  );
}

/** Two captures side by side. */
export function CompareView({ before, after }: { before: string; after: string }) {
  const [loaded] = useLoaded(() => Promise.all([loadSide(before), loadSide(after)]), `${before} ${after}`);
  if (loaded.state === 'loading') return <p role="status">{i18n.t('evidence.loading')}</p>;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('evidence.failed', [loaded.why])}</p>;
  const [was, is] = loaded.value;
  if (was === null || is === null) return <p>{i18n.t('evidence.gone')}</p>;
  const areComparable = was.listing !== null && is.listing !== null;
  const isOther =
    areComparable &&
    (was.item.listing?.id !== is.item.listing?.id || was.item.listing?.marketplace !== is.item.listing?.marketplace);
  return (
    <>
      <p>
        <a href="#/">‹ {i18n.t('evidence.back')}</a>
      </p>
      <h1>{i18n.t('evidence.compare.heading')}</h1>
      {isOther && <p class="notice">{i18n.t('evidence.compare.otherListing')}</p>}
      {was.listing !== null && is.listing !== null ? (
        <Changes before={was.listing} after={is.listing} />
      ) : (
        <p class="notice">{i18n.t('evidence.compare.noReading')}</p>
      )}
      <div class="pair">
        <SidePicture side={was} label={i18n.t('evidence.compare.before')} />
        <SidePicture side={is} label={i18n.t('evidence.compare.after')} />
      </div>
    </>
  );
}
