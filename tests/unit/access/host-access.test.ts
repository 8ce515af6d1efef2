/** What the person let Vigie reach, and what becomes of it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from 'wxt/browser';
import { dropAccess, dropAllAccess, hostPatterns } from '../../../lib/access/host-access.ts';

const SHOP = 'https://*.aliexpress.com/*';
const INTAKE = 'https://intake.example/*';
const RULES = 'https://rules.example/*';

/** A browser that gave these origins and permissions; what is taken back is noted. */
function allowing(origins: string[], permissions: string[]) {
  const remove = vi.fn(async () => true);
  Object.assign(browser, { permissions: { getAll: async () => ({ origins, permissions }), remove } });
  vi.spyOn(browser.runtime, 'getManifest').mockReturnValue({
    manifest_version: 3,
    name: 'Vigie',
    version: '1',
    permissions: ['storage', 'alarms'],
    host_permissions: [SHOP],
    optional_permissions: ['notifications'],
  } as never);
  return remove;
}

describe('access to hosts', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is named by scheme and host, each once, and by nothing that is no address', () => {
    expect(
      hostPatterns(['https://a.example:8443/x?y', 'https://a.example/', 'http://127.0.0.1:8787', 'nothing']),
    ).toEqual(['https://a.example/*', 'http://127.0.0.1/*']);
  });

  it('is given back for a host that nothing is fetched from any more, and only then', async () => {
    const remove = allowing([SHOP, RULES], []);
    await dropAccess('https://rules.example/v1', ['https://rules.example/other']);
    expect(remove).not.toHaveBeenCalled();
    await dropAccess('https://rules.example/v1', []);
    expect(remove).toHaveBeenCalledExactlyOnceWith({ origins: [RULES] });
  });

  it('is given back whole, but for what Vigie was installed with and the hosts of rules that stay', async () => {
    const remove = allowing([SHOP, INTAKE, RULES], ['storage', 'alarms', 'notifications']);
    await dropAllAccess(['https://rules.example/']);
    expect(remove).toHaveBeenCalledExactlyOnceWith({ origins: [INTAKE], permissions: ['notifications'] });
  });

  it('is as little as before where nothing was given', async () => {
    const remove = allowing([SHOP], ['storage']);
    await dropAllAccess([]);
    expect(remove).toHaveBeenCalledExactlyOnceWith({ origins: [], permissions: [] });
  });
});
