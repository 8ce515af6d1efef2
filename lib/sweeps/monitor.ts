/** Who decides in this browser: an id made once, and the name that the person gives. */
import { v4 as uuidv4 } from 'uuid';
import { storage } from 'wxt/utils/storage';
import { cleanText } from '../listing/text.ts';
import type { Monitor } from './card.ts';
import { SWEEP_LIMITS } from './limits.ts';

const item = storage.defineItem<Monitor | null>('local:monitor', { fallback: null, version: 1 });

export async function currentMonitor(): Promise<Monitor> {
  const known = await item.getValue();
  if (known !== null) return known;
  const made: Monitor = { id: uuidv4(), name: '' };
  await item.setValue(made);
  return made;
}

export async function nameMonitor(name: string): Promise<Monitor> {
  const monitor = { ...(await currentMonitor()), name: cleanText(name, SWEEP_LIMITS.person) ?? '' };
  await item.setValue(monitor);
  return monitor;
}
