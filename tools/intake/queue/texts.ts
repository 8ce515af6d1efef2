/** The words of the agents' pages. */
import type { EnrolmentState } from '../../../lib/evidence/enrolment.ts';
import type { ReportState } from '../../../lib/reports/protocol.ts';

export interface Texts {
  language: 'en' | 'fr';
  queue: string;
  login: string;
  token: string;
  wrongToken: string;
  logout: string;
  filter: string;
  apply: string;
  any: string;
  received: string;
  reference: string;
  state: string;
  family: string;
  marketplace: string;
  listing: string;
  listings: string;
  role: string;
  claimed: string;
  sameListing: string;
  kind: string;
  ordinary: string;
  childProtection: string;
  older: string;
  none: string;
  exportNote: string;
  report: string;
  back: string;
  title: string;
  price: string;
  seller: string;
  variant: string;
  address: string;
  differs: string;
  reading: string;
  findings: string;
  words: string;
  legalBasis: string;
  explanation: string;
  reporter: string;
  noReporter: string;
  evidence: string;
  evidenceStates: Record<'intact' | 'damaged' | 'missing', string>;
  note: string;
  seenAt: string;
  intact: string;
  damaged: string;
  erased: string;
  erase: string;
  eraseNote: string;
  setState: string;
  reason: string;
  decision: string;
  save: string;
  reasonNeeded: string;
  tooLong: string;
  history: string;
  content: string;
  unverified: string;
  doNotOpen: string;
  states: Record<ReportState, string>;
  and: (more: number) => string;
  keys: string;
  keysNote: string;
  noKeys: string;
  holder: string;
  agency: string;
  fingerprint: string;
  code: string;
  enrol: string;
  refuseKey: string;
  wrongCode: string;
  keyStates: Record<EnrolmentState, string>;
}

const en: Texts = {
  language: 'en',
  queue: 'Reports',
  login: 'Sign in',
  token: 'Agent token',
  wrongToken: 'This token is not one of an agent.',
  logout: 'Sign out',
  filter: 'Filter',
  apply: 'Show',
  any: 'any',
  received: 'Received',
  reference: 'Reference',
  state: 'State',
  family: 'Family',
  marketplace: 'Marketplace',
  listing: 'Listing',
  listings: 'Listings',
  role: 'Role',
  claimed: 'claimed',
  sameListing: 'Same listing',
  kind: 'Kind',
  ordinary: 'Report',
  childProtection: 'Child protection',
  older: 'Older reports',
  none: 'No report matches.',
  exportNote: 'Export what is filtered (never child-protection reports; the table has no names):',
  report: 'Report',
  back: 'All reports',
  title: 'Title',
  price: 'Price',
  seller: 'Seller',
  variant: 'Variant',
  address: 'Address',
  differs: 'Differs from the title',
  reading: 'Reading',
  findings: 'Findings',
  words: 'Words found',
  legalBasis: 'Legal basis',
  explanation: 'Explanation',
  reporter: 'Reporter',
  noReporter: 'gave no name',
  evidence: 'Evidence',
  evidenceStates: {
    intact: 'here, matches its hash',
    damaged: 'DAMAGED: does not match its hash',
    missing: 'not here yet',
  },
  note: 'Note',
  seenAt: 'Seen',
  intact: 'The stored bytes match the hash on the receipt.',
  damaged: 'The stored bytes do NOT match the hash on the receipt: do not rely on them.',
  erased: 'The content was erased',
  erase: 'Erase the content',
  eraseNote: 'Forgets the report’s content and the reporter; receipt, state and history stay. This cannot be undone.',
  setState: 'Set the state',
  reason: 'Reason (the reporter reads it)',
  decision: 'Decision (the reporter reads it)',
  save: 'Save',
  reasonNeeded: 'Give a reason when you reject a report.',
  tooLong: 'The reason may have 500 characters and the decision 5,000, without control characters.',
  history: 'History',
  content: 'Content as received',
  unverified: 'unverified',
  doNotOpen: 'Do not open, copy or pass on the content: send the place to the competent service.',
  states: {
    received: 'received',
    'in-review': 'in review',
    forwarded: 'forwarded',
    'action-taken': 'action taken',
    rejected: 'rejected',
  },
  and: (more) => `and ${more} more`,
  keys: 'Keys of inspectors',
  keysNote:
    'Enrol a key only when its holder has read the code out to you, by telephone or face to face. Packages signed with it are then known to be of that installation.',
  noKeys: 'No key has asked to be enrolled.',
  holder: 'Holder',
  agency: 'Agency',
  fingerprint: 'SHA-256 of the key',
  code: 'Code read out',
  enrol: 'Enrol',
  refuseKey: 'Refuse',
  wrongCode: 'This is not the code of that key. Ask the holder to read it out again; do not enrol on a guess.',
  keyStates: { pending: 'waits', enrolled: 'enrolled', refused: 'refused' },
};

