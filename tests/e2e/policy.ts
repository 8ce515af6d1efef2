/**
 * An organisation's policy, from the browser's own policy file to what the settings show and the page marks. Firefox is
 * given a file of its own; Chromium reads one folder of the machine, which the test may write to or not.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFirstRoot, rootFingerprint } from '../../lib/sync/trust/root.ts';
import { startChromium } from '../../tools/browser/chromium.ts';
import { type BrowserKind, findBrowser } from '../../tools/browser/find.ts';
import { startFirefox } from '../../tools/browser/firefox.ts';
import { press, until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import { Owned } from '../../tools/browser/owned.ts';
import { MarketplacePage, textsOf } from '../../tools/browser/pages.ts';
import type { BrowserSession, Plain, SessionOptions } from '../../tools/browser/session.ts';
import type { Texts } from '../../tools/browser/texts.ts';
import { extensionFolder } from '../../tools/demo/build.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { startStandin } from '../../tools/standin/server.ts';
import { packOf, rulesFor } from '../fixtures/sync/forge.ts';
import type { ExtensionScope } from './extension-scope.ts';
import { RuleHost } from './rule-host.ts';

const PUBLISHER = 'rules.organisation.test';
const FIREFOX_ID = '{5c2f3f0e-8a57-4d0c-9f67-2b1d6c0e7a41}';
/** Where Chromium looks for policies on Linux (`policy_templates`, "Linux Quick Start"). */
const CHROMIUM = '/etc/chromium';
const CHROMIUM_POLICIES = join(CHROMIUM, 'policies/managed');

/** The id that Chromium gives to an unpacked extension: its folder's hash, in letters from a to p. */
function unpackedId(folder: string): string {
  const digits = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return [...digits].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}

export function canSetPolicies(kind: BrowserKind): boolean {
  if (kind === 'firefox') return true;
  try {
    accessSync(CHROMIUM, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function start(owned: Owned, kind: BrowserKind, policy: Plain): Promise<BrowserSession> {
  const standin = await startStandin();
  owned.closes(() => standin.close());
  // A copy has an id of its own in Chromium: browsers of other tests, at the same time, have no part in the policy.
  const folder = join(owned.folder('extension'), 'vigie');
  cpSync(extensionFolder(kind), folder, { recursive: true });
  const options: SessionOptions = {
    path: findBrowser(kind).path,
    extension: folder,
    gate: { port: standin.port, spki: standin.spki },
    headless: true,
    language: 'fr',
    colourScheme: 'light',
    viewport: { width: 1280, height: 800 },
  };
  let session: BrowserSession;
  if (kind === 'firefox') {
    const policies = { policies: { '3rdparty': { Extensions: { [FIREFOX_ID]: policy } } } };
    session = await startFirefox(owned, { ...options, policies });
  } else {
    const file = join(CHROMIUM_POLICIES, `vigie-test-${process.pid}.json`);
    const made = mkdirSync(CHROMIUM_POLICIES, { recursive: true });
    const clean = () => rmSync(made ?? file, { recursive: true, force: true });
    owned.closes(clean);
    process.once('exit', clean);
    // Of other extensions it says nothing.
    writeFileSync(file, JSON.stringify({ '3rdparty': { extensions: { [unpackedId(folder)]: policy } } }));
    session = await startChromium(owned, options);
    expect(session.extensionOrigin).toBe(`chrome-extension://${unpackedId(folder)}`);
  }
  owned.closes(() => session.close());
  return session;
}

/** The role in the settings as they are stored. Runs in a page of the extension. */
async function storedRole(): Promise<string | null> {
  interface Api {
    storage: { local: { get(key: string): Promise<{ settings?: { role?: string } }> } };
  }
  const outer = window as unknown as ExtensionScope<Api>;
  const stored = await (outer.wrappedJSObject ?? outer).browser?.storage.local.get('settings');
  return stored?.settings?.role ?? null;
}

export function policy(kind: BrowserKind): void {
  describe(`an organisation’s policy in ${kind}`, () => {
    const owned = new Owned();
    let session: BrowserSession;
    let texts: Texts;
    let host: RuleHost;

    beforeAll(async () => {
      host = await RuleHost.start(owned, PUBLISHER);
      await host.publish([await packOf(rulesFor('mug'), { version: '1' })], 1);
      const root = await readFirstRoot(host.files['root.json'] ?? new Uint8Array());
      if (!root.ok) throw new Error('the root is not good');
      session = await start(owned, kind, {
        role: 'inspector',
        jurisdiction: 'BE',
        authority: {
          schema: 'vigie-authority/1',
          name: { en: 'Market surveillance of the test', fr: 'Surveillance du marché de l’essai' },
          country: 'BE',
          remit: { families: ['*'] },
          identity: { name: 'required', email: 'required' },
        },
        publishers: [{ address: `${host.origin}/vigie/`, fingerprint: await rootFingerprint(root.value) }],
        allowOthers: false,
      });
      texts = await textsOf(session);
    });
    afterAll(() => owned.close());

    test('presets role, authority and publisher; access is asked of the person; nobody adds another', async () => {
      const settings = await session.openExtensionPage('options.html');
      // Chromium reads a new policy when it has nothing better to do: pages that load one after another keep it from that.
      await until('the policy in effect', async () => (await settings.evaluate(storedRole)) === 'inspector', {
        patience: 40_000,
      });
      await settings.reload();
      await waitForText(settings, texts.get('options.role'));
      const chosen = await settings.evaluate(
        () => document.querySelector<HTMLInputElement>('input[name=role]:checked')?.labels?.[0]?.textContent ?? '',
      );
      expect(chosen).toContain(texts.get('options.inspector'));
      await waitForText(settings, texts.get('publishers.policyOnly'));
      await waitForText(settings, texts.get('publishers.policyFaults'));
      const shown = await visibleText(settings);
      expect(shown).toMatch(/Market surveillance of the test|Surveillance du marché de l’essai/);
      expect(shown).not.toContain(texts.get('options.authorityAddress'));
      // The host allows no other origin, so nothing of it is in use before a person lets Vigie in.
      expect(shown).not.toContain(PUBLISHER);
      expect(shown).toContain(texts.get('ruleFault.noAccess'));
      await session.allowAccess('http://127.0.0.1/*');
      await press(settings, 'button', texts.get('publishers.allow', new URL(host.origin).host));
      await waitForText(settings, texts.get('publishers.byPolicy'), 30_000);
      await waitForText(settings, texts.get('publishers.publication', '1'));
      expect(await visibleText(settings)).not.toContain(texts.get('publishers.policyFaults'));
      await settings.close();

      const page = await session.newPage();
      await page.goto(`https://fr.aliexpress.com/item/${offerOfGood('aliexpress', 'mug').id}.html`);
      const marketplace = new MarketplacePage(page, texts);
      await marketplace.waitForMarks(1);
      expect(await marketplace.openPanel(0)).toContain(PUBLISHER);
      await page.close();
    });
  });
}
