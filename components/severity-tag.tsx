import type { Severity } from '../lib/rules/finding.ts';
import { severityText } from './finding-texts.ts';
import { SeverityIcon } from './severity-icon.tsx';

export function SeverityTag({ severity, weak }: { severity: Severity; weak: boolean }) {
  return (
    <span class={`severity ${severity}`}>
      <SeverityIcon severity={severity} />
      {severityText(severity, weak)}
    </span>
  );
}
