import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { structureOf } from '../lib/marketplaces/diagnostic.ts';

/** Put into a page by the popup, when the person saves a file about it; what it gives back is the page's structure. */
export default defineUnlistedScript(() => structureOf({ url: new URL(window.location.href), document }));
