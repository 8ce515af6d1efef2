/**
 * A list of thousands of rows of one height, of which only those in sight are in the document. One element has the focus
 * and names the current row, so that arrow keys work as in any list box and a screen reader hears where it is.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** In the unit of the root's font size, so that rows grow with a person's text; `.virtual-list .row` says the same. */
const ROW_REM = 5;
const SPARE_ROWS = 6;

const rowPixels = (): number => ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

interface Props<Item> {
  label: string;
  items: readonly Item[];
  keyOf(item: Item): string;
  current: number;
  isSelected(item: Item): boolean;
  row(item: Item): ComponentChildren;
  choose(index: number): void;
  onKey(event: KeyboardEvent): void;
  /** Goes up when the list is to take the focus. */
  focus: number;
}

export function VirtualList<Item>({ items, current, ...props }: Props<Item>) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const [rowHeight, setRowHeight] = useState(rowPixels);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight);
      setRowHeight(rowPixels());
    });
    observer.observe(element);
    // Its height follows the text's size also where the list's own does not.
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const [from, to] = [current * rowHeight, (current + 1) * rowHeight];
    if (from < element.scrollTop) element.scrollTop = from;
    else if (to > element.scrollTop + element.clientHeight) element.scrollTop = to - element.clientHeight;
  }, [current, items.length, rowHeight]);

  useEffect(() => {
    if (props.focus > 0) box.current?.focus({ preventScroll: true });
  }, [props.focus]);

  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE_ROWS);
  const last = Math.min(items.length, Math.ceil((top + height) / rowHeight) + SPARE_ROWS);
  return (
    <div
      ref={box}
      class="virtual-list"
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      aria-multiselectable="true"
      aria-activedescendant={items.length > 0 ? `${id}-${current}` : undefined}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={props.onKey}
      onClick={({ target }) => {
        const row = target instanceof Element ? target.closest('[role=option]') : null;
        const position = Number(row?.getAttribute('aria-posinset') ?? 0);
        if (position > 0) props.choose(position - 1);
      }}
    >
      <div role="presentation" style={{ blockSize: `${items.length * ROW_REM}rem` }}>
        {items.slice(first, last).map((item, offset) => {
          const index = first + offset;
          return (
            <div
              key={props.keyOf(item)}
              id={`${id}-${index}`}
              class={index === current ? 'row current' : 'row'}
              role="option"
              tabIndex={-1}
              aria-selected={props.isSelected(item)}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${index * ROW_REM}rem)` }}
            >
              {props.row(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
