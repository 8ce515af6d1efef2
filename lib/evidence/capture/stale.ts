/**
 * Tells a tile that was taken before the browser had drawn the page at its new place: it shows what the tile before
 * shows. No event of a page says when its frame is on the screen, and on a busy machine two frames are not enough.
 */
/** Share of pixels that may differ all the same: something on the page moves by itself. */
const MOVING = 0.04;

/** @param a samples of two pictures (`OpenPicture.sample`) */
export function looksTheSame(a: Uint32Array, b: Uint32Array): boolean {
  if (a.length !== b.length) return false;
  const first = a[0];
  let different = 0;
  let even = true;
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at]) different += 1;
    if (b[at] !== first) even = false;
  }
  // Of one colour all over: the next place of such a page may well look like that too.
  return !even && different <= a.length * MOVING;
}
