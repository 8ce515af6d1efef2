/**
 * What the stand-in shops offer: invented goods in French and English. Most are honest; some are described in the ordinary
 * shop words of goods that may not be sold; near-misses share a word with those and are perfectly fine. `expects` is what
 * the journeys and the demo expect of a rule pack: the family's id, or null for goods that must stay unmarked.
 */
export type Drawing =
  | 'bag'
  | 'blade'
  | 'bottle'
  | 'box'
  | 'cable'
  | 'chair'
  | 'device'
  | 'garment'
  | 'glasses'
  | 'jewel'
  | 'lamp'
  | 'mug'
  | 'pillow'
  | 'plant'
  | 'ring'
  | 'shoe'
  | 'speaker'
  | 'spheres'
  | 'stick'
  | 'tool'
  | 'toy'
  | 'tube'
  | 'watch';

export type Department = 'home' | 'kitchen' | 'fashion' | 'beauty' | 'tools' | 'electronics' | 'outdoor' | 'toys';

export interface Good {
  key: string;
  drawing: Drawing;
  department: Department;
  /** Cents of a euro. */
  cents: number;
  fr: string;
  en: string;
  expects: string | null;
  /** Family of a weak sign: marked for monitors and inspectors only. */
  weak: string | null;
}

type Row = [key: string, drawing: Drawing, department: Department, cents: number, fr: string, en: string];

const SUSPECT: [family: string, ...Row][] = [
  [
    'knuckleduster',
    'knuckles',
    'ring',
    'outdoor',
    1290,
    'Poing américain en acier inoxydable, modèle de poche',
    'Brass knuckles in stainless steel, pocket model',
  ],
  [
    'balisong_switchblade',
    'balisong',
    'blade',
    'outdoor',
    2390,
    'Couteau papillon balisong, lame acier 10 cm',
    'Balisong butterfly knife, 10 cm steel blade',
  ],
  [
    'jammer',
    'gps-jammer',
    'device',
    'electronics',
    4599,
    'Brouilleur GPS pour voiture, prise allume-cigare',
    'GPS jammer for cars, 12 V plug',
  ],
  [
    'toy_magnets',
    'magnet-balls',
    'spheres',
    'toys',
    990,
    'Billes magnétiques néodyme 5 mm, 216 pièces, casse-tête',
    'Magnetic balls 5 mm neodymium, 216 pieces, puzzle',
  ],
  [
    'laser',
    'laser',
    'tube',
    'electronics',
    2990,
    'Pointeur laser puissant, laser vert 5000 mW, portée 10 km',
    'Burning laser pointer high power, green laser 5000mw, 10 km range',
  ],
  [
    'puff_vape',
    'puff',
    'tube',
    'beauty',
    890,
    'Puff jetable 9000 bouffées, arôme mangue',
    'Disposable vape 9000 puffs, mango flavour',
  ],
  [
    'skin_lightener',
    'lightener',
    'bottle',
    'beauty',
    1190,
    'Crème éclaircissante hydroquinone 5 %, pot de 50 g',
    'Bleaching cream with hydroquinone 5 %, 50 g jar',
  ],
  [
    'spy_device',
    'spy-camera',
    'device',
    'electronics',
    2790,
    'Mini caméra espion 1080p cachée dans un réveil',
    'Mini spy camera 1080p, hidden camera in an alarm clock',
  ],
  [
    'botox_filler',
    'botulinum',
    'bottle',
    'beauty',
    8900,
    'Toxine botulique 100 U, flacon, anti-rides à injecter',
    'Botulinum toxin 100U vial, anti-wrinkle injection',
  ],
  [
    'nicotine_pouch',
    'nicotine',
    'box',
    'beauty',
    790,
    'Sachet de nicotine menthe forte 20 mg, boîte de 20',
    'Nicotine pouch strong mint 20 mg, box of 20',
  ],
  [
    'radar_detector',
    'antiradar',
    'device',
    'electronics',
    5990,
    'Antiradar voiture 360°, détecteur de radar vocal',
    'Radar detector for cars, 360°, voice alert',
  ],
  [
    'melatonin_supp',
    'melatonin',
    'bottle',
    'beauty',
    1290,
    'Mélatonine 10 mg, 120 gommes sommeil',
    'Melatonin 10mg sleep gummies, 120 pieces',
  ],
  [
    'iptv',
    'iptv',
    'box',
    'electronics',
    3900,
    'Abonnement IPTV 12 mois, 20 000 chaînes',
    'IPTV subscription, 12 months IPTV, 20,000 channels',
  ],
  [
    'throwing_hidden_blades',
    'shuriken',
    'blade',
    'outdoor',
    1090,
    'Étoile à lancer shuriken en acier, lot de 4',
    'Throwing star shuriken in steel, set of 4',
  ],
  [
    'nitrous',
    'nitrous',
    'tube',
    'kitchen',
    3490,
    "Bonbonne de protoxyde d'azote 640 g",
    'Nitrous oxide N2O cylinder 640g',
  ],
  [
    'pesticide_biocide',
    'dichlorvos',
    'bottle',
    'home',
    990,
    'Insecticide dichlorvos concentré 100 ml',
    'Sniper insecticide, dichlorvos DDVP concentrate 100 ml',
  ],
  [
    'medicine_rx',
    'amoxicillin',
    'box',
    'beauty',
    1590,
    'Amoxicilline 500 mg, antibiotique, 20 gélules',
    'Amoxicillin antibiotic 500 mg, 20 capsules',
  ],
];

