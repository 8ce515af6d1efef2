/** Which room of the house each file stands in, and what it imports, as the source says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** Rooms that have rooms of their own. */
const NESTED = ['lib', 'tools', 'components'];

export function sourceFiles(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
}

/** What runs without a browser has arrows of its own, so that it is seen to draw none to what needs one. */
const DEEPER = ['lib/sync/formats', 'lib/sync/trust'];

/** `lib/reports/senders/x.ts` stands in `lib/reports`, `lib/sync/trust/x.ts` in a room of its own. */
export function roomOf(file: string): string {
  const [top = '', second = '', ...deeper] = file.split('/');
  const inner = DEEPER.find((room) => file.startsWith(`${room}/`));
  if (inner !== undefined) return inner;
  return NESTED.includes(top) && deeper.length > 0 ? `${top}/${second}` : top;
}

/** Files of the project that a file imports at run time: types alone draw no arrow. */
export function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const statements = text.replaceAll(/^(?:import|export) type [^;]*;/gm, '');
  const specifiers = [...statements.matchAll(/(?:from\s+|import\s+|import\()'(\.[^']+)'/g)].map(
    ([, path = '']) => path,
  );
  return specifiers.map((specifier) => relative(ROOT, resolve(join(ROOT, file), '..', specifier)).replace(/\?.*$/, ''));
}

/** Every arrow between two rooms, once, with the files that draw it. */
export function arrows(...folders: string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of sourceFiles(...folders)) {
    for (const target of importsOf(file)) {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (from === to || !/\.tsx?$/.test(target)) continue;
      const arrow = `${from} → ${to}`;
      found.set(arrow, [...(found.get(arrow) ?? []), `${file} → ${target}`]);
    }
  }
  return found;
}
