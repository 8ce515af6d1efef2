/** The same tests for both browsers, over one stack: shops, intake, browser with the built extension. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type BrowserKind, findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { type Stack, startStack } from '../../tools/demo/stack.ts';
import { badPages } from './bad-pages.ts';
import { capturedPages } from './captured-pages.ts';
import { capturedSweeps } from './captured-sweeps.ts';
import { childProtection } from './child-protection.ts';
import { firstRun } from './first-run.ts';
import { followed } from './followed.ts';
import { growingPages } from './growing-pages.ts';
import { journeys } from './journeys.ts';
import { lostReaders } from './lost-readers.ts';
import { marks } from './marks.ts';
import { outbox } from './outbox.ts';
import { rules } from './rules.ts';
import { signalConso } from './signal-conso.ts';
import { silence } from './silence.ts';
import { sweeps } from './sweeps.ts';

import { ways } from './ways.ts';

/** Gives the stack once it runs; the tests are described before that. */
export type GetStack = () => Stack;

export function describeInBrowser(kind: BrowserKind): void {
  describe(`in ${kind}`, () => {
    let owned: Owned | null = null;
    let stack: Stack | null = null;
    beforeAll(async () => {
      owned = new Owned();
      // Without a browser this fails, with the sentence that says what to install: such a test is never skipped.
      stack = await startStack(owned, findBrowser(kind));
    });
    afterAll(() => owned?.close());
    const get: GetStack = () => {
      if (stack === null) throw new Error('the browser has not started');
      return stack;
    };
    firstRun(get);
    journeys(get);
    marks(get);
    growingPages(get);
    badPages(get);
    outbox(get);
    childProtection(get);
    rules(get);
    ways(get);
    signalConso(get);
    followed(get);
    sweeps(get);
    // Before the captured pages, which call all the world.
    silence(get);
    capturedPages(get);
    capturedSweeps(get);
    // Last, as all that was open of the extension closes.
    lostReaders(get);
  });
}
