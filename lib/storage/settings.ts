/** What the person chose, in `storage.local`, with a version and migrations of its own. */
import { storage } from 'wxt/utils/storage';

export type Role = 'consumer' | 'monitor' | 'inspector';

export interface Settings {
  role: Role;
  /** Base address of the authority's intake, without trailing slash. */
  authority: string;
  /** ISO 3166 alpha-2: whose law the person reports under. */
  jurisdiction: string;
  /** Kept only because the person asked for it. */
  identity: { name: string; email: string } | null;
}

/** The demonstration authority that `npm start` runs on this machine. Nothing sent to it leaves the machine. */
export const DEMONSTRATION_AUTHORITY = 'http://127.0.0.1:8787';

export const DEFAULT_SETTINGS: Settings = {
  role: 'consumer',
  authority: DEMONSTRATION_AUTHORITY,
  jurisdiction: 'FR',
  identity: null,
};

export const settings = storage.defineItem<Settings>('local:settings', { fallback: DEFAULT_SETTINGS, version: 1 });
