// @vitest-environment happy-dom
/** What a page can see of a mark, and that it cannot press it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MarkLayer } from '../../../components/marks/mark-layer.ts';
import type { Suspicion } from '../../../lib/rules/suspicions.ts';

vi.mock('#i18n', () => ({ i18n: { t: (key: string) => key } }));

const SECRET = 'secret-rule';
const finding = {
  rule: SECRET,
  severity: 'high',
  visibility: 'everyone',
  label: SECRET,
  reason: SECRET,
  words: [SECRET],
  legal: [],
};
const suspicion = { listing: 'joom:1', findings: [finding] } as unknown as Suspicion;
const acts = { report: vi.fn(), hide: vi.fn(), unhide: vi.fn() };
const tick = vi.fn(async () => 'in' as const);

let layer: MarkLayer;
let card: HTMLElement;
let roots: ShadowRoot[];

beforeEach(() => {
  document.body.innerHTML = '<div id="card"><a href="/x">Goods</a></div>';
  card = document.getElementById('card') ?? document.body;
  roots = [];
  // The test has to look inside; the page has no such way, as the content script keeps its root to itself.
  const attach = HTMLElement.prototype.attachShadow;
  vi.spyOn(HTMLElement.prototype, 'attachShadow').mockImplementation(function (this: HTMLElement, init) {
    const root = attach.call(this, init);
    roots.push(root);
    return root;
  });
  layer = new MarkLayer();
  layer.styles = ':host {}';
  layer.show({ element: card, placement: 'card' }, suspicion, acts, { ticked: false, tick });
});

describe('a mark', () => {
  it('is one element to the page, without a text, an attribute or a root', () => {
    const [host, ...others] = document.querySelectorAll('vigie-mark');
    expect(others).toEqual([]);
    expect(host?.shadowRoot).toBeNull();
    expect(host?.attributes.length).toBe(0);
    expect(host?.childNodes.length).toBe(0);
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
    expect(roots.map((root) => root.mode)).toEqual(['closed']);
  });

  it('does nothing on events that a script made, wherever they are dispatched', () => {
    const [root] = roots;
    const buttons = [...(root?.querySelectorAll('button') ?? [])];
    expect(buttons.length).toBeGreaterThan(1);
    for (const target of [document.querySelector('vigie-mark'), ...buttons]) {
      for (const type of ['pointerdown', 'mousedown', 'keydown', 'click', 'mouseup'])
        target?.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, cancelable: true }));
      if (target instanceof HTMLElement) target.click();
    }
    for (const act of [...Object.values(acts), tick]) expect(act).not.toHaveBeenCalled();
  });

  it('lets no event of its own reach the page', () => {
    const heard = vi.fn();
    for (const type of ['click', 'pointerdown', 'keydown']) card.addEventListener(type, heard);
    for (const button of roots[0]?.querySelectorAll('button') ?? [])
      for (const type of ['click', 'pointerdown', 'keydown'])
        button.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
    expect(heard).not.toHaveBeenCalled();
  });

  it('leaves nothing behind when it is taken away', () => {
    const before = '<div id="card"><a href="/x">Goods</a></div>';
    layer.clear();
    expect(document.body.innerHTML).toBe(before);
  });

  it('goes also where a copy placed it that an update has cut off', () => {
    new MarkLayer().clear();
    expect(document.querySelectorAll('vigie-mark')).toHaveLength(0);
    // One that is cut off after it was read does not bring it back, and one that goes on can.
    layer.clear();
    layer.show({ element: card, placement: 'card' }, suspicion, acts, null);
    expect(document.querySelectorAll('vigie-mark')).toHaveLength(1);
  });
});
