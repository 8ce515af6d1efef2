/** Pages that are there to go wrong: addresses under which the stand-in AliExpress shows what real shops show on a bad day. */
import { type Offer, offersOf } from './catalogue.ts';

export const ALIEXPRESS_SPECIAL = {
  /** The anti-bot page, under a product's address. */
  blocked: '1005000000000403',
  /** A shell that never renders its content. */
  shell: '1005000000000202',
  /** Rendered, but with neither title nor structured data. */
  unreadable: '1005000000000404',
  /** A title full of markup, control characters and bidi overrides, around words that a rule looks for. */
  hostile: '1005000000000666',
} as const;

/** What a hostile seller may write. Its words still name a suspicious good, so that the mark has to show them safely. */
export const HOSTILE_TITLE =
  'Couteau papillon balisong <img src=x onerror="document.documentElement.dataset.pwned=1"><script>document.documentElement.dataset.pwned=2</script> \u202Egnol\u202C\u0000\u0007 {{constructor}} &lt;b&gt; 💣';

export function hostileOffer(): Offer {
  const [first] = offersOf('aliexpress');
  if (first === undefined) throw new RangeError('the catalogue is empty');
  const good = { ...first.good, fr: HOSTILE_TITLE, en: HOSTILE_TITLE, expects: 'balisong_switchblade' };
  return { ...first, id: ALIEXPRESS_SPECIAL.hostile, good, seller: { ...first.seller, name: '"><b>Store</b>' } };
}
