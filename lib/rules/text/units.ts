/**
 * Units of measure as titles write them, in the seven interface languages, folded (no capitals, no diacritics).
 *
 * Base units: length, height mm; volume ml; mass g; dose mg; power mW; voltage V; capacity mAh; energy J; speed km/h;
 * frequency MHz; distance km; duration days; age years; concentration mg/ml; percentage %; count and puffs pieces.
 */
import type { QuantityName } from '../names.ts';

export interface Unit {
  name: QuantityName;
  /** Base units in one of these. */
  factor: number;
}

const LENGTH: Record<string, number> = {
  mm: 1,
  millimeter: 1,
  millimetre: 1,
  millimetres: 1,
  cm: 10,
  cms: 10,
  centimeter: 10,
  centimeters: 10,
  centimetre: 10,
  centimetres: 10,
  zentimeter: 10,
  centimetros: 10,
  centimetri: 10,
  m: 1000,
  meter: 1000,
  meters: 1000,
  metre: 1000,
  metres: 1000,
  metros: 1000,
  metri: 1000,
  in: 25.4,
  inch: 25.4,
  inches: 25.4,
  zoll: 25.4,
  pouce: 25.4,
  pouces: 25.4,
  pulgada: 25.4,
  pulgadas: 25.4,
  pollici: 25.4,
  cali: 25.4,
  ft: 304.8,
  feet: 304.8,
  foot: 304.8,
};

const BY_QUANTITY: Partial<Record<QuantityName, Record<string, number>>> = {
  length: LENGTH,
  height: LENGTH,
  volume: {
    ml: 1,
    milliliter: 1,
    millilitre: 1,
    millilitres: 1,
    cl: 10,
    dl: 100,
    l: 1000,
    liter: 1000,
    liters: 1000,
    litre: 1000,
    litres: 1000,
    litro: 1000,
    litros: 1000,
    litri: 1000,
    litrow: 1000,
    'fl oz': 29.57,
    floz: 29.57,
  },
  mass: {
    mcg: 1e-6,
    ug: 1e-6,
    mg: 0.001,
    g: 1,
    gr: 1,
    gram: 1,
    grams: 1,
    gramme: 1,
    grammes: 1,
    gramm: 1,
    gramos: 1,
    grammi: 1,
    gramow: 1,
    kg: 1000,
    kgs: 1000,
    kilo: 1000,
    kilos: 1000,
    lb: 453.6,
    lbs: 453.6,
    pounds: 453.6,
    oz: 28.35,
  },
  dose: {
    mg: 1,
    mgs: 1,
    milligram: 1,
    milligrams: 1,
    milligrammes: 1,
    milligramm: 1,
    miligramos: 1,
    milligrammi: 1,
    mcg: 0.001,
    ug: 0.001,
  },
  power: { mw: 1, milliwatt: 1, milliwatts: 1, w: 1000, watt: 1000, watts: 1000, vatios: 1000, kw: 1e6 },
  voltage: { v: 1, volt: 1, volts: 1, voltios: 1, woltow: 1, kv: 1000, kilovolt: 1000, kilovolts: 1000, mv: 0.001 },
  capacity: { mah: 1, ah: 1000 },
  energy: { j: 1, joule: 1, joules: 1, julios: 1, dzuli: 1, wh: 3600, kwh: 3.6e6 },
  speed: {
    'km/h': 1,
    'km h': 1,
    'km/u': 1,
    kmu: 1,
    'km/uur': 1,
    kmh: 1,
    kph: 1,
    kmph: 1,
    mph: 1.609,
    'm/s': 3.6,
    fps: 1.097,
  },
  frequency: { khz: 0.001, mhz: 1, ghz: 1000 },
  distance: {
    km: 1,
    kms: 1,
    kilometers: 1,
    kilometres: 1,
    kilometer: 1,
    m: 0.001,
    mile: 1.609,
    miles: 1.609,
    mi: 1.609,
  },
  concentration: { 'mg/ml': 1, 'mg/g': 1, 'mg/pouch': 1, 'g/l': 1 },
  percentage: { percent: 1, prozent: 1, procent: 1, pourcent: 1 },
  duration: {
    hours: 1 / 24,
    day: 1,
    days: 1,
    jours: 1,
    tage: 1,
    dias: 1,
    giorni: 1,
    dni: 1,
    dagen: 1,
    month: 30,
    months: 30,
    mois: 30,
    monat: 30,
    monate: 30,
    mes: 30,
    meses: 30,
    mese: 30,
    mesi: 30,
    miesiac: 30,
    miesiace: 30,
    miesiecy: 30,
    maand: 30,
    maanden: 30,
    year: 365,
    years: 365,
    an: 365,
    ans: 365,
    jahr: 365,
    jahre: 365,
    ano: 365,
    anos: 365,
    anno: 365,
    anni: 365,
    rok: 365,
    lata: 365,
    lat: 365,
    jaar: 365,
  },
  age: {
    months: 1 / 12,
    mois: 1 / 12,
    monate: 1 / 12,
    meses: 1 / 12,
    mesi: 1 / 12,
    miesiecy: 1 / 12,
    maanden: 1 / 12,
    years: 1,
    year: 1,
    yrs: 1,
    yr: 1,
    y: 1,
    ans: 1,
    jahre: 1,
    anos: 1,
    anni: 1,
    lat: 1,
    jaar: 1,
  },
  count: Object.fromEntries(
    (
      'pcs pc piece pieces pack packs pk pks set sets lot lots count ct ampoule ampoules vial vials tablet tablets pill pills ' +
      'capsule capsules caps sachets cartridges chargers bottles boxes stuck stk teile packung flaschen tabletten kapseln ' +
      'pieza piezas pzas unidades uds ampollas capsulas comprimidos pastillas pezzo pezzi pz fiale compresse capsule ' +
      'szt sztuk sztuki opakowan tabletek kapsulek ampulek stuks stuk tabletten capsules gelules comprimes cartouches ampullen'
    )
      .split(' ')
      .map((unit) => [unit, 1]),
  ),
};

