import type { Severity } from '../lib/rules/finding.ts';

/** A shape a severity, so that colour is never the only sign: ring, diamond, triangle, octagon. */
const SHAPES: Record<Severity, string> = {
  low: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z',
  medium: 'M8 1.5 14.5 8 8 14.5 1.5 8z',
  high: 'M8 1.8 15 14H1z',
  critical: 'M5.1 1.5h5.8l3.6 3.6v5.8l-3.6 3.6H5.1l-3.6-3.6V5.1z',
};

export function SeverityIcon({ severity }: { severity: Severity }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={SHAPES[severity]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" />
      <path d="M8 5.2v4" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
      <circle cx="8" cy="11.6" r="1" fill="currentColor" />
    </svg>
  );
}
