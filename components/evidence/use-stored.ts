import { useEffect, useState } from 'preact/hooks';
import type { WxtStorageItem } from 'wxt/utils/storage';

/** The value of a storage item, and every later one; undefined until it was read. */
export function useStored<Value>(item: WxtStorageItem<Value, Record<string, unknown>>): Value | undefined {
  const [value, setValue] = useState<Value | undefined>(undefined);
  useEffect(() => {
    const unwatch = item.watch((changed) => setValue(changed));
    void item.getValue().then(setValue);
    return unwatch;
  }, [item]);
  return value;
}
