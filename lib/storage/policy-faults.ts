import { storage } from 'wxt/utils/storage';
import type { PolicyFault } from '../sync/apply-policy.ts';

/** What of the organisation's policy could not be put into effect; null where all of it is. */
export interface PolicyFaults {
  /** The part of the policy that is not in the documented form, and why; null where the form is right. */
  where: string | null;
  publishers: PolicyFault[];
}

export const policyFaults = storage.defineItem<PolicyFaults | null>('local:policyFaults', {
  fallback: null,
  version: 1,
});
