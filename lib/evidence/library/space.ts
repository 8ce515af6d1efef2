/** How much of what the browser grants is used, and whether it may throw it away. */
export interface Space {
  used: number;
  /** Bytes that the browser grants in all; null where it does not say. */
  granted: number | null;
  /** The browser has promised not to delete it when the disk becomes full. */
  persisted: boolean;
  /** Room for few more captures. */
  scarce: boolean;
}

/** A capture of a long page with its tiles. */
const LARGE_CAPTURE = 120 * 1024 * 1024;
/** A capture is not begun below this. */
const SMALLEST_ROOM = 25 * 1024 * 1024;

export async function spaceOf(storage: StorageManager = navigator.storage): Promise<Space> {
  const { usage = 0, quota } = await storage.estimate();
  const granted = quota ?? null;
  return {
    used: usage,
    granted,
    persisted: (await storage.persisted?.()) ?? false,
    scarce: granted !== null && granted - usage < LARGE_CAPTURE,
  };
}

export async function hasRoom(storage: StorageManager = navigator.storage): Promise<boolean> {
  const { usage = 0, quota } = await storage.estimate();
  return quota === undefined || quota - usage >= SMALLEST_ROOM;
}
