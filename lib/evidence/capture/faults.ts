/** What can go wrong with a capture. Each has one sentence in `assets/locales` (`capture.fault.*`) and one for the record. */
export const CAPTURE_FAULTS = {
  // Before anything is kept:
  'not-a-marketplace': 'The page is of no marketplace that Vigie reads.',
  'not-read': 'The page was not read, so it could not be judged.',
  'rules-missing': 'The rules could not be loaded, so the page could not be judged.',
  'child-protection': 'The page shows goods of which nothing may be kept.',
  'no-permission': 'The browser gave no permission to capture this tab.',
  'no-space': 'There was no space left to store the capture.',
  'no-height': 'The page has no height, so there was nothing to capture.',
  'no-element': 'The listing is not among the cards of the page.',
  busy: 'Another capture was going on.',
  // In the middle:
  cancelled: 'The person cancelled the capture.',
  'tab-closed': 'The tab was closed during the capture.',
  navigated: 'The tab went to another page during the capture.',
  covered: 'Another tab was in front of the page.',
  killed: 'The browser ended the capture in the middle.',
  failed: 'The browser could not capture the page.',
} as const;

export type CaptureFault = keyof typeof CAPTURE_FAULTS;

/** A capture cannot go on. What is finished by then stays. */
export class CaptureStopped extends Error {
  override name = 'CaptureStopped';
  readonly fault: CaptureFault;
  /** What the browser said, for the record. */
  readonly detail: string | null;

  constructor(fault: CaptureFault, detail: string | null = null) {
    super(CAPTURE_FAULTS[fault]);
    this.fault = fault;
    this.detail = detail;
  }
}

/** The fault behind any error that a capture met. */
export function faultOf(error: unknown): { fault: CaptureFault; detail: string | null } {
  if (error instanceof CaptureStopped) return { fault: error.fault, detail: error.detail };
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (name === 'QuotaExceededError' || /quota ?exceeded|no space|disk full/i.test(detail))
    return { fault: 'no-space', detail };
  if (/permission is required|'activeTab'|Missing activeTab/i.test(detail)) return { fault: 'no-permission', detail };
  if (/no tab with id|invalid tab id|tab was closed|tab.*(?:closed|not found)/i.test(detail))
    return { fault: 'tab-closed', detail };
  return { fault: 'failed', detail };
}
