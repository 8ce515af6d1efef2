/**
 * The marks on one page. Each is one `<vigie-mark>` element with a closed shadow root, placed inside the page's card or
 * before its title; nothing else of the page is touched, and the host takes no room, so that nothing moves.
 */
import { render } from 'preact';
import tokens from '../../assets/styles/tokens.css?inline';
import type { Suspicion } from '../../lib/rules/suspicions.ts';
import styles from './mark.css?inline';
import { Mark, type MarkActions } from './mark.tsx';

export interface MarkSite {
  element: Element;
  placement: 'title' | 'card';
}

interface Placed {
  host: HTMLElement;
  root: ShadowRoot;
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

function createHost(): Pick<Placed, 'host' | 'root'> {
  const host = document.createElement('vigie-mark');
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = tokens + styles;
  root.append(style, document.createElement('div'));
  for (const type of KEPT_INSIDE) {
    host.addEventListener(type, (event) => event.stopPropagation());
  }
  root.addEventListener('click', (event) => {
    const onOwnLink = event.composedPath().some((node) => node instanceof HTMLAnchorElement && root.contains(node));
    if (!onOwnLink) event.preventDefault();
  });
  return { host, root };
}

function insert(host: HTMLElement, { element, placement }: MarkSite): void {
  if (placement === 'title') element.before(host);
  else element.prepend(host);
}

function isInPlace(host: HTMLElement, { element, placement }: MarkSite): boolean {
  return (
    host.isConnected &&
    (placement === 'title' ? host.parentElement === element.parentElement : host.parentElement === element)
  );
}

export class MarkLayer {
  readonly #placed = new Map<Element, Placed>();

  /** Shows these findings at this place, or takes the mark away when there are none. */
  show(site: MarkSite, { listing, findings }: Suspicion, actions: MarkActions): void {
    if (findings.length === 0) {
      this.#remove(site.element);
      return;
    }
    const shows = `${listing} ${findings.map(({ rule, confidence }) => `${rule}=${confidence}`).join(' ')}`;
    const placed = this.#placed.get(site.element) ?? { ...createHost(), shows: '' };
    if (!isInPlace(placed.host, site)) insert(placed.host, site);
    if (placed.shows === shows) return;
    this.#placed.set(site.element, { ...placed, shows });
    const mount = placed.root.lastElementChild;
    if (mount === null) return;
    const placement = site.placement === 'title' ? 'above' : 'corner';
    render(<Mark key={listing} findings={findings} placement={placement} {...actions} />, mount);
  }

  /** Takes away the marks of elements that left the page. */
  sweep(): void {
    for (const element of this.#placed.keys()) if (!element.isConnected) this.#remove(element);
  }

  clear(): void {
    for (const element of [...this.#placed.keys()]) this.#remove(element);
  }

  #remove(element: Element): void {
    const placed = this.#placed.get(element);
    if (placed === undefined) return;
    this.#placed.delete(element);
    const mount = placed.root.lastElementChild;
    if (mount !== null) render(null, mount);
    placed.host.remove();
  }
}
