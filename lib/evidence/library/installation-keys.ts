import type { VigieDatabase } from '../../storage/database.ts';
import { type InstallationKeys, makeInstallationKeys } from '../keys.ts';

/** The keys of this installation, made when they are first needed. Two contexts that ask at once get the same. */
export function installationKeys(database: VigieDatabase): Promise<InstallationKeys> {
  return navigator.locks.request('vigie-installation-keys', async () => {
    const stored = await database.get('keys', 'installation');
    if (stored !== undefined) return { signing: stored.signing, archive: stored.archive };
    const made = await makeInstallationKeys();
    await database.add('keys', { name: 'installation', ...made });
    return made;
  });
}