export const UNITS: ReadonlyMap<string, Unit[]> = (() => {
  const units = new Map<string, Unit[]>();
  for (const [name, table] of Object.entries(BY_QUANTITY) as [QuantityName, Record<string, number>][])
    for (const [unit, factor] of Object.entries(table)) {
      const list = units.get(unit) ?? [];
      list.push({ name, factor });
      units.set(unit, list);
    }
  return units;
})();

/** Units written as one sign right after the number. */
export const SIGN_UNITS: ReadonlyMap<string, Unit[]> = new Map<string, Unit[]>([
  ['%', [{ name: 'percentage', factor: 1 }]],
  [
    '"',
    [
      { name: 'length', factor: 25.4 },
      { name: 'height', factor: 25.4 },
    ],
  ],
  [
    '″',
    [
      { name: 'length', factor: 25.4 },
      { name: 'height', factor: 25.4 },
    ],
  ],
  [
    '”',
    [
      { name: 'length', factor: 25.4 },
      { name: 'height', factor: 25.4 },
    ],
  ],
  ['+', [{ name: 'age', factor: 1 }]],
]);

export const PUFF_WORDS: ReadonlySet<string> = new Set(
  'puff puffs bouffee bouffees taff taffs inhalation inhalations zuge zug calada caladas bocanada bocanadas taffe taffes tiro tiros tiri zaciagniec zaciagniecia buchow buch trekjes trekje puffjes'.split(
    ' ',
  ),
);

/** "lot de 50", "pack of 10": words that make the number after them a count. */
export const COUNT_BEFORE: ReadonlySet<string> = new Set(
  'lot pack set box case pcs x paquet boite carton packung satz caja paquete juego confezione scatola zestaw opakowanie doos'.split(
    ' ',
  ),
);

export const HEIGHT_WORDS: ReadonlySet<string> = new Set(
  'height high tall h hauteur haut haute taille hohe hoch grosse altura alto alta altezza wysokosc wys wzrost hoogte hoog lengte'.split(
    ' ',
  ),
);

export const OTHER_EXTENT_WORDS: ReadonlySet<string> = new Set(
  'width wide length long diameter dia waist bust chest cable cord largeur longueur long lange breite durchmesser ancho largo diametro larghezza lunghezza szerokosc dlugosc srednica breedte diameter'.split(
    ' ',
  ),
);
