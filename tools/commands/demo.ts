/** `vigie demo`: everything together on this machine, for a person to try or, with `--headless`, walking by itself. */
import { resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type BrowserKind, NoBrowser } from '../browser/find.ts';
import { openForPerson } from '../browser/interactive.ts';
import { findOrOfferBrowser } from '../browser/offer.ts';
import { Owned } from '../browser/owned.ts';
import { type Command, UsageError } from '../command-line.ts';
import { buildExtension, extensionFolder } from '../demo/build.ts';
import { visits } from '../demo/shops.ts';
import { LocalIntake, startStack } from '../demo/stack.ts';
import { walkEverything } from '../demo/walk.ts';
import type { Tongue } from '../standin/catalogue.ts';
import { startStandin } from '../standin/server.ts';

/** What a fresh installation reports to: the demonstration authority of `lib/sync/built-in-authorities.ts`. */
const INTAKE_PORT = 8787;

const USAGE = 'usage: vigie demo [--headless] [--browser chromium|firefox] [--language TAG] [--output FOLDER]';

interface Options {
  headless: boolean;
  browser: BrowserKind | null;
  language: string;
  output: string;
}

/** French where the person's system speaks it, else English. */
function usualLanguage(): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('fr') ? 'fr' : 'en';
}

/** The stand-in shops speak two languages. */
function tongueOf(language: string): Tongue {
  return language.startsWith('fr') ? 'fr' : 'en';
}

function optionsOf(args: string[]): Options {
  const options = {
    headless: { type: 'boolean' },
    browser: { type: 'string' },
    language: { type: 'string' },
    output: { type: 'string' },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args, options, strict: true }));
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}; ${USAGE}`);
  }
  const { headless = false, browser, language = usualLanguage(), output = 'demo-output' } = values;
  if (browser !== undefined && browser !== 'chromium' && browser !== 'firefox') {
    throw new UsageError(`"${browser}" is not a browser that Vigie runs in; ${USAGE}`);
  }
  if (!/^[a-z]{2,3}(-[A-Z]{2})?$/.test(language))
    throw new UsageError(`"${language}" is not a language tag such as fr or en-GB; ${USAGE}`);
  return { headless, browser: browser ?? null, language, output };
}

/** Resolves when the person interrupts the run; a second interruption no longer waits for anything. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      let asked = false;
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}

async function walk(owned: Owned, { browser: wanted, language, output }: Options): Promise<void> {
  const browser = await findOrOfferBrowser(wanted);
  const say = (line: string) => process.stdout.write(`✓ ${line}\n`);
  await buildExtension(browser.kind);
  const stack = await startStack(owned, browser, { language });
  say(`${browser.version} runs the extension, reports go to ${stack.intake.url}`);
  const folder = resolve(output, browser.kind);
  await walkEverything(stack, tongueOf(language), folder, say);
  say(`pictures and stored reports are in ${folder}`);
}

/** On its usual port, which is where a fresh installation reports to. */
async function startIntake(owned: Owned): Promise<LocalIntake> {
  try {
    return await LocalIntake.start(owned, INTAKE_PORT);
  } catch (error) {
    if (!(error instanceof UsageError) || !error.message.includes('in use')) throw error;
    throw new UsageError(
      `port ${INTAKE_PORT} on 127.0.0.1 is already in use, and the extension reports there; end what uses it (another "vigie demo" or "vigie intake"?) and start again.`,
    );
  }
}

async function open(owned: Owned, { browser: wanted, language }: Options): Promise<void> {
  const browser = await findOrOfferBrowser(wanted);
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new UsageError(
      'there is no display to open a browser on; run it on a desktop, or add --headless to watch it walk by itself.',
    );
  }
  const places = visits(tongueOf(language));
  const [first] = places;
  if (first === undefined) throw new RangeError('there is no shop to visit');
  const intake = await startIntake(owned);
  const standin = await startStandin();
  owned.closes(() => standin.close());
  await buildExtension(browser.kind);
  const { closed } = await openForPerson(
    owned,
    browser.kind,
    {
      path: browser.path,
      extension: extensionFolder(browser.kind),
      gate: { port: standin.port, spki: standin.spki },
      headless: false,
      language,
      colourScheme: 'light',
      viewport: { width: 1280, height: 800 },
    },
    first.product.url,
  );
  const grids = places.map(({ grid }) => grid.url).join('  ');
  process.stdout.write(
    `${browser.version} is open with Vigie on a stand-in of AliExpress; Joom and Shein are there too, and nothing else can be reached.
Try:    press the mark on the title, then "Report…"; or Vigie under the puzzle piece on the toolbar.
Look:   ${grids}
Intake: ${intake.url} keeps reports in a temporary file until you stop.
Stop:   Ctrl-C, or close the browser.
`,
  );
  return closed;
}

export const run: Command['run'] = async (args) => {
  const options = optionsOf(args);
  const owned = new Owned();
  const stop = interrupted();
  try {
    // An interruption also ends a walk, or a start that hangs.
    const work = options.headless ? walk(owned, options).then(() => 0) : open(owned, options).then(() => 0);
    return await Promise.race([work, stop.then(() => (options.headless ? 130 : 0))]);
  } catch (error) {
    if (error instanceof NoBrowser) throw new UsageError(error.message);
    if (error instanceof UsageError) throw error;
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await owned.close();
  }
};
