/** What is tested is the production build, made once before both browsers start. */
import { buildExtension } from '../../tools/demo/build.ts';

export async function setup(): Promise<void> {
  await buildExtension('chromium');
  await buildExtension('firefox');
}
