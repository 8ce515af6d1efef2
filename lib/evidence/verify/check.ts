/** What verifying a package says: one check after another, ending with the first that fails. */

export type CheckName =
  /** The file is a ZIP as packages are. */
  | 'container'
  | 'version'
  /** `SHA256SUMS` lists what is there, no more and no less. */
  | 'list'
  | 'list-signature'
  | 'hash'
  /** The ZIP is byte for byte what Vigie writes of these files. */
  | 'container-bytes'
  | 'web-archive'
  | 'custody'
  | 'case'
  | 'manifest'
  | 'manifest-signature'
  | 'manifest-files'
  | 'manifest-custody'
  | 'time-stamp';

export type CheckFault =
  | 'not-a-zip'
  | 'too-many-files'
  | 'same-name-twice'
  | 'compressed'
  | 'outside'
  | 'unsafe-name'
  | 'missing'
  | 'not-listed'
  | 'unreadable'
  | 'newer-version'
  | 'changed'
  | 'bad-signature'
  | 'chain-broken'
  | 'log-cut'
  | 'not-sealed'
  | 'does-not-agree'
  | 'not-a-time-stamp'
  | 'other-bytes'
  | 'expired'
  | 'untrusted';

export type Check =
  | { check: CheckName; file: string | null; ok: true; detail: string | null }
  | { check: CheckName; file: string | null; ok: false; why: CheckFault; detail: string | null };

export const passed = (check: CheckName, file: string | null, detail: string | null = null): Check => ({
  check,
  file,
  ok: true,
  detail,
});

export const failed = (
  check: CheckName,
  file: string | null,
  why: CheckFault,
  detail: string | null = null,
): Check => ({ check, file, ok: false, why, detail });
