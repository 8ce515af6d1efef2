import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendCustody,
  CUSTODY_ACTIONS,
  type CustodyEvent,
  type CustodyHead,
  readCustody,
} from '../../../lib/evidence/custody.ts';

const event = fc.record({
  at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  action: fc.constantFrom(...CUSTODY_ACTIONS),
  item: fc.constantFrom(null, '01890a5d-ac96-774b-bcce-b302099a8057'),
  detail: fc.option(fc.string({ maxLength: 300 })),
});
const events = fc.array(event, { minLength: 1, maxLength: 12 });

async function logOf(list: readonly CustodyEvent[]): Promise<string[]> {
  let head: CustodyHead | null = null;
  const lines: string[] = [];
  for (const one of list) {
    const line = await appendCustody(head, one);
    lines.push(line.text);
    head = line.head;
  }
  return lines;
}

describe('the custody log', () => {
  it('reads back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const reading = await readCustody(await logOf(list));
        expect(reading).toMatchObject({ ok: true, entries: list });
      }),
    );
  });

  it('notices a line that is changed, dropped, doubled or moved, unless it is cut at its end', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.nat(), fc.nat(), async (list, where, with_) => {
        const lines = await logOf(list);
        const at = where % lines.length;
        const line = lines[at] ?? '';
        const other = with_ % lines.length;
        const changed = `${line.slice(0, with_ % line.length)}x${line.slice((with_ % line.length) + 1)}`;
        fc.pre(changed !== line);
        expect((await readCustody(lines.with(at, changed))).ok).toBe(
          // In the last line nothing comes after that would tell: the item's manifest and the package's hash do.
          at === lines.length - 1 && (await readCustody([...lines.slice(0, -1), changed])).ok,
        );
        expect((await readCustody(lines.toSpliced(at, 0, line))).ok).toBe(false);
        if (at < lines.length - 1) expect((await readCustody(lines.toSpliced(at, 1))).ok).toBe(false);
        if (at !== other) {
          const swapped = lines.with(at, lines[other] ?? '').with(other, line);
          expect((await readCustody(swapped)).ok).toBe(false);
        }
      }),
    );
  });

  it('tells the line and what is wrong with it', async () => {
    const at = '2026-11-24T10:00:00.000Z';
    const lines = await logOf(['a', 'b'].map((detail) => ({ at, action: 'viewed' as const, item: null, detail })));
    expect(await readCustody([lines[0] ?? '', 'not json'])).toEqual({ ok: false, line: 2, why: 'not-an-entry' });
    expect(await readCustody([lines[1] ?? ''])).toEqual({ ok: false, line: 1, why: 'out-of-sequence' });
    const edited = (lines[0] ?? '').replace('"a"', '"c"');
    expect(await readCustody([edited, lines[1] ?? ''])).toEqual({ ok: false, line: 2, why: 'chain-broken' });
    expect(await readCustody(['x'.repeat(5000)])).toMatchObject({ why: 'not-an-entry' });
  });
});
