import type { Severity } from '../lib/rules/finding.ts';

/** A shape a severity, so that colour is never the only sign: ring, diamond, triangle, octagon. On a 16 × 16 grid. */
export const SEVERITY_SHAPES: Record<Severity, string> = {
  low: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z',
  medium: 'M8 1.5 14.5 8 8 14.5 1.5 8z',
  high: 'M8 1.8 15 14H1z',
  critical: 'M5.1 1.5h5.8l3.6 3.6v5.8l-3.6 3.6H5.1l-3.6-3.6V5.1z',
};

/** The exclamation mark inside. */
export const EXCLAMATION = 'M8 5.2v4M8 11.4v.4';
