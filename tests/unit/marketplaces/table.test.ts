import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ownRows, tableOf, withSection } from '../../../tools/marketplaces-table.ts';

it('docs/marketplaces.md shows what is read now (else run `node tools/marketplaces-table.ts`)', () => {
  const document = readFileSync(new URL('../../../docs/marketplaces.md', import.meta.url), 'utf8');
  expect(withSection(document, 'own pages', tableOf(ownRows()))).toBe(document);
});
