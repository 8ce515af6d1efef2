/**
 * Saves a stream of any length to the person's disk without holding it in memory: by the File System Access API where there
 * is one, else by way of the origin's private file system, from which the browser downloads.
 */
const FOLDER = 'exports';
/** A download that is still running after this has long been copied. */
const KEPT_MS = 60 * 60 * 1000;

interface SaveTarget {
  writable: WritableStream<Uint8Array>;
  /** Called once all is written. */
  finish(): Promise<void>;
}

type Picker = (options: {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/** Takes away what former exports left in the private file system. */
export async function clearExports(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  for await (const [name, handle] of folder.entries()) {
    const { lastModified } = await (handle as FileSystemFileHandle).getFile();
    if (Date.now() - lastModified > KEPT_MS) await folder.removeEntry(name);
  }
}

async function privateTarget(name: string): Promise<SaveTarget> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  const handle = await folder.getFileHandle(`${crypto.randomUUID()}.part`, { create: true });
  return {
    writable: await handle.createWritable(),
    async finish() {
      download(await handle.getFile(), name);
    },
  };
}

/**
 * Asks where to save. Must be called in answer to a click, before anything is awaited.
 * @returns null when the person thought better of it
 */
export async function chooseTarget(name: string): Promise<SaveTarget | null> {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: Picker };
  if (showSaveFilePicker === undefined) return privateTarget(name);
  try {
    const handle = await showSaveFilePicker({
      suggestedName: name,
      types: [{ description: 'WACZ', accept: { 'application/wacz': ['.wacz'] } }],
    });
    return { writable: await handle.createWritable(), finish: async () => undefined };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Nothing half-written is left under the name when the stream fails. @param written called with all bytes so far */
export async function saveStream(
  stream: ReadableStream<Uint8Array>,
  target: SaveTarget,
  written: (bytes: number) => void,
): Promise<void> {
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      bytes += part.byteLength;
      written(bytes);
      controller.enqueue(part);
    },
  });
  // Aborting a writable of the file system discards what was written to it.
  await stream.pipeThrough(counting).pipeTo(target.writable);
  await target.finish();
}
