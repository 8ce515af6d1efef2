/** What the person chose, in `storage.local`, with a version and migrations of its own. */
import { storage } from 'wxt/utils/storage';
import { DEMONSTRATION_AUTHORITY } from '../authority/built-in.ts';
import type { AuthorityProfile } from '../authority/profile.ts';
import type { Role } from '../authority/roles.ts';
import { changeStored } from './change-stored.ts';

export interface Identity {
  name: string;
  email: string;
}

export interface Settings {
  role: Role;
  /** Who receives reports, as the person accepted it. */
  authority: AuthorityProfile;
  /** ISO 3166 alpha-2: whose law the person reports under. */
  jurisdiction: string;
  /** Kept only because the person asked for it. */
  identity: Identity | null;
  /** Base address of an endpoint that takes reports in the shape of SignalConso; null: none is configured. */
  signalConso: string | null;
  /** Show a box to tick on each listing of a grid. */
  ticks: boolean;
  /** Tell by a notification when an authority decided. */
  notifies: boolean;
  /** Days after which a settled report is forgotten; null: never. */
  retentionDays: number | null;
}

export const DEFAULT_SETTINGS: Settings = {
  role: 'consumer',
  authority: DEMONSTRATION_AUTHORITY,
  jurisdiction: 'FR',
  identity: null,
  signalConso: null,
  ticks: false,
  notifies: false,
  retentionDays: null,
};

const stored = storage.defineItem<Partial<Settings>>('local:settings', { fallback: {}, version: 1 });

/** What the person chose; what they never chose, and what came with a later version, is as in `DEFAULT_SETTINGS`. */
export const settings = {
  async getValue(): Promise<Settings> {
    return { ...DEFAULT_SETTINGS, ...(await stored.getValue()) };
  },
};

export async function changeSettings(changes: Partial<Settings>): Promise<Settings> {
  return { ...DEFAULT_SETTINGS, ...(await changeStored(stored, (before) => ({ ...before, ...changes }))) };
}

/** Keeps the name and address for the next report, or forgets them. */
export async function rememberIdentity(identity: Identity | null): Promise<void> {
  const { identity: before } = await settings.getValue();
  if (identity === null && before === null) return;
  await changeSettings({ identity });
}

/** All that is kept of child-protection reports: how many, and the day of the last. */
export interface ChildProtectionCount {
  count: number;
  /** `YYYY-MM-DD`. */
  last: string;
}

export const childProtectionCount = storage.defineItem<ChildProtectionCount | null>('local:childProtection', {
  fallback: null,
  version: 1,
});
