/**
 * `npm run screenshots`: a picture of every state of every page, in each theme, language and browser, for somebody to look
 * at. Options: `--browser chromium|firefox`, `--language fr|en|he-XB|…`, `--scene WORDS`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type BrowserKind, findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import { TONGUES } from '../../tools/browser/texts.ts';
import { buildExtension } from '../../tools/demo/build.ts';
import { startStack } from '../../tools/demo/stack.ts';
import { useTheme } from './axe.ts';
import { localisedBuild, PSEUDO, type Shown } from './localised-build.ts';
import { type Looks, SCENES } from './states.ts';

const FOLDER = join(import.meta.dirname, '../../screenshots');
const THEMES = ['light', 'dark', 'forced'] as const;
type Theme = (typeof THEMES)[number];

const { values } = parseArgs({
  options: { browser: { type: 'string' }, language: { type: 'string' }, scene: { type: 'string', default: '' } },
});
const browsers = (['chromium', 'firefox'] as const).filter((one) => one === (values.browser ?? one));
const languages = ([...TONGUES, PSEUDO] as const).filter((one) =>
  values.language === undefined ? ['fr', 'en', PSEUDO].includes(one) : one === values.language,
);

async function withTheme(page: DrivenPage, theme: Theme, work: () => Promise<void>): Promise<void> {
  await page.forceColours(theme === 'forced');
  await useTheme(page, theme === 'dark' ? 'dark' : 'light');
  try {
    await work();
  } finally {
    await page.forceColours(false);
  }
}

async function take(kind: BrowserKind, language: Shown): Promise<number> {
  const owned = new Owned();
  let count = 0;
  const folder = join(FOLDER, kind, language);
  mkdirSync(folder, { recursive: true });
  const keep = async (page: DrivenPage, state: string, theme: Theme, whole: boolean) => {
    const name = `${state.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.${theme}.png`;
    writeFileSync(join(folder, name), await page.screenshot({ whole }));
    count += 1;
  };
  const looks: Looks = {
    async page(page, state) {
      await page.activate();
      for (const theme of THEMES) await withTheme(page, theme, () => keep(page, state, theme, true));
      await useTheme(page, 'light');
    },
    async marks(page, state) {
      if (language === PSEUDO) await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
      for (const theme of THEMES) {
        await page.inMarks(
          (host, _root, _index, scheme: string) => {
            host.style.colorScheme = scheme;
          },
          theme === 'dark' ? 'dark' : 'light',
        );
        await withTheme(page, theme, () => keep(page, state, theme, false));
      }
    },
  };
  try {
    const stack = await startStack(owned, findBrowser(kind), localisedBuild(owned, kind, language));
    for (const { name, show } of SCENES) if (name.includes(values.scene)) await show(stack, looks);
    return count;
  } finally {
    await owned.close();
  }
}

for (const kind of browsers) {
  await buildExtension(kind);
  for (const language of languages) {
    const count = await take(kind, language);
    process.stdout.write(`${count} pictures in ${join(FOLDER, kind, language)}\n`);
  }
}
