/** Which publishers and families of goods the person switched off. Everything else is on, also what comes later. */
import { storage } from 'wxt/utils/storage';

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
  const choices = await ruleChoices.getValue();
  const list = LISTS[what];
  const others = choices[list].filter((one) => one !== id);
  await ruleChoices.setValue({ ...choices, [list]: off ? [...others, id] : others });
}
