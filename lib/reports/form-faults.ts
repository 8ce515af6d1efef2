import type { AuthorityProfile } from '../sync/authority-profile.ts';
import type { CheckedReport, ComposedReport } from './builder.ts';

/** What keeps a report from being sent, for the form to put into words; `other` carries the schema's own sentence. */
export type Fault =
  | { kind: 'good-faith' | 'explanation' | 'name' | 'email' | 'email-shape' }
  | { kind: 'other'; pointer: string; detail: string };

/** Pointers for which the form has words of its own. */
const NAMED: Record<string, 'good-faith' | 'email-shape'> = {
  '/goodFaith': 'good-faith',
  '/reporter/email': 'email-shape',
};

export function formFaults(
  report: ComposedReport,
  checked: CheckedReport,
  identity: AuthorityProfile['identity'],
): Fault[] {
  const faults: Fault[] = [];
  // DSA Art. 16(2)(a): a sufficiently substantiated explanation. A finding that goes along is one.
  if (report.explanation === '' && report.findings.length === 0) faults.push({ kind: 'explanation' });
  if (identity.name === 'required' && (report.reporter?.name ?? null) === null) faults.push({ kind: 'name' });
  if (identity.email === 'required' && (report.reporter?.email ?? null) === null) faults.push({ kind: 'email' });
  for (const { pointer, detail } of checked.ok ? [] : checked.faults) {
    const kind = Object.hasOwn(NAMED, pointer) ? NAMED[pointer] : undefined;
    faults.push(kind === undefined ? { kind: 'other', pointer, detail } : { kind });
  }
  return faults;
}
