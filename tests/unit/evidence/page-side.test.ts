import fc from 'fast-check';
import { Window } from 'happy-dom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { snapshotOf } from '../../../lib/evidence/capture/page/snapshot.ts';
import { StillPage } from '../../../lib/evidence/capture/page/still.ts';

let window: Window;
/** happy-dom types its own DOM; it is the same interface. */
const own = () => window as unknown as globalThis.Window & typeof globalThis;
const page = (html: string): Document => {
  window.document.write(html);
  return own().document;
};

beforeEach(() => {
  window = new Window({ url: 'https://www.joom.com/en/products/1' });
  vi.stubGlobal('Node', window.Node);
  vi.stubGlobal('HTMLElement', window.HTMLElement);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await window.happyDOM.close();
});

describe('the snapshot of a page', () => {
  it('holds nothing that runs, and a policy under which nothing would', () => {
    const { html, cut } = snapshotOf(
      page(`<html><head><title>T</title><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=x"></head>
<body onload="bad()"><p>text &amp; more</p><script>bad()</script><a href="javascript:bad()" onclick="bad()">a</a><a href="data:text/html,<b>">b</a>
<form action="https://evil.example"><button formaction="https://evil.example">go</button><input type="password" value="hunter2"><input type="hidden" value="token-1"></form>
<iframe srcdoc="<script>bad()</script>"></iframe><object data="x"></object><svg><script>bad()</script><circle r="1"></circle></svg>
<vigie-mark></vigie-mark></body></html>`),
      1e6,
    );
    expect(cut).toBe(false);
    expect(html).not.toMatch(
      /bad\(\)|<script|<iframe|<object|<base|onclick|onload|javascript:|data:text|hunter2|token-1|refresh|vigie-mark|action=/i,
    );
    expect(html).toMatch(
      /^<!doctype html>\n<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'/,
    );
    expect(html).toContain('text &amp; more');
  });

  it('makes addresses absolute and leaves out those that are none', () => {
    const { html } = snapshotOf(
      page(
        '<html><body><img src="/a.jpg" srcset="b.jpg 1x, /c.jpg 2x"><a href="../x#y">l</a><a href="#here">h</a><img src="blob:https://x/y"></body></html>',
      ),
      1e6,
    );
    expect(html).toContain('src="https://www.joom.com/a.jpg"');
    expect(html).toContain('srcset="https://www.joom.com/en/products/b.jpg 1x, https://www.joom.com/c.jpg 2x"');
    expect(html).toContain('href="https://www.joom.com/en/x#y"');
    expect(html).toContain('href="#here"');
    expect(html).not.toContain('blob:');
  });

  it('is cut at the limit to a tree that is still closed', () => {
    const { html, cut } = snapshotOf(page(`<html><body><div>${'<p>word</p>'.repeat(500)}</div></body></html>`), 2000);
    expect(cut).toBe(true);
    expect(html.length).toBeLessThan(3100);
    expect(html.trimEnd().endsWith('</div></body></html>')).toBe(true);
  });

  it('is not nested out of its stack', () => {
    const document = page('<html><body></body></html>');
    let inner: Element = document.body;
    for (let depth = 0; depth < 5000; depth++) inner = inner.appendChild(document.createElement('div'));
    expect(snapshotOf(document, 1e6).html).toContain('<div><div>');
  });

  it('lets no text and no attribute become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ maxLength: 60 }), (text, value) => {
        const document = page('<html><body></body></html>');
        const paragraph = document.createElement('p');
        paragraph.append(`<script>${text}</script>`);
        paragraph.setAttribute('title', `"><img onerror=x ${value}`);
        document.body.replaceChildren(paragraph);
        const { html } = snapshotOf(document, 1e6);
        expect(html).not.toMatch(/<script|<img/);
        document.open();
      }),
      { numRuns: 30 },
    );
  });
});

describe('a page that is held still', () => {
  it('hides what is fixed, puts what is sticky in its place, records both, and gives everything back', () => {
    const document = page(`<html><body>
<div id="bar" style="position: fixed; color: red">bar</div><div id="head" class="a b" style="position: sticky">head</div>
<p id="text">text</p><vigie-mark></vigie-mark></body></html>`);
    const before = document.documentElement.outerHTML;
    const still = new StillPage(own());
    still.hideOwnMarks();
    still.stopRepeats();
    still.stopRepeats();
    const bar = document.getElementById('bar');
    expect(bar?.style.visibility).toBe('hidden');
    expect(bar?.style.color).toBe('red');
    expect(document.getElementById('head')?.style.position).toBe('relative');
    expect(document.getElementById('text')?.getAttribute('style')).toBeNull();
    expect(still.descriptions).toEqual([
      "hidden: 1 × vigie-mark (Vigie's own marks)",
      'hidden (fixed): div#bar',
      'put in its own place (sticky): div#head.a.b',
    ]);
    still.restore();
    expect(document.documentElement.outerHTML).toBe(before);
  });
});
