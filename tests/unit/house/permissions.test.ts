/**
 * The manifest asks for what the code uses and for nothing else, and docs/publishing.md says of each permission why. Uses
 * are found in the source of what runs in the browser, namespace by namespace: a namespace that this table does not know
 * fails, so that whoever begins to use one has to decide what it needs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConfigEnv } from 'wxt';
import { MATCHES } from '../../../lib/marketplaces/registry.ts';
import config from '../../../wxt.config.ts';
import { ROOT, sourceFiles } from './imports.ts';

interface Manifest {
  permissions: string[];
  host_permissions: string[];
  optional_permissions: string[];
  optional_host_permissions: string[];
  content_security_policy: { extension_pages: string };
  browser_specific_settings?: {
    gecko: { data_collection_permissions: { required: string[]; optional: string[] } };
  };
}

/** What a namespace of the browser's API needs in the manifest. */
const NEEDED: Record<string, string | null> = {
  action: null,
  commands: null,
  i18n: null,
  permissions: null,
  runtime: null,
  tabs: null, // `tabs` itself would show every address; Vigie sees those of its hosts, and of the tab that was clicked
  windows: null,
  alarms: 'alarms',
  contextMenus: 'contextMenus',
  notifications: 'notifications',
  scripting: 'scripting',
  storage: 'storage',
};

/** What shows that a permission is needed that no namespace of its own stands for. */
const SHOWN_BY: Record<string, RegExp> = {
  activeTab: /browser\.tabs\.captureVisibleTab\(/,
  unlimitedStorage: /\.createObjectStore\('evidenceFiles'/,
  storage: /from 'wxt\/utils\/storage'/,
};

const PUBLISHING = readFileSync(join(ROOT, 'docs/publishing.md'), 'utf8');
const sources = sourceFiles('entrypoints', 'components', 'lib').map((file) => ({
  file,
  text: readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, ''),
}));

/** Each namespace of `browser` that is used, with a file that does. */
function namespaces(): Map<string, string> {
  const found = new Map<string, string>();
  for (const { file, text } of sources) {
    const roots = [
      ...(/\bbrowser\b[^;]*from '(?:wxt\/browser|@wxt-dev\/browser)'/.test(text) ? ['browser'] : []),
      ...(/\bchrome\./.test(text) ? ['chrome'] : []),
    ];
    for (const name of roots)
      for (const [, namespace = ''] of text.matchAll(new RegExp(`(?<![.\\w'])${name}\\s*\\??\\.\\s*(\\w+)`, 'g')))
        found.set(namespace, file);
  }
  return found;
}

/** Rows of the first table below a heading of docs/publishing.md: the code in the first cell, and the last cell. */
function explained(heading: string): Map<string, string> {
  const [, section = ''] =
    new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(PUBLISHING) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    rows.map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      return [(cells[1] ?? '').replaceAll('`', ''), cells.at(-2) ?? ''];
    }),
  );
}

describe.each(['chrome', 'firefox'])('the manifest for %s', (browser) => {
  let manifest: Manifest;
  beforeAll(async () => {
    const { manifest: make } = config;
    if (typeof make !== 'function') throw new Error('the manifest is made by a function');
    const env: ConfigEnv = { mode: 'production', command: 'build', browser, manifestVersion: 3 };
    manifest = (await make(env)) as unknown as Manifest;
  });
  const asked = () => [...manifest.permissions, ...manifest.optional_permissions];

  it('asks for the permission of every API that is used', () => {
    const used = namespaces();
    expect(used.size).toBeGreaterThan(8);
    for (const [namespace, file] of used) {
      expect(Object.keys(NEEDED), `browser.${namespace} in ${file}: which permission does it need?`).toContain(
        namespace,
      );
      const permission = NEEDED[namespace];
      if (typeof permission === 'string') expect(asked(), `browser.${namespace} in ${file}`).toContain(permission);
    }
  });

  it('asks for no permission that nothing uses', () => {
    const used = new Set([...namespaces().keys()].map((namespace) => NEEDED[namespace]));
    for (const permission of asked()) {
      const sign = SHOWN_BY[permission];
      const isUsed = used.has(permission) || (sign !== undefined && sources.some(({ text }) => sign.test(text)));
      expect(isUsed, `${permission} is asked for and not used`).toBe(true);
    }
  });

  it('has access to the marketplaces at once, and to any other host only when the person grants it', () => {
    expect([...manifest.host_permissions].sort()).toEqual([...MATCHES].sort());
    for (const pattern of manifest.host_permissions) expect(pattern).toMatch(/^https:\/\/\*\.[a-z.]+\/\*$/);
    expect(manifest.optional_host_permissions).toEqual(['<all_urls>']);
    const asking = sources.filter(({ text }) => /permissions\.request\(/.test(text)).map(({ file }) => file);
    expect(asking).not.toContain('entrypoints/background.ts');
    expect(sources.some(({ text }) => /permissions\.request\(\{ origins:/.test(text))).toBe(true);
  });

  it('shows pages nothing of the extension: no resource, no way to connect', () => {
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
  });

  it('runs packaged scripts only', () => {
    const policy = manifest.content_security_policy.extension_pages;
    expect(policy).not.toMatch(/unsafe|wasm|\*(?!;|$|\s)|script-src[^;]*https?:/);
    const directives = policy.split('; ').map((directive) => directive.split(' ')[0] ?? '');
    expect([...explained('Content security policy').keys()].sort()).toEqual(directives.sort());
  });

  it('has each permission and kind of host justified in docs/publishing.md, and no other', () => {
    const rows = explained('Permissions');
    const wanted = [...asked(), 'host_permissions', ...manifest.optional_host_permissions];
    expect([...rows.keys()].sort()).toEqual(wanted.sort());
    for (const [permission, why] of rows) expect(why.length, permission).toBeGreaterThan(40);
  });

  it('declares to Firefox the kinds of data that a report is asked consent for, each explained', () => {
    const declared = manifest.browser_specific_settings?.gecko.data_collection_permissions;
    if (browser !== 'firefox') return expect(declared).toBeUndefined();
    expect(declared?.required).toEqual(['none']);
    const [, asks = ''] =
      /SENT_DATA[^=]*= \{\s*report: \[([^\]]*)\]/.exec(
        sources.map(({ text }) => text).find((text) => text.includes('data_collection:')) ?? '',
      ) ?? [];
    const kinds = [...asks.matchAll(/'(\w+)'/g)].map(([, kind = '']) => kind);
    expect([...(declared?.optional ?? [])].sort()).toEqual(kinds.sort());
    expect([...explained('Firefox: data collection').keys()].sort()).toEqual(kinds.sort());
  });
});
