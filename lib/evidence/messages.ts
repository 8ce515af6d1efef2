/** Messages about evidence, all from the extension's own pages. */
import type { CaptureFault } from './capture/faults.ts';
import type { DeclaredStep } from './capture/preparation.ts';
import type { CaptureKind } from './item.ts';

export interface CaptureAsked {
  tab: number;
  kind: CaptureKind;
  /** Listing key, for a capture of one card. */
  listing: string | null;
  declared: DeclaredStep[];
}

export interface EvidenceMessages {
  /** Begins a capture; how it goes on is told by `captureStatus`. */
  'start-capture': { request: CaptureAsked; response: { started: true } | { started: false; fault: CaptureFault } };
  'cancel-capture': { request: null; response: null };
  /** Loads the tab anew past the cache, and remembers it for the record of the next capture there. */
  'reload-for-capture': { request: { tab: number }; response: null };
  /** Seals and stamps what waits for it: an item was derived, or the time-stamp authorities were changed. */
  'seal-evidence': { request: null; response: null };
}
