import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../lib/rules/finding.ts';
import { buildIdSet, checkIdSet, IdSet } from '../../../lib/rules/id-set.ts';
import {
  buildKnownListings,
  createKnownListingEngine,
  decodeKnownListings,
  encodeKnownListings,
  type KnownId,
  type KnownListings,
} from '../../../lib/rules/known-listings.ts';
import { EMPTY_INPUT } from '../../../lib/rules/match-input.ts';

const DECISIONS = [
  { authority: 'DGCCRF', reference: '2026-17', date: '2026-05-04', link: 'https://authority.example/17' },
  { authority: 'BNetzA', reference: 'Az. 4:11', date: '2026-06-01', link: null },
];
const IDS: KnownId[] = [
  { kind: 'listing', marketplace: 'aliexpress', id: '1005003229233125', decision: '2026-17' },
  { kind: 'listing', marketplace: 'joom', id: '5f3b1c2d4e5f60718293a4b5', decision: 'Az. 4:11' },
  { kind: 'listing', marketplace: 'shein', id: 'Odd/ID', decision: '2026-17' },
  { kind: 'seller', marketplace: 'aliexpress', id: '912345678', decision: 'Az. 4:11' },
];
const INFO = { publisher: 'Test', version: '3' };

function built(ids: KnownId[] = IDS): KnownListings {
  const list = buildKnownListings(DECISIONS, ids, INFO);
  if (!list.ok) throw new Error(list.problems.join('\n'));
  return list.value;
}
function engineOf(list: KnownListings) {
  const decoded = decodeKnownListings(encodeKnownListings(list));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return createKnownListingEngine(decoded.value);
}

describe('id set', () => {
  const anyId = fc.oneof(
    fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
    fc.integer({ min: 0, max: 50 }).map(String),
    fc.constantFrom('9007199254740991', '9007199254740992', '9007199254740993', '0', '00', '007', '1e3', '12 ', '-1'),
    fc.stringMatching(/^[0-9a-f]{24}$/u),
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const entry = fc.record({
    space: fc.constantFrom('listing a', 'seller a', 'listing b'),
    id: anyId,
    value: fc.nat(999),
  });

  it('holds exactly what was put in', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), fc.array(entry, { maxLength: 20 }), (entries, others) => {
        const tables = buildIdSet(entries);
        expect(checkIdSet(tables, 1000)).toBeNull();
        const set = new IdSet(tables);
        const expected = new Map<string, number>();
        for (const { space, id, value } of entries)
          if (id !== '' && id.isWellFormed() && !expected.has(`${space}|${id}`)) expected.set(`${space}|${id}`, value);
        expect(set.size).toBe(expected.size);
        for (const { space, id } of [...entries, ...others])
          expect(set.get(space, id)).toBe(expected.get(`${space}|${id}`) ?? null);
      }),
    );
  });
});

describe('known listings', () => {
  const engine = engineOf(built());

  it('finds a listing with its decision', () => {
    const [finding, ...others] = engine.match({ ...EMPTY_INPUT, listing: 'aliexpress:1005003229233125' });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'known-listing:listing:2026-17', confidence: 1, visibility: 'everyone' });
    const explanation = engine.explain(finding?.rule ?? '', 'fr');
    expect(explanation?.reason).toBe('DGCCRF désigne cette annonce dans sa décision 2026-17 du 2026-05-04.');
    expect(explanation?.notice).toMatchObject({ number: '2026-17', link: 'https://authority.example/17' });
  });

  it('finds every listing of a seller, by the shop or by who stands behind it', () => {
    for (const input of [{ sellerId: '912345678' }, { realSellerId: '912345678', sellerId: '1' }]) {
      const [finding] = engine.match({ ...EMPTY_INPUT, listing: 'aliexpress:1', ...input });
      expect(finding?.rule).toBe('known-listing:seller:Az. 4:11');
      expect(engine.explain(finding?.rule ?? '', 'en')?.reason).toBe(
        'BNetzA names the seller of this listing in its decision Az. 4:11 of 2026-06-01.',
      );
    }
  });

  it('takes no id of another marketplace or kind', () => {
    expect(engine.match({ ...EMPTY_INPUT, listing: 'joom:1005003229233125' })).toEqual([]);
    expect(engine.match({ ...EMPTY_INPUT, listing: 'aliexpress:912345678' })).toEqual([]);
    expect(engine.match({ ...EMPTY_INPUT, listing: 'joom:1', sellerId: '912345678' })).toEqual([]);
    expect(engine.decisionOn('listing', 'shein', 'Odd/ID')?.reference).toBe('2026-17');
    expect(engine.decisionOn('listing', 'shein', 'odd/id')).toBeNull();
  });

  it('explains in every language', () => {
    const reasons = LANGUAGES.map((language) => engine.explain('known-listing:listing:2026-17', language)?.reason);
    expect(new Set(reasons).size).toBe(LANGUAGES.length);
    expect(engine.explain('known-listing:listing:2026-18', 'en')).toBeNull();
  });

  it('says what cannot be in the list', () => {
    const problemsOf = (ids: KnownId[], decisions = DECISIONS): string => {
      const list = buildKnownListings(decisions, ids, INFO);
      return list.ok ? '' : list.problems.join('\n');
    };
    const id: KnownId = { kind: 'listing', marketplace: 'aliexpress', id: '1', decision: '2026-17' };
    expect(problemsOf([{ ...id, decision: 'none' }])).toContain('names the decision "none", which is not there');
    expect(problemsOf([{ ...id, id: '' }])).toContain('is empty');
    expect(problemsOf([{ ...id, marketplace: 'Ali Express' }])).toContain('names no marketplace');
    expect(problemsOf([], [...DECISIONS, ...DECISIONS])).toContain('of an earlier one');
    expect(problemsOf([], [{ authority: 'A', reference: 'r', date: '4 May', link: null }])).toContain('YYYY-MM-DD');
    expect(
      problemsOf([], [{ authority: 'A', reference: 'r', date: '2026-05-04', link: 'http://a.example' }]),
    ).toContain('https');
  });

  it('never throws, whatever the bytes', () => {
    const bytes = encodeKnownListings(built());
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (source) => void decodeKnownListings(source)));
    const list = built();
    const names = Object.keys(list).filter((name): name is keyof KnownListings => name in list);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.oneof(fc.integer({ min: -2, max: 40 }), fc.integer()),
        (name, at, value) => {
          const section = list[name].slice();
          if (section.length > 0) section[at % section.length] = value;
          const decoded = decodeKnownListings(encodeKnownListings({ ...list, [name]: section }));
          if (!decoded.ok) return;
          const hostile = createKnownListingEngine(decoded.value);
          for (const { marketplace, id } of IDS)
            for (const { rule } of hostile.match({ ...EMPTY_INPUT, listing: `${marketplace}:${id}`, sellerId: id }))
              hostile.explain(rule, 'en');
        },
      ),
      { numRuns: 1000 },
    );
    expect(decodeKnownListings(bytes.slice(0, 60)).ok).toBe(false);
  });
});
