/**
 * The page's DOM as one inert HTML text.
 *
 * It is written by walking the live tree, not by cloning it: a clone of a custom element runs the page's code, a clone of
 * a picture loads it again. Nothing that could run is written: no scripts, no handlers, no frames, no plug-ins, no forms'
 * targets, no `javascript:` addresses; and the first thing in the head is a policy under which nothing would run even so.
 * Addresses are made absolute, so that the text means the same wherever it is opened. What a form holds as a password or
 * hidden value is left out: sessions are no evidence.
 */
export interface SnapshotTaken {
  html: string;
  /** It was longer than the limit, so the end is missing. */
  cut: boolean;
}

export const SNAPSHOT_POLICY =
  "default-src 'none'; img-src data: https:; media-src 'none'; font-src data: https:; style-src 'unsafe-inline' https:; form-action 'none'; base-uri 'none'";

const LEFT_OUT = new Set([
  'script',
  'noscript',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'portal',
  'fencedframe',
  'base',
  'template',
  'plaintext',
  'xmp',
  'noembed',
  'noframes',
  'audio',
  'video',
  'track',
  'vigie-mark',
]);
const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr', 'param']);
const ADDRESSES = new Set(['href', 'src', 'poster', 'background', 'cite', 'longdesc', 'xlink:href', 'data-src']);
const DROPPED = new Set([
  'srcdoc',
  'nonce',
  'integrity',
  'ping',
  'action',
  'formaction',
  'target',
  'autofocus',
  'manifest',
  'crossorigin',
  'is',
  'http-equiv',
  'loading',
  'shadowrootmode',
]);
const NAME = /^[A-Za-z_][\w.:-]{0,60}$/;
const MAX_ATTRIBUTE = 8_000;
const MAX_DATA_ADDRESS = 200_000;
const MAX_STYLES = 4_000_000;
const HTML = 'http://www.w3.org/1999/xhtml';

const escapeText = (text: string) =>
  text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'));
const escapeAttribute = (text: string) => escapeText(text).replaceAll('"', '&quot;');

function absolute(address: string, base: string): string | null {
  const trimmed = address.trim();
  if (trimmed.startsWith('#')) return trimmed;
  const url = URL.parse(trimmed, base);
  if (url === null) return null;
  if (url.protocol === 'data:')
    return /^data:image\//i.test(trimmed) && trimmed.length <= MAX_DATA_ADDRESS ? trimmed : null;
  return /^(?:https?|mailto|tel):$/.test(url.protocol) ? url.href : null;
}

function absoluteSet(set: string, base: string): string {
  return set
    .split(/,\s+/)
    .flatMap((candidate) => {
      const [address = '', ...size] = candidate.trim().split(/\s+/);
      const url = absolute(address, base);
      return url === null ? [] : [[url, ...size].join(' ')];
    })
    .join(', ');
}

class Writer {
  readonly #parts: string[] = [];
  readonly #base: string;
  #left: number;
  #stylesLeft = MAX_STYLES;
  cut = false;

  constructor(base: string, limit: number) {
    this.#base = base;
    this.#left = limit;
  }

  get text(): string {
    return this.#parts.join('');
  }

  put(text: string): void {
    if (this.cut) return;
    if (text.length > this.#left) {
      this.cut = true;
      return;
    }
    this.#left -= text.length;
    this.#parts.push(text);
  }

  /** Close tags are written even beyond the limit, so that what is cut is still one tree. */
  close(name: string): void {
    this.#parts.push(`</${name}>`);
  }

  /** Iterative: a hostile page may be nested deeper than any stack. */
  tree(root: Node): void {
    const work: (Node | string)[] = [root];
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      if (typeof next === 'string') this.close(next);
      else if (this.cut) continue;
      else if (next.nodeType === Node.TEXT_NODE) this.put(escapeText(next.nodeValue ?? ''));
      else if (next.nodeType === Node.ELEMENT_NODE) this.#open(next as Element, work);
    }
  }

  #open(element: Element, work: (Node | string)[]): void {
    const name = element.localName;
    if (LEFT_OUT.has(name.toLowerCase()) || !NAME.test(name)) return;
    if (element.namespaceURI === HTML && (name === 'style' || name === 'link')) {
      this.#style(element, name);
      return;
    }
    if (name === 'meta' && element.hasAttribute('http-equiv')) return;
    if (name === 'meta' && element.hasAttribute('charset')) return;
    this.put(`<${name}${this.#attributes(element)}>`);
    if (this.cut || VOID.has(name)) return;
    work.push(name);
    if (name === 'head')
      this.put(
        `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${escapeAttribute(SNAPSHOT_POLICY)}">`,
      );
    for (let child = element.lastChild; child !== null; child = child.previousSibling) work.push(child);
    if (element.shadowRoot !== null) {
      this.put('<template shadowrootmode="open">');
      work.push('template');
      for (let child = element.shadowRoot.lastChild; child !== null; child = child.previousSibling) work.push(child);
    }
  }

  /** Rules as the page has them now, which scripts may have added to; a sheet of another origin stays a link. */
  #style(element: Element, name: string): void {
    if (name === 'link' && !/\bstylesheet\b/i.test(element.getAttribute('rel') ?? '')) return;
    const css = sheetText((element as HTMLStyleElement | HTMLLinkElement).sheet);
    const href = element.getAttribute('href');
    if (css === null) {
      const url = name === 'link' && href !== null ? absolute(href, this.#base) : null;
      if (url?.startsWith('https:')) this.put(`<link rel="stylesheet" href="${escapeAttribute(url)}">`);
      return;
    }
    if (css.length > this.#stylesLeft) return;
    this.#stylesLeft -= css.length;
    const media = element.getAttribute('media');
    // In a style element nothing is escaped; only its end could be forged.
    this.put(
      `<style${media === null ? '' : ` media="${escapeAttribute(media)}"`}>${css.replaceAll('</', '<\\/')}</style>`,
    );
  }

  #attributes(element: Element): string {
    let written = '';
    const type = element.getAttribute('type')?.toLowerCase();
    const secret = element.localName === 'input' && (type === 'password' || type === 'hidden');
    for (const { name, value } of element.attributes) {
      const lower = name.toLowerCase();
      if (!NAME.test(name) || lower.startsWith('on') || DROPPED.has(lower)) continue;
      if (secret && lower === 'value') continue;
      let kept: string | null = value;
      if (ADDRESSES.has(lower)) kept = absolute(value, this.#base);
      else if (lower === 'srcset' || lower === 'imagesrcset') kept = absoluteSet(value, this.#base);
      else if (/^\s*javascript:/i.test(value)) kept = null;
      else if (value.length > MAX_ATTRIBUTE) kept = value.slice(0, MAX_ATTRIBUTE);
      if (kept !== null) written += ` ${name}="${escapeAttribute(kept)}"`;
    }
    return written;
  }
}

function sheetText(sheet: CSSStyleSheet | null | undefined): string | null {
  try {
    return sheet === null || sheet === undefined ? null : [...sheet.cssRules].map(({ cssText }) => cssText).join('\n');
  } catch {
    // Of another origin: its rules may not be read.
    return null;
  }
}

/** @param limit characters, without the close tags */
export function snapshotOf(document: Document, limit: number): SnapshotTaken {
  const writer = new Writer(document.baseURI, limit);
  writer.put('<!doctype html>\n');
  if (document.documentElement !== null) writer.tree(document.documentElement);
  return { html: `${writer.text}\n`, cut: writer.cut };
}
