/** Who decides in this browser: an id made once, and the name that the person gives. */
import { v4 as uuidv4 } from 'uuid';
import { storage } from 'wxt/utils/storage';
import { cleanText } from '../listing/text.ts';
import { changeStored } from '../storage/change-stored.ts';
import type { Monitor } from './card.ts';
import { SWEEP_LIMITS } from './limits.ts';

const item = storage.defineItem<Monitor | null>('local:monitor', { fallback: null, version: 1 });

const made = (): Monitor => ({ id: uuidv4(), name: '' });

export async function currentMonitor(): Promise<Monitor> {
  return (await item.getValue()) ?? (await change((before) => before));
}

export function nameMonitor(name: string): Promise<Monitor> {
  return change((before) => ({ ...before, name: cleanText(name, SWEEP_LIMITS.person) ?? '' }));
}

async function change(by: (before: Monitor) => Monitor): Promise<Monitor> {
  let changed = made();
  await changeStored(item, (before) => {
    changed = by(before ?? changed);
    return changed;
  });
  return changed;
}
