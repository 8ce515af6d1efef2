import { storage } from 'wxt/utils/storage';
import { changeStored } from '../storage/change-stored.ts';
import type { DeclaredStep } from './capture/preparation.ts';

export interface EvidenceSettings {
  /** RFC 3161 authorities, asked in turn. None by default: a hash that leaves the machine is the person's choice. */
  timeStampAuthorities: string[];
  /** What the person last said of the preparation. */
  declared: DeclaredStep[];
}

export const DEFAULT_EVIDENCE_SETTINGS: EvidenceSettings = { timeStampAuthorities: [], declared: [] };

export const evidenceSettings = storage.defineItem<EvidenceSettings>('local:evidence', {
  fallback: DEFAULT_EVIDENCE_SETTINGS,
  version: 1,
});

export async function changeEvidenceSettings(changes: Partial<EvidenceSettings>): Promise<void> {
  await changeStored(evidenceSettings, (before) => ({ ...before, ...changes }));
}

const MAX_AUTHORITIES = 5;
const MAX_ADDRESS = 2048;

/** One address a line; `http` only on this machine. Gives the first line that is no address instead. */
export function readAuthorities(text: string): { ok: true; addresses: string[] } | { ok: false; line: string } {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  for (const line of lines) {
    const url = line.length > MAX_ADDRESS ? null : URL.parse(line);
    const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
    const isGood =
      url !== null && url.username === '' && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal));
    if (!isGood) return { ok: false, line: line.slice(0, 200) };
  }
  return { ok: true, addresses: [...new Set(lines)].slice(0, MAX_AUTHORITIES) };
}
