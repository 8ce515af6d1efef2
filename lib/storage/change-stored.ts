import type { WxtStorageItem } from 'wxt/utils/storage';

/**
 * Changes what is stored by what it was, and gives what it is then. One change after the other, in whichever context of the
 * extension: of two that had read the same, the one that wrote first would be lost.
 */
export function changeStored<T, Meta extends Record<string, unknown>>(
  item: WxtStorageItem<T, Meta>,
  change: (before: T) => T,
): Promise<T> {
  return navigator.locks.request(`vigie-${item.key}`, async () => {
    const before = await item.getValue();
    const changed = change(before);
    if (changed !== before) await item.setValue(changed);
    return changed;
  });
}
