import { afterAll, beforeAll, describe } from 'vitest';
import { findBrowser } from '../../tools/browser/find.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { type Stack, startStack } from '../../tools/demo/stack.ts';
import { evidence } from './evidence.ts';
import { evidenceAuthorities } from './evidence-authorities.ts';

describe('in chromium', () => {
  const owned = new Owned();
  let stack: Stack | null = null;
  beforeAll(async () => {
    stack = await startStack(owned, findBrowser('chromium'));
  });
  afterAll(() => owned.close());
  const get = () => {
    if (stack === null) throw new Error('the browser has not started');
    return stack;
  };
  evidence(get);
  evidenceAuthorities(get);
});
