import { describe, expect, test } from 'vitest';
import type { AttachableCapture } from '../../../lib/evidence/attachable.ts';
import { referencesTo } from '../../../lib/reports/attached-evidence.ts';
import { REPORT_LIMITS } from '../../../lib/reports/report-limits.ts';
import type { Subject } from '../../../lib/reports/stored-report.ts';
import { evidenceOf } from '../../../lib/sweeps/bulk-evidence.ts';
import { listingOfCard } from '../../../lib/sweeps/screen.ts';
import { card, key } from './made.ts';

const subject = (number: number) => ({ listing: listingOfCard(card(number)), findings: [] }) as unknown as Subject;
const hash = (number: number) => number.toString(16).padStart(64, '0');

function capture(number: number, files: number, listings: string[] = [key(number)]): AttachableCapture {
  return {
    item: `item ${number}`,
    kind: 'full-page',
    capturedAt: '2026-11-24T10:00:00.000Z',
    title: null,
    listings,
    files: Array.from({ length: files }, (_, at) => ({
      name: `${at}.png`,
      role: 'picture',
      mediaType: 'image/png',
      bytes: 10,
      sha256: hash(number * 1_000 + at),
    })),
  };
}

describe('evidence of reports in bulk', () => {
  const subjects = [subject(1), subject(2)];

  test('all files of the captures of its listings, none of another report', () => {
    const captures = [capture(2, 1), capture(1, 2), capture(3, 1)];
    const { evidence, leftOver } = evidenceOf(captures, subjects, new Set());
    expect(evidence.map(({ sha256 }) => sha256)).toEqual([hash(2_000), hash(1_000), hash(1_001)]);
    expect(evidence.every(({ state, offset }) => state === 'waiting' && offset === 0)).toBe(true);
    expect(leftOver).toBe(0);
    expect(referencesTo(captures, evidence, subjects).map(({ listing }) => listing)).toEqual([1, 0, 0]);
  });

  test('what the person took out stays out', () => {
    const { evidence } = evidenceOf([capture(1, 2)], subjects, new Set([hash(1_000)]));
    expect(evidence.map(({ sha256 }) => sha256)).toEqual([hash(1_001)]);
  });

  test('one file of two captures goes once', () => {
    const both = [capture(1, 1, [key(1), key(2)]), { ...capture(1, 1), item: 'again' }];
    expect(evidenceOf(both, subjects, new Set()).evidence).toHaveLength(1);
  });

  test('what a report has no room for is said, and taking files out makes room', () => {
    const captures = [capture(1, REPORT_LIMITS.evidence), capture(2, 3)];
    expect(evidenceOf(captures, subjects, new Set())).toMatchObject({ leftOver: 3 });
    const { evidence, leftOver } = evidenceOf(captures, subjects, new Set([hash(1_000), hash(1_001), hash(1_002)]));
    expect(evidence).toHaveLength(REPORT_LIMITS.evidence);
    expect(leftOver).toBe(0);
    expect(evidence.at(-1)?.sha256).toBe(hash(2_002));
  });
});
