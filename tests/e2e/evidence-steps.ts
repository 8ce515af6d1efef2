/** What the evidence tests do again and again, in either browser. */
import { until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import { openPopupFor, type PopupPage } from '../../tools/browser/pages.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import type { Stack } from '../../tools/demo/stack.ts';

/** Presses a button of a page that is not in front: the tab that is captured must be. */
async function pressBehind(page: DrivenPage, name: string): Promise<void> {
  await until(`button “${name}”`, () =>
    page.evaluate((wanted) => {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === wanted);
      button?.click();
      return button !== undefined;
    }, name),
  );
}

/**
 * The popup, open in a tab behind, and the marketplace page in front with the toolbar button pressed: the press is what
 * gives Vigie the tab, as the production manifest has no wider permission.
 */
export async function openedPopup(stack: Stack, page: DrivenPage): Promise<PopupPage> {
  const popup = await openPopupFor(stack.session, page, stack.texts);
  await popup.loaded();
  await page.activate();
  await stack.session.pressToolbarButton(page);
  return popup;
}

export async function startCapture(stack: Stack, page: DrivenPage, key: string): Promise<PopupPage> {
  const popup = await openedPopup(stack, page);
  await pressBehind(popup.page, stack.texts.get(key));
  return popup;
}

export async function cancelCapture(stack: Stack, popup: PopupPage): Promise<void> {
  await pressBehind(popup.page, stack.texts.get('capture.cancel'));
}

/** How many items the library holds in that state. Runs in a page of the extension. */
export async function countItems(wanted: string): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('vigie');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const rows = await new Promise<{ state: string }[]>((resolve, reject) => {
    const reading = database.transaction('evidence').objectStore('evidence').getAll();
    reading.onsuccess = () => resolve(reading.result);
    reading.onerror = () => reject(reading.error);
  });
  database.close();
  return rows.filter(({ state }) => state === wanted).length;
}

/** Starts a capture and waits until it is sealed and the popup says so. */
export async function capture(stack: Stack, page: DrivenPage, key: string): Promise<void> {
  const popup = await openedPopup(stack, page);
  const before = await popup.page.evaluate(countItems, 'sealed');
  await pressBehind(popup.page, stack.texts.get(key));
  await until('a sealed item', async () => (await popup.page.evaluate(countItems, 'sealed')) > before, {
    patience: 40_000,
    instead: async () => (await visibleText(popup.page)).slice(-400),
  });
  await popup.waitFor('capture.done');
  await popup.page.close();
}

export interface KeptItem {
  id: string;
  state: string;
  fault: string | null;
  kind: string;
  url: string;
  title: string | null;
  files: { name: string; bytes: number; sha256: string; base64: string }[];
}

/** Everything in the library, oldest first. Runs in a page of the extension. */
async function readLibrary(): Promise<KeptItem[]> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('vigie');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const all = (store: string) =>
    new Promise<Record<string, unknown>[]>((resolve, reject) => {
      const reading = database.transaction(store).objectStore(store).getAll();
      reading.onsuccess = () => resolve(reading.result);
      reading.onerror = () => reject(reading.error);
    });
  // As text: Firefox gives a test no bytes of the page's own.
  const base64 = (blob: Blob) =>
    new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  const [items, files] = await Promise.all([all('evidence'), all('evidenceFiles')]);
  database.close();
  return Promise.all(
    items.map(async ({ id, state, fault, kind, url, title }) => ({
      id: String(id),
      state: String(state),
      fault: fault === null ? null : String(fault),
      kind: String(kind),
      url: String(url),
      title: title === null ? null : String(title),
      files: await Promise.all(
        files
          .filter(({ item }) => item === id)
          .map(async ({ name, bytes, sha256, blob }) => ({
            name: String(name),
            bytes: Number(bytes),
            sha256: String(sha256),
            base64: await base64(blob as Blob),
          })),
      ),
    })),
  );
}

/** The evidence page, open for the length of `work`. */
export async function inLibrary<T>(stack: Stack, work: (page: DrivenPage) => Promise<T>): Promise<T> {
  const page = await stack.session.openExtensionPage('evidence.html');
  try {
    await page.setViewport({ width: 1200, height: 900 });
    return await work(page);
  } finally {
    await page.close();
  }
}

/** The newest item, once `isReady` holds for it. */
export function newestItem(stack: Stack, isReady: (item: KeptItem) => boolean): Promise<KeptItem> {
  return inLibrary(stack, (page) =>
    until(
      'the item in the library',
      async () => {
        const newest = (await page.evaluate(readLibrary)).at(-1);
        return newest !== undefined && isReady(newest) ? newest : null;
      },
      { patience: 30_000, instead: () => visibleText(page) },
    ),
  );
}

export function keptItems(stack: Stack): Promise<KeptItem[]> {
  return inLibrary(stack, (page) => page.evaluate(readLibrary));
}

export function fileOf(item: KeptItem, name: string): Buffer {
  const file = item.files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`the item has no ${name}: ${item.files.map((one) => one.name).join(', ')}`);
  return Buffer.from(file.base64, 'base64');
}

/** What was written last into the origin's private files, where an export goes that cannot ask for a place. */
async function readExport(): Promise<string | null> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('exports');
  let newest: File | null = null;
  // Step by step: through Firefox's test sandbox the iterator can be called, but is not iterable.
  const handles = folder.values();
  for (let next = await handles.next(); !next.done; next = await handles.next()) {
    const handle = next.value;
    if (handle.kind !== 'file') continue;
    const file = await (handle as FileSystemFileHandle).getFile();
    if (newest === null || file.lastModified > newest.lastModified) newest = file;
  }
  const file = newest;
  if (file === null) return null;
  return new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Another place of the evidence page, by its address: `#/item/ID`, `#/verify` … */
export function goTo(library: DrivenPage, place: string): Promise<void> {
  return library.evaluate((next: string) => {
    location.hash = next;
  }, place);
}

/** An item's page, with all that it shows. */
export async function openItem({ texts }: Stack, library: DrivenPage, id: string): Promise<void> {
  await goTo(library, `#/item/${id}`);
  await waitForText(library, texts.get('evidence.custody.heading'));
}

/** Exports from the evidence page as Firefox does, in both browsers: nobody can press the buttons of a system's dialogue. */
export async function exportFrom(stack: Stack, page: DrivenPage, key: string): Promise<Buffer> {
  await page.evaluate(() => {
    Reflect.deleteProperty(Window.prototype, 'showSaveFilePicker');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await until(`button “${stack.texts.get(key)}” that can be pressed`, () =>
    page.evaluate((name) => {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === name);
      if (button === undefined || button.disabled) return false;
      button.click();
      return true;
    }, stack.texts.get(key)),
  );
  const saved = stack.texts.start('evidence.export.done');
  await until('the package', async () => (await visibleText(page)).includes(saved), {
    patience: 30_000,
    instead: () => visibleText(page),
  });
  return Buffer.from((await page.evaluate(readExport)) ?? '', 'base64');
}
