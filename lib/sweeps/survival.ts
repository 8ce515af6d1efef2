/**
 * How long listings stay online after a report: the Kaplan–Meier estimate, so that listings still online when they were last
 * looked at count for as long as they were followed and not as if they stayed for ever.
 *
 * E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958): at each time `t` with a
 * removal, the estimate is multiplied by `1 - removed / atRisk`; those censored at `t` are still at risk at `t`.
 */
export interface Observation<Id = string> {
  id: Id;
  /** Days from the report to the removal, or to the last look. */
  days: number;
  removed: boolean;
}

export interface SurvivalStep<Id = string> {
  days: number;
  /** Followed at least so long. */
  atRisk: number;
  removed: Id[];
  censored: Id[];
  /** Estimated share still online just after this time. */
  online: number;
}

/** One step a distinct time, in order. */
export function survival<Id>(observations: readonly Observation<Id>[]): SurvivalStep<Id>[] {
  const times = [...Map.groupBy(observations, ({ days }) => days)].sort(([a], [b]) => a - b);
  let atRisk = observations.length;
  let online = 1;
  return times.map(([days, here]) => {
    const removed = here.filter((one) => one.removed).map(({ id }) => id);
    const censored = here.filter((one) => !one.removed).map(({ id }) => id);
    online *= 1 - removed.length / atRisk;
    const step = { days, atRisk, removed, censored, online };
    atRisk -= here.length;
    return step;
  });
}

/** First time at which at most half are estimated to be online; null when that was not reached. */
export function medianDays<Id>(steps: readonly SurvivalStep<Id>[]): number | null {
  return steps.find(({ online }) => online <= 0.5 + 1e-12)?.days ?? null;
}

/** Estimated share gone within `days`; null when nothing was followed for so long and something was still online. */
export function shareGone<Id>(steps: readonly SurvivalStep<Id>[], days: number): number | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  if (last.days < days && last.online > 0) return null;
  const reached = steps.findLast((step) => step.days <= days);
  return reached === undefined ? 0 : 1 - reached.online;
}

/** What was removed within `days`: the listings behind a share or a median. */
export function removedWithin<Id>(steps: readonly SurvivalStep<Id>[], days: number): Id[] {
  return steps.filter((step) => step.days <= days).flatMap(({ removed }) => removed);
}
