/**
 * Where a family of goods belongs in SignalConso's tree "Achat sur Internet" (category `AchatInternet`): the branch
 * `Un_produit_dangereux` with its kinds of product and risks, and three leaves about information and prices. Read in
 * betagouv/signalconso-website, shared/anomalies/yml/fr/02_Achat_sur_Inter, commit f38c9ef9 of 2026-06-24.
 *
 * The tree has no leaf for "an unlawful product is offered, and nobody bought it": what fits no kind goes to `Autre`.
 */

export interface SignalConsoCategory {
  /** Ids from the root to the leaf. */
  subcategories: string[];
  tags: string[];
  reponseconsoCode: string[];
  ccrfCode: string[];
}

const TOY = 'Jouet_puericulture_materiel_scolaire';
const COSMETIC = 'Cosmetique_produit_dhygiene_produit_de_tatouage';
const CLOTHING = 'Vetement_textile_sac_a_main_bijou';
const PROTECTION = 'Equipement_de_protection';
const FIREWORK = 'Feu_dartifice';
const CHEMICAL = 'Produit_dentretien_produit_chimique_engrais';
const ELECTRICAL = 'Appareil_electrique';
const OTHER = 'Autre';

const CHOKING = 'Etouffement';
const INJURY = 'Blessure_physique';
const SHOCK = 'Choc_electrique';
const ALLERGY = 'Allergie';
const ENVIRONMENT = 'Risque_environnemental';
/** Risks whose leaf carries the answer code 344. */
const CODED = new Set([CHOKING, INJURY, SHOCK, ALLERGY]);

const DANGEROUS: Record<string, [kind: string, risk: string]> = {
  airgun_replica: [OTHER, INJURY],
  baby_feeding_pillow: [TOY, CHOKING],
  baby_walker_carrier: [TOY, INJURY],
  balisong_switchblade: [OTHER, INJURY],
  baton: [OTHER, INJURY],
  botox_filler: [COSMETIC, OTHER],
  charger: [ELECTRICAL, SHOCK],
  cosmetic_bmhca: [COSMETIC, ALLERGY],
  costume_flammable: [CLOTHING, INJURY],
  drawstring_kids: [CLOTHING, CHOKING],
  fireworks: [FIREWORK, INJURY],
  helmet: [PROTECTION, INJURY],
  hoverboard: [ELECTRICAL, INJURY],
  inclined_sleeper: [TOY, CHOKING],
  jammer: [ELECTRICAL, OTHER],
  jewellery_chem: [CLOTHING, ALLERGY],
  laser: [ELECTRICAL, INJURY],
  lighter_novelty: [OTHER, INJURY],
  nitrous: [CHEMICAL, INJURY],
  pesticide_biocide: [CHEMICAL, ENVIRONMENT],
  power_bank_ebike: [ELECTRICAL, INJURY],
  radio_tx: [ELECTRICAL, OTHER],
  single_use_plastic: [OTHER, ENVIRONMENT],
  skin_lightener: [COSMETIC, ALLERGY],
  smoke_co_alarm: [ELECTRICAL, INJURY],
  toy_magnets: [TOY, INJURY],
  toy_small_parts: [TOY, CHOKING],
  water_beads: [TOY, CHOKING],
};

const WEBSITE = 'Le_site_internet_en_luimeme';

/** Families that are about what a page says and not about the goods. */
const ABOUT_THE_PAGE: Record<string, SignalConsoCategory> = {
  trader_missing: {
    subcategories: [WEBSITE, 'Impossible_didentifier_lentreprise'],
    tags: ['Internet'],
    reponseconsoCode: [],
    ccrfCode: ['220', '21A'],
  },
  gpsr_missing: {
    subcategories: [WEBSITE, 'Absence_dinformations_obligatoires_avant_de_commander'],
    tags: ['Internet'],
    reponseconsoCode: [],
    ccrfCode: ['23B', '29B', '29C'],
  },
  fake_discount: {
    subcategories: ['Le_prix', 'Fausse_reduction_de_prix'],
    tags: ['ReponseConso', 'Internet'],
    reponseconsoCode: ['224'],
    ccrfCode: ['145', '23F', '146'],
  },
};

export function signalConsoCategory(family: string): SignalConsoCategory {
  const about = ABOUT_THE_PAGE[family];
  if (about !== undefined) return about;
  const [kind, risk] = DANGEROUS[family] ?? [OTHER, OTHER];
  return {
    subcategories: ['Un_produit_dangereux', kind, risk],
    tags: ['ProduitDangereux', ...(kind === OTHER ? [] : ['ProduitIndustriel']), 'Internet'],
    reponseconsoCode: CODED.has(risk) ? ['344'] : [],
    ccrfCode: [],
  };
}
