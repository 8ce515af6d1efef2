/** How every request to an authority is made: nothing about the person beyond what it carries. */

/**
 * No cookies, no referrer, no cache entry, no other host, no origin of one installation.
 *
 * Firefox puts the extension's own origin, another one in each installation, on every request that is not GET, with access
 * to the host as without, unless its mode is other than `cors` (seen with Firefox 140; Fetch standard, "append a request
 * `Origin` header": the referrer policy counts only then). Access makes a host as good as the extension's own origin, so
 * that `same-origin` works, says `Origin: null`, and fails where there is no access. Chromium knows no such thing.
 */
export const PRIVATE_REQUEST: RequestInit = {
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
  redirect: 'error',
  // Node, which runs this code too, has no `env`.
  ...(import.meta.env?.BROWSER === 'firefox' ? { mode: 'same-origin' } : {}),
};

export function authorization(token: string | null): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}