/** Goods whose words alone prove little: a weak sign, which only those who go through listings are shown. */
const WEAK: [family: string, ...Row][] = [
  [
    'baton',
    'baton',
    'stick',
    'outdoor',
    1990,
    'Matraque télescopique en acier 65 cm avec étui',
    'Telescopic baton in steel, 65 cm, with holster',
  ],
  [
    'stun_pepper',
    'tear-gas',
    'bottle',
    'outdoor',
    1450,
    'Bombe lacrymogène gaz CS 75 ml, self-défense',
    'Pepper spray 75 ml, CS tear gas, self-defence',
  ],
  [
    'water_beads',
    'water-beads',
    'spheres',
    'toys',
    690,
    "Perles d'eau, billes hydrogel, 50 000 pièces",
    'Water beads, gel balls, 50,000 pieces',
  ],
];

const NEAR_MISS: Row[] = [
  [
    'trainer',
    'blade',
    'outdoor',
    1190,
    "Peigne papillon d'entraînement non tranchant",
    'Butterfly comb trainer, unsharpened, for practice',
  ],
  [
    'powder-puff',
    'pillow',
    'beauty',
    490,
    'Houppette poudre, lot de 6, velours',
    'Powder puff for make-up, set of 6, velvet',
  ],
  ['ivory-dress', 'garment', 'fashion', 3290, 'Robe longue couleur ivoire, coton', 'Long dress in ivory white, cotton'],
  [
    'laser-level',
    'device',
    'tools',
    3990,
    'Niveau laser croix auto-nivelant, classe 2',
    'Laser level, cross line, self-levelling, class 2',
  ],
  ['hair-clip', 'jewel', 'fashion', 390, 'Pince à cheveux papillon, lot de 8', 'Butterfly hair clip, set of 8'],
  [
    'pearls',
    'jewel',
    'fashion',
    1890,
    "Collier perles d'eau douce, argent 925",
    'Freshwater pearls necklace, 925 silver',
  ],
  [
    'glue-gun',
    'tool',
    'tools',
    1290,
    'Pistolet à colle chaude 60 W avec 20 bâtons',
    'Hot glue gun 60 W with 20 sticks',
  ],
  [
    'massage-gun',
    'tool',
    'outdoor',
    4990,
    'Pistolet de massage 6 têtes, silencieux',
    'Massage gun with 6 heads, quiet motor',
  ],
  [
    'selfie-stick',
    'stick',
    'electronics',
    990,
    'Perche à selfie télescopique avec trépied',
    'Telescopic selfie stick with tripod',
  ],
  [
    'hiking-poles',
    'stick',
    'outdoor',
    2490,
    'Bâtons de randonnée télescopiques aluminium',
    'Telescopic hiking poles, aluminium',
  ],
  ['teeth', 'tube', 'beauty', 890, 'Dentifrice blancheur au charbon', 'Teeth whitening toothpaste with charcoal'],
  [
    'faraday',
    'bag',
    'electronics',
    890,
    'Pochette Faraday pour clé de voiture, anti-RFID',
    'Faraday bag for car keys, RFID sleeve',
  ],
  [
    'hyaluronic',
    'bottle',
    'beauty',
    990,
    "Sérum visage à l'acide hyaluronique, 30 ml",
    'Face serum with hyaluronic acid, 30 ml',
  ],
  [
    'magnetic-mount',
    'device',
    'electronics',
    790,
    'Support téléphone magnétique pour voiture',
    'Magnetic phone mount for cars',
  ],
];

