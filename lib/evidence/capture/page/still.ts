/**
 * Keeps a page from repeating itself on every tile, and puts everything back.
 *
 * What is fixed to the window would be in each tile: it is made invisible from the second on, which moves nothing. What is
 * sticky has a place of its own in the page: there it is put back to, so that it is seen once, where it belongs. Vigie's
 * own marks are no part of the page and are in no tile. Everything that is touched is described for the record, since to
 * hide something of a page is to handle the evidence.
 */
const MAX_ELEMENTS = 60_000;
const MAX_DESCRIPTIONS = 100;
const MAX_DESCRIPTION = 200;
const OWN_MARK = 'vigie-mark';

function describe(element: Element): string {
  const id = element.id === '' ? '' : `#${element.id}`;
  const classes = [...element.classList].slice(0, 3).map((name) => `.${name}`);
  return `${element.localName}${id}${classes.join('')}`.slice(0, MAX_DESCRIPTION);
}

/** All elements, those in open shadow roots included. */
function* elementsOf(root: Document | ShadowRoot): Generator<HTMLElement> {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (!(element instanceof HTMLElement)) continue;
    yield element;
    if (element.shadowRoot !== null) yield* elementsOf(element.shadowRoot);
  }
}

export class StillPage {
  readonly #window: Window & typeof globalThis;
  readonly #undo: (() => void)[] = [];
  readonly #touched = new WeakSet<Element>();
  readonly #descriptions: string[] = [];

  constructor(window: Window & typeof globalThis) {
    this.#window = window;
  }

  /** What was touched so far, in words. */
  get descriptions(): string[] {
    return [...this.#descriptions];
  }

  hideOwnMarks(): void {
    const marks = [...this.#window.document.querySelectorAll<HTMLElement>(OWN_MARK)];
    for (const mark of marks) this.#set(mark, { display: 'none' });
    if (marks.length > 0) this.#note(`hidden: ${marks.length} × ${OWN_MARK} (Vigie's own marks)`);
  }

  /** Called at each tile but the first: bars may appear only when the page is scrolled. */
  stopRepeats(): void {
    let seen = 0;
    for (const element of elementsOf(this.#window.document)) {
      if (++seen > MAX_ELEMENTS) return;
      if (this.#touched.has(element)) continue;
      const { position, visibility, display } = this.#window.getComputedStyle(element);
      if (position !== 'fixed' && position !== 'sticky') continue;
      if (visibility === 'hidden' || display === 'none') continue;
      if (position === 'fixed') {
        this.#set(element, { visibility: 'hidden', opacity: '0', transition: 'none', animation: 'none' });
        this.#note(`hidden (fixed): ${describe(element)}`);
      } else {
        this.#set(element, { position: 'relative', inset: 'auto' });
        this.#note(`put in its own place (sticky): ${describe(element)}`);
      }
    }
  }

  restore(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  #note(words: string): void {
    if (this.#descriptions.length < MAX_DESCRIPTIONS) this.#descriptions.push(words);
  }

  #set(element: HTMLElement, style: Record<string, string>): void {
    this.#touched.add(element);
    const before = element.getAttribute('style');
    for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value, 'important');
    this.#undo.push(() => {
      if (before === null) element.removeAttribute('style');
      else element.setAttribute('style', before);
    });
  }
}
