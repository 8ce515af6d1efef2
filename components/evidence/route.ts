import { useEffect, useState } from 'preact/hooks';

/** Where the evidence page is; its address says so, so that back, forward and links work. */
export type Route =
  | { at: 'cases' }
  | { at: 'item'; item: string }
  | { at: 'edit'; item: string; by: 'annotated' | 'redacted' }
  | { at: 'compare'; before: string; after: string }
  | { at: 'verify' };

const ID = /^[0-9a-f-]{36}$/;

export function routeOf(hash: string): Route {
  const [, place = '', first = '', second = ''] = hash.split('/');
  if (place === 'verify') return { at: 'verify' };
  if (place === 'item' && ID.test(first)) return { at: 'item', item: first };
  if (place === 'annotate' && ID.test(first)) return { at: 'edit', item: first, by: 'annotated' };
  if (place === 'redact' && ID.test(first)) return { at: 'edit', item: first, by: 'redacted' };
  if (place === 'compare' && ID.test(first) && ID.test(second)) return { at: 'compare', before: first, after: second };
  return { at: 'cases' };
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const changed = () => setRoute(routeOf(location.hash));
    window.addEventListener('hashchange', changed);
    // It may have changed between the first look and this listener.
    changed();
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return route;
}
