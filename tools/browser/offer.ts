/** As root on Debian with a person at the terminal, a missing browser can be installed on the spot; everywhere else it is only named. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { type BrowserKind, type FoundBrowser, findBrowser, NoBrowser, thisMachine } from './find.ts';

export async function findOrOfferBrowser(wanted: BrowserKind | null): Promise<FoundBrowser> {
  try {
    return findBrowser(wanted);
  } catch (error) {
    const canInstall = error instanceof NoBrowser && process.getuid?.() === 0 && thisMachine().isDebian();
    if (!canInstall || !process.stdin.isTTY || process.env.VIGIE_BROWSER) throw error;
    const name = wanted === 'firefox' ? 'firefox-esr' : 'chromium';
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`${error.message}\nInstall ${name} now? [y/N] `);
    terminal.close();
    if (!/^(y|yes|o|oui)$/i.test(answer.trim())) throw error;
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', name]]) {
      const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'] });
      if (status !== 0) throw new NoBrowser(`"apt-get ${args.join(' ')}" failed; ${error.message}`);
    }
    return findBrowser(wanted);
  }
}
