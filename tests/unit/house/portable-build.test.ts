import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enforcePortable } from '../../../tools/portable-build.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-build-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a build', () => {
  test('that names the folder it was built in is refused, with the file and what to do', async () => {
    writeFileSync(join(folder, 'popup.js'), 'jsxDEV({fileName:"/home/somebody/vigie/components/popup.tsx"})');
    await expect(enforcePortable(folder, '/home/somebody/vigie')).rejects.toThrow(
      /^popup\.js names the folder that it was built in.*NODE_ENV=production/,
    );
  });

  test('that names no folder is let through', async () => {
    writeFileSync(join(folder, 'popup.js'), 'jsx("p",{})');
    await expect(enforcePortable(folder, '/home/somebody/vigie')).resolves.toBeUndefined();
  });
});
