import type { Severity } from '../lib/rules/finding.ts';
import { EXCLAMATION, SEVERITY_SHAPES } from './severity-shapes.ts';

export function SeverityIcon({ severity }: { severity: Severity }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={SEVERITY_SHAPES[severity] + EXCLAMATION}
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-linejoin="round"
        stroke-linecap="round"
      />
    </svg>
  );
}
