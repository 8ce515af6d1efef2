/** Access to the host of an authority or a publication: asked of the person at the moment it is needed, never before. */
import { browser } from 'wxt/browser';

/** Match patterns of the hosts of these addresses; ports cannot be named in them. */
export function hostPatterns(addresses: readonly string[]): string[] {
  const patterns = addresses.flatMap((address) => {
    const url = URL.parse(address);
    return url === null ? [] : [`${url.protocol}//${url.hostname}/*`];
  });
  return [...new Set(patterns)];
}

/** Must be called at once in the handler of a press: browsers open the question only then. */
export async function askForAccess(addresses: readonly string[]): Promise<boolean> {
  return browser.permissions.request({ origins: hostPatterns(addresses) });
}

export const hasAccess = (address: string): Promise<boolean> =>
  browser.permissions.contains({ origins: hostPatterns([address]) });

/**
 * Whether a request to this address says nothing about who asks. Without access Firefox adds the extension's origin to it,
 * which is another one in each installation: a name for the client. In Chromium it is the same for everybody.
 */
export const mayFetch = async (address: string): Promise<boolean> =>
  import.meta.env.BROWSER === 'firefox' ? hasAccess(address) : true;

/** Has the person let requests through that say nothing about who asks; as `askForAccess`, in the handler of a press. */
export const askToReach = async (address: string): Promise<boolean> =>
  import.meta.env.BROWSER === 'firefox' ? askForAccess([address]) : true;

/** Gives the host back once nothing is fetched from it any more. */
export async function dropAccess(address: string, stillUsed: readonly string[]): Promise<void> {
  const kept = hostPatterns(stillUsed);
  const origins = hostPatterns([address]).filter((pattern) => !kept.includes(pattern));
  if (origins.length > 0) await browser.permissions.remove({ origins }).catch(() => false);
}

/** Gives everything back that the person let Vigie do beyond what it was installed with, but the hosts of `stillUsed`. */
export async function dropAllAccess(stillUsed: readonly string[]): Promise<void> {
  const { origins = [], permissions = [] } = await browser.permissions.getAll();
  const { host_permissions = [], optional_permissions = [] } = browser.runtime.getManifest();
  const kept = new Set<string>([...host_permissions, ...hostPatterns(stillUsed)]);
  const optional = new Set<string>(optional_permissions);
  await browser.permissions.remove({
    origins: origins.filter((origin) => !kept.has(origin)),
    permissions: permissions.filter((permission) => optional.has(permission)),
  });
}
