/** The formats that this Vigie reads. A new one is a file beside this one and a line here. */
import { alertsFormat } from './alerts.ts';
import type { PackFormat } from './format.ts';
import { knownListingsFormat } from './known-listings.ts';
import { rulesFormat } from './rules.ts';

export const PACK_FORMATS: readonly PackFormat[] = [rulesFormat, alertsFormat, knownListingsFormat];

export const formatOf = (id: string): PackFormat | undefined => PACK_FORMATS.find((format) => format.id === id);
