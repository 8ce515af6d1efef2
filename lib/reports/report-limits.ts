/** Caps that the form and the builder need too; texts in UTF-16 code units. */
export const REPORT_LIMITS = {
  listings: 100,
  findings: 500,
  wordsPerFinding: 32,
  word: 100,
  legalBasis: 20,
  citation: 500,
  evidence: 100,
  title: 1000,
  sellerName: 200,
  variantName: 500,
  differsText: 1000,
  /** The DSA Transparency Database takes as much of an explanation. */
  explanation: 2000,
  reporterName: 200,
  email: 254,
  /** Bytes of one evidence item. */
  evidenceBytes: 64 * 1024 * 1024,
} as const;
