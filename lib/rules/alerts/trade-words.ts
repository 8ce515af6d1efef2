/** Words, folded, that stand where a brand or its goods might, and are neither. Everyday words are in text/ordinary-words.ts. */

/** What stands in the brand field where there is no brand. Compared as a whole, words joined by one space. */
const PLACEHOLDERS =
  'no brand|nobrand|no name|noname|none|nil|null|n a|na|n c|nc|not applicable|not available|not known|not specified|unspecified|unknown|unknow|unbranded|generic|other|others|various|brandless|without brand|without|no|x|' +
  'sans marque|sans|sans nom|sans objet|marque inconnue|inconnu|inconnue|aucun|aucune|aucune marque|non renseigne|non precise|non precisee|non communique|neant|divers|diverses|diverses marques|plusieurs marques|toutes marques|toutes|tous|autre|autres|marque propre|mdd|fabrique sur place|fait maison|fabrication maison|rayon traditionnel|vrac|' +
  'ohne marke|ohne|keine|keine marke|keine angabe|unbekannt|markenlos|sin marca|ninguna|desconocida|desconocido|senza marca|nessuna|nessuna marca|sconosciuta|sconosciuto|brak|brak marki|bez marki|nieznana|nieznany|geen merk|geen|onbekend|merkloos|' +
  'nincs|ismeretlen|neznama|neznamy|neuvedeno|bez znacky|utan varumarke|okand|ukendt|tuntematon|necunoscut|fara marca|nepoznat|bez oznake|made in china|china|ce|oem|odm';

export const PLACEHOLDER_BRANDS: ReadonlySet<string> = new Set(PLACEHOLDERS.split('|'));

/** "Case for Samsung A12": words before a brand that make the goods an accessory of its goods. */
export const COMPATIBILITY_WORDS: ReadonlySet<string> = new Set(
  'for fit fits fitting compatible compatibles compatibility replace replaces replacement replacing suitable like pour compatible adapte remplace fur passend kompatibel ersatz para compatible por per compatibile dla pasuje zamiennik voor geschikt vervanging'.split(
    ' ',
  ),
);

/** Names of attribute rows that hold a barcode, folded, by any one of their words. */
export const BARCODE_WORDS: ReadonlySet<string> = new Set(
  'barcode barcodes ean upc gtin gencod strichcode kreskowy streepjescode'.split(' '),
);