const fr: Texts = {
  language: 'fr',
  queue: 'Signalements',
  login: 'Se connecter',
  token: 'Jeton d’agent',
  wrongToken: 'Ce jeton n’est pas celui d’un agent.',
  logout: 'Se déconnecter',
  filter: 'Filtre',
  apply: 'Afficher',
  any: 'tous',
  received: 'Reçu',
  reference: 'Référence',
  state: 'État',
  family: 'Famille',
  marketplace: 'Place de marché',
  listing: 'Annonce',
  listings: 'Annonces',
  role: 'Rôle',
  claimed: 'déclaré',
  sameListing: 'Même annonce',
  kind: 'Type',
  ordinary: 'Signalement',
  childProtection: 'Protection de l’enfance',
  older: 'Signalements plus anciens',
  none: 'Aucun signalement ne correspond.',
  exportNote: 'Exporter la sélection (jamais la protection de l’enfance ; le tableau ne contient aucun nom) :',
  report: 'Signalement',
  back: 'Tous les signalements',
  title: 'Titre',
  price: 'Prix',
  seller: 'Vendeur',
  variant: 'Variante',
  address: 'Adresse',
  differs: 'Différent du titre',
  reading: 'Lecture',
  findings: 'Constats',
  words: 'Mots trouvés',
  legalBasis: 'Base légale',
  explanation: 'Explication',
  reporter: 'Auteur',
  noReporter: 'n’a pas donné de nom',
  evidence: 'Pièces',
  evidenceStates: {
    intact: 'présente, conforme à son empreinte',
    damaged: 'ALTÉRÉE : non conforme à son empreinte',
    missing: 'pas encore reçue',
  },
  note: 'Note',
  seenAt: 'Vu',
  intact: 'Les octets conservés correspondent à l’empreinte du reçu.',
  damaged: 'Les octets conservés ne correspondent PAS à l’empreinte du reçu : ne pas s’y fier.',
  erased: 'Le contenu a été effacé',
  erase: 'Effacer le contenu',
  eraseNote: 'Oublie le contenu et l’auteur ; le reçu, l’état et l’historique restent. Irréversible.',
  setState: 'Changer l’état',
  reason: 'Motif (lu par l’auteur)',
  decision: 'Décision (lue par l’auteur)',
  save: 'Enregistrer',
  reasonNeeded: 'Donnez un motif pour rejeter un signalement.',
  tooLong: 'Le motif a 500 caractères au plus et la décision 5 000, sans caractères de contrôle.',
  history: 'Historique',
  content: 'Contenu tel que reçu',
  unverified: 'non vérifiée',
  doNotOpen: 'Ne pas ouvrir, copier ni transmettre le contenu : adresser le lieu au service compétent.',
  states: {
    received: 'reçu',
    'in-review': 'en cours d’examen',
    forwarded: 'transmis',
    'action-taken': 'mesure prise',
    rejected: 'rejeté',
  },
  and: (more) => `et ${more} de plus`,
  keys: 'Clés des inspecteurs',
  keysNote:
    'N’enregistrez une clé que si son titulaire vous a lu le code, par téléphone ou de vive voix. Les dossiers signés avec elle sont alors reconnus comme ceux de cette installation.',
  noKeys: 'Aucune clé n’a demandé à être enregistrée.',
  holder: 'Titulaire',
  agency: 'Service',
  fingerprint: 'SHA-256 de la clé',
  code: 'Code lu',
  enrol: 'Enregistrer',
  refuseKey: 'Refuser',
  wrongCode: 'Ce n’est pas le code de cette clé. Demandez au titulaire de le relire ; n’enregistrez rien au hasard.',
  keyStates: { pending: 'en attente', enrolled: 'enregistrée', refused: 'refusée' },
};

/** French when the browser asks for it before English. */
export function textsFor(acceptLanguage: string | undefined): Texts {
  const wanted = (acceptLanguage ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().slice(0, 2));
  const french = wanted.indexOf('fr');
  const english = wanted.indexOf('en');
  return french >= 0 && (english < 0 || french < english) ? fr : en;
}
