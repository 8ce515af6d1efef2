/** Which publishers and families of goods the person switched off. Everything else is on, also what comes later. */
import { storage } from 'wxt/utils/storage';
import { changeStored } from './change-stored.ts';

export interface RuleChoices {
  publishersOff: string[];
  familiesOff: string[];
}

export const ruleChoices = storage.defineItem<RuleChoices>('local:ruleChoices', {
  fallback: { publishersOff: [], familiesOff: [] },
  version: 1,
});

const LISTS = { publisher: 'publishersOff', family: 'familiesOff' } as const;

export async function switchOff(what: keyof typeof LISTS, id: string, off: boolean): Promise<void> {
  const list = LISTS[what];
  await changeStored(ruleChoices, (choices) => {
    const others = choices[list].filter((one) => one !== id);
    return { ...choices, [list]: off ? [...others, id] : others };
  });
}
