/** Time and chance as parameters, so that schedules can be tested to the millisecond. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
}

export const systemClock: Clock = { now: Date.now, random: Math.random };
