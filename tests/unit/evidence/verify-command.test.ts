import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportPackage } from '../../../lib/evidence/package/export.ts';
import { blobOf, sampleCase } from './sample-case.ts';

let folder: string;
let bytes: Uint8Array;

function verify(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/vigie.js', 'verify', ...args], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n'), stderr };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-verify-'));
  bytes = new Uint8Array(await (await blobOf(exportPackage(await sampleCase()))).arrayBuffer());
  writeFileSync(join(folder, 'good.wacz'), bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says one line a check and ends with 0', () => {
  const { status, lines, stderr } = verify(join(folder, 'good.wacz'));
  expect(status).toBe(0);
  expect(lines.map((line) => JSON.parse(line).ok)).toEqual(lines.map(() => true));
  expect(stderr.trim().split('\n').at(-1)).toBe(`${lines.length} checks pass: nothing changed since it was sealed.`);
});

it('ends with 1 at the first failure, with the file and the reason', () => {
  const changed = Uint8Array.from(bytes);
  const at = Buffer.from(bytes).indexOf('<p>Lamp</p>');
  changed[at + 3] = 'D'.charCodeAt(0);
  writeFileSync(join(folder, 'changed.wacz'), changed);
  const { status, lines, stderr } = verify(join(folder, 'changed.wacz'));
  expect(status).toBe(1);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ check: 'hash', ok: false, why: 'changed' });
  expect(stderr.trim().split('\n').at(-1)).toMatch(
    /^FAIL {2}evidence\/items\/[0-9a-f-]{36}\/dom\.html: it was changed$/,
  );
});

it('ends with 2 and one sentence for what cannot be read', () => {
  expect(verify(join(folder, 'absent.wacz'))).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/cannot be read/),
  });
  expect(verify()).toMatchObject({ status: 2, stderr: expect.stringMatching(/give the one package/) });
  writeFileSync(join(folder, 'ca.pem'), 'x');
  expect(verify('--ca', join(folder, 'ca.pem'), join(folder, 'good.wacz'))).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/holds no certificate/),
  });
});
