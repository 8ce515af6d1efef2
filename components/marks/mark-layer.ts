/**
 * The marks on one page. Each is one `<vigie-mark>` element with a closed shadow root, placed inside the page's card or
 * before its title; nothing else of the page is touched, and the host takes no room, so that nothing moves.
 */
import type { Suspicion } from '../../lib/rules/suspicions.ts';
import { element } from './element.ts';
import { createMark, type MarkActions } from './mark.ts';
import { createTick, type TickActions } from './tick.ts';

export interface MarkSite {
  element: Element;
  placement: 'title' | 'card';
}

interface Placed {
  host: HTMLElement;
  /** What the mark shows, to tell whether it must be drawn anew. */
  shows: string;
}

/** Events that must not reach the page's own handlers: a card is often one big link. */
const KEPT_INSIDE = [
  'click',
  'auxclick',
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'keydown',
  'keyup',
  'keypress',
];

function createHost(styles: string, mark: HTMLElement[]): HTMLElement {
  // Not `element()`: the page's world must not see more than this one element.
  const host = document.createElement('vigie-mark');
  const root = host.attachShadow({ mode: 'closed' });
  root.append(element('style', {}, styles), ...mark);
  for (const type of KEPT_INSIDE) {
    host.addEventListener(type, (event) => event.stopPropagation());
  }
  root.addEventListener('click', (event) => {
    // A link around the card must not be followed; the links to the law in the panel must.
    if (!event.composedPath().some((node) => node instanceof HTMLAnchorElement && root.contains(node))) {
      event.preventDefault();
    }
  });
  return host;
}

function isInPlace(host: HTMLElement, site: MarkSite): boolean {
  const parent = site.placement === 'title' ? site.element.parentElement : site.element;
  return parent !== null && host.parentElement === parent;
}

export class MarkLayer {
  readonly #placed = new Map<Element, Placed>();

  /** The style sheet of all marks, which must be there before the first is shown. */
  styles: string | null = null;

  /** Shows these findings, and a box to tick, at this place, or takes the mark away when there is neither. */
  show(site: MarkSite, { listing, findings }: Suspicion, actions: MarkActions, tick: TickActions | null): void {
    if (findings.length === 0 && tick === null) {
      this.#remove(site.element);
      return;
    }
    const rules = findings.map(
      ({ rule, confidence, publisher, packVersion }) => `${publisher} ${packVersion} ${rule}=${confidence}`,
    );
    const shows = `${listing} ${rules.join(' ')} ${tick?.ticked}`;
    const placed = this.#placed.get(site.element);
    if (placed?.shows === shows && isInPlace(placed.host, site)) return;
    this.#remove(site.element);
    if (this.styles === null) return;
    const placement = site.placement === 'title' ? 'above' : 'corner';
    const mark = findings.length === 0 ? [] : createMark({ findings, placement, ...actions });
    const host = createHost(this.styles, tick === null ? mark : [...mark, createTick(tick)]);
    if (site.placement === 'title') {
      // The mark stands at the far end of the title's line; the host itself must stay without size.
      const { left, width } = site.element.getBoundingClientRect();
      const inWindow = Math.min(width, document.documentElement.clientWidth - left);
      host.style.setProperty('--title-width', `${Math.round(inWindow)}px`);
      site.element.before(host);
    } else site.element.prepend(host);
    this.#placed.set(site.element, { host, shows });
  }

  /** Takes away the marks of elements that left the page. */
  sweep(): void {
    for (const site of this.#placed.keys()) if (!site.isConnected) this.#remove(site);
  }

  /** Takes all marks away, also those of a copy that an update has cut off: Firefox lets it do nothing more by itself. */
  clear(): void {
    for (const host of document.querySelectorAll('vigie-mark')) host.remove();
    this.#placed.clear();
  }

  #remove(site: Element): void {
    this.#placed.get(site)?.host.remove();
    this.#placed.delete(site);
  }
}
