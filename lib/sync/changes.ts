/** What an update changed, by family: what a person is told after "the rules changed". */
import { ALERT_FAMILY } from '../rules/alerts/matcher.ts';
import { KNOWN_LISTING_FAMILY } from '../rules/known-listings.ts';
import { readLines, splitText } from './formats/lines.ts';

export interface FamilyChange {
  /** Family id; `shared` for term lists that several families use. */
  family: string;
  /** Records: one for a family's own rules, one an alert or an id. */
  added: number;
  changed: number;
  removed: number;
}

export const SHARED_LISTS = 'shared';

function familyOf(id: string): string | null {
  const slash = id.indexOf('/');
  switch (id.slice(0, slash)) {
    case 'family':
      return id.slice(slash + 1);
    case 'shared':
      return SHARED_LISTS;
    case 'alert':
      return ALERT_FAMILY;
    case 'listing':
    case 'seller':
      return KNOWN_LISTING_FAMILY;
    default:
      // The text of a decision, the day of an export: not what is matched by.
      return null;
  }
}

function linesOf(bytes: Uint8Array | null) {
  const texts = bytes === null ? null : splitText(bytes);
  const lines = texts?.ok === true ? readLines(texts.value) : null;
  return lines?.ok === true ? lines.value : [];
}

/**
 * Both sides are sorted by id, so one walk along both tells.
 * @param before the pack's transport form that was in use; null where there was none.
 * @param after null for a pack that was withdrawn.
 */
export function changesBetween(before: Uint8Array | null, after: Uint8Array | null): FamilyChange[] {
  const old = linesOf(before);
  const next = linesOf(after);
  const changes = new Map<string, FamilyChange>();
  const count = (id: string, what: 'added' | 'changed' | 'removed'): void => {
    const family = familyOf(id);
    if (family === null) return;
    const change = changes.get(family) ?? { family, added: 0, changed: 0, removed: 0 };
    change[what]++;
    changes.set(family, change);
  };
  let at = 0;
  for (const { id, text } of next) {
    for (let line = old[at]; line !== undefined && line.id < id; line = old[++at]) count(line.id, 'removed');
    const same = old[at];
    if (same?.id !== id) count(id, 'added');
    else {
      if (same.text !== text) count(id, 'changed');
      at++;
    }
  }
  for (const line of old.slice(at)) count(line.id, 'removed');
  return [...changes.values()].sort((a, b) => (a.family < b.family ? -1 : 1));
}

/** Changes of several packs, by family. */
export function addChanges(all: readonly FamilyChange[]): FamilyChange[] {
  const sums = new Map<string, FamilyChange>();
  for (const { family, added, changed, removed } of all) {
    const sum = sums.get(family);
    sums.set(family, {
      family,
      added: (sum?.added ?? 0) + added,
      changed: (sum?.changed ?? 0) + changed,
      removed: (sum?.removed ?? 0) + removed,
    });
  }
  return [...sums.values()];
}
