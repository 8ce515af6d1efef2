/**
 * Time in signed metadata: UTC in whole seconds, `2026-11-24T08:00:00Z`. Whole seconds, because `created` is also the
 * `If-Modified-Since` of a check (HTTP dates know no fractions).
 */
import { z } from '../../formats/validation.ts';

export const signedTime = z.iso.datetime({
  precision: 0,
  error: 'must be a UTC time in whole seconds such as 2026-11-24T08:00:00Z',
});

/** Milliseconds since the epoch. */
export const millis = (time: string): number => Date.parse(time);

/** @param time milliseconds since the epoch; fractions of a second are dropped. */
export const toSignedTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
