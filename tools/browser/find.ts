/** Finds a browser that can run the extension, or says in one sentence how to get one. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import process from 'node:process';

export type BrowserKind = 'chromium' | 'firefox';

export interface FoundBrowser {
  kind: BrowserKind;
  /** Absolute path of the executable. */
  path: string;
  /** As a person would say it: "Chromium 156.0.8078.79". */
  version: string;
}

/** What the search looks at; a parameter so that it can be tested on any machine. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  home: string;
  isExecutable(path: string): boolean;
  /** What `path --version` prints; null when it cannot be run. */
  versionText(path: string): string | null;
  isDebian(): boolean;
}

interface Product {
  kind: BrowserKind;
  /** Commands on the PATH of Linux. */
  commands: string[];
  mac: string[];
  windows: string[];
}

/** In the order of preference: the first that exists is taken. */
const PRODUCTS: Product[] = [
  {
    kind: 'chromium',
    commands: ['chromium', 'chromium-browser'],
    mac: ['Chromium.app/Contents/MacOS/Chromium'],
    windows: ['Chromium\\Application\\chrome.exe'],
  },
  {
    kind: 'chromium',
    commands: ['google-chrome-stable', 'google-chrome', 'google-chrome-beta'],
    mac: ['Google Chrome.app/Contents/MacOS/Google Chrome'],
    windows: ['Google\\Chrome\\Application\\chrome.exe'],
  },
  {
    kind: 'chromium',
    commands: ['microsoft-edge-stable', 'microsoft-edge'],
    mac: ['Microsoft Edge.app/Contents/MacOS/Microsoft Edge'],
    windows: ['Microsoft\\Edge\\Application\\msedge.exe'],
  },
  {
    kind: 'firefox',
    commands: ['firefox', 'firefox-esr'],
    mac: ['Firefox.app/Contents/MacOS/firefox'],
    windows: ['Mozilla Firefox\\firefox.exe'],
  },
];

/** The oldest versions that the drivers and the built extension work with. */
const OLDEST: Record<BrowserKind, number> = { chromium: 126, firefox: 140 };

export class NoBrowser extends Error {
  override name = 'NoBrowser';
}

function candidates(product: Product, machine: Machine): string[] {
  if (machine.platform === 'darwin') {
    return product.mac.flatMap((path) => [`/Applications/${path}`, `${machine.home}/Applications/${path}`]);
  }
  if (machine.platform === 'win32') {
    const { env } = machine;
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LocalAppData];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => product.windows.map((path) => `${root}\\${path}`));
  }
  const folders = (machine.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return product.commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function kindOf(path: string, version: string): BrowserKind {
  return /firefox|librewolf/i.test(`${basename(path)} ${version}`) ? 'firefox' : 'chromium';
}

/** "Mozilla Firefox 153.7.0esr" and "Chromium 156.0.8078.79 built on Debian …" without the trimmings. */
function tidy(text: string): string {
  return /[A-Z][\w ]*? \d[\d.]*\w*/.exec(text.replace(/^Mozilla /, ''))?.[0] ?? text.trim().slice(0, 60);
}

function major(version: string): number {
  return Number(/ (\d+)/.exec(version)?.[1] ?? Number.NaN);
}

/** One sentence: what to install for `wanted` (either browser when null). */
export function installAdvice(wanted: BrowserKind | null, machine: Machine): string {
  const name = { chromium: 'Chromium', firefox: 'Firefox' };
  const what =
    wanted === null ? 'no browser was found (Chromium, Chrome, Edge or Firefox)' : `${name[wanted]} was not found`;
  const packages = wanted === 'firefox' ? 'firefox-esr' : wanted === 'chromium' ? 'chromium' : 'chromium firefox-esr';
  const how = machine.isDebian() ? `install it with "apt-get install ${packages}"` : 'install one from its maker';
  return `${what}: ${how}, or name an executable in the environment variable VIGIE_BROWSER.`;
}

function accept(path: string, machine: Machine): FoundBrowser | null {
  if (!machine.isExecutable(path)) return null;
  const text = machine.versionText(path);
  if (text === null) return null;
  const version = tidy(text);
  const kind = kindOf(path, version);
  return major(version) < OLDEST[kind] ? null : { kind, path, version };
}

/** Throws NoBrowser, with a sentence for people, when there is none. */
export function findBrowser(wanted: BrowserKind | null, machine: Machine = thisMachine()): FoundBrowser {
  const named = machine.env.VIGIE_BROWSER;
  if (named !== undefined && named !== '') {
    const found = accept(named, machine);
    if (found === null) {
      throw new NoBrowser(
        `VIGIE_BROWSER names "${named}", which is not a browser new enough to run here (Chromium ${OLDEST.chromium}, Firefox ${OLDEST.firefox}).`,
      );
    }
    // A run that asks for the other browser still gets it, where it is installed.
    if (wanted === null || wanted === found.kind) return found;
  }
  for (const product of PRODUCTS) {
    if (wanted !== null && wanted !== product.kind) continue;
    for (const path of candidates(product, machine)) {
      const found = accept(path, machine);
      if (found !== null) return found;
    }
  }
  throw new NoBrowser(installAdvice(wanted, machine));
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    isExecutable(path) {
      try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
      } catch {
        return false;
      }
    },
    versionText(path) {
      // On Windows a browser opens a window instead of printing its version.
      if (process.platform === 'win32') return /firefox/i.test(path) ? 'Firefox 999' : 'Chromium 999';
      try {
        return execFileSync(path, ['--version'], {
          encoding: 'utf8',
          timeout: 20_000,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch {
        return null;
      }
    },
    isDebian() {
      try {
        return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync('/etc/os-release', 'utf8'));
      } catch {
        return false;
      }
    },
  };
}
