import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A table that may be wider than its page: where it is, it scrolls by itself, also for those who have no pointer. */
export function WideTable({ label, children }: { label: string; children: ComponentChildren }) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <figure ref={place} class="scrolls" aria-label={label}>
      <table>{children}</table>
    </figure>
  );
}
