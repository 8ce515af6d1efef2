import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFaults, jsonPointer, MAX_FAULTS } from '../../../lib/reports/faults.ts';
import { anyReportSchema } from '../../../lib/reports/report.ts';
import { sampleReport } from './sample.ts';

function faults(body: unknown) {
  const result = anyReportSchema.safeParse(body);
  return result.success ? [] : describeFaults(result.error, body);
}

describe('describeFaults', () => {
  it.each([
    [null, '', 'The report must be an object, and is null.'],
    [[], '', 'The report must be an object, and is a list.'],
    [{}, '/schema', 'schema is missing.'],
    [{ schema: 'x' }, '/schema', 'schema must be "vigie-report/1" or "vigie-child-protection-report/1".'],
    [{ ...sampleReport(), role: 'king' }, '/role', 'role must be one of "consumer", "monitor", "inspector".'],
    [{ ...sampleReport(), goodFaith: false }, '/goodFaith', 'goodFaith must be true.'],
    [{ ...sampleReport(), listings: [] }, '/listings', 'listings must not be empty.'],
    [sampleReport({ explanation: 'x'.repeat(2001) }), '/explanation', 'explanation must have at most 2000 characters.'],
    [
      JSON.parse(JSON.stringify(sampleReport()).replace('{', '{"__proto__":{"polluted":1},')),
      '/__proto__',
      '__proto__ is not a member of this format: remove it.',
    ],
  ])('%# names the place and says what is wrong', (body, pointer, detail) => {
    expect(faults(body)).toContainEqual({ pointer, detail });
  });

  it('tells no more than a person can mend at once', () => {
    const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    expect(faults({ ...sampleReport(), ...unknown })).toHaveLength(MAX_FAULTS);
  });

  it('cuts long names and replaces control characters in them', () => {
    const [fault] = faults({ ...sampleReport(), [`\u202e\u0000${'y'.repeat(1000)}`]: 1 });
    expect(fault?.detail.length).toBeLessThan(150);
    expect(fault?.detail).not.toMatch(/\p{C}/u);
  });

  it('has a pointer and a sentence for whatever is wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(sampleReport())), fc.jsonValue(), (key, value) => {
        for (const fault of faults({ ...sampleReport(), [key]: value })) {
          expect(fault.pointer === '' || fault.pointer.startsWith('/')).toBe(true);
          expect(fault.detail).toMatch(/\S \S.*\.$/su);
          expect(fault.detail).not.toContain('undefined');
        }
      }),
    );
  });
});

describe('jsonPointer', () => {
  it('escapes as RFC 6901 says', () => {
    expect(jsonPointer(['a/b', 'm~n', 0])).toBe('/a~1b/m~0n/0');
    expect(jsonPointer([])).toBe('');
  });
});
