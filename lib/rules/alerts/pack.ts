/** Alert packs as bytes: they load from storage without parsing, and bad bytes never throw. */
import { checkIdSet } from '../id-set.ts';
import { failure, type Result } from '../result.ts';
import { allBelow, areRowStarts, type BytesProblem, decodeSections, encodeSections } from '../sectioned-bytes.ts';
import { ALERT_CATEGORY, ALERT_FORMAT, ALERT_WIDTH, type AlertPack, LONGEST_PHRASE, POSTING_WIDTH } from './layout.ts';

export const encodeAlertPack = (pack: AlertPack): Uint8Array<ArrayBuffer> => encodeSections(ALERT_FORMAT, pack);

/** Lays a pack over its bytes (copied only if they are not aligned to 8). */
export function decodeAlertPack(bytes: Uint8Array): Result<AlertPack, BytesProblem> {
  const decoded = decodeSections(ALERT_FORMAT, bytes);
  if (!decoded.ok) return decoded;
  const fault = checkAlertPack(decoded.value);
  return fault === null
    ? decoded
    : failure<BytesProblem>({ kind: 'damaged', message: `the ${ALERT_FORMAT.noun} is damaged: ${fault}` });
}

/** Proves that no table points outside another; what is wrong in words, or null. Linear in the pack. */
function checkAlertPack(pack: AlertPack): string | null {
  const alerts = pack.alerts.length / ALERT_WIDTH;
  const words = pack.wordPhraseStarts.length - 1;
  const phrases = pack.phraseFlags.length;
  if (!Number.isInteger(alerts) || !areRowStarts(pack.textStarts, alerts, pack.texts.length))
    return 'its alerts are cut';
  const slots = pack.slotWord.length;
  if (slots < 2 || (slots & (slots - 1)) !== 0) return 'its word table has a wrong size';
  if (pack.slotKeys.length !== slots) return 'its word table has a wrong size';
  // A free slot ends every search.
  if (!pack.slotWord.includes(-1)) return 'its word table is full';
  for (let slot = 0; slot < slots; slot++) {
    const word = pack.slotWord[slot] ?? -2;
    if (word < -1 || word >= words) return 'its word table points nowhere';
  }
  const rows: readonly [Int32Array, number, Int32Array, number, string][] = [
    [pack.phraseWordStarts, phrases, pack.phraseWords, words, 'its phrases are out of order'],
    [pack.phraseAlertStarts, phrases, pack.phraseAlerts, alerts, 'its models are out of order'],
    [pack.alertBrandStarts, alerts, pack.alertBrands, phrases, 'its brands are out of order'],
    [pack.wordAlertStarts, words, pack.wordAlerts, alerts, 'its words are out of order'],
    [
      pack.listingAlertStarts,
      pack.listingAlertStarts.length - 1,
      pack.listingAlerts,
      alerts,
      'its listings are out of order',
    ],
  ];
  for (const [starts, count, values, limit, fault] of rows)
    if (!areRowStarts(starts, count, values.length) || !allBelow(values, limit)) return fault;
  if (!areRowStarts(pack.wordCategoryStarts, words, pack.wordCategories.length))
    return 'its categories are out of order';
  if (!areRowStarts(pack.wordPhraseStarts, words, pack.wordPhrases.length)) return 'its postings are out of order';
  for (let word = 0; word < words; word++)
    if ((pack.wordPhraseStarts[word] ?? 1) % POSTING_WIDTH !== 0) return 'a posting is cut';
  if (pack.wordPhrases.length % POSTING_WIDTH !== 0) return 'a posting is cut';
  for (let at = 0; at < pack.wordPhrases.length; at += POSTING_WIDTH) {
    const phrase = pack.wordPhrases[at] ?? -1;
    const place = pack.wordPhrases[at + 1] ?? -1;
    if (phrase < 0 || phrase >= phrases) return 'a posting points nowhere';
    const length = (pack.phraseWordStarts[phrase + 1] ?? 0) - (pack.phraseWordStarts[phrase] ?? 0);
    if (place < 0 || place >= length || length > LONGEST_PHRASE) return 'a phrase has a wrong length';
  }
  // Categories are compared, never used as an index; they must only not run beyond the matcher's array of marks.
  for (let at = ALERT_CATEGORY; at < pack.alerts.length; at += ALERT_WIDTH) {
    const category = pack.alerts[at] ?? -1;
    if (category < 0 || category > alerts) return 'an alert has no category';
  }
  if (!allBelow(pack.wordCategories, alerts + 1)) return 'its categories are out of order';
  if (pack.barcodeAlerts.length !== pack.barcodes.length || !allBelow(pack.barcodeAlerts, alerts))
    return 'a barcode points nowhere';
  return checkIdSet(pack, pack.listingAlertStarts.length - 1);
}
