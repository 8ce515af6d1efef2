/**
 * State that a page embeds in its scripts: `window.gbRawData = {...}`.
 *
 * An extension's content script lives in an isolated world and cannot see the page's variables, so the text of the
 * script is read. A lazy regular expression would stop at the first `}` inside a string or run quadratic time on five
 * megabytes; this is one forward pass over the characters that knows strings and braces and hands the slice to
 * `JSON.parse`. Values written as JavaScript (bare keys, `undefined`) are rewritten outside strings and parsed again.
 *
 * Only double-quoted strings carry values. A seller's text inside some other script's JSON cannot contain a bare double
 * quote, so it cannot pose as state; single-quoted objects are refused for that reason.
 */

export const MAX_STATE_CHARS = 8 * 1024 * 1024;
export const MAX_STATE_DEPTH = 64;

export type StateFailure = 'absent' | 'truncated' | 'too-large' | 'too-deep' | 'not-json';
export type StateResult = { ok: true; value: unknown } | { ok: false; reason: StateFailure };

const QUOTE = 34;
const APOSTROPHE = 39;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Position of the quote that closes the string opened at `start`; the text's length where none does. */
function closingQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  // The browser's own search passes over most of a state, which is strings. Only what stands before a quote is looked at.
  for (let at = text.indexOf(quote, start + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    let before = at - 1;
    while (before > start && text.charCodeAt(before) === BACKSLASH) before--;
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}

/** End (exclusive) of the object or array that opens at `start`, or why it has none. */
function endOf(text: string, start: number): number | StateFailure {
  const limit = Math.min(text.length, start + MAX_STATE_CHARS);
  let depth = 0;
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === APOSTROPHE) at = closingQuote(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MAX_STATE_DEPTH) return 'too-deep';
    } else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 0) return at + 1;
  }
  return text.length - start > MAX_STATE_CHARS ? 'too-large' : 'truncated';
}

// Strings first, so that nothing inside them is touched; every alternative consumes, so the pass is linear.
const SCRIPT_TOKENS = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[A-Za-z_$][\w$]*(\s*:)?|,(?=\s*[}\]])/g;

function asJson(text: string): string {
  return text.replace(SCRIPT_TOKENS, (token, colon: string | undefined) => {
    if (token.startsWith('"')) return token;
    if (token === ',') return '';
    if (colon !== undefined) return `"${token.slice(0, -colon.length)}":`;
    return token === 'undefined' || token === 'NaN' ? 'null' : token;
  });
}

const ABSENT: StateResult = { ok: false, reason: 'absent' };

function parseJson(text: string): StateResult {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, reason: 'not-json' };
  }
}

function parseScriptValue(text: string): StateResult {
  try {
    return parseJson(asJson(text));
  } catch {
    // A string of megabytes can exhaust the regular-expression stack.
    return { ok: false, reason: 'not-json' };
  }
}

/** Whether a parsed value nests deeper than `levels`. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

/** JSON text with the same caps as embedded state, for `<script type="application/json">` and JSON-LD. */
export function parseCapped(text: string): StateResult {
  const start = text.search(/[{[]/);
  if (start === -1) return { ok: false, reason: 'absent' };
  // Nearly every such text is one value and nothing else, which the browser reads faster than any scanner finds its end.
  const whole: StateResult = text.length - start > MAX_STATE_CHARS ? ABSENT : parseJson(text.slice(start));
  if (whole.ok) return isDeeper(whole.value, MAX_STATE_DEPTH) ? { ok: false, reason: 'too-deep' } : whole;
  const end = endOf(text, start);
  return typeof end === 'string' ? { ok: false, reason: end } : parseJson(text.slice(start, end));
}

/** A name may also stand in code that reads it; so many occurrences are looked at, so many of them scanned. */
const MAX_OCCURRENCES = 64;
const MAX_SCANS = 3;

/**
 * The value assigned to `name` (`name = {` or `"name": {`) in a script's text.
 * @param key name of the member that opens the object and holds the value, where the rest is no JSON:
 *   `runParams = { data: {…}, csrfToken: '…' }`.
 */
export function findState(text: string, name: string, key?: string): StateResult {
  let failure: StateFailure = 'absent';
  let from = 0;
  let scans = 0;
  for (let tries = 0; tries < MAX_OCCURRENCES && scans < MAX_SCANS; tries++) {
    const at = text.indexOf(name, from);
    if (at === -1) break;
    from = at + name.length;
    const opening = /^["']?\s*[=:]\s*(?=[{[])/.exec(text.slice(from, from + 64));
    if (opening === null || /[\w$]/.test(text[at - 1] ?? '')) continue;
    let start = from + opening[0].length;
    if (key !== undefined) {
      const inner = /^\{\s*["']?([\w$]+)["']?\s*:\s*(?=[{[])/.exec(text.slice(start, start + 256));
      if (inner?.[1] !== key) continue;
      start += inner[0].length;
    }
    scans++;
    const end = endOf(text, start);
    if (typeof end === 'string') {
      failure = end;
      continue;
    }
    const slice = text.slice(start, end);
    const strict = parseJson(slice);
    const result = strict.ok ? strict : parseScriptValue(slice);
    if (result.ok) return result;
    failure = result.reason;
  }
  return { ok: false, reason: failure };
}

export interface DocumentState<T> {
  value: T | null;
  /** Why there is none: the worst that happened in any script. */
  reason: StateFailure | null;
}

/**
 * A reader of such a value from a document's inline scripts. Each script is searched once; `pick` keeps what the
 * adapter needs, so that a five-megabyte tree does not stay in the tab's memory, and gives null for a foreign shape.
 *
 * @__NO_SIDE_EFFECTS__
 */
export function stateReader<T>(
  name: string,
  pick: (value: unknown) => T | null,
  key?: string,
): (document: Document) => DocumentState<T> {
  const seen = new WeakMap<Element, DocumentState<T>>();
  const readScript = (script: Element): DocumentState<T> => {
    const known = seen.get(script);
    if (known !== undefined) return known;
    const text = script.hasAttribute('src') ? '' : (script.textContent ?? '');
    const found = text.includes(name) ? findState(text, name, key) : ABSENT;
    const state = found.ok ? { value: pick(found.value), reason: null } : { value: null, reason: found.reason };
    // A script that is still arriving is read again.
    if (state.reason !== 'truncated') seen.set(script, state);
    return state;
  };
  return (document) => {
    let reason: StateFailure = 'absent';
    for (const script of document.getElementsByTagName('script')) {
      const state = readScript(script);
      if (state.value !== null) return state;
      if (state.reason !== null && state.reason !== 'absent') reason = state.reason;
    }
    return { value: null, reason };
  };
}

/**
 * The values at a dotted path of own properties; `name[]` goes on with each element of an array, or with the value
 * itself where a site writes a single one without brackets. At most `MAX_VALUES`; null and undefined are no values.
 */
export function valuesAt(value: unknown, path: string): unknown[] {
  let current: unknown[] = [value];
  for (const segment of path === '' ? [] : path.split('.')) {
    const name = segment.replace('[]', '');
    const next: unknown[] = [];
    for (const node of current) {
      if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) continue;
      const member: unknown = Reflect.get(node, name);
      if (member === null || member === undefined) continue;
      if (name !== segment && Array.isArray(member)) next.push(...member.slice(0, MAX_VALUES));
      else next.push(member);
    }
    current = next.slice(0, MAX_VALUES);
  }
  return current;
}

const MAX_VALUES = 500;

/** The first value at a path, or undefined. */
export function at(value: unknown, path: string): unknown {
  return valuesAt(value, path)[0];
}
