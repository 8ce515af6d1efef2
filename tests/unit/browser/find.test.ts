import { describe, expect, test } from 'vitest';
import { findBrowser, installAdvice, type Machine, NoBrowser } from '../../../tools/browser/find.ts';

/** A machine on which exactly these executables exist, each with what it prints as its version. */
function machine(installed: Record<string, string | null>, over: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    home: '/home/ada',
    isExecutable: (path) => Object.hasOwn(installed, path),
    versionText: (path) => installed[path] ?? null,
    isDebian: () => false,
    ...over,
  };
}

const CHROMIUM = 'Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)\n';
const FIREFOX = 'Mozilla Firefox 153.7.0esr\n';
const CHROME = 'Google Chrome 150.0.7000.1 \n';

describe('findBrowser', () => {
  test('prefers Chromium, then Chrome, Edge and Firefox', () => {
    const all = { '/usr/bin/firefox': FIREFOX, '/usr/bin/google-chrome': CHROME, '/usr/bin/chromium': CHROMIUM };
    expect(findBrowser(null, machine(all))).toEqual({
      kind: 'chromium',
      path: '/usr/bin/chromium',
      version: 'Chromium 156.0.8078.79',
    });
    const { '/usr/bin/chromium': _, ...others } = all;
    expect(findBrowser(null, machine(others)).path).toBe('/usr/bin/google-chrome');
    expect(findBrowser(null, machine({ '/usr/bin/firefox': FIREFOX }))).toEqual({
      kind: 'firefox',
      path: '/usr/bin/firefox',
      version: 'Firefox 153.7.0esr',
    });
  });

  test('gives the kind that was asked for', () => {
    const both = { '/usr/bin/firefox-esr': FIREFOX, '/usr/bin/chromium': CHROMIUM };
    expect(findBrowser('firefox', machine(both)).path).toBe('/usr/bin/firefox-esr');
  });

  test('VIGIE_BROWSER comes first, of whatever kind', () => {
    const installed = { '/usr/bin/chromium': CHROMIUM, '/opt/fx/firefox': FIREFOX };
    const named = machine(installed, { env: { PATH: '/usr/bin', VIGIE_BROWSER: '/opt/fx/firefox' } });
    expect(findBrowser(null, named)).toMatchObject({ kind: 'firefox', path: '/opt/fx/firefox' });
    // A run that needs the other kind looks for it as usual.
    expect(findBrowser('chromium', named).path).toBe('/usr/bin/chromium');
  });

  test('VIGIE_BROWSER that names nothing is an error that names it, not a silent fallback', () => {
    const named = machine({ '/usr/bin/chromium': CHROMIUM }, { env: { PATH: '/usr/bin', VIGIE_BROWSER: '/nowhere' } });
    expect(() => findBrowser(null, named)).toThrow(/VIGIE_BROWSER names "\/nowhere"/);
  });

  test('passes over what cannot run or is too old', () => {
    const installed = {
      '/usr/local/bin/chromium': null,
      '/usr/bin/chromium': 'Chromium 90.0.1 \n',
      '/usr/bin/google-chrome': CHROME,
    };
    expect(findBrowser(null, machine(installed)).path).toBe('/usr/bin/google-chrome');
  });

  test('knows where macOS and Windows keep applications', () => {
    const mac = '/home/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser(null, machine({ [mac]: CHROME }, { platform: 'darwin' })).path).toBe(mac);
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const windows = machine(
      { [edge]: 'Chromium 999' },
      { platform: 'win32', env: { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' } },
    );
    expect(findBrowser(null, windows)).toMatchObject({ kind: 'chromium', path: edge });
  });

  test('without a browser says in one sentence what to install', () => {
    const debian = machine({}, { isDebian: () => true });
    expect(() => findBrowser(null, debian)).toThrow(NoBrowser);
    expect(installAdvice(null, debian)).toContain('apt-get install chromium firefox-esr');
    expect(installAdvice('firefox', debian)).toMatch(
      /^Firefox was not found: install it with "apt-get install firefox-esr"/,
    );
    expect(installAdvice('chromium', machine({}))).not.toContain('apt-get');
    expect(installAdvice(null, debian).split('\n')).toHaveLength(1);
  });
});
