/** How the capture that is going on stands, and how the last one ended: for the popup, which may open and close meanwhile. */
import { storage } from 'wxt/utils/storage';
import type { CaptureFault } from './faults.ts';
import type { Progress } from './ports.ts';

export type CaptureStatus =
  | { state: 'running'; tab: number; progress: Progress }
  | { state: 'done'; tab: number; item: string; shortfall: string | null }
  | { state: 'failed'; tab: number; fault: CaptureFault; item: string | null };

/** In memory only: it ends with the browser. */
export const captureStatus = storage.defineItem<CaptureStatus | null>('session:captureStatus', { fallback: null });

/** Tabs that Vigie loaded anew past the cache: when, milliseconds since the epoch. */
export const reloads = storage.defineItem<Record<string, number>>('session:captureReloads', { fallback: {} });
