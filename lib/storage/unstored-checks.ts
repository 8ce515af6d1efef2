/**
 * How checks ended that the disk had no room to tell of. Kept in memory, so that the person is told all the same, and the
 * publisher's host is left in peace as long as after any other failure.
 */
import { storage } from 'wxt/utils/storage';
import { changeStored } from './change-stored.ts';
import type { StoredPublisher } from './schema.ts';

type Ending = Pick<StoredPublisher, 'fault' | 'failures' | 'checkedAt' | 'nextCheckAt'>;

const unstored = storage.defineItem<Record<string, Ending>>('session:unstoredChecks', { fallback: {} });

/** @param ending null: what is stored is true again. */
export async function noteUnstored(publisher: string, ending: Ending | null): Promise<void> {
  await changeStored(unstored, (all) => {
    const { [publisher]: before, ...others } = all;
    if (ending === null) return before === undefined ? all : others;
    const { fault, failures, checkedAt, nextCheckAt } = ending;
    return { ...others, [publisher]: { fault, failures, checkedAt, nextCheckAt } };
  });
}

/** The publishers as the last check of each left them, stored or not. */
export async function asLastChecked(publishers: readonly StoredPublisher[]): Promise<StoredPublisher[]> {
  const endings = await unstored.getValue();
  return publishers.map((stored) => ({ ...stored, ...endings[stored.publisher] }));
}
