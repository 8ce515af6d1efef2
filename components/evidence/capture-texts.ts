import { i18n } from '#i18n';
import { CAPTURE_FAULTS, type CaptureFault } from '../../lib/evidence/capture/faults.ts';
import type { DeclaredStep } from '../../lib/evidence/capture/preparation.ts';

const FAULT_KEYS = {
  'not-a-marketplace': 'capture.fault.notAMarketplace',
  'not-read': 'capture.fault.notRead',
  'rules-missing': 'capture.fault.rulesMissing',
  'child-protection': 'capture.fault.childProtection',
  'no-permission': 'capture.fault.noPermission',
  'no-space': 'capture.fault.noSpace',
  'no-height': 'capture.fault.noHeight',
  'no-element': 'capture.fault.noElement',
  busy: 'capture.fault.busy',
  cancelled: 'capture.fault.cancelled',
  'tab-closed': 'capture.fault.tabClosed',
  navigated: 'capture.fault.navigated',
  covered: 'capture.fault.covered',
  killed: 'capture.fault.killed',
  failed: 'capture.fault.failed',
} as const satisfies Record<CaptureFault, string>;

export const DECLARED_KEYS = {
  'cookies-cleared': 'capture.declared.cookiesCleared',
  'no-other-extensions': 'capture.declared.noOtherExtensions',
  'no-proxy': 'capture.declared.noProxy',
} as const satisfies Record<DeclaredStep, string>;

/** @param fault as stored; one of another version of Vigie reads as "failed" */
export function faultText(fault: string): string {
  return i18n.t(FAULT_KEYS[Object.hasOwn(CAPTURE_FAULTS, fault) ? (fault as CaptureFault) : 'failed']);
}
