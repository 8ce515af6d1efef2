import { i18n } from '#i18n';
import type { StoredItem } from '../../lib/evidence/library/stored.ts';
import { BlobImage } from './blob-image.tsx';
import { KIND_KEYS, momentText, sizeText, titleText } from './evidence-texts.ts';
import { ItemStateLine } from './item-state.tsx';

interface ItemCardProps {
  item: StoredItem;
  /** Whether it is picked for a comparison; null where it cannot be. */
  picked: boolean | null;
  pick(): void;
}

export function ItemCard({ item, picked, pick }: ItemCardProps) {
  const title = titleText(item.title);
  return (
    <li class="card item">
      <a href={`#/item/${item.id}`} class="thumbnail">
        {item.thumbnail === null ? (
          <span class="note">{i18n.t('evidence.noPicture')}</span>
        ) : (
          <BlobImage blob={item.thumbnail} alt="" />
        )}
        <strong>{title}</strong>
      </a>
      <ItemStateLine item={item} />
      <p class="note">
        {momentText(item.capturedAt)} · {i18n.t(KIND_KEYS[item.kind])} · {sizeText(item.bytes)}
      </p>
      {item.note !== '' && <p>{item.note.slice(0, 200)}</p>}
      {picked !== null && (
        <label class="check">
          <input type="checkbox" checked={picked} onChange={pick} />
          <span>{i18n.t('evidence.compare.pick')}</span>
        </label>
      )}
    </li>
  );
}
