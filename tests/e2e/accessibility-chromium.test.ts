import { afterAll, beforeAll, describe } from 'vitest';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { type Stack, type StackOptions, startStack } from '../../tools/demo/stack.ts';
import { accessibility, roomForWords } from './accessibility.ts';
import { keyboard } from './keyboard.ts';
import { localisedBuild, PSEUDO } from './localised-build.ts';
import type { GetStack } from './suite.ts';

/** A stack for the tests of one `describe`. */
function started(options: (owned: Owned) => StackOptions): GetStack {
  const owned = new Owned();
  let stack: Stack | null = null;
  beforeAll(async () => {
    stack = await startStack(owned, findBrowser('chromium'), options(owned));
  });
  afterAll(() => owned.close());
  return () => {
    if (stack === null) throw new Error('the browser has not started');
    return stack;
  };
}

describe('in chromium', () => {
  const get = started(() => ({}));
  accessibility(get);
  keyboard(get);
});

describe('in chromium, in the pseudo-locale', () => {
  roomForWords(started((owned) => localisedBuild(owned, 'chromium', PSEUDO)));
});
