/** The steps before a capture (`PREPARATION_STEPS`), each as far as it can be known. */
import type { CaptureContext } from '../context.ts';
import { PREPARATION_STEPS } from '../context.ts';

export type PreparationStep = (typeof PREPARATION_STEPS)[number];

/** What only the person can say. */
export const DECLARED_STEPS = ['cookies-cleared', 'no-other-extensions', 'no-proxy'] as const;
export type DeclaredStep = (typeof DECLARED_STEPS)[number];

export interface PreparationFacts {
  /** When Vigie loaded the tab anew past the cache, milliseconds since the epoch; null when it did not. */
  reloadedAt: number | null;
  /** When the document that was captured began to load. */
  loadedAt: number;
  privateWindow: boolean | null;
  /** Seconds between this clock and the marketplace's. */
  serverOffset: number | null;
  declared: readonly DeclaredStep[];
}

/** A server names whole seconds, and its answer takes a while. */
const CLOCK_TOLERANCE_S = 3;
/** A navigation's time and the background's are read from different clocks. */
const SKEW_MS = 500;

const asDone = (value: boolean | null) => (value === null ? 'unknown' : value ? 'yes' : 'no');

export function preparationOf(facts: PreparationFacts): CaptureContext['preparation'] {
  const { serverOffset, reloadedAt } = facts;
  const said = (step: DeclaredStep) => (facts.declared.includes(step) ? 'yes' : 'unknown');
  const done: Record<PreparationStep, 'yes' | 'no' | 'unknown'> = {
    'reloaded-past-cache': reloadedAt !== null && facts.loadedAt >= reloadedAt - SKEW_MS ? 'yes' : 'no',
    'cookies-cleared': said('cookies-cleared'),
    'private-window': asDone(facts.privateWindow),
    'no-other-extensions': said('no-other-extensions'),
    'no-proxy': said('no-proxy'),
    'clock-checked': asDone(serverOffset === null ? null : Math.abs(serverOffset) <= CLOCK_TOLERANCE_S),
  };
  return PREPARATION_STEPS.map((step) => ({ step, done: done[step] }));
}
