/** Spans of a finding: gathered without repetition, put in order. */
import type { Span } from './finding.ts';
import { FIELDS } from './names.ts';

/** Adds a span unless it is there. */
export function addSpan(spans: Span[], span: Span): void {
  if (
    !spans.some(
      (other) =>
        other.field === span.field &&
        other.index === span.index &&
        other.start === span.start &&
        other.end === span.end,
    )
  )
    spans.push(span);
}

/** Spans in reading order, overlapping ones made one. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  if (spans.length === 0) return [];
  const names: readonly string[] = FIELDS;
  const order = (span: Span): number => names.indexOf(span.field);
  const sorted = [...spans].sort(
    (a, b) => order(a) - order(b) || a.index - b.index || a.start - b.start || b.end - a.end,
  );
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && last.field === span.field && last.index === span.index && span.start < last.end)
      last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}
