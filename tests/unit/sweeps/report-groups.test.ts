import { describe, expect, test } from 'vitest';
import type { Subject } from '../../../lib/reports/stored-report.ts';
import { LISTINGS_PER_REPORT, reportGroups } from '../../../lib/sweeps/report-groups.ts';
import { listingOfCard } from '../../../lib/sweeps/screen.ts';
import { card } from './made.ts';

const subject = (number: number, family: string | null, seller: string | null): Subject =>
  ({
    listing: listingOfCard(card(number, { seller: seller === null ? null : { id: seller, name: `Store ${seller}` } })),
    findings: family === null ? [] : [{ family, sensitive: false }],
  }) as unknown as Subject;

describe('report groups', () => {
  const subjects = [
    subject(1, 'laser', 'a'),
    subject(2, 'laser', 'b'),
    subject(3, 'puff_vape', 'a'),
    subject(4, 'laser', 'a'),
    subject(5, null, null),
    subject(6, null, null),
  ];
  const shape = (by: 'family' | 'seller') =>
    reportGroups(subjects, by).map(({ family, seller, subjects: own }) => [
      family,
      seller,
      own.map(({ listing }) => listing.ref.id.slice(-1)).join(''),
    ]);

  test('by family: one report each', () => {
    expect(shape('family')).toEqual([
      ['laser', null, '124'],
      ['puff_vape', null, '3'],
      ['other', null, '56'],
    ]);
  });

  test('by seller: one a family and seller; unnamed sellers stay apart', () => {
    expect(shape('seller')).toEqual([
      ['laser', 'Store a', '14'],
      ['laser', 'Store b', '2'],
      ['puff_vape', 'Store a', '3'],
      ['other', null, '5'],
      ['other', null, '6'],
    ]);
  });

  test('a large group becomes several reports, and every listing is in exactly one', () => {
    const many = Array.from({ length: 2 * LISTINGS_PER_REPORT + 1 }, (_, number) => subject(number, 'laser', 'a'));
    const groups = reportGroups(many, 'family');
    expect(groups.map(({ subjects: own }) => own.length)).toEqual([LISTINGS_PER_REPORT, LISTINGS_PER_REPORT, 1]);
    expect(new Set(groups.flatMap(({ subjects: own }) => own)).size).toBe(many.length);
  });
});
