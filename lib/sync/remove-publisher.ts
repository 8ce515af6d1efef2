/** Forgetting a publisher, from the settings, which hold what went for as long as it may be put back. */
import { type RemovedPublisher, removePublisher, restorePublisher } from '../storage/publishers.ts';
import { alone } from './rules-lock.ts';

/** Forgets a publisher, its rules and its keys. Null where it was gone already. */
export const forgetPublisher = (publisher: string): Promise<RemovedPublisher | null> =>
  alone((database) => removePublisher(database, publisher));

/** @returns false where one of its name was added meanwhile. */
export const bringBackPublisher = (removed: RemovedPublisher): Promise<boolean> =>
  alone((database) => restorePublisher(database, removed));
