/** `SHA256SUMS` as `sha256sum -c` reads it: 64 digits, a space, a star (binary), the path, a line feed. */

export interface Sum {
  path: string;
  sha256: string;
}

/** Paths that a package may hold: plain, relative, without `.` or `..` parts, so that unpacking it is safe. */
const PATH =
  /^(?:[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\/){0,4}[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/;
const MAX_PATH = 200;

export function isSafePath(path: string): boolean {
  return path.length <= MAX_PATH && PATH.test(path);
}

export function writeSums(sums: readonly Sum[]): string {
  return sums.map(({ path, sha256 }) => `${sha256} *${path}\n`).join('');
}

/** Null unless the text is just what `writeSums` writes, with safe paths and none twice. */
export function readSums(text: string): Sum[] | null {
  const sums: Sum[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const [, sha256, path] = /^([0-9a-f]{64}) \*(.+)$/.exec(line) ?? [];
    if (sha256 === undefined || path === undefined || !isSafePath(path)) return null;
    sums.push({ path, sha256 });
  }
  const distinct = new Set(sums.map(({ path }) => path)).size === sums.length;
  return sums.length > 0 && distinct && writeSums(sums) === text ? sums : null;
}
