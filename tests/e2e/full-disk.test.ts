/**
 * Rules that come down onto a disk that is full: a real one, small and in memory, with the browser's profile on it. Only
 * who may mount can make one. (Chromium's own limit, `Storage.overrideQuotaForOrigin`, does not hold back an extension
 * with `unlimitedStorage`.)
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KnownId } from '../../lib/rules/known-listings.ts';
import { encodeKnownIds, KNOWN_LISTINGS_FORMAT } from '../../lib/sync/formats/known-listings.ts';
import { type BrowserKind, findBrowser } from '../../tools/browser/find.ts';
import { fill, press, until, visibleText, waitForText } from '../../tools/browser/locate.ts';
import { Owned } from '../../tools/browser/owned.ts';
import type { DrivenPage } from '../../tools/browser/session.ts';
import { type Stack, startStack } from '../../tools/demo/stack.ts';
import { offerOfGood } from '../../tools/standin/catalogue.ts';
import { type Pack, packOf, rulesFor } from '../fixtures/sync/forge.ts';
import { RuleHost } from './rule-host.ts';
import { inTab } from './tabs.ts';

const PUBLISHER = 'rules.full-disk.test';
const DISK_MB = 700;

/** A disk of its own, at a folder; null for those who may not mount. */
function smallDisk(owned: Owned): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-disk-'));
  const drop = () => rmSync(folder, { recursive: true, force: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'vigie-test', folder], { stdio: 'ignore' });
  } catch {
    drop();
    return null;
  }
  const unmount = () => {
    try {
      execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
    } catch {
      // Unmounted already.
    }
    drop();
  };
  owned.closes(unmount);
  process.once('exit', unmount);
  return folder;
}

const BALLAST = 'ballast';

/** Fills the disk to its last byte. */
function fillDisk(disk: string): void {
  const file = openSync(join(disk, BALLAST), 'a');
  try {
    for (let size = 1 << 20; size > 0; size = Math.floor(size / 2)) {
      const bytes = Buffer.alloc(size, 1);
      try {
        for (;;) if (writeSync(file, bytes) < size) break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** A pack that is far larger than what a browser may still have set aside for itself. */
async function manyListings(): Promise<Pack> {
  const date = '2026-11-20';
  const ids = Array.from({ length: 200_000 }, (_, index): KnownId => {
    const id = `1005${String((index * 7_368_787) % 1_000_000_007).padStart(12, '0')}`;
    return { kind: 'listing', marketplace: 'aliexpress', id, decision: 'D-1' };
  });
  const bytes = await encodeKnownIds([{ authority: 'Test', reference: 'D-1', date, link: null }], ids);
  return packOf(bytes, { name: 'known', format: KNOWN_LISTINGS_FORMAT, minEngine: 1 });
}

function fullDisk(kind: BrowserKind): void {
  const owned = new Owned();
  const disk = smallDisk(owned);
  afterAll(() => owned.close());
  if (disk === null) {
    test.skip(`${kind}: needs the right to mount a disk of its own`, () => {});
    return;
  }
  describe(`in ${kind}`, () => {
    let stack: Stack;
    let host: RuleHost;
    let settings: DrivenPage;
    const text = (key: string, ...inserts: string[]) => stack.texts.get(key, ...inserts);
    const item = (key: string) => `https://fr.aliexpress.com/item/${offerOfGood('aliexpress', key).id}.html`;
    const panelOf = (key: string) =>
      inTab(stack, item(key), async (marketplace) => {
        await marketplace.waitForMarks(1);
        return marketplace.openPanel(0);
      });
    const check = async () => {
      await press(settings, 'button', text('publishers.check'));
      await waitForText(settings, text('publishers.check'), 40_000);
    };

    beforeAll(async () => {
      host = await RuleHost.start(owned, PUBLISHER);
      await host.publish([await packOf(rulesFor('mug'), { version: '1' })], 1);
      stack = await startStack(owned, findBrowser(kind), { profiles: disk });
      await stack.session.allowAccess('http://127.0.0.1/*');
      settings = await stack.session.openExtensionPage('options.html');
    });

    test('the last good rules still mark, one sentence says what is wrong, and room mends it', {
      timeout: 180_000,
    }, async () => {
      await fill(settings, text('options.authorityAddress'), host.origin);
      await press(settings, 'button', text('options.authorityCheck'));
      if (kind === 'chromium') await press(settings, 'button', text('publishers.allow', new URL(host.origin).host));
      await press(settings, 'button', text('options.rulesAccept'));
      await waitForText(settings, text('publishers.publication', '1'));
      expect(await panelOf('mug')).toContain(PUBLISHER);

      await host.publish([await packOf(rulesFor('mug', 'theiere'), { version: '2' }), await manyListings()], 2);
      fillDisk(disk);
      await check();
      const said = await until(
        'the sentence',
        async () => {
          const shown = await visibleText(settings);
          return ['ruleFault.storageFull', 'ruleFault.storageFailed'].find((key) => shown.includes(text(key)));
        },
        { patience: 30_000, instead: async () => (await visibleText(settings)).slice(-1500, -900) },
      );
      // Chromium does not always say why it could not.
      if (kind === 'firefox') expect(said).toBe('ruleFault.storageFull');
      expect(await visibleText(settings)).toContain(text('publishers.lastGood'));
      expect(await visibleText(settings)).toContain(text('publishers.publication', '1'));
      expect(await panelOf('mug')).toContain(PUBLISHER);

      rmSync(join(disk, BALLAST));
      // A browser may need a moment to see that there is room again: then the person presses once more.
      await until(
        'the second publication',
        async () => {
          await check();
          return (await visibleText(settings)).includes(text('publishers.publication', '2'));
        },
        { patience: 60_000, instead: async () => (await visibleText(settings)).slice(-1500, -900) },
      );
      expect(await visibleText(settings)).not.toContain(text('publishers.lastGood'));
      expect(await panelOf('teapot')).toContain(PUBLISHER);
    });
  });
}

describe('a full disk', () => {
  fullDisk('chromium');
  fullDisk('firefox');
});
