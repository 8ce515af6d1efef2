import { beforeEach, describe, expect, it, vi } from 'vitest';
import { welcomeAfterInstall } from '../../../components/first-run.ts';

const { create, installed, managed } = vi.hoisted(() => ({
  create: vi.fn(async () => ({})),
  installed: [] as ((details: { reason: string }) => void)[],
  managed: { content: async (): Promise<unknown> => ({}) },
}));

vi.mock('wxt/browser', () => ({
  browser: {
    runtime: {
      onInstalled: { addListener: (listener: (details: { reason: string }) => void) => installed.push(listener) },
      getURL: (path: string) => `extension:${path}`,
    },
    storage: { managed: { get: () => managed.content() } },
    tabs: { create },
  },
}));

/** The pages that open when the browser says `reason` to a background that has just started. */
async function openedOn(reason: string): Promise<unknown[]> {
  welcomeAfterInstall();
  for (const listener of installed) listener({ reason });
  // The policy is asked for first.
  await new Promise((resolve) => setTimeout(resolve, 0));
  return create.mock.calls.flat();
}

describe('the welcome page', () => {
  beforeEach(() => {
    installed.length = 0;
    create.mockClear();
    managed.content = async () => ({});
  });

  it('opens on installation', async () => {
    expect(await openedOn('install')).toEqual([{ url: 'extension:/welcome.html' }]);
  });

  it('opens where the browser has no policies at all', async () => {
    managed.content = () => Promise.reject(new Error('storage.managed is not supported'));
    expect(await openedOn('install')).toHaveLength(1);
  });

  it.each(['update', 'chrome_update', 'browser_update', 'shared_module_update'])('stays shut on %s', async (reason) => {
    expect(await openedOn(reason)).toEqual([]);
  });

  it('stays shut where an organisation has chosen, even badly', async () => {
    managed.content = async () => ({ role: 'inspector' });
    expect(await openedOn('install')).toEqual([]);
    managed.content = async () => ({ role: 'nobody' });
    expect(await openedOn('install')).toEqual([]);
  });
});