const HONEST: Row[] = [
  [
    'desk-lamp',
    'lamp',
    'home',
    1990,
    'Lampe de bureau LED pliable, trois teintes',
    'Foldable LED desk lamp, three tones',
  ],
  ['night-light', 'lamp', 'home', 890, 'Veilleuse champignon rechargeable', 'Mushroom night light, rechargeable'],
  ['string-lights', 'lamp', 'home', 990, 'Guirlande lumineuse 10 m, blanc chaud', 'String lights 10 m, warm white'],
  ['floor-lamp', 'lamp', 'home', 4590, 'Lampadaire arc en bois de hêtre', 'Arc floor lamp in beech wood'],
  ['cushion', 'pillow', 'home', 790, 'Housse de coussin en lin 45 × 45 cm', 'Linen cushion cover 45 × 45 cm'],
  ['blanket', 'pillow', 'home', 1890, 'Plaid en maille torsadée 130 × 170 cm', 'Cable-knit throw 130 × 170 cm'],
  ['organiser', 'box', 'home', 1290, 'Boîtes de rangement pliables, lot de 3', 'Foldable storage boxes, set of 3'],
  ['wall-clock', 'watch', 'home', 1690, 'Horloge murale silencieuse 30 cm', 'Silent wall clock 30 cm'],
  ['plant-pot', 'plant', 'home', 1190, 'Pot de fleurs en céramique avec soucoupe', 'Ceramic flower pot with saucer'],
  [
    'dried-flowers',
    'plant',
    'home',
    1390,
    'Bouquet de fleurs séchées, tons naturels',
    'Dried flower bouquet, natural tones',
  ],
  ['vase', 'bottle', 'home', 1490, 'Vase soliflore en verre soufflé', 'Single-stem vase in blown glass'],
  ['rug', 'pillow', 'home', 2990, 'Tapis de bain épais antidérapant', 'Thick non-slip bath mat'],
  ['stool', 'chair', 'home', 3490, 'Tabouret en bois massif, style scandinave', 'Solid wood stool, Scandinavian style'],
  [
    'folding-chair',
    'chair',
    'outdoor',
    2690,
    'Chaise pliante de camping avec porte-gobelet',
    'Folding camping chair with cup holder',
  ],
  ['mug', 'mug', 'kitchen', 990, 'Mug en grès émaillé 350 ml', 'Glazed stoneware mug 350 ml'],
  [
    'travel-mug',
    'mug',
    'kitchen',
    1590,
    'Mug isotherme inox 450 ml, anti-fuite',
    'Insulated travel mug 450 ml, leak-proof',
  ],
  ['teapot', 'mug', 'kitchen', 2190, 'Théière en verre avec infuseur 1 L', 'Glass teapot with infuser 1 L'],
  ['lunch-box', 'box', 'kitchen', 1390, 'Boîte à déjeuner trois compartiments', 'Lunch box with three compartments'],
  ['bottle', 'bottle', 'kitchen', 1290, 'Gourde inox 750 ml double paroi', 'Steel water bottle 750 ml, double wall'],
  ['peeler', 'tool', 'kitchen', 590, 'Éplucheur économe à lame pivotante', 'Swivel vegetable peeler'],
  [
    'spatulas',
    'tool',
    'kitchen',
    1190,
    'Ustensiles de cuisine en silicone, 6 pièces',
    'Silicone kitchen utensils, 6 pieces',
  ],
  ['scale', 'device', 'kitchen', 1490, 'Balance de cuisine numérique 5 kg', 'Digital kitchen scale 5 kg'],
  [
    'spice-jars',
    'bottle',
    'kitchen',
    1790,
    'Pots à épices en verre avec étiquettes, lot de 12',
    'Glass spice jars with labels, set of 12',
  ],
  ['linen-shirt', 'garment', 'fashion', 2490, 'Chemise en lin à manches longues', 'Long-sleeved linen shirt'],
  ['t-shirt', 'garment', 'fashion', 1190, 'T-shirt en coton bio, coupe droite', 'Organic cotton T-shirt, straight cut'],
  ['cardigan', 'garment', 'fashion', 2990, 'Cardigan ample en maille douce', 'Loose cardigan in soft knit'],
  ['trousers', 'garment', 'fashion', 2790, 'Pantalon large taille haute', 'Wide-leg high-waisted trousers'],
  ['raincoat', 'garment', 'fashion', 3290, 'Imperméable léger à capuche', 'Light hooded raincoat'],
  ['summer-dress', 'garment', 'fashion', 2690, "Robe d'été à fleurs, mi-longue", 'Floral summer dress, midi length'],
  ['sneakers', 'shoe', 'fashion', 3490, 'Baskets en toile à lacets', 'Lace-up canvas trainers'],
  ['sandals', 'shoe', 'fashion', 2290, 'Sandales plates à bride croisée', 'Flat sandals with crossed strap'],
  ['slippers', 'shoe', 'fashion', 1490, 'Chaussons en feutre, semelle souple', 'Felt slippers with soft sole'],
  ['boots', 'shoe', 'fashion', 4590, 'Bottines à élastique, talon bas', 'Chelsea boots, low heel'],
  ['tote', 'bag', 'fashion', 1290, 'Sac cabas en toile recyclée', 'Tote bag in recycled canvas'],
  [
    'backpack',
    'bag',
    'fashion',
    2990,
    'Sac à dos urbain 20 L avec poche ordinateur',
    'City backpack 20 L with laptop sleeve',
  ],
  ['crossbody', 'bag', 'fashion', 1890, 'Sac bandoulière matelassé', 'Quilted crossbody bag'],
  ['sunglasses', 'glasses', 'fashion', 1290, 'Lunettes de soleil rondes, UV400', 'Round sunglasses, UV400'],
  [
    'reading-glasses',
    'glasses',
    'fashion',
    990,
    'Lunettes de lecture, branches souples',
    'Reading glasses with flexible arms',
  ],
  ['earrings', 'jewel', 'fashion', 790, "Boucles d'oreilles créoles en acier 316L", 'Hoop earrings in 316L steel'],
  ['bracelet', 'jewel', 'fashion', 890, 'Bracelet en pierres naturelles', 'Bracelet of natural stones'],
  ['watch', 'watch', 'fashion', 3990, 'Montre minimaliste, bracelet en maille', 'Minimalist watch with mesh band'],
  ['hand-cream', 'tube', 'beauty', 690, 'Crème mains au karité, 75 ml', 'Hand cream with shea butter, 75 ml'],
  ['brushes', 'tool', 'beauty', 1290, 'Pinceaux de maquillage, 10 pièces', 'Make-up brushes, 10 pieces'],
  ['soap', 'box', 'beauty', 590, 'Savon à froid lavande et avoine', 'Cold-process soap, lavender and oat'],
  ['hair-dryer', 'tool', 'beauty', 2990, 'Sèche-cheveux compact 1600 W', 'Compact hair dryer 1600 W'],
  [
    'screwdrivers',
    'tool',
    'tools',
    1590,
    'Tournevis de précision, coffret 24 pièces',
    'Precision screwdrivers, set of 24',
  ],
  ['drill', 'tool', 'tools', 5990, 'Perceuse-visseuse sans fil 20 V', 'Cordless drill driver 20 V'],
  ['tape-measure', 'tool', 'tools', 790, 'Mètre ruban 5 m à blocage', 'Tape measure 5 m with lock'],
  ['toolbox', 'box', 'tools', 2490, 'Boîte à outils 40 cm avec bac', 'Toolbox 40 cm with tray'],
  ['usb-cable', 'cable', 'electronics', 690, 'Câble USB-C tressé 2 m, 60 W', 'Braided USB-C cable 2 m, 60 W'],
  ['hdmi-cable', 'cable', 'electronics', 890, 'Câble HDMI 2.1, 3 m', 'HDMI 2.1 cable, 3 m'],
  ['earbuds', 'speaker', 'electronics', 2490, 'Écouteurs sans fil, autonomie 30 h', 'Wireless earbuds, 30 h battery'],
  ['speaker', 'speaker', 'electronics', 2990, 'Enceinte portable étanche IPX7', 'Portable speaker, IPX7 waterproof'],
  ['keyboard', 'device', 'electronics', 3990, 'Clavier mécanique compact 75 %', 'Compact mechanical keyboard, 75 %'],
  ['mouse', 'device', 'electronics', 1590, 'Souris sans fil verticale', 'Vertical wireless mouse'],
  ['phone-case', 'device', 'electronics', 790, 'Coque de téléphone en silicone mat', 'Phone case in matt silicone'],
  ['tent', 'bag', 'outdoor', 6990, 'Tente deux places, montage rapide', 'Two-person tent, quick pitch'],
  ['headlamp', 'lamp', 'outdoor', 1390, 'Lampe frontale rechargeable 350 lumens', 'Rechargeable headlamp, 350 lumens'],
  ['yoga-mat', 'tube', 'outdoor', 1990, 'Tapis de yoga 6 mm avec sangle', 'Yoga mat 6 mm with strap'],
  ['puzzle', 'toy', 'toys', 1490, 'Puzzle paysage 1000 pièces', 'Landscape puzzle, 1000 pieces'],
  ['wooden-train', 'toy', 'toys', 2490, 'Train en bois, circuit de 40 pièces', 'Wooden train set, 40 pieces'],
  ['board-game', 'box', 'toys', 2190, 'Jeu de société coopératif, dès 8 ans', 'Cooperative board game, from 8 years'],
  ['kite', 'toy', 'toys', 1290, 'Cerf-volant delta arc-en-ciel', 'Rainbow delta kite'],
];

function good(
  [key, drawing, department, cents, fr, en]: Row,
  expects: string | null,
  weak: string | null = null,
): Good {
  return { key, drawing, department, cents, fr, en, expects, weak };
}

export const GOODS: readonly Good[] = [
  ...SUSPECT.map(([family, ...row]) => good(row, family)),
  ...WEAK.map(([family, ...row]) => good(row, null, family)),
  ...NEAR_MISS.map((row) => good(row, null)),
  ...HONEST.map((row) => good(row, null)),
];
