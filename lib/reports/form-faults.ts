import type { CheckedReport, ComposedReport } from './builder.ts';

/** What keeps a report from being sent, for the form to put into words; `other` carries the check's own sentence. */
export type Fault =
  | { kind: 'good-faith' | 'explanation' | 'name' | 'email' | 'email-shape' }
  | { kind: 'other'; detail: string };

function kindOf(pointer: string, report: ComposedReport): Exclude<Fault['kind'], 'other'> | null {
  if (pointer === '/goodFaith') return 'good-faith';
  if (pointer === '/reporter') return 'name';
  if (pointer === '/reporter/name') return report.reporter?.name == null ? 'name' : null;
  if (pointer === '/reporter/email') return report.reporter?.email == null ? 'email' : 'email-shape';
  return null;
}

export function formFaults(report: ComposedReport, checked: CheckedReport): Fault[] {
  const faults: Fault[] = [];
  // DSA Art. 16(2)(a): a sufficiently substantiated explanation. A finding that goes along is one.
  if (report.explanation === '' && report.findings.length === 0) faults.push({ kind: 'explanation' });
  for (const { pointer, detail } of checked.ok ? [] : checked.faults) {
    const kind = kindOf(pointer, report);
    faults.push(kind === null ? { kind: 'other', detail } : { kind });
  }
  return faults;
}
