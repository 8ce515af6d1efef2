import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, findState, MAX_STATE_CHARS, parseCapped, stateReader, valuesAt } from '../../../lib/marketplaces/state.ts';
import { parse } from './pages.ts';

describe('findState', () => {
  it.each([
    ['window.x = {"a":1};more()', 'x', { a: 1 }],
    ['var x={"a":"}]\\"{"}', 'x', { a: '}]"{' }],
    ['x = {"a":"ends in a backslash \\\\"}', 'x', { a: 'ends in a backslash \\' }],
    ['{"x": [1,[2]]}', 'x', [1, [2]]],
    ['x = {a:1, b: undefined, "c":[1,2,],}', 'x', { a: 1, b: null, c: [1, 2] }],
    ['if (x && x.y) {} x = {"a":"undefined, {b:1}"}', 'x', { a: 'undefined, {b:1}' }],
    ['myx = {"a":0}; x = {"a":1}', 'x', { a: 1 }],
  ])('reads %s', (text, name, value) => {
    expect(findState(text, name)).toEqual({ ok: true, value });
  });

  it('reads the member that opens an object which is no JSON', () => {
    const text = 'window.runParams = {\n data: {"a":"}"},\n csrfToken: \'it\'\'s\',\n};';
    expect(findState(text, 'runParams', 'data')).toEqual({ ok: true, value: { a: '}' } });
    expect(findState(text, 'runParams', 'other')).toEqual({ ok: false, reason: 'absent' });
  });

  it.each([
    ['x = {"a":1', 'truncated'],
    ['x = {"a":"never closed', 'truncated'],
    ['x = {"a":}', 'not-json'],
    ['x = function(){}', 'absent'],
    ['', 'absent'],
    [`x = ${'['.repeat(65)}${']'.repeat(65)}`, 'too-deep'],
  ])('says why %s gives nothing', (text, reason) => {
    expect(findState(text, 'x')).toEqual({ ok: false, reason });
  });

  it('accepts 64 levels and refuses 65', () => {
    expect(findState(`x = ${'['.repeat(64)}${']'.repeat(64)}`, 'x').ok).toBe(true);
  });

  it('refuses state beyond the cap', () => {
    const padding = ' '.repeat(MAX_STATE_CHARS);
    expect(findState(`x = {"a":1${padding}}`, 'x')).toEqual({ ok: false, reason: 'too-large' });
    expect(findState(`x = {"a":"${padding}"}`, 'x')).toEqual({ ok: false, reason: 'too-large' });
  });

  it("does not take a seller's text inside another script's JSON for state", () => {
    const title = `x = {'title':'posing'}; x = {"title":"posing"}`;
    const result = findState(`other = ${JSON.stringify({ title })}`, 'x');
    expect(result.ok).toBe(false);
  });

  it('does a bounded number of passes over hostile text', () => {
    const started = findState('x = {'.repeat(200_000), 'x');
    expect(started.ok).toBe(false);
    expect(findState('x = '.repeat(500_000), 'x')).toEqual({ ok: false, reason: 'absent' });
    expect(findState(`x = {"a":"${'\\'.repeat(2_000_000)}`, 'x')).toEqual({ ok: false, reason: 'truncated' });
  });

  it('reads back whatever JSON a script assigns', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), fc.string(), (state, noise) => {
        const before = noise.replaceAll('gbRawData', '');
        const text = `/*${before}*/window.gbRawData = ${JSON.stringify(state)};${noise}`;
        expect(findState(text, 'gbRawData')).toEqual({ ok: true, value: JSON.parse(JSON.stringify(state)) });
      }),
    );
  });

  it('never throws', () => {
    const piece = fc.constantFrom('x', '=', ' ', '{', '}', '[', ']', '"', "'", '\\', ':', ',', 'a', '1', 'undefined');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const result = findState(`x = ${pieces.join('')}`, 'x');
        if (!result.ok) expect(['absent', 'truncated', 'not-json', 'too-deep']).toContain(result.reason);
      }),
      { numRuns: 500 },
    );
  });
});

describe('parseCapped', () => {
  it('keeps the caps for JSON in script elements', () => {
    expect(parseCapped(' \n{"a":[1]} ')).toEqual({ ok: true, value: { a: [1] } });
    expect(parseCapped('{"a":'.repeat(70))).toEqual({ ok: false, reason: 'too-deep' });
    expect(parseCapped('no json')).toEqual({ ok: false, reason: 'absent' });
  });
});

describe('stateReader', () => {
  const reader = stateReader('x', (value) => at(value, 'a') ?? null);

  it('takes the first script whose value has the wanted shape', () => {
    const document = parse(
      '<script>x = {"b":1}</script><script src="x.js">x = {"a":0}</script><script>x = {"a":2}</script>',
    );
    expect(reader(document)).toEqual({ value: 2, reason: null });
  });

  it('reads a script again while it is still arriving, and only then', () => {
    const document = parse('<script>x = {"a":</script>');
    const script = document.querySelector('script');
    expect(reader(document)).toEqual({ value: null, reason: 'truncated' });
    if (script !== null) script.textContent = 'x = {"a":3}';
    expect(reader(document)).toEqual({ value: 3, reason: null });
    if (script !== null) script.textContent = 'x = {"a":4}';
    expect(reader(document).value).toBe(3);
  });
});

describe('valuesAt', () => {
  const tree = { list: [{ n: 1 }, { n: null }, { n: 2 }, 'x'], one: { n: 3 } };
  it.each([
    ['list[].n', [1, 2]],
    ['one[].n', [3]],
    ['one.n', [3]],
    ['list.0.n', [1]],
    ['missing.n', []],
    ['constructor', []],
    ['__proto__.polluted', []],
    ['', [tree]],
  ])('%s', (path, values) => {
    expect(valuesAt(tree, path)).toEqual(values);
  });
});
