/** What goes by the separate report of `child-protection.ts`, and by no other. */

/** Families that must go by this report. */
export const CHILD_PROTECTION_FAMILIES: readonly string[] = ['childlike_doll'];

/** DSA keywords that must go by this report. */
export const CHILD_PROTECTION_KEYWORDS: readonly string[] = [
  'KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL',
  'KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE',
];
