/** What the settings and the popup show of the publishers, put together by the background. */
import type { AuthorityProfile } from '../authority/profile.ts';
import type { PublisherOrigin, StoredPublisher } from '../storage/database.ts';
import type { RuleChoices } from '../storage/rule-choices.ts';
import { asLastChecked } from '../storage/unstored-checks.ts';
import type { FamilyChange } from './changes.ts';
import type { RulesInUse } from './rules-in-use.ts';
import { rootFingerprint } from './trust/root.ts';
import { freshness } from './trust/update.ts';
import type { UpdateFault } from './update-fault.ts';

export interface PublisherDescription {
  publisher: string;
  origin: PublisherOrigin;
  profile: AuthorityProfile | null;
  address: string | null;
  /** Of the present root keys; null for the packaged rules, which come with Vigie itself. */
  fingerprint: string | null;
  on: boolean;
  /** Number of the newest publication; null before the first. */
  sequence: number | null;
  packs: { name: string; version: string }[];
  checkedAt: number | null;
  changedAt: number | null;
  changes: FamilyChange[];
  /** Milliseconds since the newest publication was made; null before the first. */
  age: number | null;
  expired: boolean;
  fault: UpdateFault | null;
  nextCheckAt: number | null;
  /** Packs that need a newer Vigie. */
  tooNew: string[];
  /** Something of it is stored and cannot be used. */
  unusable: boolean;
}

export interface PublishersDescription {
  publishers: PublisherDescription[];
  choices: RuleChoices;
  /** The database cannot be read: only the packaged rules are in use. */
  unread: boolean;
}

async function describe(
  stored: StoredPublisher,
  { unusable }: RulesInUse,
  { publishersOff }: RuleChoices,
  now: number,
): Promise<PublisherDescription> {
  const { publisher, origin, profile, address, state, checkedAt, changedAt, changes, fault, tooNew } = stored;
  return {
    publisher,
    origin,
    profile,
    address,
    fingerprint: await rootFingerprint(state.root),
    on: !publishersOff.includes(publisher),
    sequence: state.head?.content.sequence ?? null,
    packs: state.installed.map(({ name, version }) => ({ name, version })),
    checkedAt,
    changedAt,
    changes,
    ...freshness(state, now),
    fault,
    nextCheckAt: address === null ? null : stored.nextCheckAt,
    tooNew,
    unusable: unusable.has(publisher),
  };
}

export async function describePublishers(
  rules: RulesInUse,
  choices: RuleChoices,
  now: number,
): Promise<PublishersDescription> {
  const publishers = await asLastChecked(rules.publishers);
  const followed = await Promise.all(publishers.map((stored) => describe(stored, rules, choices, now)));
  const { packaged, unread } = rules;
  if (packaged === null || followed.some(({ publisher }) => publisher === packaged.publisher))
    return { publishers: followed, choices, unread };
  const builtIn: PublisherDescription = {
    publisher: packaged.publisher,
    origin: 'package',
    profile: null,
    address: null,
    fingerprint: null,
    on: !choices.publishersOff.includes(packaged.publisher),
    sequence: null,
    packs: [{ name: packaged.name, version: packaged.version }],
    checkedAt: null,
    changedAt: null,
    changes: [],
    age: null,
    expired: false,
    fault: null,
    nextCheckAt: null,
    tooNew: [],
    unusable: !rules.packagedInUse && !choices.publishersOff.includes(packaged.publisher),
  };
  return { publishers: [builtIn, ...followed], choices, unread };
}
