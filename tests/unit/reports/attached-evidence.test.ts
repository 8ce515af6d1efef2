import { describe, expect, it } from 'vitest';
import type { AttachableCapture } from '../../../lib/evidence/attachable.ts';
import type { EvidenceFile } from '../../../lib/evidence/item.ts';
import { listingKey } from '../../../lib/listing/key.ts';
import { referencesTo, withFile } from '../../../lib/reports/attached-evidence.ts';
import type { Subject } from '../../../lib/reports/stored-report.ts';
import { listing } from '../evidence/fakes.ts';

const subject = (id: string): Subject => ({
  listing: { ...listing(), ref: { ...listing().ref, id } },
  completeness: { verdict: 'complete', lacking: [], reason: null },
  visited: 'https://www.joom.com/en/products/1',
  findings: [],
  readAt: 1,
});
const file = (digit: string): EvidenceFile => ({
  name: 'picture.png',
  role: 'picture',
  mediaType: 'image/png',
  bytes: 10,
  sha256: digit.repeat(64),
});
const capture = (listings: Subject[], ...files: EvidenceFile[]): AttachableCapture => ({
  item: 'i',
  kind: 'full-page',
  capturedAt: '2026-11-24T10:00:00.000Z',
  title: null,
  listings: listings.map((one) => listingKey(one.listing.ref)),
  files,
});

describe('evidence of a draft', () => {
  it('is ticked once, waiting to be uploaded, and taken out again', () => {
    const once = withFile(withFile([], file('a'), true), file('a'), true);
    expect(once).toEqual([{ sha256: 'a'.repeat(64), bytes: 10, state: 'waiting', offset: 0 }]);
    expect(withFile(once, file('a'), false)).toEqual([]);
  });

  it('is named by its hash and the listing that it shows, each hash once, and only while the library has it', () => {
    const [first, second] = [subject('1'), subject('2')];
    const chosen = ['a', 'b', 'c'].reduce(
      (all, digit) => withFile(all, file(digit), true),
      withFile([], file('d'), true),
    );
    const captures = [capture([second], file('a'), file('e')), capture([first, second], file('b'), file('a'))];
    const named = referencesTo(captures.reverse(), chosen, [first, second]);
    expect(named.map(({ sha256, listing: index }) => [sha256[0], index])).toEqual([
      ['b', null],
      ['a', 1],
    ]);
  });
});
