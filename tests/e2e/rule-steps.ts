/** What tests of rules do again and again in the settings. */
import { fill, isShown, press, until, visibleText } from '../../tools/browser/locate.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import type { Stack } from '../../tools/demo/stack.ts';

/** Has an authority looked up by its host until its rules are on offer; `session.allowAccess` must have let its host in. */
export async function lookUpAuthority({ texts }: Stack, settings: DrivenPage, origin: string): Promise<void> {
  const [allow, accept] = [texts.get('publishers.allow', new URL(origin).host), texts.get('options.rulesAccept')];
  await fill(settings, texts.get('options.authorityAddress'), origin);
  await press(settings, 'button', texts.get('options.authorityCheck'));
  // A host without CORS headers says nothing before the person lets Vigie in; Firefox has asked already.
  await until(
    'the rules on offer',
    async () => {
      if (await isShown(settings, 'button', accept)) return true;
      if (await isShown(settings, 'button', allow)) await press(settings, 'button', allow);
      return false;
    },
    { instead: () => visibleText(settings) },
  );
}
