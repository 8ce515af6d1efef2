import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ListingKey } from '../../lib/listing/listing.ts';
import { adapterById } from '../../lib/marketplaces/registry.ts';
import { type CartAnswer, cartItems, putBackInCart, takeOutOfCart } from '../../lib/reports/cart.ts';
import type { Subject } from '../../lib/reports/stored-report.ts';
import type { CartItem } from '../../lib/storage/database.ts';
import { plural } from '../plural.ts';
import { SeverityTag } from '../severity-tag.tsx';
import { UndoLine } from '../undo-line.tsx';
import { useLoaded } from '../use-loaded.ts';
import { cartText } from './cart-texts.ts';

/** One report is about goods of one kind, so the cart is shown by kind; what no rule names comes last. */
function byKind(items: readonly CartItem[]): { family: string; label: string; items: CartItem[] }[] {
  const groups = Map.groupBy(items, ({ subject }) => subject.findings[0]?.family ?? '');
  return [...groups]
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : 0))
    .map(([family, grouped]) => ({
      family,
      label: grouped[0]?.subject.findings[0]?.label ?? i18n.t('cart.noKind'),
      items: grouped,
    }));
}

function CartEntry({ item, chosen, choose }: { item: CartItem; chosen: boolean; choose(chosen: boolean): void }) {
  const { listing, findings } = item.subject;
  const [strongest] = findings;
  return (
    <li class="entry">
      <label class="check">
        <input type="checkbox" checked={chosen} onChange={(event) => choose(event.currentTarget.checked)} />
        <span>
          {listing.title ?? i18n.t('popup.noTitle')}
          <br />
          <small>
            {[adapterById(listing.ref.marketplace)?.name, listing.ref.id, listing.price?.low.text, listing.seller?.name]
              .filter((part) => part != null)
              .join(' · ')}
          </small>
        </span>
      </label>
      {strongest !== undefined && (
        <SeverityTag severity={strongest.severity} weak={strongest.visibility === 'experts'} />
      )}
    </li>
  );
}

interface Props {
  /** What became of a tick that came from elsewhere (a right-click). */
  added: CartAnswer | null;
  report(subjects: Subject[]): void;
}

export function CartView({ added, report }: Props) {
  const [loaded, reload] = useLoaded(cartItems, 'cart');
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [removed, setRemoved] = useState<readonly CartItem[]>([]);
  if (loaded.state === 'loading') return <p role="status">{i18n.t('popup.loading')}</p>;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('form.notStored', [loaded.why])}</p>;
  const items = loaded.value;
  const choose = (listing: string, chosen: boolean) => {
    const changed = new Set(without);
    if (chosen) changed.delete(listing);
    else changed.add(listing);
    setWithout(changed);
  };
  const remove = async (listings: readonly string[]) => {
    await takeOutOfCart(listings as ListingKey[]);
    setRemoved(items.filter(({ listing }) => listings.includes(listing)));
    reload();
  };
  const undo = async () => {
    await putBackInCart(removed);
    setRemoved([]);
    reload();
  };
  const groups = byKind(items);
  const all = items.filter(({ listing }) => !without.has(listing));
  return (
    <>
      <h2>{plural('cart.heading', items.length)}</h2>
      <p role="status" class="note">
        {added !== null && removed.length === 0 && cartText(added)}
      </p>
      {removed.length > 0 && <UndoLine key={removed[0]?.listing} said={i18n.t('cart.out')} undo={undo} />}
      {items.length === 0 && <p>{i18n.t('cart.empty')}</p>}
      {groups.map((group) => {
        const chosen = group.items.filter(({ listing }) => !without.has(listing));
        return (
          <section class="card" key={group.family}>
            <h3>{group.label}</h3>
            <ul class="plain">
              {group.items.map((item) => (
                <CartEntry
                  key={item.listing}
                  item={item}
                  chosen={!without.has(item.listing)}
                  choose={(isChosen) => choose(item.listing, isChosen)}
                />
              ))}
            </ul>
            <div class="actions">
              <button
                type="button"
                class="primary"
                disabled={chosen.length === 0}
                onClick={() => report(chosen.map(({ subject }) => subject))}
              >
                {plural('cart.report', chosen.length)}
              </button>
              <button
                type="button"
                disabled={chosen.length === 0}
                onClick={() => void remove(chosen.map(({ listing }) => listing))}
              >
                {plural('cart.remove', chosen.length)}
              </button>
            </div>
          </section>
        );
      })}
      {groups.length > 1 && all.length > 1 && (
        <div class="actions">
          <button type="button" onClick={() => report(all.map(({ subject }) => subject))}>
            {i18n.t('cart.reportAll', [all.length])}
          </button>
        </div>
      )}
    </>
  );
}
