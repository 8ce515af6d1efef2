import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DOCUMENT, licensed, readLock, withLicences } from '../../../tools/licences.ts';

/** What may be packaged with, or run by, software under EUPL-1.2: permissive licences, which ask for their notice only. */
const TAKEN =
  /^(?:MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Python-2\.0)$/;

describe('the licences of the packages', () => {
  const packages = licensed(readLock());

  it('are those that docs/dependencies.md lists (else run `npm run licences`)', () => {
    const document = readFileSync(DOCUMENT, 'utf8');
    expect(document).toBe(withLicences(document, packages));
  });

  it('let what is packaged or run be passed on', () => {
    const used = packages.filter(({ dev }) => !dev);
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter(({ licence }) => !TAKEN.test(licence))).toEqual([]);
  });

  it('are known of every package', () => {
    expect(packages.filter(({ licence }) => licence === 'unknown')).toEqual([]);
  });
});
