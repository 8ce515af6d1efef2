/** `vigie pack from-rappelconso FILE…`. */
import { converterCommand } from './convert.ts';
import { rappelConsoAlert } from './rappelconso.ts';

export const run = converterCommand('from-rappelconso', rappelConsoAlert);
