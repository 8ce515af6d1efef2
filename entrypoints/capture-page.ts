import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { CONTROLLER, PageController } from '../lib/evidence/capture/page/controller.ts';
import { listingKey } from '../lib/listing/key.ts';
import { adapterFor } from '../lib/marketplaces/registry.ts';

/** Put into a page on demand, for one capture; see `lib/evidence/capture/page`. */
export default defineUnlistedScript(() => {
  const findCard = (wanted: string): Element | null => {
    const url = new URL(location.href);
    for (const { element, listing } of adapterFor(url)?.cards(document, { url, document }) ?? []) {
      if (listingKey(listing.ref) === wanted) return element;
    }
    return null;
  };
  Reflect.set(globalThis, CONTROLLER, new PageController(window, findCard));
});
