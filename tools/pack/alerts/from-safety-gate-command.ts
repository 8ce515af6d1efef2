/** `vigie pack from-safety-gate FILE…`. */
import { converterCommand } from './convert.ts';
import { safetyGateAlert } from './safety-gate.ts';

export const run = converterCommand('from-safety-gate', safetyGateAlert);
