/** The marketplaces that Vigie reads. A new one is a file beside this one and a line here. */
import type { Adapter } from './adapter.ts';
import { aliexpress } from './aliexpress.ts';
import { joom } from './joom.ts';
import { shein } from './shein.ts';

export const ADAPTERS: readonly Adapter[] = [aliexpress, joom, shein];

/** Match patterns of all marketplaces, for the manifest. */
export const MATCHES: string[] = ADAPTERS.flatMap((adapter) => adapter.matches);

export function adapterFor(url: URL): Adapter | null {
  return ADAPTERS.find((adapter) => adapter.owns(url)) ?? null;
}

/** The adapter with this id; null for a marketplace that this version does not read. */
export function adapterById(id: string): Adapter | null {
  return ADAPTERS.find((adapter) => adapter.id === id) ?? null;
}
