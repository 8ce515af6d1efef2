/** Whether a report gives the name and e-mail address that its authority asks for, and no more. */
import type { IdentityPolicy } from '../authority/profile.ts';
import type { ProblemError } from './protocol.ts';
import type { AnyReport } from './report.ts';

const FIELDS = [
  ['name', 'name'],
  ['email', 'e-mail address'],
] as const;

/** Empty when the report fits the policy. A child-protection report never gives a name, whatever the policy says. */
export function identityFaults(report: AnyReport, policy: IdentityPolicy): ProblemError[] {
  if (report.schema !== 'vigie-report/1') return [];
  return FIELDS.flatMap(([field, words]) => {
    const given = (report.reporter?.[field] ?? null) !== null;
    const pointer = report.reporter === null ? '/reporter' : `/reporter/${field}`;
    if (policy[field] === 'required' && !given) {
      return [{ pointer, detail: `This authority asks for your ${words}: please give it.` }];
    }
    if (policy[field] === 'never' && given) {
      return [{ pointer, detail: `This authority does not take the ${words} of the reporter: leave it out.` }];
    }
    return [];
  });
}
